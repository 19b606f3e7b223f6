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
	"amanat/services/ledger/ledgertest"
)

func TestAComplaintFromItsReceiptToItsEnd(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		receipt := w.Complain(t)
		reference, code := receipt.Reference, receipt.ReceiptCode

		require.NoError(t, w.Assign(t, lead, reference, officer.Account.String()))
		w.Pass(time.Hour)
		form := models.TransitionForm{To: "acknowledged", PublicNote: "بررسی آغاز می‌شود.", Reason: "ارجاع به واحد صدور"}
		require.NoError(t, w.Try(t, officer, reference, form))
		w.Take(t, officer, reference, models.StateInProgress)
		_, _, err := w.Casework.Note(t.Context(), officer, reference, kerneltest.With(models.NoteForm{Body: "با صدور هماهنگ شد."}))
		require.NoError(t, err)
		w.Take(t, officer, reference, models.StateAwaitingComplainant)
		w.Pass(kerneltest.Day)
		_, _, err = w.MyCase.Write(t.Context(), code, kerneltest.With(models.MessageForm{Body: "شمارهٔ درخواست ۱۲ بود."}))
		require.NoError(t, err)
		_, _, err = w.Casework.Reply(t.Context(), officer, reference, kerneltest.With(models.ReplyForm{Body: "گواهی صادر شد."}))
		require.NoError(t, err)
		w.Take(t, officer, reference, models.StateAnswered)
		w.Pass(time.Hour)
		w.Take(t, officer, reference, models.StateClosed)

		mine := w.Mine(t, code)
		require.Equal(t, models.StateClosed, mine.State)
		require.Equal(t, []string{
			"received", "acknowledged", "in_progress", "awaiting_complainant", "in_progress", "answered", "closed",
		}, w.Events(t, code))
		require.Equal(t, "بررسی آغاز می‌شود.", mine.Timeline[1].Text)
		require.Equal(t, []models.Sender{models.FromPerson, models.FromOrganisation},
			[]models.Sender{mine.Messages[0].From, mine.Messages[1].From})
		require.Equal(t, []models.CaseAct{
			models.ActReview, models.ActRate, models.ActExport, models.ActRectify, models.ActErase,
		}, mine.Allowed)

		seen := w.Seen(t, lead, reference)
		require.Equal(t, "ارجاع به واحد صدور", seen.Timeline[2].Reason)
		require.Equal(t, "assigned", seen.Timeline[1].Event)
		require.Equal(t, officer.Account, seen.Notes[0].Author)
		require.Equal(t, &officer.Account, seen.Messages[1].Author)
		require.Nil(t, seen.Messages[0].Author)

		require.Equal(t, []string{
			"person case.received", "lead case.assigned " + officer.Account.String(),
			"officer case.transition received acknowledged", "officer case.transition acknowledged in_progress",
			"officer case.noted", "officer case.transition in_progress awaiting_complainant",
			"person case.transition awaiting_complainant in_progress", "officer case.replied",
			"officer case.transition in_progress answered", "officer case.transition answered closed",
		}, ledgertest.Lines(t, w.Ledger, reference))
	})
}

func TestWhoeverTakesUpWhatIsNobodysHasIt(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, colleague, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		reference := w.Complain(t).Reference
		w.Take(t, officer, reference, models.StateAcknowledged)
		require.Equal(t, &officer.Account, w.Row(t, reference).AssigneeID)

		err := w.Try(t, colleague, reference, casestest.To(models.StateInProgress))
		kerneltest.RequireFault(t, err, fault.Forbidden, "not_assigned")
		_, _, err = w.Casework.Reply(t.Context(), colleague, reference, kerneltest.With(models.ReplyForm{Body: "سلام"}))
		kerneltest.RequireFault(t, err, fault.Forbidden, "not_assigned")
		_, _, err = w.Casework.Note(t.Context(), colleague, reference, kerneltest.With(models.NoteForm{Body: "سلام"}))
		kerneltest.RequireFault(t, err, fault.Forbidden, "not_assigned")
		extension := models.ExtensionForm{WorkingDays: 1, Reason: "بایگانی"}
		_, err = w.Casework.Extend(t.Context(), colleague, reference, kerneltest.With(extension))
		kerneltest.RequireFault(t, err, fault.Forbidden, "not_assigned")
		kerneltest.RequireFault(t, w.Assign(t, colleague, reference, "me"), fault.Forbidden, "not_assigned")
		require.Empty(t, w.Seen(t, colleague, reference).Allowed, "it may be looked at")

		w.Take(t, lead, reference, models.StateInProgress)
		require.Equal(t, &officer.Account, w.Row(t, reference).AssigneeID, "a lead helps out")
	})
}

