package ledger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
	"amanat/services/ledger/chain"
	"amanat/services/ledger/ledgertest"
	"amanat/services/proof"
)

// relink computes every hash anew, as anybody can.
func relink(t kerneltest.Tester, h *history) {
	t.Helper()
	entries := make([]chain.Entry, len(h.entries))
	for i, row := range h.entries {
		entries[i] = chain.Entry{
			At: row.At.UTC(), ActorRole: string(row.ActorRole), Actor: row.Actor, Action: row.Action, Subject: row.Subject,
		}
		require.NoError(t, json.Unmarshal([]byte(row.Detail), &entries[i].Detail))
	}
	_, err := chain.Link(chain.Genesis(), entries)
	require.NoError(t, err)
	for i, entry := range entries {
		row := &h.entries[i]
		row.Sequence, row.PreviousHash, row.Hash = entry.Sequence, entry.PreviousHash, entry.Hash
	}
}

// retip makes the tip say where the ledger ends now; its code is beyond whoever has no keys.
func retip(h *history) {
	last := h.entries[len(h.entries)-1]
	h.tips[0].Sequence, h.tips[0].Hash = last.Sequence, last.Hash
}

func TestAHistoryThatIsRewrittenWithoutTheKeysIsFound(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.bygone(t)
		for _, rewriting := range []struct {
			name    string
			rewrite func(h *history)
			found   []string
		}{
			{
				"one entry", func(h *history) { h.entries[6].Subject = "C-7F3K-9QX2" },
				[]string{"head_mismatch entry 9 head 2", "head_mismatch entry 13 head 3", "head_mismatch entry 15 head 4", "altered entry 15"},
			},
			{
				"the last entry", func(h *history) { h.entries[14].Action = "case.exported" },
				[]string{"head_mismatch entry 15 head 4", "altered entry 15"},
			},
			{"the last entry, its head gone", func(h *history) {
				h.entries[14].Action, h.heads = "case.exported", h.heads[:3]
			}, []string{"altered entry 15", "head_missing head 4"}},
			{
				"one entry and the tip", func(h *history) { h.entries[14].Subject = ""; relink(t, h); retip(h) },
				[]string{"head_mismatch entry 15 head 4", "state_forged"},
			},
			{"one entry less and the tip", func(h *history) {
				h.entries = append(h.entries[:3:3], h.entries[4:]...)
				relink(t, h)
				retip(h)
			}, []string{
				"head_mismatch entry 5 head 1", "head_mismatch entry 9 head 2", "head_mismatch entry 13 head 3",
				"state_forged", "truncated entry 15 head 4",
			}},
			{"everything but the keys", func(h *history) {
				h.entries = h.entries[4:8]
				relink(t, h)
				retip(h)
				h.heads, h.tips[0].Heads = nil, 0
			}, []string{"state_forged"}},
			{"everything but the tip", func(h *history) {
				h.entries = h.entries[4:8]
				relink(t, h)
				h.heads, h.tips = nil, nil
			}, []string{"state_forged"}},
		} {
			t.Run(rewriting.name, func(t *testing.T) {
				w.wipe(t)
				h := w.again(t)
				rewriting.rewrite(&h)
				relink(t, &h)
				w.restore(t, h)
				require.Equal(t, rewriting.found, ledgertest.Found(ledgertest.Verify(t, w.Ledger)))
				w.goOn(t)
				require.False(t, ledgertest.Verify(t, w.Ledger).Holds)
			})
		}
	})
}

// again makes a ledger like bygone's, from the beginning of another day.
func (w *world) again(t kerneltest.Tester) history {
	t.Helper()
	w.Pass(kerneltest.Day)
	return w.bygone(t)
}

