package config_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/config"
)

// provider is the settings of a sign-on, with some of them changed.
func provider(changes map[string]string) map[string]string {
	settings := map[string]string{
		"AMANAT_OIDC_ISSUER": "https://login.example.org", "AMANAT_OIDC_CLIENT_ID": "portal",
		"AMANAT_OIDC_REDIRECT_URL": "https://portal.example.org/staff/sign-on",
	}
	maps.Copy(settings, changes)
	return settings
}

func TestAProviderNeedsNoSecret(t *testing.T) {
	require.True(t, loaded(t, provider(nil)).SignOn())
	require.True(t, loaded(t, provider(map[string]string{"AMANAT_OIDC_CLIENT_SECRET": "hunter2"})).SignOn())
}

func TestAProviderIsSetWhollyOrNotAtAll(t *testing.T) {
	needed := []string{"AMANAT_OIDC_ISSUER", "AMANAT_OIDC_CLIENT_ID", "AMANAT_OIDC_REDIRECT_URL"}
	for _, missing := range needed {
		_, err := config.Load(provider(map[string]string{missing: ""}))
		require.ErrorContains(t, err, missing+": must be set too")
		require.Len(t, strings.Split(err.Error(), "\n"), 1, err)
	}
	for _, alone := range append(needed, "AMANAT_OIDC_CLIENT_SECRET") {
		_, err := config.Load(map[string]string{alone: provider(nil)["AMANAT_OIDC_ISSUER"]})
		for _, missing := range needed {
			if missing != alone {
				require.ErrorContains(t, err, missing+": must be set too")
			}
		}
		require.NotContains(t, err.Error(), alone+": must")
	}
}

func TestTheURLsOfAProviderAreChecked(t *testing.T) {
	for _, name := range []string{"AMANAT_OIDC_ISSUER", "AMANAT_OIDC_REDIRECT_URL"} {
		for _, value := range []string{
			"login.example.org", "/sign-on", "//login.example.org", "ftp://login.example.org", "https://", "https:///realms",
			"https://:443", "https://hunter2@login.example.org", "https://u:hunter2@login.example.org", "https://login.example.org#hunter2",
			"https://login.example.org#", "https://login example.org", "https://%zzhunter2", "https://u:hunter2@login.example.org:port",
			"javascript:alert(1)", "amanat:hunter2",
		} {
			_, err := config.Load(provider(map[string]string{name: value}))
			require.EqualError(t, err, name+": must be a URL like https://login.example.org/path", "%q", value)
		}
	}
}

func TestInProductionAProviderIsReachedByTLS(t *testing.T) {
	for _, name := range []string{"AMANAT_OIDC_ISSUER", "AMANAT_OIDC_REDIRECT_URL"} {
		for _, remote := range []string{
			"http://login.example.org", "http://10.0.0.1", "http://localhost.example.org", "http://[fd00::1]/", "http://128.0.0.1",
		} {
			loaded(t, provider(map[string]string{name: remote}))
			_, err := config.Load(provider(map[string]string{name: remote, "AMANAT_ENV": "production"}))
			require.EqualError(t, err, name+": must begin with https:// in production", "%q", remote)
		}
		for _, near := range []string{
			"http://localhost:8180/realms/staff", "http://127.0.0.1:8180", "http://127.1.2.3", "http://[::1]:8180/", "https://login.example.org",
		} {
			loaded(t, provider(map[string]string{name: near, "AMANAT_ENV": "production"}))
		}
	}
}
