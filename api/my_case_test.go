package api_test

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestHolderSeesTheCaseButNotWhoWroteIt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.file(body("first_name", "سارا", "last_name", "احمدی", "email", "sara@example.org",
			"phone", "+989121234567", "subject", "موضوع پنهان", "message", "متن پنهان", "category", "delay"))
		got := w.get("/api/v1/my/case", holding(receipt.ReceiptCode)...)
		require.Equal(t, http.StatusOK, got.status)
		require.Equal(t, "no-store", got.header.Get("Cache-Control"))
		for _, secret := range []string{"سارا", "احمدی", "sara@", "98912", "پنهان", receipt.ReceiptCode} {
			require.NotContains(t, string(got.body), secret)
		}
		view := decode[models.CaseView](t, got)
		require.Equal(t, receipt.Reference, view.Reference)
		require.Equal(t, models.StateReceived, view.State)
		require.Empty(t, view.Messages)
		require.Empty(t, view.Attachments)
		require.Equal(t, []models.TimelineEntry{{At: receipt.ReceivedAt, Event: "received"}}, view.Timeline)
		require.Equal(t, []models.CaseAct{"message", "attach", "withdraw", "export", "rectify", "erase"}, view.Allowed)
		// Ten working days after Sunday 22 November, Thursdays and Fridays off, end in Tehran on Sunday 6 December.
		require.Equal(t, time.Date(2026, 12, 6, 20, 29, 59, 0, time.UTC), *view.DueAt)
	})
}

func TestMessagesGoToTheOrganisation(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(names).ReceiptCode)
		for i := range 3 {
			w.clock.advance(time.Second)
			got := w.post("/api/v1/my/case/messages", body("body", "پیامک "+strconv.Itoa(i)), code...)
			require.Equal(t, http.StatusCreated, got.status, string(got.body))
		}
		view := decode[models.CaseView](t, w.get("/api/v1/my/case", code...))
		require.Len(t, view.Messages, 3)
		require.Equal(t, "پیامک 0", view.Messages[0].Body)
		require.Equal(t, models.FromPerson, view.Messages[2].From)
		require.NotContains(t, w.stored(), "پیامک")
		w.sendLenient(http.MethodPost, "/api/v1/my/case/messages", `{"body":" "}`, code...).problem(t, http.StatusUnprocessableEntity, "validation_failed")
	})
}

func TestMessagesOfOneCaseAreBounded(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(names).ReceiptCode)
		for range 200 {
			require.Equal(t, http.StatusCreated, w.post("/api/v1/my/case/messages", `{"body":"س"}`, code...).status)
		}
		w.post("/api/v1/my/case/messages", `{"body":"س"}`, code...).problem(t, http.StatusConflict, "too_many_messages")
	})
}

func TestWithdrawnOnceAndForAll(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(names).ReceiptCode)
		statuses := inParallel(20, func() int { return w.post("/api/v1/my/case/withdraw", "", code...).status })
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusConflict: 19}, statuses)

		view := decode[models.CaseView](t, w.get("/api/v1/my/case", code...))
		require.Equal(t, models.StateWithdrawn, view.State)
		require.Len(t, view.Timeline, 2)
		require.Equal(t, []models.CaseAct{"export", "rectify", "erase"}, view.Allowed)
		refused := w.post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...).problem(t, 409, "transition_not_allowed")
		require.Equal(t, []string{"export", "rectify", "erase"}, refused.Allowed)
	})
}

func TestFeedbackIsErasedNotWithdrawn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := decode[models.Receipt](t, w.post("/api/v1/feedback", body(
			"first_name", "سارا", "last_name", "احمدی", "kind", "praise", "page", "/help?name=sara#x")))
		require.Contains(t, receipt.Kept, "page")
		code := holding(receipt.ReceiptCode)
		view := decode[models.CaseView](t, w.get("/api/v1/my/case", code...))
		require.Nil(t, view.DueAt)
		require.NotContains(t, view.Allowed, models.ActWithdraw)
		w.post("/api/v1/my/case/withdraw", "", code...).problem(t, http.StatusConflict, "transition_not_allowed")
		export := decode[models.CaseExport](t, w.post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, "/help", export.Content.Page, "what stands behind the question mark may be personal")
		require.Equal(t, "praise", export.FeedbackKind)
	})
}