func TestLeadsAssignAndOfficersTakeWhatIsNobodys(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, colleague, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		reference := w.Complain(t).Reference

		err := w.Assign(t, officer, reference, colleague.Account.String())
		kerneltest.RequireFault(t, err, fault.Forbidden, "assigning_is_for_leads")
		require.NoError(t, w.Assign(t, officer, reference, "me"))
		require.NoError(t, w.Assign(t, officer, reference, officer.Account.String()), "again changes nothing")
		require.NoError(t, w.Assign(t, lead, reference, colleague.Account.String()))
		kerneltest.RequireFault(t, w.Try(t, officer, reference, casestest.To(models.StateAcknowledged)), fault.Forbidden, "not_assigned")
		require.Equal(t, []string{
			"person case.received", "officer case.assigned " + officer.Account.String(),
			"lead case.assigned " + colleague.Account.String(),
		}, ledgertest.Lines(t, w.Ledger, reference))

		for _, role := range []models.Role{models.RoleAdmin, models.RoleEditor, models.RoleAnalyst, models.RolePrivacy} {
			other := w.Account(t, role).ID.String()
			kerneltest.RequireViolation(t, w.Assign(t, lead, reference, other), "/account", "not_a_handler")
		}
		disabled := true
		change := kerneltest.With(models.AccountChangeForm{Disabled: &disabled})
		_, err = w.Accounts.Change(t.Context(), lead, officer.Account.String(), change)
		require.NoError(t, err)
		kerneltest.RequireViolation(t, w.Assign(t, lead, reference, officer.Account.String()), "/account", "not_a_handler")
		nobody := "01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"
		kerneltest.RequireViolation(t, w.Assign(t, lead, reference, nobody), "/account", "not_a_handler")

		w.Take(t, colleague, reference, models.StateRejected)
		kerneltest.RequireFault(t, w.Assign(t, lead, reference, "me"), fault.Conflict, "case_ended")
	})
}

func TestAReferenceThatLeadsNowhereIsUnknown(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		lead := w.Staff(t, models.RoleLead)
		for _, reference := range []string{"", "C-7F3K-9QX2", "سلام", "C-7F3K-9QX2-C-7F3K-9QX2", "01936f6e"} {
			_, err := w.Casework.Get(t.Context(), lead, reference)
			kerneltest.RequireFault(t, err, fault.NotFound, "case_unknown")
			kerneltest.RequireFault(t, w.Try(t, lead, reference, casestest.To(models.StateAcknowledged)), fault.NotFound, "case_unknown")
			kerneltest.RequireFault(t, w.Assign(t, lead, reference, "me"), fault.NotFound, "case_unknown")
		}
	})
}

func TestAFeedbackFromItsReceiptToItsEnd(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer, lead := w.Staff(t, models.RoleOfficer), w.Staff(t, models.RoleLead)
		for _, way := range [][]models.CaseState{
			{models.StateTriaged, models.StateUnderReview, models.StateAccepted, models.StatePlanned, models.StateDone},
			{models.StateTriaged, models.StateUnderReview, models.StateAccepted, models.StateDone},
			{models.StateTriaged, models.StateUnderReview, models.StatePlanned, models.StateDone},
			{models.StateTriaged, models.StateDeclined, models.StateDone},
		} {
			receipt := w.Suggest(t)
			w.Take(t, officer, receipt.Reference, way...)
			events := w.Events(t, receipt.ReceiptCode)
			require.Len(t, events, len(way)+1)
			for i, state := range way {
				require.Equal(t, string(state), events[i+1])
			}
			kase := w.Row(t, receipt.Reference)
			require.Equal(t, []bool{true, true, true}, []bool{kase.DueAt == nil, kase.DeadlineAt == nil, kase.EndedAt != nil})
			refused := kerneltest.RequireFault(t, w.Try(t, lead, receipt.Reference, casestest.To(models.StateInProgress)), fault.Conflict, "transition_not_allowed")
			require.Empty(t, refused.Allowed, "what is done is done")
			_, err := w.MyCase.Withdraw(t.Context(), receipt.ReceiptCode)
			kerneltest.RequireFault(t, err, fault.Conflict, "transition_not_allowed")
		}
	})
}
