package services

import (
	"context"
	"log/slog"
	"time"

	"amanat/services/jobs"
)

// Schedule lists the periodic works of the services.
func (s *Services) Schedule() []jobs.Job {
	return []jobs.Job{
		{Name: "retention", Every: time.Minute, Leased: true, Do: func(ctx context.Context) (jobs.Counts, error) {
			swept, err := s.Retention.Sweep(ctx)
			return jobs.Counts{
				slog.Int("cases", swept.Cases), slog.Int("records", swept.Records), slog.Int("surveys", swept.Surveys),
			}, err
		}},
		{Name: "clocks", Every: time.Minute, Leased: true, Do: func(ctx context.Context) (jobs.Counts, error) {
			ticked, err := s.CaseClocks.Tick(ctx)
			return jobs.Counts{
				slog.Int("reckoned", ticked.Reckoned), slog.Int("overdue", ticked.Overdue),
				slog.Int("closed", ticked.Closed),
			}, err
		}},
		{Name: "consents", Every: 10 * time.Minute, Leased: true, Do: func(ctx context.Context) (jobs.Counts, error) {
			_, err := s.Consents.Shuffle(ctx)
			return nil, err
		}},
		{Name: "surveys", Every: time.Minute, Leased: true, Do: func(ctx context.Context) (jobs.Counts, error) {
			stored, err := s.Surveys.Store(ctx)
			return jobs.Counts{slog.Int("answers", stored)}, err
		}},
		// A row lock in the database is its lease.
		{Name: "ledger", Every: 3 * time.Second, Last: true, Do: func(ctx context.Context) (jobs.Counts, error) {
			return nil, s.Ledger.SealSome(ctx)
		}},
	}
}
