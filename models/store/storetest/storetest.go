// Package storetest runs a test on every database the product supports: SQLite always, PostgreSQL wherever its binaries
// are found or AMANAT_TEST_POSTGRES names a server.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store"
	"amanat/models/store/storetest/postgres"
)

const template = "migrated"

// server is the PostgreSQL of this test process, started by the first test that needs it.
var server = struct { //nolint:gochecknoglobals // one server for all tests of a process; starting one takes a second
	sync.Mutex
	*postgres.Server
}{}

// Main runs the tests of a package and then stops the server they used. Call it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop PostgreSQL:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func stop() error {
	server.Lock()
	defer server.Unlock()
	if server.Server == nil {
		return nil
	}
	return server.Stop()
}

// Run runs the test once per database, as /sqlite and /postgres, each on an empty database with the real migrations.
func Run(t *testing.T, test func(t *testing.T, db *gorm.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite is an empty, migrated SQLite database.
func SQLite(t testing.TB) *gorm.DB {
	t.Helper()
	options := store.Options{SQLiteFile: filepath.Join(directory(t), "amanat.db")}
	_, err := store.Migrate(t.Context(), options)
	require.NoError(t, err)
	return open(t, options)
}

// Postgres is an empty, migrated PostgreSQL database.
func Postgres(t testing.TB) *gorm.DB {
	t.Helper()
	return open(t, store.Options{PostgresURL: PostgresURL(t)})
}

// PostgresURL is the URL of an empty, migrated PostgreSQL database that is dropped after the test. Without any
// PostgreSQL the test is skipped, or fails where AMANAT_REQUIRE_POSTGRES is set.
func PostgresURL(t testing.TB) string {
	t.Helper()
	running := start(t)
	url, drop, err := running.Clone(t.Context(), template)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, drop()) })
	return url
}

// directory is in memory where there is such a place: tests commit often, and need not survive a power cut.
func directory(t testing.TB) string {
	t.Helper()
	path, err := os.MkdirTemp("/dev/shm", "amanat-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(path)) })
	return path
}

func start(t testing.TB) *postgres.Server {
	t.Helper()
	server.Lock()
	defer server.Unlock()
	if server.Server != nil {
		return server.Server
	}
	running, err := Start(t, false)
	require.NoError(t, err)
	require.NoError(t, running.CreateTemplate(t.Context(), template, Prepare))
	server.Server = running
	return running
}

// Start starts a PostgreSQL of its own, for tests that stop it and for benchmarks that need a durable one.
func Start(t testing.TB, durable bool) (*postgres.Server, error) {
	t.Helper()
	foreign := os.Getenv("AMANAT_TEST_POSTGRES")
	if _, found := postgres.Find(); !found && foreign == "" {
		if os.Getenv("AMANAT_REQUIRE_POSTGRES") != "" {
			return nil, errors.New("PostgreSQL is required and was not found")
		}
		t.Skip("no PostgreSQL here: neither its binaries nor AMANAT_TEST_POSTGRES")
	}
	return postgres.Start(context.WithoutCancel(t.Context()), postgres.Options{URL: foreign, Durable: durable})
}

// Prepare migrates an empty database: what a template is made with.
func Prepare(ctx context.Context, url string) error {
	_, err := store.Migrate(ctx, store.Options{PostgresURL: url})
	return err
}

func open(t testing.TB, options store.Options) *gorm.DB {
	t.Helper()
	db, err := store.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(db)) })
	return db
}
