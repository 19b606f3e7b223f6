package cases_test

import (
	"slices"
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

// allowedTo is what the contract lets an officer do with a case of theirs, told once more. A lead can besides take up
// again what has ended. Referring is not among it: it needs the person's consent.
func allowedTo(kind models.CaseKind, state models.CaseState) []string {
	if kind == models.KindFeedback {
		return map[models.CaseState][]string{
			models.StateReceived:    {"triaged"},
			models.StateTriaged:     {"under_review", "declined", "duplicate"},
			models.StateUnderReview: {"accepted", "planned", "declined", "duplicate"},
			models.StateAccepted:    {"planned", "done"},
			models.StatePlanned:     {"done"},
			models.StateDeclined:    {"done"},
			models.StateDuplicate:   {"done"},
		}[state]
	}
	return map[models.CaseState][]string{
		models.StateReceived:            {"acknowledged", "rejected", "duplicate"},
		models.StateAcknowledged:        {"in_progress", "rejected", "duplicate"},
		models.StateInProgress:          {"awaiting_complainant", "answered", "rejected", "duplicate"},
		models.StateAwaitingComplainant: {"in_progress", "answered", "rejected"},
		models.StateAnswered:            {"closed", "in_progress"},
		models.StateInReview:            {"answered", "rejected"},
	}[state]
}

// walk is a way through every state of a kind in which staff act.
func walk(kind models.CaseKind) []models.CaseState {
	if kind == models.KindFeedback {
		return []models.CaseState{
			models.StateTriaged, models.StateUnderReview, models.StateAccepted, models.StatePlanned, models.StateDone,
		}
	}
	return []models.CaseState{
		models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant, models.StateAnswered,
		models.StateClosed,
	}
}

// requireOnly tries every state that is not allowed, and looks at what is said instead.
func (w *world) requireOnly(t kerneltest.Tester, actor models.Actor, kase models.Case, allowed []string) {
	t.Helper()
	before := len(ledgertest.Lines(t, w.Ledger, kase.Reference))
	for _, state := range models.CaseStates() {
		if slices.Contains(allowed, string(state)) || referrable(kase, state) {
			continue
		}
		form := casestest.To(state)
		form.DuplicateOf = "C-7F3K-9QX2"
		refused := kerneltest.RequireFault(t, w.Try(t, actor, kase.Reference, form), fault.Conflict, "transition_not_allowed")
		require.ElementsMatch(t, allowed, refused.Allowed, "%s to %s", kase.State, state)
		require.NotNil(t, refused.Allowed)
	}
	require.Equal(t, kase, w.Row(t, kase.Reference), "what was refused left nothing behind")
	require.Len(t, ledgertest.Lines(t, w.Ledger, kase.Reference), before)
	var listed []string
	for _, state := range w.Seen(t, actor, kase.Reference).Allowed {
		listed = append(listed, string(state))
	}
	require.ElementsMatch(t, allowed, listed)
}

func referrable(kase models.Case, state models.CaseState) bool {
	from := []models.CaseState{models.StateReceived, models.StateAcknowledged, models.StateInProgress}
	return kase.Kind == models.KindComplaint && state == models.StateReferred && slices.Contains(from, kase.State)
}

func TestAnIllegalTransitionNamesTheLegalOnes(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		for _, kind := range []models.CaseKind{models.KindComplaint, models.KindFeedback} {
			receipt := w.Suggest(t)
			if kind == models.KindComplaint {
				receipt = w.Complain(t)
			}
			for _, next := range append(walk(kind), "") {
				kase := w.Row(t, receipt.Reference)
				w.requireOnly(t, officer, kase, allowedTo(kind, kase.State))
				leads := allowedTo(kind, kase.State)
				if kase.State == models.StateClosed {
					leads = []string{"in_progress"}
				}
				w.requireOnly(t, lead, kase, leads)
				if next != "" {
					w.Take(t, officer, receipt.Reference, next)
				}
			}
		}
	})
}

