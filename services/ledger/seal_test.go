package ledger_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger"
	"amanat/services/ledger/ledgertest"
)

// fileMany files complaints from many sides at once.
func (w *world) fileMany(t kerneltest.Tester, count int) {
	t.Helper()
	results := kerneltest.Together(count, func(int) error {
		_, err := w.file(w.Ledger)
		return err
	})
	require.Equal(t, count, kerneltest.Successes(t, results))
}

func TestAHeadIsSignedEveryThousandEntries(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.complain(t)
		require.NoError(t, w.Ledger.Seal(t.Context()))
		for range 12 {
			w.fileMany(t, 200)
		}
		require.NoError(t, w.Ledger.Seal(t.Context()))
		require.Equal(t, []int64{1, 1001, 2001}, sequencesOf(w.history(t).heads))
		report := ledgertest.Verify(t, w.Ledger, ledgertest.Proofs(t, w.Ledger)...)
		require.True(t, report.Holds, "%v", ledgertest.Found(report))
		require.EqualValues(t, 2401, report.Entries)

		w.Pass(headEvery)
		require.NoError(t, w.Ledger.Seal(t.Context()))
		require.NoError(t, w.Ledger.Seal(t.Context()))
		require.Equal(t, []int64{1, 1001, 2001, 2401}, sequencesOf(w.history(t).heads), "and every minute")
		require.NoError(t, db.Exec("DELETE FROM ledger_heads WHERE number > 1").Error)
		w.goOn(t)
		require.Contains(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)), "head_missing head 2 to 4")
	})
}

func TestAHeadIsSignedEveryMinuteInWhichAnythingHappened(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.NoError(t, w.Ledger.Seal(t.Context()))
		require.Empty(t, ledgertest.Proofs(t, w.Ledger), "nothing has happened")
		for _, step := range []struct {
			acts  int
			pass  bool
			heads []int64
		}{
			{1, false, []int64{1}}, // the first at once
			{2, false, []int64{1}},
			{0, true, []int64{1, 3}},
			{0, true, []int64{1, 3}}, // nothing has happened since
			{1, false, []int64{1, 3, 4}},
			{1, false, []int64{1, 3, 4}},
			{1, true, []int64{1, 3, 4, 6}},
		} {
			if step.pass {
				w.Pass(headEvery)
			}
			for range step.acts {
				w.complain(t)
			}
			require.NoError(t, w.Ledger.Seal(t.Context()))
			require.Equal(t, step.heads, sequencesOf(w.history(t).heads))
		}
		for i, head := range w.history(t).heads {
			require.EqualValues(t, i+1, head.Number)
		}
	})
}

func TestManySealersMakeOneChain(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		replicas := []*ledger.Ledger{w.Ledger, w.replica(t)}
		results := kerneltest.Together(60, func(side int) error {
			replica := replicas[side%2]
			if side%3 == 0 {
				return replica.Seal(t.Context())
			}
			_, err := w.file(replica)
			return err
		})
		require.Equal(t, 60, kerneltest.Successes(t, results))
		require.NoError(t, w.Ledger.Seal(t.Context()))
		h := w.history(t)
		require.Len(t, h.entries, 40)
		subjects := map[string]bool{}
		for i, entry := range h.entries {
			require.EqualValues(t, i+1, entry.Sequence)
			subjects[entry.Subject] = true
		}
		require.Len(t, subjects, 40, "each once")
		require.Len(t, h.tips, 1)
		require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)))
	})
}

func TestTheFirstSealersMakeOneBeginning(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		replicas := []*ledger.Ledger{w.Ledger, w.replica(t), w.replica(t)}
		w.complain(t)
		results := kerneltest.Together(12, func(side int) error { return replicas[side%3].Seal(t.Context()) })
		require.Equal(t, 12, kerneltest.Successes(t, results))
		h := w.history(t)
		require.Equal(t, []int{1, 1, 1}, []int{len(h.entries), len(h.heads), len(h.tips)})
	})
}

// TestALedgerIsVerifiedWhileItGrows: what comes in meanwhile is taken for no fault.
func TestALedgerIsVerifiedWhileItGrows(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		w.bygone(t)
		kept := ledgertest.Proofs(t, w.Ledger)
		var reports []models.LedgerReportView
		var mu sync.Mutex
		results := kerneltest.Together(24, func(side int) error {
			switch side % 4 {
			case 0:
				return other.Seal(t.Context())
			case 1:
				report, err := w.Ledger.Verify(t.Context(), kept)
				mu.Lock()
				defer mu.Unlock()
				reports = append(reports, report)
				return err
			default:
				_, err := w.file(other)
				return err
			}
		})
		require.Equal(t, 24, kerneltest.Successes(t, results))
		for _, report := range reports {
			require.True(t, report.Holds, "%v", ledgertest.Found(report))
			require.GreaterOrEqual(t, report.Entries, int64(15))
		}
	})
}
