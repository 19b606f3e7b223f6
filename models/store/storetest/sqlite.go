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
)

// migrated is what is in the file of an empty, migrated SQLite database.
var migrated = sync.OnceValues(migrate) //nolint:gochecknoglobals // migrating takes longer than most tests

// SQLite is an empty, migrated SQLite database.
func SQLite(t testing.TB) *gorm.DB {
	t.Helper()
	file := filepath.Join(directory(t), "amanat.db")
	WriteSQLite(t, file)
	return open(t, store.Options{SQLiteFile: file})
}

// WriteSQLite makes a file that holds an empty, migrated SQLite database.
func WriteSQLite(t testing.TB, file string) {
	t.Helper()
	content, err := migrated()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, content, 0o600))
}

func migrate() (content []byte, err error) {
	dir, err := makeDirectory()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "amanat.db")
	if _, err := store.Migrate(context.Background(), store.Options{SQLiteFile: file}); err != nil {
		return nil, err
	}
	// The last connection to close folds the write-ahead log into the file and removes it.
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		return nil, fmt.Errorf("the migrated database is not one file: %v %w", entries, err)
	}
	return os.ReadFile(file) //nolint:gosec // it was just made
}

func directory(t testing.TB) string {
	t.Helper()
	dir, err := makeDirectory()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

// makeDirectory makes one in memory where there is such a place: tests commit often, and need not survive a power cut.
func makeDirectory() (string, error) {
	const name = "amanat-test-"
	dir, err := os.MkdirTemp("/dev/shm", name)
	if err != nil {
		return os.MkdirTemp("", name)
	}
	return dir, nil
}
