package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
)

func TestScrubbingWaitsForNobodyAndLeavesConnectionsPatient(t *testing.T) {
	options := store.Options{SQLiteFile: filepath.Join(t.TempDir(), "amanat.db"), MaxConnections: 1}
	_, err := store.Migrate(t.Context(), options)
	require.NoError(t, err)
	db, reader := opened(t, options), opened(t, options)
	require.NoError(t, db.Create(&models.KeyringMark{ID: 1, Hash: []byte{1}}).Error)

	ended, end := context.WithCancel(t.Context())
	end()
	require.NoError(t, reader.Connection(func(conn *gorm.DB) error {
		require.NoError(t, conn.Exec("BEGIN DEFERRED").Error)
		var marks int64
		require.NoError(t, conn.Model(&models.KeyringMark{}).Count(&marks).Error)
		require.NoError(t, db.Create(&models.KeyringMark{ID: 2, Hash: []byte{2}}).Error)
		done, err := store.Scrub(ended, db)
		require.NoError(t, err)
		require.False(t, done, "somebody reads")
		return conn.Exec("COMMIT").Error
	}))
	var patience int
	require.NoError(t, db.Raw("PRAGMA busy_timeout").Scan(&patience).Error)
	require.Equal(t, 5000, patience)
	done, err := store.Scrub(ended, db)
	require.NoError(t, err)
	require.True(t, done)
}

func opened(t *testing.T, options store.Options) *gorm.DB {
	t.Helper()
	db, err := store.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(db)) })
	return db
}
