package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNotMigrated means that the database lacks migrations this program needs.
var ErrNotMigrated = errors.New("the database is not migrated")

// MigrationsDigest is the same for programs whose migrations are the same to the letter.
func MigrationsDigest() (string, error) {
	var all strings.Builder
	err := fs.WalkDir(migrations, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations, path)
		fmt.Fprintf(&all, "%s %d\n%s", path, len(text), text)
		return err
	})
	digest := sha256.Sum256([]byte(all.String()))
	return hex.EncodeToString(digest[:8]), err
}

// Migrate applies what is missing. On PostgreSQL a session lock lets only one of many replicas do it.
func Migrate(ctx context.Context, o Options) (applied int, err error) {
	err = withProvider(o, func(provider *goose.Provider) error {
		results, err := provider.Up(ctx)
		applied = len(results)
		return err
	})
	return applied, err
}

// RequireMigrated fails with ErrNotMigrated when a migration is missing. It applies none.
func RequireMigrated(ctx context.Context, o Options) error {
	return withProvider(o, func(provider *goose.Provider) error {
		current, target, err := provider.GetVersions(ctx)
		if err == nil && current < target {
			return ErrNotMigrated
		}
		return err
	})
}

// withProvider gives goose a connection of its own. It writes times as the database does by default, which the format
// of the service's own connections does not read.
func withProvider(o Options, do func(*goose.Provider) error) (err error) {
	if err := o.create(); err != nil {
		return err
	}
	dialect, driver, address, other := goose.DialectSQLite3, "sqlite3", sqliteDSN(o.SQLiteFile, "auto"), ".postgres.sql"
	var options []goose.ProviderOption
	if o.PostgresURL != "" {
		dialect, driver, address, other = goose.DialectPostgres, "pgx", o.PostgresURL, ".sqlite.sql"
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	exclude, err := filesEndingIn(files, other)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	provider, err := goose.NewProvider(dialect, pool, files, append(options, goose.WithExcludeNames(exclude))...)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := do(provider); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// filesEndingIn names the migrations of the other dialect: one file serves both where the dialects agree, and there is
// a .sqlite.sql/.postgres.sql pair where they do not.
func filesEndingIn(files fs.FS, ending string) ([]string, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ending) {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}
