package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
)

// place is where the program keeps everything.
type place struct {
	dataDir  string
	settings []string
	database store.Options
}

// everywhere runs the test on an empty place of each kind, beside each other and beside the tests around them, as
// storetest.Run does.
func everywhere(t *testing.T, test func(t *testing.T, at place)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, newPlace(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, placeIn(t.TempDir(), storetest.PostgresURL(t)))
	})
}

// newPlace is a place of the usual kind where nothing was ever served. Its database is migrated: what starts there makes
// its own keyring and begins its own ledger.
func newPlace(t *testing.T) place {
	t.Helper()
	at := placeIn(t.TempDir(), "")
	storetest.WriteSQLite(t, at.database.SQLiteFile)
	return at
}

func placeIn(dataDir, postgresURL string) place {
	return place{
		dataDir: dataDir, settings: []string{"AMANAT_DATABASE_URL=" + postgresURL},
		database: store.Options{PostgresURL: postgresURL, SQLiteFile: filepath.Join(dataDir, "amanat.db")},
	}
}

func (at place) serve(t *testing.T, settings ...string) *program {
	t.Helper()
	return serveFrom(t, at.dataDir, append(at.settings, settings...)...)
}

func (at place) finish(t *testing.T, in string, arguments ...string) (exit int, out, log string) {
	t.Helper()
	return finishWith(t, in, arguments, append(at.settings, "AMANAT_DATA_DIR="+at.dataDir)...)
}

// open looks at the database past the program.
func (at place) open(t *testing.T) *gorm.DB {
	t.Helper()
	db, err := store.Open(at.database)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(db)) })
	return db
}

// actions lists what the ledger has linked.
func actions(t *testing.T, db *gorm.DB) (actions []string) {
	t.Helper()
	require.NoError(t, db.Model(&models.LedgerEntry{}).Order("sequence").Pluck("action", &actions).Error)
	return actions
}

func count(t *testing.T, db *gorm.DB, model any) (rows int64) {
	t.Helper()
	require.NoError(t, db.Model(model).Count(&rows).Error)
	return rows
}
