package cases

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/models/store"
	"amanat/services/ledger"
)

// monthLayout is all that remains of the time of an erased case.
const monthLayout = "2006-01"

// Erase removes the case and its data key for good. What remains is a number: how many there were in that month.
func (s *MyCase) Erase(ctx context.Context, code string) error {
	kase, err := s.find(ctx, code)
	if err != nil {
		return err
	}
	if err := s.change(ctx, kase, func(tx *gorm.DB, kase models.Case) error {
		return s.erase(tx, kase, byPerson())
	}); err != nil {
		return err
	}
	// The case is gone. If somebody reads just now, or this fails, the next sweep scrubs.
	_, _ = store.Scrub(ctx, s.env.DB)
	return nil
}

// erase deletes the case with all that belongs to it and its data key, and counts it. The ledger keeps that it was
// erased, under a reference that leads nowhere any more. A case that somebody else erased first is not counted again.
func (r room) erase(tx *gorm.DB, kase models.Case, by models.Actor) error {
	deleted := tx.Delete(&models.Case{}, "id = ?", kase.ID)
	if deleted.Error != nil || deleted.RowsAffected == 0 {
		return deleted.Error
	}
	if err := tx.Delete(&models.DataKey{}, "id = ?", kase.ID).Error; err != nil {
		return err
	}
	if err := r.ledger.Record(tx, ledger.Act{
		By: by, At: r.env.Clock(), Action: "case.erased", Subject: kase.Reference,
	}); err != nil {
		return err
	}
	return tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "month"}, {Name: "kind"}, {Name: "category"}},
		DoUpdates: clause.Assignments(map[string]any{"count": gorm.Expr("erased_case_counts.count + 1")}),
	}).Create(&models.ErasedCaseCount{
		Month: kase.ReceivedAt.UTC().Format(monthLayout), Kind: kase.Kind, Category: value(kase.Category), Count: 1,
	}).Error
}
