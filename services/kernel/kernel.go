// Package kernel is what every room stands on: the environment that it is given, the validation of what people fill in,
// idempotent requests, a cache of what is read often, faults of the database, row locks, and days of the service's time
// zone. No file of it names a resource.
//
// A room's exported method calls Validate first, then owns one transaction, in which it reserves its Idempotency-Key
// (Environment.Reserve), does its work and records it in the ledger; it answers a view, and errors that went through
// Fault. What is read for a transaction but outside of it (calendars, versions, categories) is read before it begins: a
// second pooled connection taken inside of one can deadlock when the pool is exhausted.
package kernel

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kit/form"
	"amanat/services/kit/seal"
)

// Clock tells the time. Services take it as UTC, to the microsecond, as the databases keep it.
type Clock func() time.Time

// Environment is what every room is given.
type Environment struct {
	DB      *gorm.DB
	Keyring *seal.Keyring
	Clock   Clock
	// NewID draws ids; rooms take them with ID.
	NewID func() (uuid.UUID, error)
	// Zone is where days begin and end.
	Zone *time.Location
	// Forms are those that people fill in, and the filters of lists.
	Forms *form.Forms
	// FreeText says what happens to needless personal data found in free text.
	FreeText FreeTextPolicy
}

// New makes an environment ready: its clock goes by UTC and microseconds, and its forms are read. It fails on a
// form whose tags cannot be read.
func New(env Environment, forms ...any) (Environment, error) {
	clock := env.Clock
	env.Clock = func() time.Time { return clock().UTC().Truncate(time.Microsecond) }
	read, err := form.New(
		func() time.Time { return env.Clock().In(env.Zone) }, append(forms, &models.LanguageQuery{})...,
	)
	if err != nil {
		return env, fmt.Errorf("services: %w", err)
	}
	env.Forms = read
	return env, nil
}

// FreeTextPolicy says what happens to needless personal data found in free text.
type FreeTextPolicy string

// The policies.
const (
	MaskFreeText   FreeTextPolicy = "mask"
	RefuseFreeText FreeTextPolicy = "refuse"
	KeepFreeText   FreeTextPolicy = "keep"
)

// ID draws an id; the generator fails only when the system has no randomness.
func (env Environment) ID() (uuid.UUID, error) {
	id, err := env.NewID()
	if err != nil {
		return id, fmt.Errorf("new id: %w", err)
	}
	return id, nil
}

// Sweep deletes the records of repeated requests whose time is over, and answers how many.
func (env Environment) Sweep(ctx context.Context) (int, error) {
	return env.DeleteExpired(ctx, &models.IdempotencyRecord{})
}

// DeleteExpired deletes the rows whose `expires_at` has passed, of each of the given models, and answers how many.
func (env Environment) DeleteExpired(ctx context.Context, expiring ...any) (deleted int, err error) {
	now := env.Clock()
	for _, rows := range expiring {
		expired := env.DB.WithContext(ctx).Where("expires_at < ?", now).Delete(rows)
		if expired.Error != nil {
			return deleted, Fault(expired.Error, "sweep what has expired")
		}
		deleted += int(expired.RowsAffected)
	}
	return deleted, nil
}
