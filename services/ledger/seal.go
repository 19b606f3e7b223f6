package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/services/kernel"
	"amanat/services/ledger/chain"
)

const (
	// sealAtOnce is how many transactions' acts are linked in one; each may have written many.
	sealAtOnce = 64
	// sealPerTurn is how many entries one turn of the periodic work links, give or take a batch.
	sealPerTurn = 1000
	headEvery   = time.Minute
	headEntries = 1000
)

// errLedgerBroken means that the ledger's end, or what was to be linked to it, is not what this service left. It is not
// gone on from there: that would make what somebody did to it look genuine.
var errLedgerBroken = errors.New("the end of the ledger is not as it was left")

// Seal links what was entered since into the ledger, and signs a head when one is due. Of several at the same time one
// does the work and the others find it done.
func (s *Ledger) Seal(ctx context.Context) error { return s.sealUpTo(ctx, math.MaxInt) }

// SealSome is Seal for the periodic work: where very much was entered at once it leaves the rest for its next turn, so
// that requests do not have to share the machine with it.
func (s *Ledger) SealSome(ctx context.Context) error { return s.sealUpTo(ctx, sealPerTurn) }

func (s *Ledger) sealUpTo(ctx context.Context, entries int) error {
	for linked := 0; linked < entries; {
		idle, err := s.idle(ctx)
		if err != nil || idle {
			return kernel.Fault(err, "seal ledger")
		}
		more, count := false, 0
		err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) (err error) {
			count, more, err = s.seal(tx)
			return err
		})
		linked += count
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			err = fmt.Errorf("%w: something stands behind it", errLedgerBroken)
		}
		if err != nil || !more {
			return kernel.Fault(err, "seal ledger")
		}
	}
	return nil
}

// idle looks, without a lock, whether there is nothing to do.
func (s *Ledger) idle(ctx context.Context) (bool, error) {
	db := s.env.DB.WithContext(ctx)
	var pending []models.LedgerPending
	if err := db.Select("id").Where("NOT spoilt").Limit(1).Find(&pending).Error; err != nil || len(pending) > 0 {
		return false, err
	}
	tip, _, err := readTip(db)
	if err != nil || tip.Sequence == 0 {
		return true, err
	}
	head, err := s.lastHead(db, tip)
	due := tip.Sequence > head.Sequence && s.env.Clock().Sub(head.At) >= headEvery
	return !due, err
}

// seal links one batch, and answers how many entries that were; more says that there may be another.
func (s *Ledger) seal(tx *gorm.DB) (linked int, more bool, err error) {
	tip, err := s.lockTip(tx)
	if err != nil {
		return 0, false, err
	}
	var pending []models.LedgerPending
	if err := tx.Where("NOT spoilt").Order("id").Limit(sealAtOnce).Find(&pending).Error; err != nil {
		return 0, false, err
	}
	more = len(pending) == sealAtOnce
	if pending, err = s.genuinePending(tx, pending); err != nil {
		return 0, false, err
	}
	entries, err := entriesOf(pending)
	if err != nil {
		return 0, false, err
	}
	if err := s.link(tx, &tip, entries); err != nil {
		return 0, false, err
	}
	if len(pending) > 0 {
		if err := tx.Delete(&pending).Error; err != nil {
			return 0, false, err
		}
	}
	return len(entries), more, s.keepTip(tx, tip)
}

// genuinePending sets aside what this service did not enter.
func (s *Ledger) genuinePending(tx *gorm.DB, pending []models.LedgerPending) ([]models.LedgerPending, error) {
	genuine := make([]models.LedgerPending, 0, len(pending))
	for _, row := range pending {
		macs, err := s.env.Keyring.Hashes(domainPending, row.ID[:], row.Acts)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(macs, func(mac []byte) bool { return bytes.Equal(mac, row.MAC) }) {
			genuine = append(genuine, row)
		} else if err := tx.Model(&row).Update("spoilt", true).Error; err != nil {
			return nil, err
		}
	}
	return genuine, nil
}

// link appends the entries, with a head wherever one is due.
func (s *Ledger) link(tx *gorm.DB, tip *models.LedgerTip, entries []chain.Entry) error {
	head, err := s.lastHead(tx, *tip)
	if err != nil {
		return err
	}
	for len(entries) > 0 {
		part := entries[:min(int64(len(entries)), headEntries-(tip.Sequence-head.Sequence))]
		entries = entries[len(part):]
		end, err := chain.Link(chain.Tip{Sequence: tip.Sequence, Hash: tip.Hash}, part)
		if err != nil {
			return fmt.Errorf("%w: %w", errLedgerBroken, err)
		}
		tip.Sequence, tip.Hash = end.Sequence, end.Hash
		if err := store.AppendLedger(tx, rowsOfEntries(part)); err != nil {
			return err
		}
		if tip.Sequence-head.Sequence == headEntries {
			if head, err = s.sign(tx, tip); err != nil {
				return err
			}
		}
	}
	if tip.Sequence > head.Sequence && s.env.Clock().Sub(head.At) >= headEvery {
		_, err = s.sign(tx, tip)
	}
	return err
}

// sign makes a head of where the ledger stands.
func (s *Ledger) sign(tx *gorm.DB, tip *models.LedgerTip) (chain.Head, error) {
	head, err := s.signer.Sign(chain.Head{
		Number: tip.Heads + 1, Sequence: tip.Sequence, Hash: tip.Hash, PreviousHead: tip.LastHead, At: s.env.Clock(),
	})
	if err != nil {
		return head, err
	}
	tip.Heads, tip.LastHead = head.Number, head.Digest()
	row := models.LedgerHead(head)
	return head, tx.Create(&row).Error
}

func entriesOf(pending []models.LedgerPending) ([]chain.Entry, error) {
	var entries []chain.Entry
	for _, row := range pending {
		var acts []pendingAct
		if err := json.Unmarshal(row.Acts, &acts); err != nil {
			return nil, fmt.Errorf("%w: pending acts: %w", errLedgerBroken, err)
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
