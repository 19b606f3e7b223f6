// Package policy_test is the story of the privacy policy: drafted, published and cancelled by editors, read in two
// languages, with its history, its differences and its feed, and acknowledged by whoever likes.
package policy_test

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
	member = apitest.Member
	reply  = apitest.Reply
)

const (
	policyPath    = apitest.PolicyPath
	policyHistory = apitest.PolicyVersionsPath
	policyDrafts  = apitest.PolicyDraftsPath
)