func TestStolenCodeCannotExport(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(`{"first_name":"علی","last_name":"کریمی‌نژاد","message":"متن پنهان"}`).ReceiptCode)
		for _, guess := range []string{"کریمی", "احمدی", ".", "\u200c.", "ـ"} {
			got := w.sendLenient(http.MethodPost, "/api/v1/my/case/export", body("last_name", guess), code...)
			require.Contains(t, []int{http.StatusForbidden, http.StatusUnprocessableEntity}, got.status, guess)
			require.NotContains(t, string(got.body), "پنهان")
		}
		for _, known := range []string{"کریمی‌نژاد", "كريمي نژاد", "کریمی نژاد", "کَریمی‌نِژاد"} {
			got := w.post("/api/v1/my/case/export", body("last_name", known), code...)
			require.Equal(t, http.StatusOK, got.status, known)
			require.Contains(t, string(got.body), "متن پنهان")
		}

		// Whoever found the code rectifies the last name and tries to export with the name of their choice.
		got := w.send(http.MethodPatch, "/api/v1/my/case/person", `{"last_name":"دزد"}`, code...)
		require.Equal(t, "unchanged", decode[models.RectifiedView](t, got).SecondFactor)
		w.post("/api/v1/my/case/export", `{"last_name":"دزد"}`, code...).problem(t, 403, "second_factor_wrong")
		w.send(http.MethodPatch, "/api/v1/my/case/person",
			`{"last_name":"دزد","current_last_name":"دزد"}`, code...).problem(t, 403, "second_factor_wrong")
		// The owner, who names the current last name for something else, does not make the thief's name the factor.
		got = w.send(http.MethodPatch, "/api/v1/my/case/person",
			`{"phone":"+989121234567","current_last_name":"کریمی‌نژاد"}`, code...)
		require.Equal(t, "unchanged", decode[models.RectifiedView](t, got).SecondFactor)
		w.post("/api/v1/my/case/export", `{"last_name":"دزد"}`, code...).problem(t, 403, "second_factor_wrong")
		require.Equal(t, 200, w.post("/api/v1/my/case/export", `{"last_name":"کریمی‌نژاد"}`, code...).status)
	})
}

func TestWhatChangesNothingLeavesNoTrace(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(names).ReceiptCode)
		for range 3 {
			for _, form := range []string{`{}`, `{"first_name":"سارا"}`, `{"email":""}`} {
				require.Equal(t, http.StatusOK, w.sendLenient(http.MethodPatch, "/api/v1/my/case/person", form, code...).status)
			}
		}
		require.Len(t, decode[models.CaseView](t, w.get("/api/v1/my/case", code...)).Timeline, 1)
	})
}

func TestPersonRectifiesNamesAndContact(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(body("first_name", "سارا", "last_name", "احمدى", "email", "a@example.org")).ReceiptCode)
		patch := func(form string) reply {
			return w.sendLenient(http.MethodPatch, "/api/v1/my/case/person", form, code...)
		}
		got := patch(`{"first_name":"زهرا","email":"","phone":"09121234567","last_name":"محمدی","current_last_name":"احمدی"}`)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		rectified := decode[models.RectifiedView](t, got)
		require.Equal(t, []string{"first_name", "last_name", "phone"}, rectified.Kept)
		require.Equal(t, "as_rectified", rectified.SecondFactor)
		require.NotContains(t, string(got.body), "زهرا")

		w.post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...).problem(t, 403, "second_factor_wrong")
		export := decode[models.CaseExport](t, w.post("/api/v1/my/case/export", `{"last_name":"محمدی"}`, code...))
		require.Equal(t, models.Person{FirstName: "زهرا", LastName: "محمدی", Phone: "+989121234567"}, export.Person)

		for form, broken := range map[string]map[string]string{
			`{"first_name":""}`:   {"/first_name": "required"},
			`{"last_name":null}`:  {"/last_name": "wrong_type"},
			`{"phone":"x"}`:       {"/phone": "not_a_phone"},
			`{"email":"x"}`:       {"/email": "not_an_email"},
			`{"national_id":"1"}`: {"/national_id": "unknown_field"},
		} {
			require.Equal(t, broken, patch(form).problem(t, 422, "validation_failed").broken(), form)
		}
	})
}

func TestConcurrentRectificationsLoseNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(names).ReceiptCode)
		var both sync.WaitGroup
		for _, form := range []string{`{"email":"a@example.org"}`, `{"phone":"+989121234567"}`, `{"first_name":"زهرا"}`} {
			both.Go(func() { w.send(http.MethodPatch, "/api/v1/my/case/person", form, code...) })
		}
		both.Wait()
		export := decode[models.CaseExport](t, w.post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, models.Person{
			FirstName: "زهرا", LastName: "احمدی", Email: "a@example.org", Phone: "+989121234567",
		}, export.Person)
	})
}

// inParallel counts the answers of so many calls at the same time.
func inParallel(n int, call func() int) map[int]int {
	answers := make(chan int, n)
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range n {
		all.Go(func() {
			<-begin
			answers <- call()
		})
	}
	close(begin)
	all.Wait()
	close(answers)
	counts := map[int]int{}
	for answer := range answers {
		counts[answer]++
	}
	return counts
}

func TestNothingIsAskedForSoNothingIsTaken(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(names).ReceiptCode)
		for _, call := range [][2]string{
			{http.MethodPost, "/api/v1/my/case/withdraw"}, {http.MethodDelete, "/api/v1/my/case"},
		} {
			got := w.sendLenient(call[0], call[1], `{"reason":"x"}`, code...)
			require.Equal(t, map[string]string{"/reason": "unknown_field"}, got.problem(t, 422, "validation_failed").broken())
			w.sendLenient(call[0], call[1], `[1]`, code...).problem(t, http.StatusBadRequest, "malformed_json")
		}
		require.Equal(t, http.StatusOK, w.sendLenient(http.MethodPost, "/api/v1/my/case/withdraw", `{}`, code...).status)
	})
}
