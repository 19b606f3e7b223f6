package cases_test

import (
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

func TestAnAnsweredCaseClosesAfterFourteenDaysAndNotAMomentBefore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Answered(t, officer)
		answeredAt := w.Now
		require.Equal(t, answeredAt.Add(14*kerneltest.Day), *w.Seen(t, officer, receipt.Reference).Clocks.ClosesAt)
		w.Now = answeredAt.Add(14*kerneltest.Day - time.Microsecond)
		require.Zero(t, w.ticks(t))
		w.Pass(time.Microsecond)
		require.Equal(t, cases.Ticked{Closed: 1}, w.ticks(t))
		require.Zero(t, w.ticks(t))

		kase := w.Row(t, receipt.Reference)
		require.Equal(t, models.StateClosed, kase.State)
		require.Equal(t, []time.Time{w.Now, answeredAt}, []time.Time{kase.EndedAt.UTC(), kase.AnsweredAt.UTC()})
		require.Equal(t, []string{"received", "acknowledged", "in_progress", "answered", "closed"}, w.Events(t, receipt.ReceiptCode))
		lines := ledgertest.Lines(t, w.Ledger, receipt.Reference)
		require.Equal(t, "system case.transition answered closed", lines[len(lines)-1])
		require.Len(t, lines, 5)
	})
}

func TestOnlyWhatIsStillAnsweredCloses(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer)
		reviewed, taken, again := w.Answered(t, officer), w.Answered(t, officer), w.Answered(t, officer)
		w.Pass(13 * kerneltest.Day)
		require.NoError(t, w.Review(t, reviewed.ReceiptCode))
		w.Take(t, officer, taken.Reference, models.StateInProgress)
		w.Take(t, officer, again.Reference, models.StateInProgress, models.StateAnswered)
		w.Pass(kerneltest.Day)
		require.Zero(t, w.tick(t))
		w.Take(t, other, reviewed.Reference, models.StateAnswered)
		w.Pass(13 * kerneltest.Day)
		require.Equal(t, 1, w.tick(t).Closed, "fourteen days after the second answer")
		require.Equal(t, models.StateClosed, w.Row(t, again.Reference).State)
		w.Pass(kerneltest.Day)
		require.Equal(t, 1, w.tick(t).Closed)
		require.Equal(t, models.StateClosed, w.Row(t, reviewed.Reference).State)
	})
}

func TestManyCasesCloseOnceEach(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		for range 20 {
			w.Answered(t, officer)
		}
		require.NoError(t, w.Ledger.Seal(t.Context()))
		w.Pass(14 * kerneltest.Day)
		require.Equal(t, cases.Ticked{Closed: 20}, w.ticks(t))
		require.NoError(t, w.Ledger.Seal(t.Context()))
		var entries int64
		require.NoError(t, db.Model(&models.LedgerEntry{}).Where("actor_role = 'system'").Count(&entries).Error)
		require.EqualValues(t, 20, entries)
	})
}

// TestAReviewAtTheLastMomentAndTheClosingAgree: whichever comes first, the case is in review in the end.
func TestAReviewAtTheLastMomentAndTheClosingAgree(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		receipt := w.Answered(t, w.Staff(t, models.RoleOfficer))
		w.Pass(14 * kerneltest.Day)
		results := kerneltest.Together(6, func(side int) error {
			if side == 0 {
				return w.Review(t, receipt.ReceiptCode)
			}
			_, err := w.CaseClocks.Tick(t.Context())
			return err
		})
		require.Equal(t, 6, kerneltest.Successes(t, results))
		kase := w.Row(t, receipt.Reference)
		require.Equal(t, models.StateInReview, kase.State)
		require.Nil(t, kase.EndedAt)
		require.Nil(t, kase.AnsweredAt)
	})
}
