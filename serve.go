package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/google/uuid"

	"amanat/api"
	"amanat/config"
	"amanat/models/store"
	"amanat/services"
	"amanat/services/jobs"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/policy"
	"amanat/services/policy/initial"
	"amanat/services/staff/oidc"
)

// serve starts in order (keyring, database, listener), serves until ctx ends, and drains.
func serve(ctx context.Context, with invocation) (err error) {
	api.TuneMemory()
	log := with.log()
	log.Info("in force", "settings", with.settings)
	if missing := with.settings.Anonymous(); with.settings.Production() && len(missing) > 0 {
		log.Warn("the privacy policy and consent records will not say who speaks, or where", "unset", missing)
	}
	backend, err := prepare(ctx, with.settings, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backend.close()) }()
	if err := backend.Adopt(ctx, with.settings.String()); err != nil {
		return err
	}
	server, err := newServer(with.settings, backend, log)
	if err != nil {
		return err
	}
	periodic, err := jobs.NewScheduler(backend.Schedule(), jobs.NewLocker(backend.Leases, log), time.Now, log)
	if err != nil {
		return err
	}
	var network net.ListenConfig
	listener, err := network.Listen(ctx, "tcp", with.settings.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Fprintf(with.out, "Amanat serves on http://%[1]s — Swagger UI: http://%[1]s/docs/\n", listener.Addr())
	periodic.Start()
	defer periodic.Stop(context.WithoutCancel(ctx))
	return server.Serve(ctx, listener)
}

// backend is the services over their database.
type backend struct {
	*services.Services
	keyring *seal.Keyring
	close   func() error
}

// connect opens a database whose schema is up to date.
func connect(ctx context.Context, settings config.Config, keyring *seal.Keyring) (_ *backend, err error) {
	db, err := store.Open(databaseOf(settings))
	if err != nil {
		return nil, err
	}
	opened := &backend{keyring: keyring, close: func() error { return store.Close(db) }}
	defer func() {
		if err != nil {
			err = errors.Join(err, opened.close())
		}
	}()
	if err := kernel.ClaimKeyring(ctx, db, keyring); err != nil {
		return nil, fmt.Errorf("%w: %s", err, settings.KeyringFile())
	}
	opened.Services, err = services.New(services.Environment{
		DB: db, Keyring: keyring, Clock: time.Now, NewID: uuid.NewV7, Zone: settings.Zone(),
		FreeText: kernel.FreeTextPolicy(settings.FreeText), Weekend: settings.Weekend,
		SecondFactors: settings.Production(), SignOn: signOnOf(settings),
		Publisher: publisherOf(settings), PublicURL: settings.Reached(),
	})
	return opened, err
}

func publisherOf(settings config.Config) policy.Publisher {
	return policy.Publisher{
		Fa: initial.Publisher{
			Name: settings.OrganisationFa, Contact: settings.Contact, Address: settings.AddressFa,
		},
		En: initial.Publisher{
			Name: settings.OrganisationEn, Contact: settings.Contact, Address: settings.AddressEn,
		},
	}
}

func signOnOf(settings config.Config) *oidc.Options {
	if !settings.SignOn() {
		return nil
	}
	return &oidc.Options{
		Issuer: settings.OIDCIssuer, ClientID: settings.OIDCClientID,
		ClientSecret: string(settings.OIDCClientSecret), RedirectURL: settings.OIDCRedirectURL,
	}
}

func newServer(settings config.Config, over *backend, log *slog.Logger) (*api.API, error) {
	return api.New(api.Options{
		Services: over.Services, Hash: over.keyring.Hash, Hashes: over.keyring.Hashes, Log: log, Clock: time.Now,
		NewID: uuid.NewV7, Language: settings.Language, Origins: settings.Origins(),
		TrustedProxies: settings.TrustedProxies, Limits: settings.Limits == "on", Secure: settings.Production(),
	})
}
