package services

import (
	"context"

	"gorm.io/gorm"

	"amanat/models/store"
	"amanat/services/kernel"
)

// Retention ends what has outlived its rule: every room sweeps its own tables. Running it twice at the same time, or on
// two replicas, does no harm.
type Retention struct {
	db *gorm.DB
	// records are those of repeated requests, of sessions, of failed sign-ins and of decisions about cookies.
	records        []sweep
	cases, surveys sweep
}

// sweep ends what is over in a room, and answers how much that was.
type sweep func(context.Context) (int, error)

// Swept says how much a sweep removed.
type Swept struct {
	Cases int
	// Records are those of repeated requests, of sessions, of failed sign-ins and of decisions about cookies.
	Records int
	// Surveys are the versions whose answers were erased.
	Surveys int
}

// Sweep erases the cases and answers and deletes the records whose time is over, and scrubs what any erasure since the
// last sweep may have had to leave behind.
func (s *Retention) Sweep(ctx context.Context) (swept Swept, err error) {
	for _, sweep := range s.records {
		records, err := sweep(ctx)
		if swept.Records += records; err != nil {
			return swept, err
		}
	}
	if swept.Cases, err = s.cases(ctx); err != nil {
		return swept, err
	}
	if _, err := store.Scrub(ctx, s.db); err != nil {
		return swept, kernel.Fault(err, "scrub")
	}
	swept.Surveys, err = s.surveys(ctx)
	return swept, err
}
