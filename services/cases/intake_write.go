package cases

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/kit/batch"
	"amanat/services/ledger"
)

// write stores a batch in one transaction. Repeated requests are taken out first, so that they cost the others nothing.
// If anything else fails, each is stored on its own, so that only the culprit fails.
func (in *intake) write(ctx context.Context, all []*submission) []error {
	ctx, cancel := context.WithTimeout(ctx, batch.WriteTimeout)
	defer cancel()
	results := make([]error, len(all))
	err := in.insert(ctx, all)
	if kernel.IsDuplicateRequest(err) {
		err = in.insertFresh(ctx, all, results)
	}
	if err == nil {
		return results
	}
	for i, s := range all {
		if results[i] == nil {
			results[i] = in.insertAlone(ctx, s)
		}
	}
	return results
}

// insertFresh stores those of the batch whose keys are not taken, in one transaction, and gives the others
// ErrDuplicateRequest.
func (in *intake) insertFresh(ctx context.Context, all []*submission, results []error) error {
	taken, err := in.taken(ctx, all)
	if err != nil {
		return err
	}
	var fresh []*submission
	for i, s := range all {
		if s.record != nil && taken[string(s.record.KeyHash)] {
			results[i] = kernel.ErrDuplicateRequest
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
	if !errors.Is(err, gorm.ErrDuplicatedKey) && !kernel.IsDuplicateRequest(err) {
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

func (in *intake) insert(ctx context.Context, all []*submission) error {
	rows := rowsOf(all)
	return in.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := kernel.ReserveAll(tx, in.env.Clock(), rows.records); err != nil {
			return err
		}
		if err := tx.Create(rows.dataKeys).Error; err != nil {
			return err
		}
		if err := tx.Omit(untouched()...).Create(rows.cases).Error; err != nil {
			return err
		}
		return in.ledger.Record(tx, rows.acts...)
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
	acts     []ledger.Act
}

func rowsOf(all []*submission) submissionRows {
	rows := submissionRows{
		dataKeys: make([]models.DataKey, 0, len(all)),
		cases:    make([]models.Case, 0, len(all)),
		acts:     make([]ledger.Act, 0, len(all)),
	}
	for _, s := range all {
		rows.dataKeys = append(rows.dataKeys, s.dataKey)
		rows.cases = append(rows.cases, s.kase)
		rows.acts = append(rows.acts, ledger.Act{
			By: byPerson(), At: s.kase.ReceivedAt, Action: "case.received",
			Subject: s.kase.Reference,
		})
		if s.record != nil {
			rows.records = append(rows.records, *s.record)
		}
	}
	return rows
}

// taken says which of the batch's keys are in use.
func (in *intake) taken(ctx context.Context, all []*submission) (map[string]bool, error) {
	var hashes, found [][]byte
	for _, s := range all {
		if s.record != nil {
			hashes = append(hashes, s.record.KeyHash)
		}
	}
	err := in.env.DB.WithContext(ctx).Model(&models.IdempotencyRecord{}).
		Where("key_hash IN ? AND expires_at >= ?", hashes, in.env.Clock()).Pluck("key_hash", &found).Error
	taken := make(map[string]bool, len(found))
	for _, hash := range found {
		taken[string(hash)] = true
	}
	return taken, err
}
