package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"math"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/services/kernel"
	"amanat/services/ledger/chain"
)

// verifyAtOnce is how many rows are read at a time.
const verifyAtOnce = 1000

// Verify reads the whole ledger and says whether it is as it was written: every entry's content gives its hash, each is
// linked to the one before, nothing is missing at the end, and every head was signed here and agrees. kept are proofs
// of heads that were kept elsewhere: what they say must still be so.
func (s *Ledger) Verify(ctx context.Context, kept []string) (report models.LedgerReportView, err error) {
	if err := s.Seal(ctx); err != nil && !errors.Is(err, errLedgerBroken) {
		return report, err
	}
	state, genuine, end, err := s.state(ctx)
	if err != nil {
		return report, kernel.Fault(err, "verify ledger")
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return report, kernel.Fault(err, "verify ledger")
	}
	verifier := chain.NewVerifier(s.signer, headsUpTo(heads, state.Heads, end.heads), s.keptHeads(kept))
	if err := s.feed(ctx, verifier, max(state.Tip.Sequence, end.sequence)); err != nil {
		return report, kernel.Fault(err, "verify ledger")
	}
	report = s.report(verifier.Finish(state, genuine))
	return report, kernel.Fault(s.addSpoilt(ctx, &report), "verify ledger")
}

// addSpoilt names what somebody else entered.
func (s *Ledger) addSpoilt(ctx context.Context, report *models.LedgerReportView) error {
	var spoilt int64
	err := s.env.DB.WithContext(ctx).Model(&models.LedgerPending{}).Where("spoilt").Count(&spoilt).Error
	if spoilt > 0 {
		report.Holds = false
		report.Findings = append(report.Findings, models.LedgerFinding{Kind: "pending_forged"})
	}
	return err
}

// ends are the last rows there were before the state was read. The ledger goes on meanwhile, and what is written after
// the state was read is not looked at.
type ends struct{ sequence, heads int64 }

func (s *Ledger) state(ctx context.Context) (state chain.State, genuine bool, end ends, err error) {
	db := s.env.DB.WithContext(ctx)
	err = db.Model(&models.LedgerEntry{}).Select("COALESCE(MAX(sequence), 0)").Scan(&end.sequence).Error
	if err != nil {
		return state, false, end, err
	}
	err = db.Model(&models.LedgerHead{}).Select("COALESCE(MAX(number), 0)").Scan(&end.heads).Error
	if err != nil {
		return state, false, end, err
	}
	tip, found, err := readTip(db)
	if errors.Is(err, errLedgerBroken) {
		return chain.NewState(), false, end, nil
	}
	if err != nil {
		return state, false, end, err
	}
	if !found {
		var noted int64
		err := db.Model(&models.LedgerDigest{}).Count(&noted).Error
		return chain.NewState(), end == ends{} && noted == 0, end, err
	}
	genuine, err = s.genuine(tip)
	return stateOf(tip), genuine, end, err
}

func (s *Ledger) heads(ctx context.Context) ([]chain.Head, error) {
	db := s.env.DB.WithContext(ctx)
	var rows []models.LedgerHead
	if err := db.Order("number").Find(&rows).Error; store.Unavailable(err) {
		return nil, err
	} else if err != nil {
		return s.proofsAlone(db)
	}
	heads := make([]chain.Head, len(rows))
	for i, row := range rows {
		row.At = row.At.UTC()
		heads[i] = chain.Head(row)
	}
	return heads, nil
}

// proofsAlone reads heads of which some are not even of their columns' types: of those, only the number is left.
func (s *Ledger) proofsAlone(db *gorm.DB) ([]chain.Head, error) {
	var numbers []int64
	if err := db.Model(&models.LedgerHead{}).Order("number").Pluck("number", &numbers).Error; err != nil {
		return nil, err
	}
	heads := make([]chain.Head, len(numbers))
	for i, number := range numbers {
		var row models.LedgerHead
		if err := db.Where("number = ?", number).Take(&row).Error; store.Unavailable(err) {
			return nil, err
		} else if err != nil {
			row = models.LedgerHead{Number: number}
		}
		row.At = row.At.UTC()
		heads[i] = chain.Head(row)
	}
	return heads, nil
}

func headsUpTo(heads []chain.Head, state, stored int64) []chain.Head {
	for i, head := range heads {
		if head.Number > max(state, stored) {
			return heads[:i]
		}
	}
	return heads
}

// keptHeads reads proofs. One that this service did not sign is handed on as it is, for the verifier to say so.
func (s *Ledger) keptHeads(proofs []string) []chain.Head {
	heads := make([]chain.Head, 0, len(proofs))
	for _, proof := range proofs {
		head, known := s.signer.Read(proof)
		if !known {
			head = chain.Head{Proof: proof}
		}
		heads = append(heads, head)
	}
	return heads
}

// feed gives the verifier every entry up to last, in order.
func (s *Ledger) feed(ctx context.Context, verifier *chain.Verifier, last int64) error {
	for from := int64(math.MinInt64); ; {
		db := s.env.DB.WithContext(ctx)
		var rows []models.LedgerEntry
		err := db.Where("sequence > ? AND sequence <= ?", from, last).
			Order("sequence").Limit(verifyAtOnce).Find(&rows).Error
		if err != nil {
			if rows, err = s.oneByOne(db, from, last); err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			return nil
		}
		for _, row := range rows {
			verifier.Add(entryOf(row))
			from = row.Sequence
		}
	}
}

// oneByOne reads what could not be read together. A row that is not even of its columns' types stands there empty: it
// is found to be altered.
func (s *Ledger) oneByOne(db *gorm.DB, from, last int64) ([]models.LedgerEntry, error) {
	var sequences []int64
	err := db.Model(&models.LedgerEntry{}).Where("sequence > ? AND sequence <= ?", from, last).
		Order("sequence").Limit(verifyAtOnce).Pluck("sequence", &sequences).Error
	if err != nil {
		return nil, err
	}
	rows := make([]models.LedgerEntry, len(sequences))
	for i, sequence := range sequences {
		if err := db.Where("sequence = ?", sequence).Take(&rows[i]).Error; store.Unavailable(err) {
			return nil, err
		} else if err != nil {
			rows[i] = models.LedgerEntry{Sequence: sequence}
		}
	}
	return rows, nil
}

func (s *Ledger) report(found chain.Report) models.LedgerReportView {
	view := models.LedgerReportView{
		Holds: found.Holds(), Entries: found.Entries, Heads: found.Heads, Sequence: found.Tip.Sequence,
		Hash: hex.EncodeToString(found.Tip.Hash), Findings: []models.LedgerFinding{}, More: found.More,
		CheckedAt: models.Shown(s.env.Clock()),
	}
	for _, f := range found.Findings {
		view.Findings = append(view.Findings, models.LedgerFinding{
			Kind: string(f.Kind), Sequence: f.Sequence, Until: f.Until, Head: f.Head,
		})
	}
	return view
}
