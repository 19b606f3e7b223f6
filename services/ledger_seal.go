package services

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/chain"
)

const (
	ledgerTip = 1
	domainTip = "ledger tip"

	// sealAtOnce is how many transactions' acts are linked in one; each may have written many.
	sealAtOnce = 64
	// insertAtOnce keeps one statement within what either database takes.
	insertAtOnce = 500
	headEvery    = time.Minute
	headEntries  = 1000
)

// errLedgerBroken means that the ledger's end is not what the sealer left. It is not gone on from there: that would
// make what somebody did to it look genuine.
var errLedgerBroken = errors.New("the end of the ledger is not as it was left")

// Seal links what was entered since into the ledger, and signs a head when one is due. Of several at the same time one
// does the work and the others find it done.
func (s *Ledger) Seal(ctx context.Context) error {
	for {
		idle, err := s.idle(ctx)
		if err != nil || idle {
			return failed("seal ledger", err)
		}
		more := false
		err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) (err error) {
			more, err = s.seal(tx)
			return err
		})
		if err != nil || !more {
			return failed("seal ledger", err)
		}
	}
}

// idle looks, without a lock, whether there is anything to do.
func (s *Ledger) idle(ctx context.Context) (bool, error) {
	db := s.env.DB.WithContext(ctx)
	var pending []models.LedgerPending
	if err := db.Select("id").Limit(1).Find(&pending).Error; err != nil || len(pending) > 0 {
		return false, err
	}
	var tip models.LedgerTip
	if err := db.Where("id = ?", ledgerTip).Limit(1).Find(&tip).Error; err != nil {
		return false, err
	}
	if s.env.Clock().Sub(tip.HeadAt) < headEvery {
		return true, nil
	}
	head, err := lastHead(db, tip.Heads)
	return head.Sequence == tip.Sequence, err
}

// seal links one batch; more says that there may be another.
func (s *Ledger) seal(tx *gorm.DB) (more bool, err error) {
	tip, err := s.lockTip(tx)
	if err != nil {
		return false, err
	}
	var pending []models.LedgerPending
	if err := tx.Order("id").Limit(sealAtOnce).Find(&pending).Error; err != nil {
		return false, err
	}
	entries, err := entriesOf(pending)
	if err != nil {
		return false, err
	}
	if err := s.link(tx, &tip, entries); err != nil {
		return false, err
	}
	if len(pending) > 0 {
		if err := tx.Delete(&pending).Error; err != nil {
			return false, err
		}
	}
	return len(pending) == sealAtOnce, s.keepTip(tx, tip)
}

// link appends the entries, with a head wherever one is due.
func (s *Ledger) link(tx *gorm.DB, tip *models.LedgerTip, entries []chain.Entry) error {
	head, err := lastHead(tx, tip.Heads)
	if err != nil {
		return err
	}
	for len(entries) > 0 {
		part := entries[:min(int64(len(entries)), headEntries-(tip.Sequence-head.Sequence))]
		entries = entries[len(part):]
		end, err := chain.Link(chain.Tip{Sequence: tip.Sequence, Hash: tip.Hash}, part)
		if err != nil {
			return err
		}
		tip.Sequence, tip.Hash = end.Sequence, end.Hash
		if err := tx.CreateInBatches(rowsOfEntries(part), insertAtOnce).Error; err != nil {
			return err
		}
		if tip.Sequence-head.Sequence == headEntries {
			if head, err = s.sign(tx, tip); err != nil {
				return err
			}
		}
	}
	if tip.Sequence > head.Sequence && s.env.Clock().Sub(tip.HeadAt) >= headEvery {
		_, err = s.sign(tx, tip)
	}
	return err
}

// sign makes a head of where the ledger stands.
func (s *Ledger) sign(tx *gorm.DB, tip *models.LedgerTip) (models.LedgerHead, error) {
	head, err := s.signer.Sign(chain.Head{
		Number: tip.Heads + 1, Sequence: tip.Sequence, Hash: tip.Hash, PreviousHead: tip.LastHead, At: s.env.Clock(),
	})
	if err != nil {
		return models.LedgerHead{}, err
	}
	tip.Heads, tip.LastHead, tip.HeadAt = head.Number, head.Digest(), head.At
	row := models.LedgerHead(head)
	return row, tx.Create(&row).Error
}

