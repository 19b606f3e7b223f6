package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"amanat/config"
	"amanat/models/store"
	"amanat/services/kit/seal"
)

// errNotMigrated tells the operator what to do.
var errNotMigrated = errors.New("the database is not migrated: run `amanat migrate`, or set AMANAT_MIGRATE=true")

// prepare makes ready what is missing, as far as the settings want that, and opens it: the data directory, the keyring,
// the schema.
func prepare(ctx context.Context, settings config.Config, log *slog.Logger) (*backend, error) {
	if err := makeDataDir(settings); err != nil {
		return nil, err
	}
	keyring, err := openKeyring(settings, log)
	if err != nil {
		return nil, err
	}
	if err := prepareSchema(ctx, settings, log); err != nil {
		return nil, err
	}
	if err := checkInventory(ctx, settings); err != nil {
		return nil, err
	}
	return connect(ctx, settings, keyring)
}

// openExisting opens what is there and makes nothing: a database that was made just now would prove nothing.
func openExisting(ctx context.Context, settings config.Config) (*backend, error) {
	keyring, err := seal.Load(settings.KeyringFile())
	if err != nil {
		return nil, err
	}
	if settings.DatabaseURL == "" {
		if _, err := os.Stat(settings.SQLiteFile()); err != nil {
			return nil, fmt.Errorf("database: %w", err)
		}
	}
	if err := requireMigrated(ctx, settings); err != nil {
		return nil, err
	}
	return connect(ctx, settings, keyring)
}

func makeDataDir(settings config.Config) error {
	if err := os.MkdirAll(settings.DataDir, 0o700); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	return nil
}

// openKeyring makes a keyring at the first start of a development server, and never in production: keys that appear by
// themselves are keys that nobody backed up.
func openKeyring(settings config.Config, log *slog.Logger) (*seal.Keyring, error) {
	if settings.Production() {
		keyring, err := seal.Load(settings.KeyringFile())
		if errors.Is(err, seal.ErrNoKeyring) {
			return nil, fmt.Errorf("%w; in production it is never made up: start once with AMANAT_ENV=development, "+
				"or copy the one that belongs to this database", err)
		}
		return keyring, err
	}
	keyring, created, err := seal.LoadOrCreate(settings.KeyringFile())
	if created {
		log.Warn("made a new keyring: back it up, without it nothing that is sealed can be read",
			"file", settings.KeyringFile())
	}
	return keyring, err
}

func databaseOf(settings config.Config) store.Options {
	return store.Options{PostgresURL: string(settings.DatabaseURL), SQLiteFile: settings.SQLiteFile()}
}

// prepareSchema migrates where that is wanted. Elsewhere a schema that is behind is for the operator to bring up to
// date.
func prepareSchema(ctx context.Context, settings config.Config, log *slog.Logger) error {
	if settings.DatabaseURL != "" && !settings.Migrate {
		return requireMigrated(ctx, settings)
	}
	applied, err := store.Migrate(ctx, databaseOf(settings))
	if applied > 0 {
		log.Info("migrated", "applied", applied)
	}
	return err
}

func requireMigrated(ctx context.Context, settings config.Config) error {
	err := store.RequireMigrated(ctx, databaseOf(settings))
	if errors.Is(err, store.ErrNotMigrated) {
		return errNotMigrated
	}
	return err
}

// checkInventory refuses a database that holds anything else than what the privacy inventory declares.
func checkInventory(ctx context.Context, settings config.Config) (err error) {
	db, err := store.Open(databaseOf(settings))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close(db)) }()
	if err := store.CheckInventory(ctx, db); err != nil {
		return fmt.Errorf("the database is not what the privacy inventory declares:\n%w", err)
	}
	return nil
}

// migrate is a command of its own, so that whoever serves need not have the right to change the schema.
func migrate(ctx context.Context, with invocation) error {
	if err := makeDataDir(with.settings); err != nil {
		return err
	}
	applied, err := store.Migrate(ctx, databaseOf(with.settings))
	if err != nil {
		return err
	}
	fmt.Fprintf(with.out, "migrations applied: %d\n", applied)
	return checkInventory(ctx, with.settings)
}
