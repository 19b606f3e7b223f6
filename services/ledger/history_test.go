package ledger_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/kernel/kerneltest"
)

// history is a ledger as its tables hold it, at a moment.
type history struct {
	Now     time.Time
	entries []models.LedgerEntry
	heads   []models.LedgerHead
	tips    []models.LedgerTip
}

func (w *world) history(t kerneltest.Tester) (h history) {
	t.Helper()
	h.Now = w.Now
	require.NoError(t, w.db.Order("sequence").Find(&h.entries).Error)
	require.NoError(t, w.db.Order("number").Find(&h.heads).Error)
	require.NoError(t, w.db.Find(&h.tips).Error)
	return h
}

func (w *world) wipe(t kerneltest.Tester) {
	t.Helper()
	for _, table := range []string{"ledger_pending", "ledger_entries", "ledger_heads", "ledger_tips"} {
		require.NoError(t, w.db.Exec("DELETE FROM "+table).Error)
	}
}

// restore puts the ledger back as it was.
func (w *world) restore(t kerneltest.Tester, h history) {
	t.Helper()
	w.Now = h.Now
	w.wipe(t)
	if len(h.entries) > 0 {
		require.NoError(t, w.db.Create(&h.entries).Error)
	}
	if len(h.heads) > 0 {
		require.NoError(t, w.db.Create(&h.heads).Error)
	}
	if len(h.tips) > 0 {
		require.NoError(t, w.db.Create(&h.tips).Error)
	}
}

// bygone is a ledger of fifteen entries with the heads of three minutes.
func (w *world) bygone(t kerneltest.Tester) history {
	t.Helper()
	lead := w.staff(t, models.RoleLead)
	for range 3 {
		reference := w.complain(t)
		w.take(t, lead, reference, models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
		require.NoError(t, w.Ledger.Seal(t.Context()))
		w.Pass(headEvery)
	}
	require.NoError(t, w.record(w.Ledger, lead, "case.read", w.complain(t), nil))
	require.NoError(t, w.Ledger.Seal(t.Context()))
	h := w.history(t)
	require.Len(t, h.entries, 15)
	require.Equal(t, []int64{5, 9, 13, 15}, sequencesOf(h.heads))
	return h
}

func sequencesOf(heads []models.LedgerHead) []int64 {
	var sequences []int64
	for _, head := range heads {
		sequences = append(sequences, head.Sequence)
	}
	return sequences
}

// goOn lets the service be used after somebody has been at its ledger.
func (w *world) goOn(t kerneltest.Tester) {
	t.Helper()
	w.Pass(2 * headEvery)
	w.complain(t)
}