func TestWhatIsInReviewOrWithdrawnNamesWhatIsLeft(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, other, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		receipt := w.Answered(t, officer)
		require.NoError(t, w.Review(t, receipt.ReceiptCode))
		w.requireOnly(t, other, w.Row(t, receipt.Reference), []string{"answered", "rejected"})

		receipt = w.Complain(t)
		_, err := w.MyCase.Withdraw(t.Context(), receipt.ReceiptCode)
		require.NoError(t, err)
		w.requireOnly(t, lead, w.Row(t, receipt.Reference), nil)
	})
}

func TestAnUnknownStateIsAViolation(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		reference := w.Complain(t).Reference
		kerneltest.RequireViolation(t, w.Try(t, officer, reference, models.TransitionForm{To: "solved"}), "/to", "unknown_value")
		kerneltest.RequireViolation(t, w.Try(t, officer, reference, models.TransitionForm{}), "/to", "required")
	})
}

func TestARejectionSaysWhyAndWhereToTurn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		for _, reason := range []string{"", "  \n ", "\u200c"} {
			form := models.TransitionForm{To: "rejected", Reason: reason, PublicNote: "متأسفیم."}
			kerneltest.RequireViolation(t, w.Try(t, officer, receipt.Reference, form), "/reason", "required")
		}
		require.Equal(t, []string{"received"}, w.Events(t, receipt.ReceiptCode))

		w.Take(t, officer, receipt.Reference, models.StateRejected)
		told := w.Mine(t, receipt.ReceiptCode).Timeline[1]
		require.Equal(t, casestest.To(models.StateRejected).Reason, told.Text)
		require.Equal(t, casestest.To(models.StateRejected).WhereToTurn, told.WhereToTurn)
		require.Empty(t, w.Seen(t, officer, receipt.Reference).Timeline[1].Reason, "it is for the person")
	})
}

func TestNobodyIsReferredWithoutTheirConsent(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		reference := w.Complain(t).Reference
		for _, next := range []models.CaseState{models.StateAcknowledged, models.StateInProgress, models.StateAnswered} {
			refused := kerneltest.RequireFault(t, w.Try(t, lead, reference, casestest.To(models.StateReferred)), fault.Conflict, "consent_required")
			require.Equal(t, "prior-consent", refused.Clause)
			require.NotContains(t, w.Seen(t, lead, reference).Allowed, models.StateReferred)
			w.Take(t, lead, reference, next)
		}
		kerneltest.RequireFault(t, w.Try(t, lead, reference, casestest.To(models.StateReferred)), fault.Conflict, "transition_not_allowed")
	})
}

func TestOfAHundredTransitionsAtOnceOneWins(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		reference := w.Complain(t).Reference
		officer, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		results := kerneltest.Together(100, func(side int) error {
			if side%2 == 0 {
				return w.Try(t, officer, reference, casestest.To(models.StateAcknowledged))
			}
			return w.Try(t, lead, reference, casestest.To(models.StateAcknowledged))
		})
		require.Equal(t, 1, kerneltest.Successes(t, results, "transition_not_allowed", "not_assigned"))

		reference = w.Complain(t).Reference
		results = kerneltest.Together(100, func(int) error {
			return w.Try(t, lead, reference, casestest.To(models.StateAcknowledged))
		})
		require.Equal(t, 1, kerneltest.Successes(t, results, "transition_not_allowed"))
		for _, err := range results {
			if err != nil {
				require.ElementsMatch(t, allowedTo(models.KindComplaint, models.StateAcknowledged), fault.As(err).Allowed)
			}
		}
		require.Equal(t, []string{"person case.received", "lead case.transition received acknowledged"}, ledgertest.Lines(t, w.Ledger, reference))
		var events int64
		require.NoError(t, db.Model(&models.CaseEvent{}).Where("case_id = ? AND NOT internal", w.Row(t, reference).ID).Count(&events).Error)
		require.EqualValues(t, 1, events)
	})
}
