package cases_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func (w *world) tick(t kerneltest.Tester) cases.Ticked {
	t.Helper()
	ticked, err := w.CaseClocks.Tick(t.Context())
	require.NoError(t, err)
	return ticked
}

// ticks lets two replicas do it several times at once, and adds up what they did.
func (w *world) ticks(t kerneltest.Tester) cases.Ticked {
	t.Helper()
	replicas := []*Services{w.Services, w.replica(t)}
	var reckoned, overdue, closed atomic.Int64
	results := kerneltest.Together(8, func(side int) error {
		ticked, err := replicas[side%2].CaseClocks.Tick(t.Context())
		reckoned.Add(int64(ticked.Reckoned))
		overdue.Add(int64(ticked.Overdue))
		closed.Add(int64(ticked.Closed))
		return err
	})
	require.Equal(t, len(results), kerneltest.Successes(t, results))
	return cases.Ticked{Reckoned: int(reckoned.Load()), Overdue: int(overdue.Load()), Closed: int(closed.Load())}
}

// marks counts how often it was noted that the case is late: for the person, and in the ledger.
func (w *world) marks(t kerneltest.Tester, receipt models.Receipt) []int {
	t.Helper()
	counts := []int{0, 0}
	for _, event := range w.Events(t, receipt.ReceiptCode) {
		if event == "overdue" {
			counts[0]++
		}
	}
	for _, line := range ledgertest.Lines(t, w.Ledger, receipt.Reference) {
		if line == "system case.overdue" {
			counts[1]++
		}
	}
	return counts
}

func TestADeadlineIsMissedFromTheSecondAfterAndOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		receipt := w.Complain(t)
		w.Now = at(t, "2026-11-29T20:29:59Z")
		require.Zero(t, w.tick(t))
		require.Equal(t, []int{0, 0}, w.marks(t, receipt))
		w.Pass(time.Microsecond)
		lead := w.Staff(t, models.RoleLead)
		require.True(t, w.Seen(t, lead, receipt.Reference).Overdue, "it is late before anybody notices")
		require.Equal(t, cases.Ticked{Overdue: 1}, w.tick(t))
		require.Zero(t, w.tick(t))
		w.Pass(kerneltest.Day)
		require.Zero(t, w.ticks(t))
		require.Equal(t, []int{1, 1}, w.marks(t, receipt))
		require.Equal(t, 1, w.Seen(t, lead, receipt.Reference).Clocks.WorkingDaysLate)
	})
}

func TestManyTicksAtOnceMarkEachCaseOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		receipts := make([]models.Receipt, 205) // more than are looked for at a time
		results := kerneltest.Together(len(receipts), func(side int) (err error) {
			receipts[side], _, err = w.Complaints.Create(t.Context(), kerneltest.With(models.ComplaintForm{Person: kerneltest.Sara()}))
			return err
		})
		require.Equal(t, len(receipts), kerneltest.Successes(t, results))
		w.Pass(9 * kerneltest.Day)
		require.Equal(t, cases.Ticked{Overdue: len(receipts)}, w.ticks(t))
		for _, receipt := range []models.Receipt{receipts[0], receipts[100], receipts[204]} {
			require.Equal(t, []int{1, 1}, w.marks(t, receipt))
		}
		var events, entries int64
		require.NoError(t, db.Model(&models.CaseEvent{}).Where("event = 'overdue'").Count(&events).Error)
		require.NoError(t, db.Model(&models.LedgerEntry{}).Where("action = 'case.overdue'").Count(&entries).Error)
		require.Equal(t, []int64{205, 205}, []int64{events, entries})
	})
}

func TestAnExtensionIntoTheFutureEndsBeingLate(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged)
		w.Now = at(t, "2026-12-06T20:30:00Z")
		require.Equal(t, 1, w.tick(t).Overdue)
		require.NoError(t, w.Extend(t, officer, receipt.Reference, 2))
		seen := w.Seen(t, officer, receipt.Reference)
		require.False(t, seen.Overdue)
		require.Nil(t, w.Row(t, receipt.Reference).OverdueAt)
		require.Zero(t, w.tick(t))

		w.Now = at(t, "2026-12-08T20:30:00Z")
		require.Equal(t, cases.Ticked{Overdue: 1}, w.ticks(t))
		require.Equal(t, []int{2, 2}, w.marks(t, receipt), "another deadline was missed")
	})
}

func TestAnExtensionThatComesTooLateDoesNot(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged)
		w.Now = at(t, "2026-12-20T08:00:00Z")
		require.Equal(t, 1, w.tick(t).Overdue)
		require.NoError(t, w.Extend(t, officer, receipt.Reference, 1))
		require.True(t, w.Seen(t, officer, receipt.Reference).Overdue)
		require.NotNil(t, w.Row(t, receipt.Reference).OverdueAt)
	})
}

// TestTheDeadlineOfTheAnswerIsMissedToo although that of the acknowledgement was.
func TestTheDeadlineOfTheAnswerIsMissedToo(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		intime, late := w.Complain(t), w.Complain(t)
		w.Now = at(t, "2026-11-30T08:00:00Z")
		require.Equal(t, 2, w.tick(t).Overdue)
		w.Take(t, officer, intime.Reference, models.StateAcknowledged)
		require.False(t, w.Seen(t, officer, intime.Reference).Overdue)
		w.Now = at(t, "2026-12-07T08:00:00Z")
		w.Take(t, officer, late.Reference, models.StateAcknowledged)
		w.tick(t)
		require.Equal(t, []int{2, 2}, w.marks(t, intime))
		require.Equal(t, []int{2, 2}, w.marks(t, late))
	})
}

func TestWhatIsLateIsListedAndCounted(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		late := w.Complain(t)
		w.Answered(t, officer)
		w.Suggest(t)
		awaiting := w.Complain(t)
		w.Take(t, officer, awaiting.Reference,
			models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant)
		w.Pass(8 * kerneltest.Day)
		w.Complain(t)
		for _, overdue := range []struct {
			filter string
			cases  int
		}{{"true", 1}, {"false", 4}, {"", 5}} {
			items, _, _, err := w.Casework.List(t.Context(), officer, kerneltest.With(models.CaseFilter{Overdue: overdue.filter}), nil, 100)
			require.NoError(t, err)
			require.Len(t, items, overdue.cases)
			for _, item := range items {
				require.Equal(t, item.Reference == late.Reference, item.Overdue)
			}
		}
		counts, err := w.Casework.Counts(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 1, counts.Overdue)
		require.EqualValues(t, 5, counts.Open)
	})
}