// lockTip reads where the ledger ends, and keeps others from going on from there until the transaction ends.
func (s *Ledger) lockTip(tx *gorm.DB) (tip models.LedgerTip, err error) {
	found := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("id = ?", ledgerTip).Limit(1).Find(&tip)
	if found.Error != nil {
		return tip, found.Error
	}
	if found.RowsAffected == 0 {
		if err := s.begin(tx); err != nil {
			return tip, err
		}
		return s.lockTip(tx)
	}
	genuine, err := s.genuine(tip)
	if err == nil && !genuine {
		err = errLedgerBroken
	}
	return tip, err
}

// begin writes the first tip, where there is no ledger. Of two at the same time the second finds it written.
func (s *Ledger) begin(tx *gorm.DB) error {
	var entries []models.LedgerEntry
	if err := tx.Select("sequence").Limit(1).Find(&entries).Error; err != nil {
		return err
	}
	if len(entries) > 0 {
		return errLedgerBroken
	}
	state := chain.NewState()
	// A first head is due at once.
	tip := models.LedgerTip{ID: ledgerTip, Hash: state.Tip.Hash, LastHead: state.LastHead, HeadAt: time.Unix(0, 0).UTC()}
	mac, err := s.env.Keyring.Hash(domainTip, stateOf(tip).Bytes())
	if err != nil {
		return err
	}
	tip.MAC = mac
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&tip).Error
}

func (s *Ledger) keepTip(tx *gorm.DB, tip models.LedgerTip) (err error) {
	if tip.MAC, err = s.env.Keyring.Hash(domainTip, stateOf(tip).Bytes()); err != nil {
		return err
	}
	return tx.Model(&tip).Select("Sequence", "Hash", "Heads", "LastHead", "HeadAt", "MAC").Updates(tip).Error
}

// genuine reports whether this service wrote the tip.
func (s *Ledger) genuine(tip models.LedgerTip) (bool, error) {
	macs, err := s.env.Keyring.Hashes(domainTip, stateOf(tip).Bytes())
	return slices.ContainsFunc(macs, func(mac []byte) bool { return bytes.Equal(mac, tip.MAC) }), err
}

func stateOf(tip models.LedgerTip) chain.State {
	return chain.State{
		Tip: chain.Tip{Sequence: tip.Sequence, Hash: tip.Hash}, Heads: tip.Heads, LastHead: tip.LastHead,
	}
}

func lastHead(db *gorm.DB, number int64) (head models.LedgerHead, err error) {
	err = db.Where("number = ?", number).Limit(1).Find(&head).Error
	return head, err
}

func entriesOf(pending []models.LedgerPending) ([]chain.Entry, error) {
	var entries []chain.Entry
	for _, row := range pending {
		var acts []act
		if err := json.Unmarshal(row.Acts, &acts); err != nil {
			return nil, fmt.Errorf("pending acts: %w", err)
		}
		for _, a := range acts {
			entries = append(entries, chain.Entry{
				At: a.At.UTC(), ActorRole: string(a.Role), Actor: a.Actor, Action: a.Action, Subject: a.Subject,
				Detail: a.Detail,
			})
		}
	}
	return entries, nil
}

func rowsOfEntries(entries []chain.Entry) []models.LedgerEntry {
	rows := make([]models.LedgerEntry, len(entries))
	for i, e := range entries {
		rows[i] = models.LedgerEntry{
			Sequence: e.Sequence, At: e.At, ActorRole: models.Role(e.ActorRole), Actor: e.Actor, Action: e.Action,
			Subject: e.Subject, Detail: detailText(e.Detail), PreviousHash: e.PreviousHash, Hash: e.Hash,
		}
	}
	return rows
}

// detailText is the detail as it is kept; maps are written in the order of their keys.
func detailText(detail map[string]string) string {
	if len(detail) == 0 {
		return "{}"
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return "{}"
	}
	return string(text)
}
