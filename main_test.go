package main

import (
	"net/http"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/config"
	"amanat/models/store/storetest"
)

func TestFaultsOfSettingsAreReportedTogether(t *testing.T) {
	t.Parallel()
	dataDir := filepath.Join(t.TempDir(), "data")
	exit, out, log := finish(
		t, nil, "AMANAT_DATA_DIR="+dataDir, "AMANAT_LISTEN=8080", "AMANAT_LANGUAGE=de", "AMANAT_MIGRATE=perhaps",
		"AMANAT_TIME_ZONE=Asia/Atlantis", "AMANAT_DATABASE_URL=mysql://root:hunter2@db/amanat",
		"AMANAT_TRUSTED_PROXIES=proxy", "AMANAT_CORS_ORIGINS=portal.example.org",
	)
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	for _, name := range []string{
		"LISTEN", "LANGUAGE", "MIGRATE", "TIME_ZONE", "DATABASE_URL", "TRUSTED_PROXIES", "CORS_ORIGINS",
	} {
		require.Contains(t, log, "AMANAT_"+name+":")
	}
	require.NotContains(t, log, "hunter2")
	require.NoDirExists(t, dataDir, "nothing is begun")
}

func TestHelpNamesEveryCommandAndSetting(t *testing.T) {
	t.Parallel()
	exit, out, log := finish(t, []string{"-h"}, "AMANAT_LISTEN=nonsense")
	require.Zero(t, exit, log)
	for _, setting := range config.Settings() {
		require.Contains(t, out, setting.Name)
		require.Contains(t, out, setting.Doc)
	}
	for _, usage := range []string{"amanat [serve]", "amanat migrate", "amanat staff add", "amanat verify ledger", "amanat -h"} {
		require.Contains(t, out, "  "+usage)
	}
	_, again, _ := finish(t, []string{"staff", "add", "-h"})
	require.Equal(t, out, again)
}

func TestUnknownArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	for _, arguments := range [][]string{
		{"serv"},
		{"serve", "now"},
		{"serve", "-p", "80"},
		{"migrate", "down"},
		{"-p", "80"},
		{""},
		{"add"},
		{"staff"},
		{"staff", "remove"},
		{"staff add"},
		{"add", "staff"},
		{"staff", "-h", "add"},
		{"staff", "add"},
		{"staff", "add", "--email", "a@example.org"},
		{"staff", "add", "--role", "admin"},
		{"staff", "add", "--email"},
		{"staff", "add", "--email", "", "--role", "admin"},
		{"staff", "add", "--email", "a@example.org", "--role", "admin", "--password", "hunter2"},
		{"staff", "add", "--email", "a@example.org", "--role", "admin", "hunter2"},
		{"verify"},
		{"verify", "receipts"},
		{"verify", "ledger", "heads.json"},
		{"verify", "ledger", "--heads"},
		{"verify", "ledger", "--heads", ""},
		{"verify", "ledger", "--head", "heads.json"},
	} {
		dataDir := filepath.Join(t.TempDir(), "data")
		exit, out, log := finish(t, arguments, "AMANAT_DATA_DIR="+dataDir)
		require.Equal(t, 1, exit, arguments)
		require.Empty(t, out)
		require.Contains(t, log, "see amanat -h")
		require.NotContains(t, log, "hunter2")
		require.NoDirExists(t, dataDir, "nothing is begun")
	}
}

func TestPostgresIsMigratedOnlyWhenAskedTo(t *testing.T) {
	t.Parallel()
	database := "AMANAT_DATABASE_URL=" + storetest.BarePostgresURL(t)
	dataDir := t.TempDir()
	exit, out, log := finish(t, nil, database, "AMANAT_DATA_DIR="+dataDir, "AMANAT_LISTEN=127.0.0.1:0")
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "amanat migrate")
	require.Contains(t, log, "AMANAT_MIGRATE=true")

	exit, out, log = finish(t, []string{"migrate"}, database, "AMANAT_DATA_DIR="+dataDir)
	require.Zero(t, exit, log)
	require.Contains(t, out, "migrations applied: ")
	exit, out, log = finish(t, []string{"migrate"}, database, "AMANAT_DATA_DIR="+dataDir)
	require.Zero(t, exit, log)
	require.Contains(t, out, "migrations applied: 0")

	p := serveFrom(t, dataDir, database)
	require.Equal(t, http.StatusOK, p.get(t, "/api/v1/my/case", complain(t, p)))
	p.stop(t)
}

func TestPostgresIsMigratedAtStartWhenSetSo(t *testing.T) {
	t.Parallel()
	p := serveFrom(t, t.TempDir(), "AMANAT_DATABASE_URL="+storetest.BarePostgresURL(t), "AMANAT_MIGRATE=true")
	complain(t, p)
	require.Contains(t, p.stop(t), "migrated")
}
