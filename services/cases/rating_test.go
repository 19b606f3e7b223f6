package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func (w *world) rate(t kerneltest.Tester, code string, score int, resolved bool) error {
	t.Helper()
	return w.MyCase.Rate(t.Context(), code, kerneltest.With(models.RatingForm{Score: score, Resolved: &resolved}))
}

func TestARatingIsOnceAndLeavesNoTraceOnTheCase(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.ComplainOf(t, "delay")
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
		before, entries := w.Row(t, receipt.Reference), ledgertest.Lines(t, w.Ledger, receipt.Reference)

		require.NoError(t, w.rate(t, receipt.ReceiptCode, 2, false))
		kerneltest.RequireFault(t, w.rate(t, receipt.ReceiptCode, 5, true), fault.Conflict, "transition_not_allowed")
		require.NotContains(t, w.Mine(t, receipt.ReceiptCode).Allowed, models.ActRate)

		before.Rated = true
		require.Equal(t, before, w.Row(t, receipt.Reference), "nothing but that it was rated")
		require.Equal(t, entries, ledgertest.Lines(t, w.Ledger, receipt.Reference))
		var events int64
		require.NoError(t, db.Model(&models.CaseEvent{}).Where("event LIKE '%rat%'").Count(&events).Error)
		require.Zero(t, events)
		var counts []models.SatisfactionCount
		require.NoError(t, db.Find(&counts).Error)
		require.Equal(t, []models.SatisfactionCount{{Month: "2026-11", Category: "delay", Score: 2, Count: 1}}, counts)
	})
}

func TestOfManyRatingsAtOnceOneCounts(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		receipt := w.Answered(t, w.Staff(t, models.RoleOfficer))
		results := kerneltest.Together(20, func(side int) error { return w.rate(t, receipt.ReceiptCode, side%5+1, side%2 == 0) })
		require.Equal(t, 1, kerneltest.Successes(t, results, "transition_not_allowed"))
		var ratings int64
		require.NoError(t, db.Model(&models.SatisfactionCount{}).Select("SUM(count)").Scan(&ratings).Error)
		require.EqualValues(t, 1, ratings)
	})
}

func TestOnlyWhatWasConcludedIsRated(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		kerneltest.RequireFault(t, w.rate(t, receipt.ReceiptCode, 3, true), fault.Conflict, "transition_not_allowed")
		kerneltest.RequireFault(t, w.rate(t, w.Suggest(t).ReceiptCode, 3, true), fault.Conflict, "transition_not_allowed")
		w.Take(t, officer, receipt.Reference, models.StateRejected)
		for _, score := range []int{-1, 0, 6} {
			require.True(t, fault.Is(w.rate(t, receipt.ReceiptCode, score, true), "validation_failed"))
		}
		err := w.MyCase.Rate(t.Context(), receipt.ReceiptCode, kerneltest.With(models.RatingForm{Score: 3}))
		kerneltest.RequireViolation(t, err, "/resolved", "required")
		require.NoError(t, w.rate(t, receipt.ReceiptCode, 1, false))
	})
}

// TestAMonthIsThatOfTheOrganisation: late in the evening of the last day in UTC, another month has begun in Tehran.
func TestAMonthIsThatOfTheOrganisation(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		receipt := w.Answered(t, w.Staff(t, models.RoleOfficer))
		w.Now = at(t, "2026-11-30T20:30:00Z")
		require.NoError(t, w.rate(t, receipt.ReceiptCode, 4, true))
		var month string
		require.NoError(t, db.Model(&models.SatisfactionCount{}).Pluck("month", &month).Error)
		require.Equal(t, "2026-12", month)
	})
}

func TestFiguresOfFewerThanTenRatingsAreHidden(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		for i := range 10 {
			view, err := w.Casework.Satisfaction(t.Context())
			require.NoError(t, err)
			for _, figure := range view.Figures {
				require.Equal(t, models.SatisfactionView{Month: "2026-11", Category: "delay"}, figure)
			}
			receipt := w.ComplainOf(t, "delay")
			w.Take(t, officer, receipt.Reference, models.StateRejected)
			require.NoError(t, w.rate(t, receipt.ReceiptCode, i%5+1, i < 4))
		}
		other := w.Answered(t, officer)
		require.NoError(t, w.rate(t, other.ReceiptCode, 5, true))

		view, err := w.Casework.Satisfaction(t.Context())
		require.NoError(t, err)
		require.Len(t, view.Figures, 2)
		hidden, shown := view.Figures[0], view.Figures[1]
		if hidden.Ratings != nil {
			hidden, shown = shown, hidden
		}
		require.Equal(t, "delay", shown.Category)
		require.EqualValues(t, 10, *shown.Ratings)
		require.InDelta(t, 3.0, *shown.AverageScore, 1e-9)
		require.InDelta(t, 0.4, *shown.ResolvedShare, 1e-9)
		require.Nil(t, hidden.Ratings)
		require.Nil(t, hidden.AverageScore)
		require.Nil(t, hidden.ResolvedShare)
		require.Equal(t, "complaint", hidden.Category, "what has no category goes by its kind")
	})
}
