package config_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/config"
)

func loaded(t *testing.T, environment map[string]string) config.Config {
	t.Helper()
	settings, err := config.Load(environment)
	require.NoError(t, err)
	return settings
}

func TestNothingNeedsToBeSet(t *testing.T) {
	settings := loaded(t, nil)
	require.Equal(t, config.Config{
		Listen: "127.0.0.1:8080", DataDir: "./data", Environment: "development", Language: "fa", TimeZone: "Asia/Tehran",
		Limits: "on", FreeText: "mask", Weekend: "thursday-friday",
	}, settings)
	require.False(t, settings.SignOn())
	require.False(t, settings.Production())
	require.Equal(t, filepath.Join("data", "amanat.db"), settings.SQLiteFile())
	require.Equal(t, filepath.Join("data", "keyring.json"), settings.KeyringFile())
	require.Equal(t, "Asia/Tehran", settings.Zone().String())
}

func everything() map[string]string {
	return map[string]string{
		"AMANAT_LISTEN": "[::]:80", "AMANAT_DATA_DIR": "/srv/amanat", "AMANAT_DATABASE_URL": "postgres://amanat:secret@db:5432/amanat",
		"AMANAT_MIGRATE": "true", "AMANAT_ENV": "production", "AMANAT_LANGUAGE": "en", "AMANAT_TIME_ZONE": "Europe/Berlin",
		"AMANAT_LIMITS": "off", "AMANAT_TRUSTED_PROXIES": "10.0.0.1,fd00::/8", "AMANAT_FREE_TEXT": "refuse",
		"AMANAT_CORS_ORIGINS": "https://portal.example.org,http://localhost:3000", "AMANAT_WEEKEND": "friday",
		"AMANAT_OIDC_ISSUER": "https://login.example.org/realms/staff", "AMANAT_OIDC_CLIENT_ID": "portal",
		"AMANAT_OIDC_CLIENT_SECRET": "hunter2", "AMANAT_OIDC_REDIRECT_URL": "https://portal.example.org/staff/sign-on",
		"AMANAT_ORGANISATION_FA": "شهرداری نمونه", "AMANAT_ORGANISATION_EN": "Example City",
		"AMANAT_CONTACT": "privacy@example.org", "AMANAT_ADDRESS_FA": "تهران", "AMANAT_ADDRESS_EN": "Tehran",
		"AMANAT_PUBLIC_URL": "https://portal.example.org/",
	}
}

func TestEverySettingIsReadFromItsVariable(t *testing.T) {
	settings := loaded(t, everything())
	require.Equal(t, config.Config{
		Listen: "[::]:80", DataDir: "/srv/amanat", DatabaseURL: "postgres://amanat:secret@db:5432/amanat", Migrate: true,
		Environment: "production", Language: "en", TimeZone: "Europe/Berlin", Limits: "off",
		TrustedProxies: []string{"10.0.0.1", "fd00::/8"},
		CORSOrigins:    []string{"https://portal.example.org", "http://localhost:3000"}, FreeText: "refuse",
		Weekend: "friday", OIDCIssuer: "https://login.example.org/realms/staff", OIDCClientID: "portal",
		OIDCClientSecret: "hunter2", OIDCRedirectURL: "https://portal.example.org/staff/sign-on",
		OrganisationFa: "شهرداری نمونه", OrganisationEn: "Example City", Contact: "privacy@example.org",
		AddressFa: "تهران", AddressEn: "Tehran", PublicURL: "https://portal.example.org/",
	}, settings)
	require.Equal(t, "https://portal.example.org", settings.Reached())
	require.Equal(t, append(settings.CORSOrigins, "https://portal.example.org"), settings.Origins())
	require.Empty(t, settings.Anonymous())
	require.True(t, settings.SignOn())
	require.True(t, settings.Production())
	require.Equal(t, "/srv/amanat/amanat.db", settings.SQLiteFile())
	require.Equal(t, "Europe/Berlin", settings.Zone().String())
	require.Len(t, everything(), len(config.Settings()), "a setting that this test does not know")
}

func TestAnEmptySettingIsAsNotSet(t *testing.T) {
	empty := map[string]string{}
	for _, setting := range config.Settings() {
		empty[setting.Name] = ""
	}
	require.Equal(t, loaded(t, nil).String(), loaded(t, empty).String())
}

func TestOnlyWhatIsHandedInIsRead(t *testing.T) {
	t.Setenv("AMANAT_LANGUAGE", "en")
	require.Equal(t, "fa", loaded(t, map[string]string{"LANGUAGE": "en", "LISTEN": "x"}).Language)
}

