package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/config"
)

// ways are all in which a value could end up in a log.
func ways(t require.TestingT, value any) []string {
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("settings", "value", value)
	}
	document, err := json.Marshal(value)
	require.NoError(t, err)
	return []string{
		fmt.Sprint(value), fmt.Sprintf("%v", value), fmt.Sprintf("%+v", value), fmt.Sprintf("%#v", value),
		fmt.Sprintf("%s", value), fmt.Sprintf("%q", value), fmt.Sprint([]any{value}), fmt.Sprintf("%v", &value),
		fmt.Errorf("start: %v", value).Error(), string(document), log.String(),
	}
}

func TestASecretIsNeverPrinted(t *testing.T) {
	settings := loaded(t, everything())
	for _, value := range []any{
		settings, &settings, settings.DatabaseURL, &settings.DatabaseURL, settings.OIDCClientSecret, &settings.OIDCClientSecret,
	} {
		for _, text := range ways(t, value) {
			require.NotContains(t, text, "secret")
			require.NotContains(t, text, "amanat:")
			require.NotContains(t, text, "hunter2")
		}
	}
	require.Equal(t, "postgres://(redacted)@db:5432/amanat", settings.DatabaseURL.String())
	require.Equal(t, "postgres://amanat:secret@db:5432/amanat", string(settings.DatabaseURL), "whoever means it gets it")
}

func TestNoPasswordIsPrintedHoweverItIsWritten(t *testing.T) {
	for _, url := range []string{
		"postgres://u:p4ssw0rd@db/x", "postgres://u:%70p4ssw0rd@db/x", "postgres://p4ssw0rd@db/x", "postgres://db/x?password=p4ssw0rd",
		"postgres://u@db/x?user=p4ssw0rd#p4ssw0rd", "postgres:u:p4ssw0rd@db", "host=db password=p4ssw0rd", "p4ssw0rd", "://p4ssw0rd",
		"postgres://u:p4ssw0rd@db:port/x", "postgres://u:%zzp4ssw0rd@db/x", "postgres://u:p4ssw0rd\x00@db/x",
		// What is not escaped ends the host early.
		"postgres://u:/p4ssw0rd@db/x", "postgres://u:1/p4ssw0rd@db/x", "postgres://u:1?p4ssw0rd@db/x", "postgres://u:1#p4ssw0rd@db/x",
		"postgres://u:a@1/p4ssw0rd@db/x",
		// What is no address of a database is shown in no part.
		"https://p4ssw0rd", "https://db/p4ssw0rd", "p4ssw0rd://db/x", "mysql://p4ssw0rd/x", "//p4ssw0rd/x",
	} {
		for _, text := range ways(t, config.Secret(url)) {
			require.NotContains(t, text, "p4ssw0rd", url)
		}
	}
}

// Of such a password even the part that looks like a port is left out.
func TestAPasswordThatEndsTheHostEarlyHidesTheWholeAddress(t *testing.T) {
	for _, separator := range []string{"/", "?", "#"} {
		require.Equal(t, "(redacted)", config.Secret("postgres://u:12"+separator+"34@db/x").String())
	}
}

func TestTheErrorOfAFaultyDatabaseURLTellsNothingOfIt(t *testing.T) {
	for _, url := range []string{
		"postgres://amanat:p4ssw0rd@db:port/x", "postgres://amanat:%zzp4ssw0rd@db", "host=db password=p4ssw0rd", "mysql://amanat:p4ssw0rd@db",
		"postgres://amanat:p4ssw0rd\x7f@db", "p4ssw0rd",
	} {
		_, err := config.Load(map[string]string{"AMANAT_DATABASE_URL": url})
		require.EqualError(t, err, "AMANAT_DATABASE_URL: must be a postgres:// URL", url)
	}
}

func TestASecretWithAnyPasswordIsNeverPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		password := "p4ssw0rd" + rapid.StringMatching(`[ -~]{0,8}`).Draw(t, "rest")
		before := rapid.StringMatching(`[0-9/?#@:%\[\]]{0,4}`).Draw(t, "before")
		secret := config.Secret("postgres://amanat:" + before + password + "@db.example.org:5432/amanat?sslmode=require")
		require.NotContains(t, secret.String(), "p4ssw0rd")
		settings := config.Config{DatabaseURL: secret}
		require.NotContains(t, settings.String(), "p4ssw0rd")
		require.NotContains(t, fmt.Sprintf("%#v", settings), "p4ssw0rd")
	})
}
