package api_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestRepeatedRequestGetsTheFirstAnswer(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		key := []string{"Idempotency-Key", "6f1f0b0e-2b7a-4a53-9c5e-0d8f2f0a7f11"}
		first := w.post("/api/v1/complaints", names, key...)
		require.Empty(t, first.header.Get("Idempotency-Replayed"))
		w.clock.advance(time.Hour)
		again := w.post("/api/v1/complaints", names, key...)
		require.Equal(t, http.StatusCreated, again.status)
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.body), string(again.body))
		require.EqualValues(t, 1, w.cases())

		w.post("/api/v1/complaints", `{"first_name":"زهرا","last_name":"احمدی"}`, key...).problem(t, http.StatusConflict, "idempotency_conflict")
		require.EqualValues(t, 1, w.cases())

		feedback := w.post("/api/v1/feedback", names, key...)
		require.Equal(t, http.StatusCreated, feedback.status, "a key means nothing on another route")
		require.EqualValues(t, 2, w.cases())

		receipt := decode[models.Receipt](t, first)
		require.NotContains(t, w.stored(), receipt.ReceiptCode, "the stored answer is sealed")
	})
}

func TestRefusedRequestDoesNotUseItsKeyUp(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		key := []string{"Idempotency-Key", "key-1"}
		w.sendLenient(http.MethodPost, "/api/v1/complaints", `{}`, key...).problem(t, 422, "validation_failed")
		require.Equal(t, http.StatusCreated, w.post("/api/v1/complaints", names, key...).status)
	})
}

func TestFiftyConcurrentDuplicatesMakeOneCase(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		var mu sync.Mutex
		bodies := map[string]int{}
		statuses := inParallel(50, func() int {
			got := w.post("/api/v1/complaints", names, "Idempotency-Key", "the-same")
			mu.Lock()
			defer mu.Unlock()
			bodies[string(got.body)]++
			return got.status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 50}, statuses)
		require.Len(t, bodies, 1)
		require.EqualValues(t, 1, w.cases())
	})
}

func TestConcurrentRequestsWithOneKeyAndTwoBodies(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		other := `{"first_name":"زهرا","last_name":"احمدی"}`
		var mu sync.Mutex
		turn := 0
		statuses := inParallel(40, func() int {
			mu.Lock()
			turn++
			form := names
			if turn%2 == 0 {
				form = other
			}
			mu.Unlock()
			return w.post("/api/v1/complaints", form, "Idempotency-Key", "the-same").status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 20, http.StatusConflict: 20}, statuses)
		require.EqualValues(t, 1, w.cases())
	})
}

func TestConcurrentDifferentRequestsAllSucceed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		statuses := inParallel(200, func() int { return w.post("/api/v1/complaints", names).status })
		require.Equal(t, map[int]int{http.StatusCreated: 200}, statuses, w.log.String())
		require.EqualValues(t, 200, w.cases())
	})
}

func TestMessagesAreRepeatedNotDoubled(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		mine, other := w.file(names), w.file(names)
		write := func(code, text string) reply {
			headers := append(holding(code), "Idempotency-Key", "message-1")
			return w.post("/api/v1/my/case/messages", body("body", text), headers...)
		}
		first := write(mine.ReceiptCode, "سلام")
		again := write(mine.ReceiptCode, "سلام")
		require.Equal(t, string(first.body), string(again.body))
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		write(mine.ReceiptCode, "خداحافظ").problem(t, http.StatusConflict, "idempotency_conflict")
		require.Equal(t, http.StatusCreated, write(other.ReceiptCode, "خداحافظ").status, "each case has its own keys")
		view := decode[models.CaseView](t, w.get("/api/v1/my/case", holding(mine.ReceiptCode)...))
		require.Len(t, view.Messages, 1)
	})
}

func TestKeysAreForgottenAfterADay(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		key := []string{"Idempotency-Key", "key-1"}
		require.Equal(t, http.StatusCreated, w.post("/api/v1/complaints", names, key...).status)
		w.clock.advance(24*time.Hour + time.Second)
		got := w.post("/api/v1/complaints", `{"first_name":"زهرا","last_name":"احمدی"}`, key...)
		require.Equal(t, http.StatusCreated, got.status, "an expired record makes room, swept or not")
		w.clock.advance(24*time.Hour + time.Second)
		swept, err := w.services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, swept.Records)
		require.NotContains(t, w.stored(), "idempotency_records.")
	})
}