func TestEachSettingIsChecked(t *testing.T) {
	for name, values := range map[string][]string{
		"AMANAT_LISTEN":          {"8080", "localhost", "127.0.0.1:", "127.0.0.1:http!", "127.0.0.1:65536", "127.0.0.1:-1", "[::1", "a:b:c"},
		"AMANAT_DATABASE_URL":    {"mysql://db/amanat", "host=db password=secret", "db:5432", "://", "postgres://a b", "postgres://db:port/x"},
		"AMANAT_MIGRATE":         {"yes", "2", "بله"},
		"AMANAT_ENV":             {"prod", "Production", "development production", "test"},
		"AMANAT_LANGUAGE":        {"de", "fa en", "FA", "فا"},
		"AMANAT_TIME_ZONE":       {"Tehran", "+03:30", "../etc/passwd", "Asia/Nowhere"},
		"AMANAT_LIMITS":          {"true", "On", "none"},
		"AMANAT_TRUSTED_PROXIES": {"proxy", "10.0.0.0/33", "10.0.0.1,", "10.0.0", "10.0.0.1 10.0.0.2"},
		"AMANAT_CORS_ORIGINS": {
			"*", "portal.example.org", "https://portal.example.org/", "https://portal.example.org/a", "null", "ftp://a.org",
			"https://user@a.org", "https://a.org?b", "https://a.org#b", "https://", "https://a.org,", "https://a.org, https://b.org",
			"https://%zz",
		},
		"AMANAT_FREE_TEXT": {"masked", "off", "MASK"},
		"AMANAT_WEEKEND":   {"Friday", "thursday", "thursday friday", "friday-thursday", "saturday-sunday", "جمعه"},
	} {
		for _, value := range values {
			_, err := config.Load(map[string]string{name: value})
			require.ErrorContains(t, err, name+": ", "%q", value)
			require.Len(t, strings.Split(err.Error(), "\n"), 1, "%q: %s", value, err)
		}
	}
}

func TestUsualValuesAreAccepted(t *testing.T) {
	for name, values := range map[string][]string{
		"AMANAT_LISTEN":          {":8080", "0.0.0.0:80", "localhost:65535", "127.0.0.1:0", "[::1]:8080"},
		"AMANAT_DATABASE_URL":    {"postgres://db/amanat", "postgresql://u:p@db:6432/amanat?sslmode=require", "postgres:///amanat?host=/run"},
		"AMANAT_MIGRATE":         {"true", "false", "1", "0"},
		"AMANAT_TIME_ZONE":       {"UTC", "Asia/Tehran", "Asia/Kabul"},
		"AMANAT_TRUSTED_PROXIES": {"10.0.0.1", "::1", "10.0.0.0/8,fd00::/8"},
		"AMANAT_CORS_ORIGINS":    {"https://portal.example.org", "http://localhost:3000,https://xn--mgba3a4f16a.ir"},
	} {
		for _, value := range values {
			_, err := config.Load(map[string]string{name: value})
			require.NoError(t, err, "%s=%s", name, value)
		}
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	faulty := map[string]string{
		"AMANAT_LISTEN": "x", "AMANAT_DATABASE_URL": "x", "AMANAT_MIGRATE": "x", "AMANAT_ENV": "x", "AMANAT_LANGUAGE": "x",
		"AMANAT_TIME_ZONE": "x", "AMANAT_LIMITS": "x", "AMANAT_TRUSTED_PROXIES": "x,y", "AMANAT_CORS_ORIGINS": "x", "AMANAT_FREE_TEXT": "x",
		"AMANAT_WEEKEND": "x", "AMANAT_OIDC_ISSUER": "x", "AMANAT_OIDC_CLIENT_ID": "", "AMANAT_OIDC_REDIRECT_URL": "x",
	}
	_, err := config.Load(faulty)
	for name := range faulty {
		require.ErrorContains(t, err, name+": ")
	}
	require.ErrorContains(t, err, "AMANAT_MIGRATE: not a bool")
	require.ErrorContains(t, err, "AMANAT_ENV: must be one of: development production")
	require.ErrorContains(t, err, `"x" is neither`)
	require.ErrorContains(t, err, `"y" is neither`)
	require.Len(t, strings.Split(err.Error(), "\n"), len(faulty)+1)
}

func TestAZoneThatDoesNotExistIsUTC(t *testing.T) {
	require.Equal(t, "UTC", config.Config{TimeZone: "Asia/Nowhere"}.Zone().String())
}
