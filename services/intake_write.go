package services

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"amanat/models"
)

// writeTimeout bounds one batch, so that a database that hangs gives its callers an answer.
const writeTimeout = 10 * time.Second

// write stores a batch in one transaction. Repeated requests are taken out first, so that they cost the others nothing.
// If anything else fails, each is stored on its own, so that only the culprit fails.
func (in *intake) write(ctx context.Context, batch []*submission) []error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	results := make([]error, len(batch))
	err := in.insert(ctx, batch)
	if isRepeated(err) {
		err = in.insertFresh(ctx, batch, results)
	}
	if err == nil {
		return results
	}
	for i, s := range batch {
		if results[i] == nil {
			results[i] = in.insertAlone(ctx, s)
		}
	}
	return results
}

// insertFresh stores those of the batch whose keys are not taken, in one transaction, and gives the others errRepeated.
func (in *intake) insertFresh(ctx context.Context, batch []*submission, results []error) error {
	taken, err := in.taken(ctx, batch)
	if err != nil {
		return err
	}
	var fresh []*submission
	for i, s := range batch {
		if s.record != nil && taken[string(s.record.KeyHash)] {
			results[i] = errRepeated
			continue
		}
		if s.record != nil {
			taken[string(s.record.KeyHash)] = true // for whoever comes later in this very batch
		}
		fresh = append(fresh, s)
	}
	if len(fresh) == 0 {
		return nil
	}
	return in.insert(ctx, fresh)
}

// insertAlone stores one submission. Its transaction, or that of its batch, may have been committed though the answer
// was lost: what is found stored is stored.
func (in *intake) insertAlone(ctx context.Context, s *submission) error {
	err := in.insert(ctx, []*submission{s})
	if !errors.Is(err, gorm.ErrDuplicatedKey) && !isRepeated(err) {
		return err
	}
	var found int64
	lookUp := in.env.DB.WithContext(ctx).Model(&models.Case{}).
		Where("id = ? AND receipt_hash = ?", s.kase.ID, s.kase.ReceiptHash).Count(&found)
	switch {
	case lookUp.Error != nil:
		// Not the duplicate: that would have it stored once more, under another id.
		return lookUp.Error
	case found == 1:
		return nil
	default:
		return err
	}
}

func (in *intake) insert(ctx context.Context, batch []*submission) error {
	rows := rowsOf(batch)
	return in.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := claim(tx, in.env.Clock(), rows.records); err != nil {
			return err
		}
		if err := tx.Create(rows.dataKeys).Error; err != nil {
			return err
		}
		if err := tx.Omit(untouched()...).Create(rows.cases).Error; err != nil {
			return err
		}
		return in.env.enter(tx, rows.acts...)
	})
}

// untouched are the columns of a case that nobody has handled yet: the database has their defaults.
func untouched() []string {
	return []string{
		"EndedAt", "ClockStartedAt", "AcknowledgedAt", "AnsweredAt", "OverdueAt", "ExtensionDays", "Reviewed", "Rated",
		"AssigneeID", "DecidedByID", "DuplicateOfID",
	}
}

type submissionRows struct {
	records  []models.IdempotencyRecord
	dataKeys []models.DataKey
	cases    []models.Case
	acts     []act
}

func rowsOf(batch []*submission) submissionRows {
	rows := submissionRows{
		dataKeys: make([]models.DataKey, 0, len(batch)),
		cases:    make([]models.Case, 0, len(batch)),
		acts:     make([]act, 0, len(batch)),
	}
	for _, s := range batch {
		rows.dataKeys = append(rows.dataKeys, s.dataKey)
		rows.cases = append(rows.cases, s.kase)
		rows.acts = append(rows.acts, person().did(s.kase.ReceivedAt, "case.received", s.kase.Reference))
		if s.record != nil {
			rows.records = append(rows.records, *s.record)
		}
	}
	return rows
}
