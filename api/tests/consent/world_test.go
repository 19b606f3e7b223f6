// Package consent_test is the story of what people agree to: cookies and what they are for, the signal of browsers,
// what a form remembers, the evidence of a decision, and the rights that wait for nobody's consent.
package consent_test

import (
	"testing"

	"amanat/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// world is everybody's, with the verbs of this story.
type world struct{ *apitest.World }

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...apitest.Setting) {
	t.Helper()
	apitest.Everywhere(t, func(t *testing.T, w *apitest.World) { test(t, &world{w}) }, settings...)
}

type (
	reply   = apitest.Reply
	setting = apitest.Setting
)

const (
	names           = apitest.Names
	password        = apitest.Password
	policyPath      = apitest.PolicyPath
	policyHistory   = apitest.PolicyVersionsPath
	preferencesPath = apitest.PreferencesPath
	memoryPath      = apitest.MemoryPath
	sessions        = apitest.SessionsPath
)
