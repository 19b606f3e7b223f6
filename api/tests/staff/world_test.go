// Package staff_test is the story of those who work here: their accounts, how they sign in with passwords, second
// factors or an identity provider, what makes them wait, and how sessions end.
package staff_test

import (
	"testing"

	"amanat/api/apitest"
	"amanat/services/staff/oidc/oidctest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// world is everybody's, with the verbs of this story.
type world struct{ *apitest.World }

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...apitest.Setting) {
	t.Helper()
	apitest.Everywhere(t, func(t *testing.T, w *apitest.World) { test(t, &world{w}) }, settings...)
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
	member  = apitest.Member
	reply   = apitest.Reply
	setting = apitest.Setting
)

const (
	password     = apitest.Password
	sessions     = apitest.SessionsPath
	signOn       = apitest.SignOnPath
	myPassword   = apitest.PasswordPath
	secondFactor = apitest.SecondFactorPath
	accounts     = apitest.AccountsPath
)
