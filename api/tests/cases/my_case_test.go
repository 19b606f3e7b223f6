package cases_test

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestHolderSeesTheCaseButNotWhoWroteIt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(apitest.Body("first_name", "سارا", "last_name", "احمدی", "email", "sara@example.org",
			"phone", "+989121234567", "subject", "موضوع پنهان", "message", "متن پنهان", "category", "delay"))
		got := w.Get("/api/v1/my/case", apitest.Holding(receipt.ReceiptCode)...)
		require.Equal(t, http.StatusOK, got.Status)
		require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
		for _, secret := range []string{"سارا", "احمدی", "sara@", "98912", "پنهان", receipt.ReceiptCode} {
			require.NotContains(t, string(got.Body), secret)
		}
		view := apitest.Decode[models.CaseView](t, got)
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
		code := apitest.Holding(w.File(names).ReceiptCode)
		for i := range 3 {
			w.Clock.Advance(time.Second)
			got := w.Post("/api/v1/my/case/messages", apitest.Body("body", "پیامک "+strconv.Itoa(i)), code...)
			require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		}
		view := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", code...))
		require.Len(t, view.Messages, 3)
		require.Equal(t, "پیامک 0", view.Messages[0].Body)
		require.Equal(t, models.FromPerson, view.Messages[2].From)
		require.NotContains(t, w.Stored(), "پیامک")
		w.SendLenient(http.MethodPost, "/api/v1/my/case/messages", `{"body":" "}`, code...).
			Problem(t, http.StatusUnprocessableEntity, "validation_failed")
	})
}

func TestMessagesOfOneCaseAreBounded(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := apitest.Holding(w.File(names).ReceiptCode)
		for range 200 {
			require.Equal(t, http.StatusCreated, w.Post("/api/v1/my/case/messages", `{"body":"س"}`, code...).Status)
		}
		w.Post("/api/v1/my/case/messages", `{"body":"س"}`, code...).Problem(t, http.StatusConflict, "too_many_messages")
	})
}

func TestWithdrawnOnceAndForAll(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := apitest.Holding(w.File(names).ReceiptCode)
		statuses := apitest.InParallel(20, func() int { return w.Post("/api/v1/my/case/withdraw", "", code...).Status })
		require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusConflict: 19}, statuses)

		view := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", code...))
		require.Equal(t, models.StateWithdrawn, view.State)
		require.Len(t, view.Timeline, 2)
		require.Equal(t, []models.CaseAct{"export", "rectify", "erase"}, view.Allowed)
		refused := w.Post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...).Problem(t, 409, "transition_not_allowed")
		require.Equal(t, []string{"export", "rectify", "erase"}, refused.Allowed)
	})
}

func TestFeedbackIsErasedNotWithdrawn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := apitest.Decode[models.Receipt](t, w.Post("/api/v1/feedback", apitest.Body(
			"first_name", "سارا", "last_name", "احمدی", "kind", "praise", "page", "/help?name=sara#x")))
		require.Contains(t, receipt.Kept, "page")
		code := apitest.Holding(receipt.ReceiptCode)
		view := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", code...))
		require.Nil(t, view.DueAt)
		require.NotContains(t, view.Allowed, models.ActWithdraw)
		w.Post("/api/v1/my/case/withdraw", "", code...).Problem(t, http.StatusConflict, "transition_not_allowed")
		export := apitest.Decode[models.CaseExport](t,
			w.Post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, "/help", export.Content.Page, "what stands behind the question mark may be personal")
		require.Equal(t, "praise", export.FeedbackKind)
	})
}

func TestStolenCodeCannotExport(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(`{"first_name":"علی","last_name":"کریمی‌نژاد","message":"متن پنهان"}`)
		code := apitest.Holding(receipt.ReceiptCode)
		for _, guess := range []string{"کریمی", "احمدی", ".", "\u200c.", "ـ"} {
			got := w.SendLenient(http.MethodPost, "/api/v1/my/case/export", apitest.Body("last_name", guess), code...)
			require.Contains(t, []int{http.StatusForbidden, http.StatusUnprocessableEntity}, got.Status, guess)
			require.NotContains(t, string(got.Body), "پنهان")
		}
		for _, known := range []string{"کریمی‌نژاد", "كريمي نژاد", "کریمی نژاد", "کَریمی‌نِژاد"} {
			got := w.Post("/api/v1/my/case/export", apitest.Body("last_name", known), code...)
			require.Equal(t, http.StatusOK, got.Status, known)
			require.Contains(t, string(got.Body), "متن پنهان")
		}

		// Whoever found the code rectifies the last name and tries to export with the name of their choice.
		got := w.Send(http.MethodPatch, "/api/v1/my/case/person", `{"last_name":"دزد"}`, code...)
		require.Equal(t, "unchanged", apitest.Decode[models.RectifiedView](t, got).SecondFactor)
		w.Post("/api/v1/my/case/export", `{"last_name":"دزد"}`, code...).Problem(t, 403, "second_factor_wrong")
		w.Send(http.MethodPatch, "/api/v1/my/case/person",
			`{"last_name":"دزد","current_last_name":"دزد"}`, code...).Problem(t, 403, "second_factor_wrong")
		// The owner, who names the current last name for something else, does not make the thief's name the factor.
		got = w.Send(http.MethodPatch, "/api/v1/my/case/person",
			`{"phone":"+989121234567","current_last_name":"کریمی‌نژاد"}`, code...)
		require.Equal(t, "unchanged", apitest.Decode[models.RectifiedView](t, got).SecondFactor)
		w.Post("/api/v1/my/case/export", `{"last_name":"دزد"}`, code...).Problem(t, 403, "second_factor_wrong")
		require.Equal(t, 200, w.Post("/api/v1/my/case/export", `{"last_name":"کریمی‌نژاد"}`, code...).Status)
	})
}

