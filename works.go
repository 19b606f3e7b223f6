package main

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"amanat/services"
)

// work is what is done at the start and again and again, never twice at the same time in one process.
type work struct {
	name  string
	every time.Duration
	// leased works are done by one of all replicas at a time.
	leased bool
	// last works are done once more when nobody is served any longer.
	last bool
	do   func(context.Context) (done, error)
}

// done counts what was done, for the log.
type done []slog.Attr

// nothing reports whether there was nothing to do.
func (d done) nothing() bool {
	return !slices.ContainsFunc(d, func(count slog.Attr) bool { return count.Value.Int64() != 0 })
}

// worksOf lists the periodic works of the services.
func worksOf(s *services.Services) []work {
	return []work{
		{name: "retention", every: time.Minute, leased: true, do: func(ctx context.Context) (done, error) {
			swept, err := s.Retention.Sweep(ctx)
			return done{
				slog.Int("cases", swept.Cases), slog.Int("records", swept.Records), slog.Int("surveys", swept.Surveys),
			}, err
		}},
		{name: "clocks", every: time.Minute, leased: true, do: func(ctx context.Context) (done, error) {
			ticked, err := s.CaseClocks.Tick(ctx)
			return done{
				slog.Int("reckoned", ticked.Reckoned), slog.Int("overdue", ticked.Overdue),
				slog.Int("closed", ticked.Closed),
			}, err
		}},
		{name: "consents", every: 10 * time.Minute, leased: true, do: func(ctx context.Context) (done, error) {
			_, err := s.Consents.Shuffle(ctx)
			return nil, err
		}},
		{name: "surveys", every: time.Minute, leased: true, do: func(ctx context.Context) (done, error) {
			stored, err := s.Surveys.Store(ctx)
			return done{slog.Int("answers", stored)}, err
		}},
		// A row lock in the database is its lease.
		{name: "ledger", every: 3 * time.Second, last: true, do: func(ctx context.Context) (done, error) {
			return nil, s.Ledger.SealSome(ctx)
		}},
	}
}