// TestHeadsKeptElsewhereShowAHistoryThatWasRewrittenWithTheKeys, which nothing inside can.
func TestHeadsKeptElsewhereShowAHistoryThatWasRewrittenWithTheKeys(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.bygone(t)
		kept := ledgertest.Proofs(t, w.Ledger)
		require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger, kept...)))
		forger := newWorld(t, db, withKeyring(w.env.Keyring))
		for _, acts := range []int{1, 4, 5, 12, 15, 40} {
			forger.wipe(t)
			for range acts {
				forger.complain(t)
				require.NoError(t, forger.Ledger.Seal(t.Context()))
				forger.Pass(headEvery / 4)
			}
			require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)), "it is in itself without fault")
			for _, proof := range kept {
				report := ledgertest.Verify(t, w.Ledger, proof)
				require.Len(t, report.Findings, 1, "%d acts: %v", acts, ledgertest.Found(report))
				require.Contains(t, []string{"head_mismatch", "truncated"}, report.Findings[0].Kind)
				head := w.kept(t, proof)
				require.Equal(t, head.Number, report.Findings[0].Head)
				mismatch := report.Findings[0].Kind == "head_mismatch"
				require.Equal(t, int64(acts) >= head.Sequence, mismatch, "%v", ledgertest.Found(report))
			}
			require.False(t, ledgertest.Verify(t, w.Ledger, kept...).Holds)
		}
	})
}

// kept reads what a proof says.
func (w *world) kept(t kerneltest.Tester, proof string) chain.Head {
	t.Helper()
	keys, err := w.env.Keyring.SigningKeys()
	require.NoError(t, err)
	signer, err := chain.NewSigner(keys)
	require.NoError(t, err)
	head, genuine := signer.Read(proof)
	require.True(t, genuine)
	return head
}

func TestHeadsKeptElsewhereHoldForEver(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		var kept []string
		for range 3 {
			w.bygoneMore(t)
			kept = append(kept, ledgertest.Proofs(t, w.Ledger)...)
			require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger, kept...)), "and however often one is shown")
		}
	})
}

func (w *world) bygoneMore(t kerneltest.Tester) {
	t.Helper()
	for range 5 {
		w.complain(t)
		w.Pass(headEvery)
		require.NoError(t, w.Ledger.Seal(t.Context()))
	}
}

func TestAProofOfAnotherServiceIsNone(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.bygoneMore(t)
		foreign, err := seal.New()
		require.NoError(t, err)
		keys, err := foreign.SigningKeys()
		require.NoError(t, err)
		signer, err := chain.NewSigner(keys)
		require.NoError(t, err)
		forged, err := signer.Sign(w.kept(t, ledgertest.Proofs(t, w.Ledger)[0]))
		require.NoError(t, err)
		own := ledgertest.Proofs(t, w.Ledger)[0]
		for _, proof := range []string{forged.Proof, "", "سلام", own + " ", own[:len(own)-4], strings.ToUpper(own)} {
			require.Equal(t, []string{"head_forged"}, ledgertest.Found(ledgertest.Verify(t, w.Ledger, proof)))
		}
		keys, err = w.env.Keyring.SigningKeys()
		require.NoError(t, err)
		prover, err := proof.NewProver(keys)
		require.NoError(t, err)
		receipt, err := prover.Sign(models.ReceiptClaims{Reference: w.complain(t), Kind: models.KindComplaint})
		require.NoError(t, err)
		require.Equal(t, []string{"head_forged"}, ledgertest.Found(ledgertest.Verify(t, w.Ledger, receipt)), "a receipt is no head")
	})
}

// TestAHeadThatIsMissingHereIsNamed though its entry is there.
func TestAHeadThatIsMissingHereIsNamed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		h := w.bygone(t)
		own := w.kept(t, h.heads[1].Proof)
		own.At = own.At.Add(headEvery)
		keys, err := w.env.Keyring.SigningKeys()
		require.NoError(t, err)
		signer, err := chain.NewSigner(keys)
		require.NoError(t, err)
		other, err := signer.Sign(own)
		require.NoError(t, err)
		require.Equal(t, []string{"head_missing head 2"}, ledgertest.Found(ledgertest.Verify(t, w.Ledger, other.Proof)))
		require.NoError(t, db.Where("number = 2").Delete(&models.LedgerHead{}).Error)
		require.Contains(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger, h.heads[1].Proof)), "head_missing head 2")
	})
}
