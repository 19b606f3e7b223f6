package cases

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/kernel"
	"amanat/services/ledger"
)

// CaseClocks does what time itself does to cases. Doing it twice, or on two replicas at once, does no harm.
type CaseClocks struct {
	room
	reckoners *reckoners
}

// Ticked says what a tick of the clocks did.
type Ticked struct {
	Reckoned, Overdue, Closed int
}

// clocksAtOnce bounds how many cases are looked for at a time.
const clocksAtOnce = 200

// Tick reckons deadlines anew after the calendar changed, marks what has become overdue, and closes what was answered
// and not objected to.
func (s *CaseClocks) Tick(ctx context.Context) (ticked Ticked, err error) {
	if ticked.Reckoned, err = s.reckonAll(ctx); err != nil {
		return ticked, err
	}
	if ticked.Overdue, err = s.markOverdue(ctx); err != nil {
		return ticked, err
	}
	ticked.Closed, err = s.closeAnswered(ctx)
	return ticked, err
}

// reckonAll reckons every running clock that was reckoned with an older version of the calendar.
func (s *CaseClocks) reckonAll(ctx context.Context) (int, error) {
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return 0, err
	}
	return s.each(ctx, "reckon clocks", func(db *gorm.DB) *gorm.DB {
		return db.Where("kind = ? AND state IN ? AND calendar_version < ?",
			models.KindComplaint, lifecycle.RunningStates(), now.clocks.Version)
	}, func(tx *gorm.DB, kase *models.Case) error {
		return now.reckon(tx, kase, s.env.Clock())
	})
}

// markOverdue notes, once for every deadline, that it has passed: in the timeline, where the person sees it, and in the
// ledger.
func (s *CaseClocks) markOverdue(ctx context.Context) (int, error) {
	at := s.env.Clock()
	return s.each(ctx, "mark overdue", func(db *gorm.DB) *gorm.DB {
		return db.Where("deadline_at < ? AND overdue_at IS NULL", at)
	}, func(tx *gorm.DB, kase *models.Case) error {
		kase.OverdueAt = &at
		if err := keep(tx, kase); err != nil {
			return err
		}
		if err := s.record(tx, kase.ID, at, "overdue"); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: models.Actor{Role: models.RoleSystem}, At: at, Action: "case.overdue", Subject: kase.Reference,
		})
	})
}

func (s *CaseClocks) closeAnswered(ctx context.Context) (int, error) {
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return 0, err
	}
	at := s.env.Clock()
	return s.each(ctx, "close answered", func(db *gorm.DB) *gorm.DB {
		return db.Where("state = ? AND answered_at <= ?", models.StateAnswered, at.Add(-lifecycle.ClosesAfter))
	}, func(tx *gorm.DB, kase *models.Case) error {
		return now.move(tx, kase, step{to: models.StateClosed, by: models.Actor{Role: models.RoleSystem}, at: at})
	})
}

// each does the work on every case that which finds, one transaction a case, as long as it still finds it. The work
// must take the case out of what is found.
func (s *CaseClocks) each(
	ctx context.Context, doing string, which func(*gorm.DB) *gorm.DB, work func(*gorm.DB, *models.Case) error,
) (done int, err error) {
	for {
		var ids []uuid.UUID
		found := which(s.env.DB.WithContext(ctx).Model(&models.Case{})).Limit(clocksAtOnce).Pluck("id", &ids)
		if found.Error != nil || len(ids) == 0 {
			return done, kernel.Fault(found.Error, doing)
		}
		for _, id := range ids {
			err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
				if _, found, err := locked(tx, id); err != nil || !found {
					return err
				}
				var still []models.Case
				if err := which(tx.Where("id = ?", id)).Find(&still).Error; err != nil || len(still) == 0 {
					return err
				}
				done++
				return work(tx, &still[0])
			})
			if err != nil {
				return done, kernel.Fault(err, doing)
			}
		}
	}
}
