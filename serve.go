package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/google/uuid"

	"amanat/api"
	"amanat/config"
	"amanat/models/store"
	"amanat/services"
	"amanat/services/cursor"
	"amanat/services/seal"
)

// sweepEvery is how often the retention rules are executed, and what erasures left behind is removed.
const sweepEvery = time.Minute

// serve starts in order (keyring, database, listener), serves until ctx ends, and drains.
func serve(ctx context.Context, settings config.Config, out, logTo io.Writer) (err error) {
	api.TuneMemory()
	log := newLog(settings, logTo)
	log.Info("in force", "settings", settings)
	if err := os.MkdirAll(settings.DataDir, 0o700); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	keyring, err := openKeyring(settings, log)
	if err != nil {
		return err
	}
	if err := prepareSchema(ctx, settings, log); err != nil {
		return err
	}
	if err := checkInventory(ctx, settings); err != nil {
		return err
	}
	db, err := store.Open(databaseOf(settings))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close(db)) }()
	if err := services.ClaimKeyring(ctx, db, keyring); err != nil {
		return fmt.Errorf("%w: %s", err, settings.KeyringFile())
	}
	wired, err := services.New(services.Environment{
		DB: db, Keyring: keyring, Clock: time.Now, NewID: uuid.NewV7, Zone: settings.Zone(),
		FreeText: services.FreeTextPolicy(settings.FreeText),
	})
	if err != nil {
		return err
	}
	server, err := api.New(api.Options{
		Services: wired, Cursors: cursor.New(keyring.Hash, keyring.Hashes), Log: log, Clock: time.Now,
		NewID: uuid.NewV7, Language: settings.Language, Origins: settings.CORSOrigins,
		TrustedProxies: settings.TrustedProxies, Limits: settings.Limits == "on", Secure: settings.Production(),
	})
	if err != nil {
		return err
	}
	var network net.ListenConfig
	listener, err := network.Listen(ctx, "tcp", settings.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Fprintf(out, "Amanat serves on http://%[1]s — Swagger UI: http://%[1]s/docs/\n", listener.Addr())
	sweepContext, stop := context.WithCancel(ctx)
	sweeping := sweep(sweepContext, wired.Retention, log)
	defer func() {
		stop()
		<-sweeping
	}()
	return server.Serve(ctx, listener)
}

// sweep executes the retention rules now and every minute, until ctx ends.
func sweep(ctx context.Context, retention *services.Retention, log *slog.Logger) (done <-chan struct{}) {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		tick := time.NewTicker(sweepEvery)
		defer tick.Stop()
		for {
			swept, err := retention.Sweep(ctx)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				log.Error("retention sweep failed", "error", err)
			case swept != services.Swept{}:
				log.Info("retention sweep", "cases", swept.Cases, "records", swept.Records)
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return finished
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
		err := store.RequireMigrated(ctx, databaseOf(settings))
		if errors.Is(err, store.ErrNotMigrated) {
			return errNotMigrated
		}
		return err
	}
	applied, err := store.Migrate(ctx, databaseOf(settings))
	if applied > 0 {
		log.Info("migrated", "applied", applied)
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

func migrate(ctx context.Context, settings config.Config, out io.Writer) error {
	if err := os.MkdirAll(settings.DataDir, 0o700); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	applied, err := store.Migrate(ctx, databaseOf(settings))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "migrations applied: %d\n", applied)
	return checkInventory(ctx, settings)
}

// newLog writes text for people in development and JSON for machines in production.
func newLog(settings config.Config, to io.Writer) *slog.Logger {
	if settings.Production() {
		return slog.New(slog.NewJSONHandler(to, nil))
	}
	return slog.New(slog.NewTextHandler(to, nil))
}
