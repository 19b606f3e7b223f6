package services_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
)

func (w *world) extend(t tester, actor models.Actor, reference string, days int) error {
	t.Helper()
	form := models.ExtensionForm{WorkingDays: days, Reason: "اسناد بایگانی لازم است."}
	_, err := w.Casework.Extend(t.Context(), actor, reference, with(form))
	return err
}

func TestAnExtensionIsOnceAndAtMostTenDays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		reference := receipt.Reference
		w.take(t, officer, reference, models.StateAcknowledged)
		for _, days := range []int{-1, 0, 11, 1 << 40} {
			err := w.extend(t, officer, reference, days)
			refused := requireFault(t, err, fault.Invalid, "validation_failed")
			require.Equal(t, "/working_days", refused.Violations[0].Pointer)
		}
		_, err := w.Casework.Extend(t.Context(), officer, reference, with(models.ExtensionForm{WorkingDays: 3, Reason: " \n"}))
		requireViolation(t, err, "/reason", "required")

		before := *w.row(t, reference).DueAt
		require.NoError(t, w.extend(t, officer, reference, 10))
		require.True(t, w.row(t, reference).DueAt.After(before))
		requireFault(t, w.extend(t, officer, reference, 1), fault.Conflict, "already_extended")
		told := w.mine(t, receipt.ReceiptCode).Timeline[2]
		require.Equal(t, []string{"extended", "اسناد بایگانی لازم است."}, []string{told.Event, told.Text})
		require.Contains(t, w.ledger(t, reference), "officer case.extended 10")
		require.Equal(t, 10, w.seen(t, officer, reference).Clocks.ExtensionDays)
	})
}

func TestOfManyExtensionsAtOnceOneCounts(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.staff(t, models.RoleLead)
		reference := w.complain(t).Reference
		results := together(20, func(side int) error { return w.extend(t, lead, reference, side%10+1) })
		require.Equal(t, 1, successes(t, results, "already_extended"))
		kase := w.row(t, reference)
		require.Equal(t, 10+kase.ExtensionDays, kase.ClockDays)
		require.Len(t, w.ledger(t, reference), 2)
	})
}

func TestOnlyARunningClockIsExtended(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other := w.staff(t, models.RoleOfficer), w.staff(t, models.RoleOfficer)
		receipt := w.answered(t, officer)
		refused := requireFault(t, w.extend(t, officer, receipt.Reference, 1), fault.Conflict, "transition_not_allowed")
		require.ElementsMatch(t, []string{"closed", "in_progress"}, refused.Allowed)
		require.NoError(t, w.review(t, receipt.ReceiptCode))
		requireFault(t, w.extend(t, other, receipt.Reference, 1), fault.Conflict, "transition_not_allowed")
		requireFault(t, w.extend(t, officer, w.suggest(t).Reference, 1), fault.Conflict, "transition_not_allowed")
	})
}

func TestAClosedCaseThatIsTakenUpAgainIsNotExtendedTwice(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		require.NoError(t, w.extend(t, officer, receipt.Reference, 5))
		w.pass(time.Hour)
		w.take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
		w.take(t, officer, receipt.Reference, models.StateInProgress)
		requireFault(t, w.extend(t, officer, receipt.Reference, 5), fault.Conflict, "already_extended")
		require.Equal(t, w.due(t, w.now, 10), w.row(t, receipt.Reference).DueAt.UTC(), "a new clock without the extension")
	})
}
