package services

import (
	"context"
	"time"

	"gorm.io/gorm"

	"amanat/models"
)

// writeTimeout bounds one batch, so that a database that hangs gives its callers an answer.
const writeTimeout = 10 * time.Second

// write stores a batch in one transaction. If anything in it fails, nothing was stored, and each is stored on its own,
// so that only the culprit fails.
func (in *intake) write(ctx context.Context, batch []*submission) []error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	results := make([]error, len(batch))
	err := in.insert(ctx, batch)
	if err == nil {
		return results
	}
	if len(batch) == 1 {
		results[0] = err
		return results
	}
	for i, s := range batch {
		results[i] = in.insert(ctx, []*submission{s})
	}
	return results
}

func (in *intake) insert(ctx context.Context, batch []*submission) error {
	rows := rowsOf(batch)
	return in.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := claim(tx, in.env.Clock(), rows.records); err != nil {
			return err
		}
		for _, insert := range []any{rows.dataKeys, rows.cases} {
			if err := tx.Create(insert).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

type submissionRows struct {
	records  []models.IdempotencyRecord
	dataKeys []models.DataKey
	cases    []models.Case
}

func rowsOf(batch []*submission) submissionRows {
	rows := submissionRows{
		dataKeys: make([]models.DataKey, 0, len(batch)),
		cases:    make([]models.Case, 0, len(batch)),
	}
	for _, s := range batch {
		rows.dataKeys = append(rows.dataKeys, s.dataKey)
		rows.cases = append(rows.cases, s.kase)
		if s.record != nil {
			rows.records = append(rows.records, *s.record)
		}
	}
	return rows
}
