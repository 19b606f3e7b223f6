package services

import (
	"context"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
)

const (
	// shuffled is how far back decisions are shuffled: several times as long as the work waits between two turns.
	shuffled = time.Hour
	// shuffledAtOnce bounds how many rows one statement writes.
	shuffledAtOnce = 500
)

// Shuffle writes the decisions of the last hour, but for those of this minute, anew in the order of their random ids,
// all in one transaction. PostgreSQL keeps rows in the order of writing and numbers its transactions, and whoever may
// read that could tell between which cases a decision was made. SQLite's table has no such order. It answers how many
// were written; running it twice at the same time does no harm.
func (s *Consents) Shuffle(ctx context.Context) (written int, err error) {
	db := s.env.DB.WithContext(ctx)
	if !store.IsPostgres(db) {
		return 0, nil
	}
	until := s.env.Clock().Truncate(time.Minute)
	err = db.Transaction(func(tx *gorm.DB) error {
		var rows []models.Consent
		err := forUpdate(tx).Where("at >= ? AND at < ?", until.Add(-shuffled), until).Order("consent_id, number").
			Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		// By their keys: what was committed since they were read is for the next time.
		if err := tx.Delete(&rows).Error; err != nil {
			return err
		}
		written = len(rows)
		return tx.CreateInBatches(rows, shuffledAtOnce).Error
	})
	return written, failed("shuffle decisions", err)
}
