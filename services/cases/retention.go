package cases

import (
	"context"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/kernel"
)

// sweepAtOnce bounds how many cases are read at a time.
const sweepAtOnce = 200

// Retention ends the cases that have outlived their rule.
type Retention struct{ room }

// Sweep erases the cases whose time is over, and answers how many. Running it twice at the same time, or on two
// replicas, does no harm.
func (s *Retention) Sweep(ctx context.Context) (swept int, err error) {
	ended := s.env.Clock().Add(-privacy.WithCase.Rule().After)
	for {
		var over []models.Case
		err := s.env.DB.WithContext(ctx).Where("ended_at < ?", ended).Limit(sweepAtOnce).Find(&over).Error
		if err != nil || len(over) == 0 {
			return swept, kernel.Fault(err, "sweep cases")
		}
		if err := s.eraseAll(ctx, over); err != nil {
			return swept, kernel.Fault(err, "sweep cases")
		}
		swept += len(over)
	}
}

func (s *Retention) eraseAll(ctx context.Context, cases []models.Case) error {
	for _, kase := range cases {
		// One at a time: a longer transaction and somebody's erasure could wait for each other.
		err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			return s.erase(tx, kase, models.Actor{Role: models.RoleSystem})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
