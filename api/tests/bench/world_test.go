// Package bench_test measures how fast the service answers, beside a floor that is measured in the same run
// (docs/performance.md).
package bench_test

import (
	"testing"

	"amanat/api/apitest"
	"amanat/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

const (
	password      = apitest.Password
	examplePath   = apitest.ExamplePath
	responsesPath = apitest.ExampleResponsesPath
)
