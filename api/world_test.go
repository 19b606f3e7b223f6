package api_test

import (
	"testing"

	"amanat/api/apitest"
	"amanat/models/store/storetest"
	"amanat/services/signon/signontest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

type world struct{ *apitest.World }

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...apitest.Setting) {
	t.Helper()
	apitest.Everywhere(t, func(t *testing.T, w *apitest.World) { test(t, &world{w}) }, settings...)
}

// withProvider is everywhere with an identity provider.
func withProvider(
	t *testing.T, test func(t *testing.T, w *world, p *signontest.Provider), settings ...apitest.Setting,
) {
	t.Helper()
	apitest.WithProvider(t, func(t *testing.T, w *apitest.World, p *signontest.Provider) {
		test(t, &world{w}, p)
	}, settings...)
}

type (
	member  = apitest.Member
	reply   = apitest.Reply
	refusal = apitest.Refusal
	object  = apitest.Object
	setting = apitest.Setting
)

const (
	names    = apitest.Names
	password = apitest.Password

	myAttachments   = apitest.MyAttachmentsPath
	policyPath      = apitest.PolicyPath
	policyHistory   = apitest.PolicyVersionsPath
	linksPath       = apitest.LinksPath
	preferencesPath = apitest.PreferencesPath
	memoryPath      = apitest.MemoryPath
	surveysPath     = apitest.SurveysPath
	examplePath     = apitest.ExamplePath
	responsesPath   = apitest.ExampleResponsesPath

	sessions           = apitest.SessionsPath
	signOn             = apitest.SignOnPath
	myPassword         = apitest.PasswordPath
	secondFactor       = apitest.SecondFactorPath
	accounts           = apitest.AccountsPath
	staffCases         = apitest.CasesPath
	exports            = apitest.CaseExportsPath
	cannedReplies      = apitest.CannedRepliesPath
	holidays           = apitest.HolidaysPath
	ledger             = apitest.LedgerPath
	policyDrafts       = apitest.PolicyDraftsPath
	staffAnnouncements = apitest.StaffAnnouncementsPath
	staffLinks         = apitest.StaffLinksPath
	staffSurveysPath   = apitest.StaffSurveysPath
)