func TestWhatChangesNothingLeavesNoTrace(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := apitest.Holding(w.File(names).ReceiptCode)
		for range 3 {
			for _, form := range []string{`{}`, `{"first_name":"سارا"}`, `{"email":""}`} {
				require.Equal(t, http.StatusOK, w.SendLenient(http.MethodPatch, "/api/v1/my/case/person", form, code...).Status)
			}
		}
		require.Len(t, apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", code...)).Timeline, 1)
	})
}

func TestPersonRectifiesNamesAndContact(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		form := apitest.Body("first_name", "سارا", "last_name", "احمدى", "email", "a@example.org")
		code := apitest.Holding(w.File(form).ReceiptCode)
		patch := func(form string) reply {
			return w.SendLenient(http.MethodPatch, "/api/v1/my/case/person", form, code...)
		}
		got := patch(`{"first_name":"زهرا","email":"","phone":"09121234567","last_name":"محمدی","current_last_name":"احمدی"}`)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		rectified := apitest.Decode[models.RectifiedView](t, got)
		require.Equal(t, []string{"first_name", "last_name", "phone"}, rectified.Kept)
		require.Equal(t, "as_rectified", rectified.SecondFactor)
		require.NotContains(t, string(got.Body), "زهرا")

		w.Post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...).Problem(t, 403, "second_factor_wrong")
		export := apitest.Decode[models.CaseExport](t,
			w.Post("/api/v1/my/case/export", `{"last_name":"محمدی"}`, code...))
		require.Equal(t, models.Person{FirstName: "زهرا", LastName: "محمدی", Phone: "+989121234567"}, export.Person)

		for form, broken := range map[string]map[string]string{
			`{"first_name":""}`:   {"/first_name": "required"},
			`{"last_name":null}`:  {"/last_name": "wrong_type"},
			`{"phone":"x"}`:       {"/phone": "not_a_phone"},
			`{"email":"x"}`:       {"/email": "not_an_email"},
			`{"national_id":"1"}`: {"/national_id": "unknown_field"},
		} {
			require.Equal(t, broken, patch(form).Problem(t, 422, "validation_failed").Broken(), form)
		}
	})
}

func TestConcurrentRectificationsLoseNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := apitest.Holding(w.File(names).ReceiptCode)
		var both sync.WaitGroup
		for _, form := range []string{`{"email":"a@example.org"}`, `{"phone":"+989121234567"}`, `{"first_name":"زهرا"}`} {
			both.Go(func() { w.Send(http.MethodPatch, "/api/v1/my/case/person", form, code...) })
		}
		both.Wait()
		export := apitest.Decode[models.CaseExport](t,
			w.Post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, models.Person{
			FirstName: "زهرا", LastName: "احمدی", Email: "a@example.org", Phone: "+989121234567",
		}, export.Person)
	})
}

func TestNothingIsAskedForSoNothingIsTaken(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := apitest.Holding(w.File(names).ReceiptCode)
		for _, call := range [][2]string{
			{http.MethodPost, "/api/v1/my/case/withdraw"}, {http.MethodDelete, "/api/v1/my/case"},
		} {
			got := w.SendLenient(call[0], call[1], `{"reason":"x"}`, code...)
			require.Equal(t, map[string]string{"/reason": "unknown_field"}, got.Problem(t, 422, "validation_failed").Broken())
			w.SendLenient(call[0], call[1], `[1]`, code...).Problem(t, http.StatusBadRequest, "malformed_json")
		}
		require.Equal(t, http.StatusOK, w.SendLenient(http.MethodPost, "/api/v1/my/case/withdraw", `{}`, code...).Status)
	})
}
