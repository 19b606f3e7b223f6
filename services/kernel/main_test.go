package kernel_test

import (
	"testing"

	"amanat/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
