package services_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases/casestest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

// TestNothingIsDoneInASessionThatHasEnded, though it had not when the request began.
func TestNothingIsDoneInASessionThatHasEnded(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, receipt := w.Staff(t, models.RoleOfficer), w.Complain(t)
		require.NoError(t, w.Assign(t, officer, receipt.Reference, "me"))
		before := len(ledgertest.Lines(t, w.Ledger, receipt.Reference))
		id, err := w.env.NewID()
		require.NoError(t, err)
		officer.Session = id // as of a session that was deleted a moment ago
		_, err = w.Casework.Identity(t.Context(), officer, receipt.Reference,
			kerneltest.With(models.IdentityForm{Purpose: "use-answer", Reason: "تماس"}))
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "session_unknown")
		kerneltest.RequireFault(t, w.Try(t, officer, receipt.Reference, casestest.To(models.StateAcknowledged)),
			fault.Unauthenticated, "session_unknown")
		_, err = w.Casework.Get(t.Context(), officer, receipt.Reference)
		kerneltest.RequireFault(t, err, fault.Unauthenticated, "session_unknown")
		require.Len(t, ledgertest.Lines(t, w.Ledger, receipt.Reference), before)
		require.Empty(t, w.Mine(t, receipt.ReceiptCode).Messages)
		accesses, err := w.MyCase.Accesses(t.Context(), receipt.ReceiptCode)
		require.NoError(t, err)
		require.Empty(t, accesses.Accesses)
	})
}

func TestWhoseDecisionWasReviewedDoesNotHaveTheLastWord(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		first, second := w.Staff(t, models.RoleLead), w.Staff(t, models.RoleLead)
		receipt := w.Answered(t, first)
		_, err := w.MyCase.Review(t.Context(), receipt.ReceiptCode, kerneltest.With(models.ReviewForm{}))
		require.NoError(t, err)
		w.Take(t, second, receipt.Reference, models.StateAnswered)
		kerneltest.RequireFault(t, w.Try(t, first, receipt.Reference, casestest.To(models.StateInProgress)), fault.Forbidden, "review_stands")
		w.Take(t, second, receipt.Reference, models.StateInProgress)
	})
}

func TestWhatWasAnsweredIsTakenUpAgainForAReason(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Answered(t, officer)
		err := w.Try(t, officer, receipt.Reference, models.TransitionForm{To: "in_progress", Reason: " \n "})
		kerneltest.RequireViolation(t, err, "/reason", "required")
		w.Take(t, officer, receipt.Reference, models.StateInProgress)
	})
}
