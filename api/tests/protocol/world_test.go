// Package protocol_test is what holds for every route, whatever it is for: who may call it, that it does as it is
// described, that bad input is refused and changes nothing, repeats, limits, origins, connections, and a database that
// goes away.
package protocol_test

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
	member  = apitest.Member
	reply   = apitest.Reply
	object  = apitest.Object
	setting = apitest.Setting
)

const (
	names            = apitest.Names
	policyHistory    = apitest.PolicyVersionsPath
	preferencesPath  = apitest.PreferencesPath
	surveysPath      = apitest.SurveysPath
	sessions         = apitest.SessionsPath
	signOn           = apitest.SignOnPath
	myPassword       = apitest.PasswordPath
	secondFactor     = apitest.SecondFactorPath
	accounts         = apitest.AccountsPath
	staffCases       = apitest.CasesPath
	cannedReplies    = apitest.CannedRepliesPath
	holidays         = apitest.HolidaysPath
	staffSurveysPath = apitest.StaffSurveysPath
)
