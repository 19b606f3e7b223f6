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

// requireKeptOff fails if somebody who decided a case has any part in its review.
func (w *world) requireKeptOff(t tester, former, lead models.Actor, reference string) {
	t.Helper()
	requireFault(t, w.assign(t, former, reference, "me"), fault.Forbidden, "review_needs_another")
	requireFault(t, w.assign(t, lead, reference, former.Account.String()), fault.Conflict, "review_needs_another")
	for _, state := range []models.CaseState{models.StateAnswered, models.StateRejected, models.StateClosed} {
		requireFault(t, w.try(t, former, reference, to(state)), fault.Forbidden, "review_needs_another")
	}
	_, _, err := w.Casework.Reply(t.Context(), former, reference, with(models.ReplyForm{Body: "همان پاسخ"}))
	requireFault(t, err, fault.Forbidden, "review_needs_another")
	_, _, err = w.Casework.Note(t.Context(), former, reference, with(models.NoteForm{Body: "همان پاسخ"}))
	requireFault(t, err, fault.Forbidden, "review_needs_another")
	require.Empty(t, w.seen(t, former, reference).Allowed)
}

func TestAReviewIsOnceAndByAnotherHandler(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other, lead := w.staff(t, models.RoleOfficer), w.staff(t, models.RoleOfficer), w.staff(t, models.RoleLead)
		receipt := w.answered(t, officer)
		w.pass(13 * day)
		require.NoError(t, w.review(t, receipt.ReceiptCode))
		requireFault(t, w.review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
		kase := w.row(t, receipt.Reference)
		require.Nil(t, kase.AssigneeID)
		require.Equal(t, w.due(t, w.now, 20), kase.DueAt.UTC())
		w.requireKeptOff(t, officer, lead, receipt.Reference)

		require.NoError(t, w.assign(t, lead, receipt.Reference, other.Account.String()))
		w.requireKeptOff(t, officer, lead, receipt.Reference)
		w.take(t, other, receipt.Reference, models.StateAnswered)
		requireFault(t, w.review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
		require.True(t, w.seen(t, other, receipt.Reference).Reviewed)
		require.NotContains(t, w.mine(t, receipt.ReceiptCode).Allowed, models.ActReview)
	})
}

func TestALeadWhoDecidedDoesNotReviewEither(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, lead, other := w.staff(t, models.RoleOfficer), w.staff(t, models.RoleLead), w.staff(t, models.RoleLead)
		receipt := w.complain(t)
		w.take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress)
		w.take(t, lead, receipt.Reference, models.StateRejected)
		require.NoError(t, w.review(t, receipt.ReceiptCode))
		w.requireKeptOff(t, lead, other, receipt.Reference)
		requireFault(t, w.assign(t, lead, receipt.Reference, officer.Account.String()),
			fault.Conflict, "review_needs_another")
		require.NoError(t, w.assign(t, lead, receipt.Reference, other.Account.String()), "they may say who does")
	})
}

// TestWhoeverAnsweredDoesNotReviewWhoeverHasTheCaseSince: handing an answered case over does not make its answer
// somebody else's.
func TestWhoeverAnsweredDoesNotReviewWhoeverHasTheCaseSince(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, heir, lead := w.staff(t, models.RoleOfficer), w.staff(t, models.RoleOfficer), w.staff(t, models.RoleLead)
		receipt := w.answered(t, officer)
		require.NoError(t, w.assign(t, lead, receipt.Reference, heir.Account.String()))
		require.NoError(t, w.review(t, receipt.ReceiptCode))
		w.requireKeptOff(t, officer, lead, receipt.Reference)
	})
}

func TestAClosedCaseIsReviewedForNinetyDays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		late, early := w.answered(t, officer), w.answered(t, officer)
		w.take(t, officer, late.Reference, models.StateClosed)
		w.take(t, officer, early.Reference, models.StateClosed)
		w.pass(models.ReopenableFor)
		require.NoError(t, w.review(t, early.ReceiptCode))
		w.pass(time.Microsecond)
		requireFault(t, w.review(t, late.ReceiptCode), fault.Conflict, "transition_not_allowed")
	})
}

func TestWhatWasNotDecidedIsNotReviewed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		receipt := w.complain(t)
		for _, next := range []models.CaseState{models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant} {
			requireFault(t, w.review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
			w.take(t, officer, receipt.Reference, next)
		}
		requireFault(t, w.review(t, receipt.ReceiptCode), fault.Conflict, "transition_not_allowed")
		requireFault(t, w.review(t, w.suggest(t).ReceiptCode), fault.Conflict, "transition_not_allowed")
	})
}

func TestOnlyALeadTakesUpAgainAndSaysWhy(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, lead := w.staff(t, models.RoleOfficer), w.staff(t, models.RoleLead)
		late, early := w.answered(t, officer).Reference, w.complain(t).Reference
		w.take(t, officer, late, models.StateClosed)
		w.take(t, officer, early, models.StateRejected)
		again := models.TransitionForm{To: "in_progress", Reason: "سند تازه‌ای رسید."}

		w.pass(models.ReopenableFor)
		requireFault(t, w.try(t, officer, early, again), fault.Conflict, "transition_not_allowed")
		requireViolation(t, w.try(t, lead, early, models.TransitionForm{To: "in_progress"}), "/reason", "required")
		require.NoError(t, w.try(t, lead, early, again))
		kase := w.row(t, early)
		require.Nil(t, kase.EndedAt)
		require.Equal(t, w.due(t, w.now, 10), kase.DueAt.UTC())
		require.Equal(t, kase.DueAt, kase.DeadlineAt)

		w.pass(time.Microsecond)
		refused := requireFault(t, w.try(t, lead, late, again), fault.Conflict, "transition_not_allowed")
		require.Empty(t, refused.Allowed)
	})
}

func TestAnAnswerIsTakenBackByWhoeverGaveIt(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.staff(t, models.RoleOfficer)
		reference := w.answered(t, officer).Reference
		w.pass(3 * day)
		w.take(t, officer, reference, models.StateInProgress)
		kase := w.row(t, reference)
		require.Nil(t, kase.AnsweredAt)
		require.Equal(t, w.due(t, w.now, 10), kase.DueAt.UTC())
	})
}
