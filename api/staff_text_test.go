package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// TestPersianTextComesThroughAsItWasWritten: normalised as all text is, with half-spaces, marks and line ends kept.
func TestPersianTextComesThroughAsItWasWritten(t *testing.T) {
	const written = "با سلام،\r\nپرونده‌ي شما را مي‌بينيم؛ «نتیجه» تا ۱۴۰۵/۰۹/۱۵ آماده است.\n\nبا احترام ❤ O’Neil"
	const kept = "با سلام،\nپرونده‌ی شما را می‌بینیم؛ «نتیجه» تا ۱۴۰۵/۰۹/۱۵ آماده است.\n\nبا احترام ❤ O’Neil"
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.file(names), w.staff(models.RoleOfficer)
		code := holding(receipt.ReceiptCode)
		for _, what := range []string{"replies", "notes"} {
			got := w.do(officer, receipt.Reference, what, body("body", written))
			require.Equal(t, http.StatusCreated, got.status, string(got.body))
			require.Equal(t, kept, decode[models.MessageForm](t, got).Body)
		}
		w.clock.advance(time.Minute)
		got := w.do(officer, receipt.Reference, "transitions",
			body("to", "rejected", "reason", written, "public_note", "پی‌نوشت", "where_to_turn", "سازمان بازرسی‌، شمارهٔ ۱۳۶"))
		require.Equal(t, http.StatusOK, got.status, string(got.body))

		mine := decode[models.CaseView](t, w.get("/api/v1/my/case", code...))
		require.Equal(t, kept, mine.Messages[0].Body)
		last := mine.Timeline[len(mine.Timeline)-1]
		require.Equal(t, kept+"\n\nپی‌نوشت", last.Text)
		require.Equal(t, "سازمان بازرسی‌، شمارهٔ ۱۳۶", last.WhereToTurn)
		seen := decode[models.StaffCaseView](t, w.get(staffCases+"/"+receipt.Reference, officer.headers()...))
		require.Equal(t, kept, seen.Messages[0].Body)
		require.Equal(t, kept, seen.Notes[0].Body)
		require.Equal(t, last, seen.Timeline[len(seen.Timeline)-1].TimelineEntry)
		export := decode[models.CaseExport](t, w.post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, kept, export.Messages[0].Body)
	})
}

// TestARejectionSaysWhereToTurn even when whoever rejected did not, in the reader's language.
func TestARejectionSaysWhereToTurn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.file(names), w.staff(models.RoleOfficer)
		got := w.do(officer, receipt.Reference, "transitions", body("to", "rejected", "reason", "در صلاحیت ما نیست"))
		require.Equal(t, http.StatusOK, got.status)
		places := map[string]bool{}
		for _, language := range []string{"fa", "en"} {
			headers := append(holding(receipt.ReceiptCode), "Accept-Language", language)
			mine := decode[models.CaseView](t, w.get("/api/v1/my/case", headers...))
			place := mine.Timeline[len(mine.Timeline)-1].WhereToTurn
			require.NotEmpty(t, place)
			places[place] = true
		}
		require.Len(t, places, 2)
	})
}

func TestRepliesAndNotesAreRepeatedNotDoubled(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, lead := w.file(names), w.staff(models.RoleLead)
		other := w.staff(models.RoleLead)
		for _, what := range []string{"replies", "notes"} {
			at := staffCases + "/" + receipt.Reference + "/" + what
			send := func(m member, text string) reply {
				return w.post(at, body("body", text), m.headers("Idempotency-Key", "text-1")...)
			}
			first, again := send(lead, "سلام"), send(lead, "سلام")
			require.Equal(t, http.StatusCreated, first.status, string(first.body))
			require.Equal(t, string(first.body), string(again.body))
			require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
			send(lead, "خداحافظ").problem(t, http.StatusConflict, "idempotency_conflict")
			require.Equal(t, http.StatusCreated, send(other, "سلام").status, "each colleague has keys of their own")
			statuses := inParallel(10, func() int {
				return w.post(at, `{"body":"سلام"}`, lead.headers("Idempotency-Key", "at-once")...).status
			})
			require.Equal(t, map[int]int{http.StatusCreated: 10}, statuses)
		}
		seen := decode[models.StaffCaseView](t, w.get(staffCases+"/"+receipt.Reference, lead.headers()...))
		require.Len(t, seen.Messages, 3)
		require.Len(t, seen.Notes, 3)
	})
}

// TestAReplyCanBeRepeatedAfterTheCaseHasEnded: whoever did not hear the answer asks again.
func TestAReplyCanBeRepeatedAfterTheCaseHasEnded(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.file(names), w.staff(models.RoleOfficer)
		code := holding(receipt.ReceiptCode)
		sends := map[string]func() reply{
			"a reply": func() reply {
				at := staffCases + "/" + receipt.Reference + "/replies"
				return w.post(at, `{"body":"سلام"}`, officer.headers("Idempotency-Key", "last-word")...)
			},
			"a message": func() reply {
				return w.post("/api/v1/my/case/messages", `{"body":"سلام"}`, append(code, "Idempotency-Key", "last-word")...)
			},
			"a file": func() reply {
				return w.upload(myAttachments, "یک.pdf", []byte(pdfFile), append(code, "Idempotency-Key", "last-file")...)
			},
		}
		first := map[string]reply{}
		for name, send := range sends {
			first[name] = send()
			require.Equal(t, http.StatusCreated, first[name].status, name)
		}
		require.Equal(t, http.StatusOK, w.post("/api/v1/my/case/withdraw", "", code...).status)
		for name, send := range sends {
			again := send()
			if again.status != http.StatusCreated {
				t.Errorf("%s: %d %s", name, again.status, again.body)
				continue
			}
			require.Equal(t, string(first[name].body), string(again.body), name)
		}
	})
}
