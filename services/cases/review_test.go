package cases_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases/casestest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// requireKeptOff fails if somebody who decided a case has any part in its review.
func (w *world) requireKeptOff(t kerneltest.Tester, former, lead models.Actor, reference string) {
	t.Helper()
	kerneltest.RequireFault(t, w.Assign(t, former, reference, "me"), fault.Forbidden, "review_needs_another")
	kerneltest.RequireFault(t, w.Assign(t, lead, reference, former.Account.String()), fault.Conflict, "review_needs_another")
	for _, state := range []models.CaseState{models.StateAnswered, models.StateRejected, models.StateClosed} {
		kerneltest.RequireFault(t, w.Try(t, former, reference, casestest.To(state)), fault.Forbidden, "review_needs_another")
	}
	_, _, err := w.Casework.Reply(t.Context(), former, reference, kerneltest.With(models.ReplyForm{Body: "همان پاسخ"}))
	kerneltest.RequireFault(t, err, fault.Forbidden, "review_needs_another")
	_, _, err = w.Casework.Note(t.Context(), former, reference, kerneltest.With(models.NoteForm{Body: "همان پاسخ"}))
	kerneltest.RequireFault(t, err, fault.Forbidden, "review_needs_another")
	require.Empty(t, w.Seen(t, former, reference).Allowed)
}

func TestAReviewIsOnceAndByAnotherHandler(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		receipt := w.Answered(t, officer)
		w.Pass(13 * kerneltest.Day)
		require.NoError(t, w.Review(t, receipt.ReceiptCode))
		kerneltest.RequireFault(t, w.Review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
		kase := w.Row(t, receipt.Reference)
		require.Nil(t, kase.AssigneeID)
		require.Equal(t, w.due(t, w.Now, 20), kase.DueAt.UTC())
		w.requireKeptOff(t, officer, lead, receipt.Reference)

		require.NoError(t, w.Assign(t, lead, receipt.Reference, other.Account.String()))
		w.requireKeptOff(t, officer, lead, receipt.Reference)
		w.Take(t, other, receipt.Reference, models.StateAnswered)
		kerneltest.RequireFault(t, w.Review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
		require.True(t, w.Seen(t, other, receipt.Reference).Reviewed)
		require.NotContains(t, w.Mine(t, receipt.ReceiptCode).Allowed, models.ActReview)
	})
}

func TestALeadWhoDecidedDoesNotReviewEither(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, lead, other := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead), w.Staff(t, models.RoleLead)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress)
		w.Take(t, lead, receipt.Reference, models.StateRejected)
		require.NoError(t, w.Review(t, receipt.ReceiptCode))
		w.requireKeptOff(t, lead, other, receipt.Reference)
		kerneltest.RequireFault(t, w.Assign(t, lead, receipt.Reference, officer.Account.String()),
			fault.Conflict, "review_needs_another")
		require.NoError(t, w.Assign(t, lead, receipt.Reference, other.Account.String()), "they may say who does")
	})
}

// TestWhoeverAnsweredDoesNotReviewWhoeverHasTheCaseSince: handing an answered case over does not make its answer
// somebody else's.
func TestWhoeverAnsweredDoesNotReviewWhoeverHasTheCaseSince(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, heir, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		receipt := w.Answered(t, officer)
		require.NoError(t, w.Assign(t, lead, receipt.Reference, heir.Account.String()))
		require.NoError(t, w.Review(t, receipt.ReceiptCode))
		w.requireKeptOff(t, officer, lead, receipt.Reference)
	})
}

func TestAClosedCaseIsReviewedForNinetyDays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		late, early := w.Answered(t, officer), w.Answered(t, officer)
		w.Take(t, officer, late.Reference, models.StateClosed)
		w.Take(t, officer, early.Reference, models.StateClosed)
		w.Pass(models.ReopenableFor)
		require.NoError(t, w.Review(t, early.ReceiptCode))
		w.Pass(time.Microsecond)
		kerneltest.RequireFault(t, w.Review(t, late.ReceiptCode), fault.Conflict, "transition_not_allowed")
	})
}

func TestWhatWasNotDecidedIsNotReviewed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		for _, next := range []models.CaseState{models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant} {
			kerneltest.RequireFault(t, w.Review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
			w.Take(t, officer, receipt.Reference, next)
		}
		kerneltest.RequireFault(t, w.Review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
		kerneltest.RequireFault(t, w.Review(t, w.Suggest(t).ReceiptCode), fault.Conflict, "transition_not_allowed")
	})
}

func TestOnlyALeadTakesUpAgainAndSaysWhy(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		late, early := w.Answered(t, officer).Reference, w.Complain(t).Reference
		w.Take(t, officer, late, models.StateClosed)
		w.Take(t, officer, early, models.StateRejected)
		again := models.TransitionForm{To: "in_progress", Reason: "سند تازه‌ای رسید."}

		w.Pass(models.ReopenableFor)
		kerneltest.RequireFault(t, w.Try(t, officer, early, again), fault.Conflict, "transition_not_allowed")
		kerneltest.RequireViolation(t, w.Try(t, lead, early, models.TransitionForm{To: "in_progress"}), "/reason", "required")
		require.NoError(t, w.Try(t, lead, early, again))
		kase := w.Row(t, early)
		require.Nil(t, kase.EndedAt)
		require.Equal(t, w.due(t, w.Now, 10), kase.DueAt.UTC())
		require.Equal(t, kase.DueAt, kase.DeadlineAt)

		w.Pass(time.Microsecond)
		refused := kerneltest.RequireFault(t, w.Try(t, lead, late, again), fault.Conflict, "transition_not_allowed")
		require.Empty(t, refused.Allowed)
	})
}

func TestAnAnswerIsTakenBackByWhoeverGaveIt(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		reference := w.Answered(t, officer).Reference
		w.Pass(3 * kerneltest.Day)
		w.Take(t, officer, reference, models.StateInProgress)
		kase := w.Row(t, reference)
		require.Nil(t, kase.AnsweredAt)
		require.Equal(t, w.due(t, w.Now, 10), kase.DueAt.UTC())
	})
}
