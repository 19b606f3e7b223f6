package protocol_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestRepeatedRequestGetsTheFirstAnswer(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		key := []string{"Idempotency-Key", "6f1f0b0e-2b7a-4a53-9c5e-0d8f2f0a7f11"}
		first := w.Post("/api/v1/complaints", names, key...)
		require.Empty(t, first.Header.Get("Idempotency-Replayed"))
		w.Clock.Advance(time.Hour)
		again := w.Post("/api/v1/complaints", names, key...)
		require.Equal(t, http.StatusCreated, again.Status)
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.Body), string(again.Body))
		require.EqualValues(t, 1, w.Cases())

		w.Post("/api/v1/complaints", `{"first_name":"زهرا","last_name":"احمدی"}`, key...).
			Problem(t, http.StatusConflict, "idempotency_conflict")
		require.EqualValues(t, 1, w.Cases())

		feedback := w.Post("/api/v1/feedback", names, key...)
		require.Equal(t, http.StatusCreated, feedback.Status, "a key means nothing on another route")
		require.EqualValues(t, 2, w.Cases())

		receipt := apitest.Decode[models.Receipt](t, first)
		require.NotContains(t, w.Stored(), receipt.ReceiptCode, "the stored answer is sealed")
	})
}

func TestRefusedRequestDoesNotUseItsKeyUp(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		key := []string{"Idempotency-Key", "key-1"}
		w.SendLenient(http.MethodPost, "/api/v1/complaints", `{}`, key...).Problem(t, 422, "validation_failed")
		require.Equal(t, http.StatusCreated, w.Post("/api/v1/complaints", names, key...).Status)
	})
}

func TestFiftyConcurrentDuplicatesMakeOneCase(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		var mu sync.Mutex
		bodies := map[string]int{}
		statuses := apitest.InParallel(50, func() int {
			got := w.Post("/api/v1/complaints", names, "Idempotency-Key", "the-same")
			mu.Lock()
			defer mu.Unlock()
			bodies[string(got.Body)]++
			return got.Status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 50}, statuses)
		require.Len(t, bodies, 1)
		require.EqualValues(t, 1, w.Cases())
	})
}

func TestConcurrentRequestsWithOneKeyAndTwoBodies(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		other := `{"first_name":"زهرا","last_name":"احمدی"}`
		var mu sync.Mutex
		turn := 0
		statuses := apitest.InParallel(40, func() int {
			mu.Lock()
			turn++
			form := names
			if turn%2 == 0 {
				form = other
			}
			mu.Unlock()
			return w.Post("/api/v1/complaints", form, "Idempotency-Key", "the-same").Status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 20, http.StatusConflict: 20}, statuses)
		require.EqualValues(t, 1, w.Cases())
	})
}

func TestConcurrentDifferentRequestsAllSucceed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		statuses := apitest.InParallel(200, func() int { return w.Post("/api/v1/complaints", names).Status })
		require.Equal(t, map[int]int{http.StatusCreated: 200}, statuses, w.Log.String())
		require.EqualValues(t, 200, w.Cases())
	})
}

func TestMessagesAreRepeatedNotDoubled(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		mine, other := w.File(names), w.File(names)
		write := func(code, text string) reply {
			headers := append(apitest.Holding(code), "Idempotency-Key", "message-1")
			return w.Post("/api/v1/my/case/messages", apitest.Body("body", text), headers...)
		}
		first := write(mine.ReceiptCode, "سلام")
		again := write(mine.ReceiptCode, "سلام")
		require.Equal(t, string(first.Body), string(again.Body))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		write(mine.ReceiptCode, "خداحافظ").Problem(t, http.StatusConflict, "idempotency_conflict")
		require.Equal(t, http.StatusCreated, write(other.ReceiptCode, "خداحافظ").Status, "each case has its own keys")
		view := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", apitest.Holding(mine.ReceiptCode)...))
		require.Len(t, view.Messages, 1)
	})
}

func TestKeysAreForgottenAfterADay(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		key := []string{"Idempotency-Key", "key-1"}
		require.Equal(t, http.StatusCreated, w.Post("/api/v1/complaints", names, key...).Status)
		w.Clock.Advance(24*time.Hour + time.Second)
		got := w.Post("/api/v1/complaints", `{"first_name":"زهرا","last_name":"احمدی"}`, key...)
		require.Equal(t, http.StatusCreated, got.Status, "an expired record makes room, swept or not")
		w.Clock.Advance(24*time.Hour + time.Second)
		swept, err := w.Services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, swept.Records)
		require.NotContains(t, w.Stored(), "idempotency_records.")
	})
}
