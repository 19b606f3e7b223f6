package storetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
	"gorm.io/gorm"

	"amanat/models/store"
	"amanat/models/store/storetest/postgres"
)

// linger is how long the PostgreSQL of several processes waits for the next of them: go test may be building it.
const linger = 10 * time.Second

// server is the PostgreSQL that this test process uses.
var server = struct { //nolint:gochecknoglobals // one server for all tests of a process; starting one takes a second
	sync.Mutex
	*postgres.Server
	template string
	// drops are of databases that tests have done with; no test waits for them.
	drops errgroup.Group
}{}

// leave leaves the server when nothing of ours is on it any longer.
func leave() error {
	server.Lock()
	defer server.Unlock()
	if server.Server == nil {
		return nil
	}
	return errors.Join(server.drops.Wait(), server.Stop())
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
	running, template := start(t)
	url, drop, err := running.Clone(t.Context(), template)
	require.NoError(t, err)
	t.Cleanup(func() { server.drops.Go(drop) })
	return url
}

// BarePostgresURL is the URL of a PostgreSQL database without any table, for tests of what migrates it.
func BarePostgresURL(t testing.TB) string {
	t.Helper()
	running, _ := start(t)
	url, drop, err := running.Create(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { server.drops.Go(drop) })
	return url
}

func start(t testing.TB) (running *postgres.Server, template string) {
	t.Helper()
	server.Lock()
	defer server.Unlock()
	if server.Server != nil {
		return server.Server, server.template
	}
	running, err := postgres.Start(context.WithoutCancel(t.Context()), postgres.Options{
		URL: foreign(t), Common: checkout(), Linger: linger,
	})
	require.NoError(t, err)
	// Processes of other programs may be there, before or after a change.
	digest, err := store.MigrationsDigest()
	require.NoError(t, err)
	template = "migrated_" + digest
	require.NoError(t, running.CreateTemplate(t.Context(), template, Prepare))
	server.Server, server.template = running, template
	server.drops.SetLimit(2)
	return running, template
}

// Start starts a PostgreSQL of its own, for tests that stop it and for benchmarks that need a durable one.
func Start(t testing.TB, durable bool) (*postgres.Server, error) {
	t.Helper()
	return postgres.Start(context.WithoutCancel(t.Context()), postgres.Options{URL: foreign(t), Durable: durable})
}

// foreign is the URL of a server to use; empty means that there are binaries to start one with. Where there is neither
// the test ends here.
func foreign(t testing.TB) string {
	t.Helper()
	url := os.Getenv("AMANAT_TEST_POSTGRES")
	if _, found := postgres.Find(); !found && url == "" {
		require.Empty(t, os.Getenv("AMANAT_REQUIRE_POSTGRES"), "PostgreSQL is required and was not found")
		t.Skip("no PostgreSQL here: neither its binaries nor AMANAT_TEST_POSTGRES")
	}
	return url
}

// checkout is the directory of the module whose tests run; empty when they run elsewhere.
func checkout() string {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	return ""
}

// Prepare migrates an empty database: what a template is made with.
func Prepare(ctx context.Context, url string) error {
	_, err := store.Migrate(ctx, store.Options{PostgresURL: url})
	return err
}
