// Package storetest runs a test on every database the product supports: SQLite always, PostgreSQL wherever its binaries
// are found or AMANAT_TEST_POSTGRES names a server.
//
// The migrations run once: a test gets a copy of an SQLite file that its process has migrated, and a clone of a
// PostgreSQL database. The test processes of a checkout that run at the same time have one PostgreSQL in common. It is
// started by the first that needs it, and ends some seconds after the last has ended, in whatever way.
package storetest

import (
	"fmt"
	"os"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store"
)

// rarely lets the garbage of tests grow to four times what is in use before it is collected: they make much, and keep
// little. Collecting as often as a program does took a third of their time.
const rarely = 400

// Main runs the tests of a package and then leaves the server they used. Call it from TestMain.
func Main(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(rarely)
	}
	code := m.Run()
	if err := leave(); err != nil {
		fmt.Fprintln(os.Stderr, "leave PostgreSQL:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// Run runs the test once per database, as /sqlite and /postgres, each on an empty database with the real migrations.
// Both run beside each other and beside the tests around them (testing.T.Parallel), after the function that calls Run
// has returned: Run is the last it does, and it does so once. A test that needs the process for itself calls RunAlone.
func Run(t *testing.T, test func(t *testing.T, db *gorm.DB)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t))
	})
}

// RunAlone is Run for a test that changes what belongs to the whole process, or measures it: it returns when the test
// has run on both databases, one after the other, and none that Run has begun runs meanwhile.
func RunAlone(t *testing.T, test func(t *testing.T, db *gorm.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

func open(t testing.TB, options store.Options) *gorm.DB {
	t.Helper()
	db, err := store.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(db)) })
	return db
}
