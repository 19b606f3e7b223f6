package cases_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func TestAnExtensionIsOnceAndAtMostTenDays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		reference := receipt.Reference
		w.Take(t, officer, reference, models.StateAcknowledged)
		for _, days := range []int{-1, 0, 11, 1 << 40} {
			err := w.Extend(t, officer, reference, days)
			refused := kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
			require.Equal(t, "/working_days", refused.Violations[0].Pointer)
		}
		_, err := w.Casework.Extend(t.Context(), officer, reference, kerneltest.With(models.ExtensionForm{WorkingDays: 3, Reason: " \n"}))
		kerneltest.RequireViolation(t, err, "/reason", "required")

		before := *w.Row(t, reference).DueAt
		require.NoError(t, w.Extend(t, officer, reference, 10))
		require.True(t, w.Row(t, reference).DueAt.After(before))
		kerneltest.RequireFault(t, w.Extend(t, officer, reference, 1), fault.Conflict, "already_extended")
		told := w.Mine(t, receipt.ReceiptCode).Timeline[2]
		require.Equal(t, []string{"extended", "اسناد بایگانی لازم است."}, []string{told.Event, told.Text})
		require.Contains(t, ledgertest.Lines(t, w.Ledger, reference), "officer case.extended 10")
		require.Equal(t, 10, w.Seen(t, officer, reference).Clocks.ExtensionDays)
	})
}

func TestOfManyExtensionsAtOnceOneCounts(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		reference := w.Complain(t).Reference
		results := kerneltest.Together(20, func(side int) error { return w.Extend(t, lead, reference, side%10+1) })
		require.Equal(t, 1, kerneltest.Successes(t, results, "already_extended"))
		kase := w.Row(t, reference)
		require.Equal(t, 10+kase.ExtensionDays, kase.ClockDays)
		require.Len(t, ledgertest.Lines(t, w.Ledger, reference), 2)
	})
}

func TestOnlyARunningClockIsExtended(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer)
		receipt := w.Answered(t, officer)
		refused := kerneltest.RequireFault(t, w.Extend(t, officer, receipt.Reference, 1), fault.Conflict, "transition_not_allowed")
		require.ElementsMatch(t, []string{"closed", "in_progress"}, refused.Allowed)
		require.NoError(t, w.Review(t, receipt.ReceiptCode))
		kerneltest.RequireFault(t, w.Extend(t, other, receipt.Reference, 1), fault.Conflict, "transition_not_allowed")
		kerneltest.RequireFault(t, w.Extend(t, officer, w.Suggest(t).Reference, 1), fault.Conflict, "transition_not_allowed")
	})
}

func TestAClosedCaseThatIsTakenUpAgainIsNotExtendedTwice(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		require.NoError(t, w.Extend(t, officer, receipt.Reference, 5))
		w.Pass(time.Hour)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
		w.Take(t, officer, receipt.Reference, models.StateInProgress)
		kerneltest.RequireFault(t, w.Extend(t, officer, receipt.Reference, 5), fault.Conflict, "already_extended")
		require.Equal(t, w.due(t, w.Now, 10), w.Row(t, receipt.Reference).DueAt.UTC(), "a new clock without the extension")
	})
}
