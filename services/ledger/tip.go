package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/models/store"
	"amanat/services/kernel"
	"amanat/services/ledger/chain"
)

const (
	ledgerTip = 1
	domainTip = "ledger tip"
)

// lockTip reads where the ledger ends, and keeps others from going on from there until the transaction ends.
func (s *Ledger) lockTip(tx *gorm.DB) (tip models.LedgerTip, err error) {
	tip, found, err := readTip(kernel.ForUpdate(tx))
	if err != nil {
		return tip, err
	}
	if !found {
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

// readTip reads where the ledger ends. A row that is not even of its columns' types is not as it was left.
func readTip(db *gorm.DB) (tip models.LedgerTip, found bool, err error) {
	result := db.Where("id = ?", ledgerTip).Limit(1).Find(&tip)
	if result.Error != nil && !store.Unavailable(result.Error) {
		return tip, false, fmt.Errorf("%w: %w", errLedgerBroken, result.Error)
	}
	return tip, result.RowsAffected == 1, result.Error
}

// begin writes the first tip, where there is no ledger and never was one. Of two at the same time the second finds it
// written.
func (s *Ledger) begin(tx *gorm.DB) error {
	state := chain.NewState()
	tip := models.LedgerTip{ID: ledgerTip, Hash: state.Tip.Hash, LastHead: state.LastHead}
	mac, err := s.env.Keyring.Hash(domainTip, stateOf(tip).Bytes())
	if err != nil {
		return err
	}
	tip.MAC = mac
	begun := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&tip)
	if begun.Error != nil || begun.RowsAffected == 0 {
		return begun.Error
	}
	var entries []models.LedgerEntry
	if err := tx.Select("sequence").Limit(1).Find(&entries).Error; err != nil {
		return err
	}
	var heads []models.LedgerHead
	if err := tx.Select("number").Limit(1).Find(&heads).Error; err != nil {
		return err
	}
	var noted []models.LedgerDigest
	if err := tx.Limit(1).Find(&noted).Error; err != nil {
		return err
	}
	if len(entries)+len(heads)+len(noted) > 0 {
		return errLedgerBroken
	}
	return nil
}

// Ensure begins the ledger of a new database. One that was taken away stays so, for all to see.
func (s *Ledger) Ensure(ctx context.Context) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		_, found, err := readTip(tx)
		if err != nil || found {
			return err
		}
		return s.begin(tx)
	})
	if errors.Is(err, errLedgerBroken) {
		return nil
	}
	return kernel.Fault(err, "begin ledger")
}

func (s *Ledger) keepTip(tx *gorm.DB, tip models.LedgerTip) (err error) {
	if tip.MAC, err = s.env.Keyring.Hash(domainTip, stateOf(tip).Bytes()); err != nil {
		return err
	}
	return tx.Model(&tip).Select("Sequence", "Hash", "Heads", "LastHead", "MAC").Updates(tip).Error
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

// lastHead is the head that the tip names, as it was signed: what stands in its row is not trusted. Before the first it
// is the zero head, so that one is due at once.
func (s *Ledger) lastHead(db *gorm.DB, tip models.LedgerTip) (head chain.Head, err error) {
	if tip.Heads == 0 {
		return head, nil
	}
	var proofs []string
	err = db.Model(&models.LedgerHead{}).Where("number = ?", tip.Heads).Pluck("proof", &proofs).Error
	if err != nil {
		return head, err
	}
	known := false
	if len(proofs) == 1 {
		head, known = s.signer.Read(proofs[0])
	}
	if !known || !bytes.Equal(head.Digest(), tip.LastHead) {
		return chain.Head{}, errLedgerBroken
	}
	return head, nil
}
