package services_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
)

// TestNothingIsDoneInASessionThatHasEnded, though it had not when the request began.
func TestNothingIsDoneInASessionThatHasEnded(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, receipt := w.staff(t, models.RoleOfficer), w.complain(t)
		require.NoError(t, w.assign(t, officer, receipt.Reference, "me"))
		before := len(w.ledger(t, receipt.Reference))
		id, err := w.env.NewID()
		require.NoError(t, err)
		officer.Session = id // as of a session that was deleted a moment ago
		_, err = w.Casework.Identity(t.Context(), officer, receipt.Reference,
			with(models.IdentityForm{Purpose: "use-answer", Reason: "تماس"}))
		requireFault(t, err, fault.Unauthenticated, "session_unknown")
		requireFault(t, w.try(t, officer, receipt.Reference, to(models.StateAcknowledged)),
			fault.Unauthenticated, "session_unknown")
		_, err = w.Casework.Get(t.Context(), officer, receipt.Reference)
		requireFault(t, err, fault.Unauthenticated, "session_unknown")
		require.Len(t, w.ledger(t, receipt.Reference), before)
		require.Empty(t, w.mine(t, receipt.ReceiptCode).Messages)
		accesses, err := w.MyCase.Accesses(t.Context(), receipt.ReceiptCode)
		require.NoError(t, err)
		require.Empty(t, accesses.Accesses)
	})
}

func TestWhoseDecisionWasReviewedDoesNotHaveTheLastWord(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		first, second := w.staff(t, models.RoleLead), w.staff(t, models.RoleLead)
		receipt := w.answered(t, first)
		_, err := w.MyCase.Review(t.Context(), receipt.ReceiptCode, with(models.ReviewForm{}))
		require.NoError(t, err)
		w.take(t, second, receipt.Reference, models.StateAnswered)
		requireFault(t, w.try(t, first, receipt.Reference, to(models.StateInProgress)), fault.Forbidden, "review_stands")
		w.take(t, second, receipt.Reference, models.StateInProgress)
	})
}

func TestWhatWasAnsweredIsTakenUpAgainForAReason(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.answered(t, officer)
		err := w.try(t, officer, receipt.Reference, models.TransitionForm{To: "in_progress", Reason: " \n "})
		requireViolation(t, err, "/reason", "required")
		w.take(t, officer, receipt.Reference, models.StateInProgress)
	})
}
