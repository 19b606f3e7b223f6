package config_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/config"
)

func TestEverySettingIsDocumented(t *testing.T) {
	settings := config.Settings()
	require.Len(t, settings, reflect.TypeFor[config.Config]().NumField())
	seen := map[string]bool{}
	for _, setting := range settings {
		require.Regexp(t, `^AMANAT_[A-Z_]+$`, setting.Name)
		require.NotEmpty(t, setting.Doc, setting.Name)
		require.False(t, seen[setting.Name], "%s twice", setting.Name)
		seen[setting.Name] = true
	}
}

func TestTheTableHasARowForEverySetting(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(config.Table(), "\n"), "\n")
	require.Len(t, lines, len(config.Settings())+2)
	for _, line := range lines {
		require.Equal(t, 4, strings.Count(line, "|"), line)
	}
	require.Contains(t, config.Table(), "| `AMANAT_TIME_ZONE` | `Asia/Tehran` | ")
	require.Contains(t, config.Table(), "| `AMANAT_DATABASE_URL` | (unset) | ")
}

func TestTheREADMEHasTheTable(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	_, rest, begun := strings.Cut(string(readme), "<!-- settings -->")
	table, _, ended := strings.Cut(rest, "<!-- /settings -->")
	require.True(t, begun && ended, "the README has no <!-- settings --> … <!-- /settings -->")
	require.Equal(t, strings.TrimSpace(config.Table()), strings.TrimSpace(table),
		"put this between the README's markers:\n"+config.Table())
}

func TestTheSettingsInForceAreOneALine(t *testing.T) {
	text := loaded(t, everything()).String()
	lines := strings.Split(text, "\n")
	require.Len(t, lines, len(config.Settings()))
	for _, line := range []string{
		"AMANAT_LISTEN=[::]:80", "AMANAT_MIGRATE=true", "AMANAT_DATABASE_URL=postgres://(redacted)@db:5432/amanat",
		"AMANAT_TRUSTED_PROXIES=10.0.0.1,fd00::/8",
	} {
		require.Contains(t, lines, line)
	}
	require.Contains(t, strings.Split(loaded(t, nil).String(), "\n"), "AMANAT_DATABASE_URL=")
}

func TestMistypedSettingsAreNoticed(t *testing.T) {
	require.Equal(t, []string{"AMANAT_FREETEXT", "AMANAT_LIMIT"}, config.Unknown(map[string]string{
		"AMANAT_LIMIT": "off", "AMANAT_FREETEXT": "refuse", "AMANAT_LIMITS": "on", "HOME": "/", "AMANAT_TEST_POSTGRES": "x",
	}))
}
