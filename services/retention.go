package services

import (
	"context"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/models/store"
)

// sweepAtOnce bounds how many cases are read at a time.
const sweepAtOnce = 200

// Retention ends what has outlived its rule. Running it twice at the same time, or on two replicas, does no harm.
type Retention struct{ env Environment }

// Swept says how much a sweep removed.
type Swept struct {
	Cases int
	// Records are those of repeated requests, of sessions, of failed sign-ins and of decisions about cookies.
	Records int
}

// Sweep erases the cases and deletes the records whose time is over, and scrubs what any erasure since the
// last sweep may have had to leave behind.
func (s *Retention) Sweep(ctx context.Context) (swept Swept, err error) {
	now := s.env.Clock()
	for _, expiring := range []any{
		&models.IdempotencyRecord{}, &models.StaffSession{}, &models.SignInFailure{}, &models.SignOnLogin{},
		&models.Consent{},
	} {
		expired := s.env.DB.WithContext(ctx).Where("expires_at < ?", now).Delete(expiring)
		if expired.Error != nil {
			return swept, failed("sweep what has expired", expired.Error)
		}
		swept.Records += int(expired.RowsAffected)
	}
	ended := now.Add(-privacy.WithCase.Rule().After)
	for {
		var over []models.Case
		err := s.env.DB.WithContext(ctx).Where("ended_at < ?", ended).Limit(sweepAtOnce).Find(&over).Error
		if err != nil {
			return swept, failed("sweep cases", err)
		}
		if len(over) == 0 {
			_, err := store.Scrub(ctx, s.env.DB)
			return swept, failed("scrub", err)
		}
		if err := s.eraseAll(ctx, over); err != nil {
			return swept, failed("sweep cases", err)
		}
		swept.Cases += len(over)
	}
}

func (s *Retention) eraseAll(ctx context.Context, cases []models.Case) error {
	for _, kase := range cases {
		// One at a time: a longer transaction and somebody's erasure could wait for each other.
		err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			return s.env.erase(tx, kase, system())
		})
		if err != nil {
			return err
		}
	}
	return nil
}
