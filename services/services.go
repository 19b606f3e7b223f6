// Package services holds the rules. An exported method validates, owns its transaction and returns a view; errors are
// faults (services/fault): Invalid for input that breaks a rule, Unavailable when the database is away, and whatever
// else a method's comment names.
package services

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/form"
	"amanat/services/receipt"
	"amanat/services/seal"
	"amanat/services/workdays"
)

// Clock tells the time. Services take it as UTC, to the microsecond, as the databases keep it.
type Clock func() time.Time

// Environment is everything the services are given.
type Environment struct {
	DB       *gorm.DB
	Keyring  *seal.Keyring
	Clock    Clock
	NewID    func() (uuid.UUID, error)
	Zone     *time.Location
	FreeText FreeTextPolicy
}

// Services are all services, wired.
type Services struct {
	Complaints *Complaints
	Feedback   *Feedback
	MyCase     *MyCase
	Receipts   *Receipts
	Forms      *Forms
	Retention  *Retention
	Readiness  *Readiness
}

// New wires the services. It fails if a form's tags or the keyring cannot be used.
func New(env Environment) (*Services, error) {
	clock := env.Clock
	env.Clock = func() time.Time { return clock().UTC().Truncate(time.Microsecond) }
	keys, err := env.Keyring.SigningKeys()
	if err != nil {
		return nil, err
	}
	prover, err := receipt.NewProver(keys)
	if err != nil {
		return nil, err
	}
	forms, err := form.New(
		func() time.Time { return env.Clock().In(env.Zone) },
		&models.ComplaintForm{}, &models.FeedbackForm{}, &models.MessageForm{},
		&models.PersonForm{}, &models.ExportForm{}, &models.VerifyForm{},
	)
	if err != nil {
		return nil, fmt.Errorf("services: %w", err)
	}
	gate := &gate{forms: forms, policy: env.FreeText}
	intake := newIntake(env, prover)
	categories := &categories{db: env.DB, clock: env.Clock}
	complaints := &Complaints{
		gate: gate, intake: intake, categories: categories, calendar: workdays.Iranian(env.Zone), clock: env.Clock,
	}
	feedback := &Feedback{gate: gate, intake: intake, clock: env.Clock}
	return &Services{
		Complaints: complaints,
		Feedback:   feedback,
		MyCase:     &MyCase{env: env, gate: gate},
		Receipts:   &Receipts{gate: gate, prover: prover},
		Forms:      &Forms{complaints: complaints, forms: forms},
		Retention:  &Retention{env: env},
		Readiness:  &Readiness{db: env.DB},
	}, nil
}

// FreeTextPolicy says what happens to needless personal data found in free text.
type FreeTextPolicy string

// The policies.
const (
	MaskFreeText   FreeTextPolicy = "mask"
	RefuseFreeText FreeTextPolicy = "refuse"
	KeepFreeText   FreeTextPolicy = "keep"
)

// newID draws an id; the generator fails only when the system has no randomness.
func (env Environment) newID() (uuid.UUID, error) {
	id, err := env.NewID()
	if err != nil {
		return id, fmt.Errorf("new id: %w", err)
	}
	return id, nil
}
