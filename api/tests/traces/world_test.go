// Package traces_test is about what must never be anywhere: words that are planted in every field and met nowhere else
// are looked for in every answer, in the log, in the database and on the disk.
package traces_test

import (
	"testing"

	"amanat/api/apitest"
	"amanat/services/staff/oidc/oidctest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// world is everybody's, with the verbs of this story.
type world struct{ *apitest.World }

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apitest.Everywhere(t, func(t *testing.T, w *apitest.World) { test(t, &world{w}) })
}

// withProvider is everywhere with an identity provider.
func withProvider(
	t *testing.T, test func(t *testing.T, w *world, p *oidctest.Provider), settings ...apitest.Setting,
) {
	t.Helper()
	apitest.WithProvider(t, func(t *testing.T, w *apitest.World, p *oidctest.Provider) {
		test(t, &world{w}, p)
	}, settings...)
}

type (
	member = apitest.Member
	reply  = apitest.Reply
	object = apitest.Object
)

const (
	names              = apitest.Names
	password           = apitest.Password
	linksPath          = apitest.LinksPath
	preferencesPath    = apitest.PreferencesPath
	memoryPath         = apitest.MemoryPath
	surveysPath        = apitest.SurveysPath
	sessions           = apitest.SessionsPath
	signOn             = apitest.SignOnPath
	myPassword         = apitest.PasswordPath
	secondFactor       = apitest.SecondFactorPath
	accounts           = apitest.AccountsPath
	staffCases         = apitest.CasesPath
	exports            = apitest.CaseExportsPath
	policyDrafts       = apitest.PolicyDraftsPath
	staffAnnouncements = apitest.StaffAnnouncementsPath
	staffLinks         = apitest.StaffLinksPath
	staffSurveysPath   = apitest.StaffSurveysPath
)
