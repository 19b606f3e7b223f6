// Package ledger remembers who did what, so that nobody can quietly change it.
//
// Record is a transactional outbox: the acts of a transaction are one row of ledger_pending, under a MAC, written in
// the transaction that they happen in. Seal moves what is pending into ledger_entries, a hash chain, and signs a head
// every minute and every thousand entries; the row of ledger_tips is its lock, so that of many replicas one does it.
// Verify reads all of it again, also against heads that were kept elsewhere. A row that somebody else wrote is set
// aside (`spoilt`) and reported; a tip that is not as it was left is never gone on from.
//
// Record also reads staff_sessions, under a share lock: staff whose session has ended meanwhile do nothing any more.
// The ledger holds references, account ids and states; never a name, a message or an address.
package ledger

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/ledger/chain"
)

// Ledger remembers every access to personal data, every change of a state, every sign-in and every change of accounts,
// settings and keys, so that nobody can quietly change it.
type Ledger struct {
	env    kernel.Environment
	signer *chain.Signer
}

// New serves the ledger of a database. It fails if the keyring cannot sign.
func New(env kernel.Environment) (*Ledger, error) {
	keys, err := env.Keyring.SigningKeys()
	if err != nil {
		return nil, err
	}
	signer, err := chain.NewSigner(keys)
	return &Ledger{env: env, signer: signer}, err
}

// Forms are what auditors fill in here.
func Forms() []any { return []any{&models.LedgerFilter{}} }

// List shows the entries that the filter asks for, newest first, those before the given sequence (0: from the end), at
// most limit. Whatever was entered before is linked first, so that nothing is missing.
func (s *Ledger) List(
	ctx context.Context, in kernel.Input[models.LedgerFilter], before int64, limit int,
) (views []models.LedgerEntryView, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, false, err
	}
	// A ledger that was broken can still be read.
	if err := s.Seal(ctx); err != nil && !errors.Is(err, errLedgerBroken) {
		return nil, false, err
	}
	query := s.filtered(s.env.DB.WithContext(ctx), in.Form)
	if before > 0 {
		query = query.Where("sequence < ?", before)
	}
	var rows []models.LedgerEntry
	if err := query.Order("sequence DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, false, kernel.Fault(err, "read ledger")
	}
	views = make([]models.LedgerEntryView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		views = append(views, viewOfEntry(row))
	}
	return views, len(rows) > limit, nil
}

func (s *Ledger) filtered(query *gorm.DB, filter *models.LedgerFilter) *gorm.DB {
	for column, value := range map[string]string{
		"action": filter.Action, "subject": filter.Subject, "actor": filter.Actor, "actor_role": filter.Role,
	} {
		if value != "" {
			query = query.Where(column+" = ?", value)
		}
	}
	return s.env.Between(query, "at", filter.From, filter.To)
}

// Heads lists the signed heads, newest first, those before the given number (0: from the end). They name nobody, and
// whoever keeps them can show a history that is rewritten later.
func (s *Ledger) Heads(
	ctx context.Context, before int64, limit int,
) (views []models.LedgerHeadView, more bool, err error) {
	query := s.env.DB.WithContext(ctx)
	if before > 0 {
		query = query.Where("number < ?", before)
	}
	var rows []models.LedgerHead
	if err := query.Order("number DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, false, kernel.Fault(err, "read heads")
	}
	views = make([]models.LedgerHeadView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		views = append(views, models.LedgerHeadView{
			Number: row.Number, Sequence: row.Sequence, Hash: hex.EncodeToString(row.Hash), At: row.At.UTC(),
			Proof: row.Proof,
		})
	}
	return views, len(rows) > limit, nil
}

func viewOfEntry(row models.LedgerEntry) models.LedgerEntryView {
	entry := entryOf(row)
	return models.LedgerEntryView{
		Sequence: row.Sequence, At: row.At.UTC(), Actor: models.LedgerActor{Role: row.ActorRole, Account: row.Actor},
		Action: row.Action, Subject: row.Subject, Detail: entry.Detail,
		PreviousHash: hex.EncodeToString(row.PreviousHash), Hash: hex.EncodeToString(row.Hash),
	}
}

// entryOf is the row as the chain knows it. A detail that is not spelled as this service does was altered: whatever the
// entry's hash was made of, it was not this.
func entryOf(row models.LedgerEntry) chain.Entry {
	var detail map[string]string
	if json.Unmarshal([]byte(row.Detail), &detail) != nil || detail == nil || detailText(detail) != row.Detail {
		detail = map[string]string{"": row.Detail}
	}
	return chain.Entry{
		Sequence: row.Sequence, At: row.At.UTC(), ActorRole: string(row.ActorRole), Actor: row.Actor,
		Action: row.Action, Subject: row.Subject, Detail: detail, PreviousHash: row.PreviousHash, Hash: row.Hash,
	}
}
