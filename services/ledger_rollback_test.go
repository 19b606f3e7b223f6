package services_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases/casestest"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

var errAway = errors.New("the database is away")

// without lets nothing be written to a table meanwhile.
func (w *world) without(t kerneltest.Tester, table string, meanwhile func()) {
	t.Helper()
	refuse := func(tx *gorm.DB) {
		if tx.Statement.Table == table || strings.Contains(tx.Statement.SQL.String(), table) {
			_ = tx.AddError(errAway)
		}
	}
	callbacks := w.db.Callback()
	require.NoError(t, callbacks.Create().Before("gorm:create").Register("away", refuse))
	require.NoError(t, callbacks.Delete().Before("gorm:delete").Register("away", refuse))
	meanwhile()
	require.NoError(t, callbacks.Create().Remove("away"))
	require.NoError(t, callbacks.Delete().Remove("away"))
}

// everything does one of each act to a case that is worked on, and answers which of them failed how.
func (w *world) everything(t kerneltest.Tester, officer models.Actor, receipt models.Receipt, key string) map[string]error {
	t.Helper()
	reference, code := receipt.Reference, receipt.ReceiptCode
	results := map[string]error{}
	_, results["read"] = w.Casework.Get(t.Context(), officer, reference)
	_, _, results["reply"] = w.Reply(t, officer, reference, key)
	note := kerneltest.Once(models.NoteForm{Body: "یادداشت"}, "POST notes", key)
	_, _, results["note"] = w.Casework.Note(t.Context(), officer, reference, note)
	request := kernel.Request{Scope: "POST attachments", Key: key}
	_, _, results["attach"] = w.Casework.Attach(t.Context(), officer, reference, casestest.Upload(), request)
	results["extend"] = w.Extend(t, officer, reference, 3)
	_, results["identity"] = w.Identity(t, officer, reference, "use-answer")
	results["await"] = w.Try(t, officer, reference, casestest.To(models.StateAwaitingComplainant))
	phone := "+989121234567"
	_, results["rectify"] = w.MyCase.Rectify(t.Context(), code, kerneltest.With(models.PersonForm{Phone: &phone}))
	_, results["export"] = w.MyCase.Export(t.Context(), code, kerneltest.With(models.ExportForm{LastName: "احمدی"}))
	results["answer"] = w.Try(t, officer, reference, casestest.To(models.StateAnswered))
	results["review"] = w.Review(t, code)
	return results
}

// TestNothingHappensWithoutItsEntry: whoever keeps the ledger from being written stops the work.
func TestNothingHappensWithoutItsEntry(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress)
		w.Pass(20 * kerneltest.Day)
		kase, rows := w.Row(t, receipt.Reference), kerneltest.Rows(t, w.db)
		w.without(t, "ledger_pending", func() {
			for act, err := range w.everything(t, officer, receipt, "key") {
				if act != "answer" && act != "review" {
					require.ErrorIs(t, err, errAway, act)
				}
				require.Error(t, err, act)
			}
			require.ErrorIs(t, w.MyCase.Erase(t.Context(), receipt.ReceiptCode), errAway)
			_, err := w.CaseClocks.Tick(t.Context())
			require.ErrorIs(t, err, errAway)
			_, err = w.Holidays.Set(t.Context(), officer, "2026-11-28", kerneltest.With(models.HolidayForm{TitleFa: "ت", TitleEn: "H"}))
			require.ErrorIs(t, err, errAway)
			_, _, err = w.Complaints.Create(t.Context(), kerneltest.With(models.ComplaintForm{Person: kerneltest.Sara()}))
			require.ErrorIs(t, err, errAway)
			form := models.AccountForm{Email: "reza@example.org", Role: "admin"}
			_, _, err = w.Accounts.Create(t.Context(), officer, kerneltest.With(form))
			require.ErrorIs(t, err, errAway)
			require.ErrorIs(t, w.Adopt(t.Context(), "settings"), errAway)
		})
		rows["calendars"], rows["ledger_tips"] = 1, 1 // that there is one is no change of it
		require.Equal(t, rows, kerneltest.Rows(t, w.db))
		require.Equal(t, kase, w.Row(t, receipt.Reference))
	})
}

// TestNoEntryIsLeftOfWhatDidNotHappen: here everything fails once its entry was made.
func TestNoEntryIsLeftOfWhatDidNotHappen(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		officer := w.Staff(t, models.RoleOfficer)
		receipt := w.Complain(t)
		w.Take(t, officer, receipt.Reference, models.StateAcknowledged, models.StateInProgress)
		before := ledgertest.Lines(t, w.Ledger, receipt.Reference)
		w.without(t, "idempotency_records", func() {
			results := w.everything(t, officer, receipt, "key")
			for _, act := range []string{"reply", "note", "attach"} {
				require.ErrorIs(t, results[act], errAway, act)
			}
		})
		after := ledgertest.Lines(t, w.Ledger, receipt.Reference)
		require.Equal(t, before, after[:len(before)])
		require.Equal(t, []string{
			"officer case.extended 3", "officer case.identity_read use-answer",
			"officer case.transition in_progress awaiting_complainant", "person case.rectified", "person case.exported",
			"officer case.transition awaiting_complainant answered", "person case.transition answered in_review",
		}, after[len(before):])
		w.without(t, "erased_case_counts", func() {
			require.ErrorIs(t, w.MyCase.Erase(t.Context(), receipt.ReceiptCode), errAway)
		})
		require.Equal(t, after, ledgertest.Lines(t, w.Ledger, receipt.Reference))
		require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)))
	})
}
