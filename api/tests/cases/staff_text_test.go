package cases_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestPersianTextComesThroughAsItWasWritten: normalised as all text is, with half-spaces, marks and line ends kept.
func TestPersianTextComesThroughAsItWasWritten(t *testing.T) {
	const written = "با سلام،\r\nپرونده‌ي شما را مي‌بينيم؛ «نتیجه» تا ۱۴۰۵/۰۹/۱۵ آماده است.\n\nبا احترام ❤ O’Neil"
	const kept = "با سلام،\nپرونده‌ی شما را می‌بینیم؛ «نتیجه» تا ۱۴۰۵/۰۹/۱۵ آماده است.\n\nبا احترام ❤ O’Neil"
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		code := apitest.Holding(receipt.ReceiptCode)
		for _, what := range []string{"replies", "notes"} {
			got := w.Do(officer, receipt.Reference, what, apitest.Body("body", written))
			require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
			require.Equal(t, kept, apitest.Decode[models.MessageForm](t, got).Body)
		}
		w.Clock.Advance(time.Minute)
		got := w.Do(officer, receipt.Reference, "transitions",
			apitest.Body("to", "rejected", "reason", written, "public_note", "پی‌نوشت", "where_to_turn", "سازمان بازرسی‌، شمارهٔ ۱۳۶"))
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))

		mine := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", code...))
		require.Equal(t, kept, mine.Messages[0].Body)
		last := mine.Timeline[len(mine.Timeline)-1]
		require.Equal(t, kept+"\n\nپی‌نوشت", last.Text)
		require.Equal(t, "سازمان بازرسی‌، شمارهٔ ۱۳۶", last.WhereToTurn)
		seen := apitest.Decode[models.StaffCaseView](t, w.Get(staffCases+"/"+receipt.Reference, officer.Headers()...))
		require.Equal(t, kept, seen.Messages[0].Body)
		require.Equal(t, kept, seen.Notes[0].Body)
		require.Equal(t, last, seen.Timeline[len(seen.Timeline)-1].TimelineEntry)
		export := apitest.Decode[models.CaseExport](t,
			w.Post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, kept, export.Messages[0].Body)
	})
}

// TestARejectionSaysWhereToTurn even when whoever rejected did not, in the reader's language.
func TestARejectionSaysWhereToTurn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		got := w.Do(officer, receipt.Reference, "transitions",
			apitest.Body("to", "rejected", "reason", "در صلاحیت ما نیست"))
		require.Equal(t, http.StatusOK, got.Status)
		places := map[string]bool{}
		for _, language := range []string{"fa", "en"} {
			headers := append(apitest.Holding(receipt.ReceiptCode), "Accept-Language", language)
			mine := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", headers...))
			place := mine.Timeline[len(mine.Timeline)-1].WhereToTurn
			require.NotEmpty(t, place)
			places[place] = true
		}
		require.Len(t, places, 2)
	})
}

func TestRepliesAndNotesAreRepeatedNotDoubled(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, lead := w.File(names), w.Staff(models.RoleLead)
		other := w.Staff(models.RoleLead)
		for _, what := range []string{"replies", "notes"} {
			at := staffCases + "/" + receipt.Reference + "/" + what
			send := func(m member, text string) reply {
				return w.Post(at, apitest.Body("body", text), m.Headers("Idempotency-Key", "text-1")...)
			}
			first, again := send(lead, "سلام"), send(lead, "سلام")
			require.Equal(t, http.StatusCreated, first.Status, string(first.Body))
			require.Equal(t, string(first.Body), string(again.Body))
			require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
			send(lead, "خداحافظ").Problem(t, http.StatusConflict, "idempotency_conflict")
			require.Equal(t, http.StatusCreated, send(other, "سلام").Status, "each colleague has keys of their own")
			statuses := apitest.InParallel(10, func() int {
				return w.Post(at, `{"body":"سلام"}`, lead.Headers("Idempotency-Key", "at-once")...).Status
			})
			require.Equal(t, map[int]int{http.StatusCreated: 10}, statuses)
		}
		seen := apitest.Decode[models.StaffCaseView](t, w.Get(staffCases+"/"+receipt.Reference, lead.Headers()...))
		require.Len(t, seen.Messages, 3)
		require.Len(t, seen.Notes, 3)
	})
}

// TestAReplyCanBeRepeatedAfterTheCaseHasEnded: whoever did not hear the answer asks again.
func TestAReplyCanBeRepeatedAfterTheCaseHasEnded(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		code := apitest.Holding(receipt.ReceiptCode)
		sends := map[string]func() reply{
			"a reply": func() reply {
				at := staffCases + "/" + receipt.Reference + "/replies"
				return w.Post(at, `{"body":"سلام"}`, officer.Headers("Idempotency-Key", "last-word")...)
			},
			"a message": func() reply {
				return w.Post("/api/v1/my/case/messages", `{"body":"سلام"}`, append(code, "Idempotency-Key", "last-word")...)
			},
			"a file": func() reply {
				return w.Upload(myAttachments, "یک.pdf", []byte(apitest.PDFFile), append(code, "Idempotency-Key", "last-file")...)
			},
		}
		first := map[string]reply{}
		for name, send := range sends {
			first[name] = send()
			require.Equal(t, http.StatusCreated, first[name].Status, name)
		}
		require.Equal(t, http.StatusOK, w.Post("/api/v1/my/case/withdraw", "", code...).Status)
		for name, send := range sends {
			again := send()
			if again.Status != http.StatusCreated {
				t.Errorf("%s: %d %s", name, again.Status, again.Body)
				continue
			}
			require.Equal(t, string(first[name].Body), string(again.Body), name)
		}
	})
}
