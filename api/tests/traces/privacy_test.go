package traces_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// marks are what must be found nowhere but in the answers meant for the person.
func marks() []string {
	return []string{
		"سیمرغ", "ققنوس", "Simorgh", "+989351112233", "9351112233", "simorgh@example.org",
		"قاصدک", "آذرخش", "203.0.113.77", "MarkedAgent", "marked-query",
	}
}

// TestNothingPersonalLeavesTheSealedColumns plants marks in every field and in everything a request carries, calls every
// route, and then looks for the marks where they must not be.
func TestNothingPersonalLeavesTheSealedColumns(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		person := []string{
			"first_name", "سیمرغ", "last_name", "ققنوس", "email", "simorgh@example.org", "phone", "+989351112233",
			"subject", "قاصدک", "message", "آذرخش",
		}
		carried := []string{
			"X-Forwarded-For", "203.0.113.77", "User-Agent", "MarkedAgent", "X-Request-Id", "سیمرغ", "Idempotency-Key", "k1",
		}
		receipt := w.File(apitest.Body(append(person, "service", "قاصدک")...))
		answers := []reply{
			w.SendLenient(http.MethodPost, "/api/v1/complaints?marked-query=سیمرغ",
				apitest.Body(person...), carried...),
			w.SendLenient(http.MethodPost, "/api/v1/feedback",
				apitest.Body(append(person, "x", "سیمرغ")...), carried...),
			w.SendLenient(http.MethodPost, "/api/v1/complaints", apitest.Body(append(person, "category", "قاصدک")...), carried...),
			w.SendLenient(http.MethodPost, "/api/v1/complaints", `{"first_name":"سیمرغ"`, carried...),
			w.SendLenient(http.MethodGet, "/api/v1/سیمرغ?q=ققنوس", "", carried...),
			w.SendLenient(http.MethodGet, "/api/v1/complaint-categories?cursor=سیمرغ", "", carried...),
			w.SendLenient(http.MethodPost, "/api/v1/forms/complaint/check", apitest.Body(person...), carried...),
		}
		code := append(apitest.Holding(receipt.ReceiptCode), carried...)
		answers = append(answers,
			w.SendLenient(http.MethodGet, "/api/v1/my/case", "", code...),
			w.SendLenient(http.MethodPost, "/api/v1/my/case/export", `{"last_name":"آذرخش"}`, code...),
			w.SendLenient(http.MethodPatch, "/api/v1/my/case/person", `{"first_name":"ققنوس"}`, code...),
			w.SendLenient(http.MethodPost, "/api/v1/my/case/withdraw", "", code...),
		)
		w.Post("/api/v1/my/case/messages", `{"body":"آذرخش"}`, apitest.Holding(w.File(names).ReceiptCode)...)
		places := map[string]string{"the log": w.Log.String(), "the database": w.Stored()}
		for _, answer := range answers {
			places["an answer: "+string(answer.Body)] = string(answer.Body) + apitest.ToText(answer.Header)
		}
		for place, text := range places {
			for _, mark := range marks() {
				require.NotContains(t, text, mark, place)
			}
			require.NotContains(t, text, receipt.ReceiptCode, place)
		}
		require.Contains(t, w.Log.String(), `"route":"/api/v1/complaints"`, "the log was looked at")
	})
}

func TestErasedCaseLeavesANumber(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(apitest.Body("first_name", "سارا", "last_name", "احمدی", "category", "delay"))
		code := apitest.Holding(receipt.ReceiptCode)
		w.Post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...)
		var key models.DataKey
		require.NoError(t, w.DB.Take(&key).Error)

		statuses := apitest.InParallel(10, func() int { return w.Send(http.MethodDelete, "/api/v1/my/case", "", code...).Status })
		require.Equal(t, map[int]int{http.StatusNoContent: 1, http.StatusUnauthorized: 9}, statuses)
		w.Get("/api/v1/my/case", code...).Problem(t, http.StatusUnauthorized, "receipt_unknown")

		stored := w.Stored()
		for _, table := range []string{"cases.", "data_keys.", "case_messages.", "case_events."} {
			require.NotContains(t, stored, "\n"+table)
		}
		named := 0
		for line := range strings.Lines(stored) {
			if strings.Contains(line, receipt.Reference) {
				require.True(t, strings.HasPrefix(line, "ledger_"), "only the ledger remembers that there was one: %s", line)
				named++
			}
		}
		require.Positive(t, named)
		var counts []models.ErasedCaseCount
		require.NoError(t, w.DB.Find(&counts).Error)
		require.Equal(t, []models.ErasedCaseCount{{
			Month: "2026-11", Kind: models.KindComplaint, Category: "delay", Count: 1,
		}}, counts)
		// Where somebody read at the moment of the erasure, the sweep cleans up.
		_, err := w.Services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		w.RequireNotOnDisk(string(key.Wrapped))
	})
}

func TestCaseThatIsErasedWhileItIsReadIsUnknown(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := apitest.Holding(w.File(names).ReceiptCode)
		require.NoError(t, w.DB.Where("1 = 1").Delete(&models.DataKey{}).Error, "as an erasure does after the look-up")
		w.Get("/api/v1/my/case", code...).Problem(t, http.StatusUnauthorized, "receipt_unknown")
		w.Post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...).Problem(t, 401, "receipt_unknown")
		w.Post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...).Problem(t, 401, "receipt_unknown")
	})
}

func TestCasesEndWithTheirRetention(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		open, ended := w.File(names), w.File(names)
		require.Equal(t, 200, w.Post("/api/v1/my/case/withdraw", "", apitest.Holding(ended.ReceiptCode)...).Status)
		w.Clock.Advance(2 * 365 * 24 * time.Hour)
		swept, err := w.Services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.Zero(t, swept.Cases, "two years are not over yet")
		w.Clock.Advance(time.Second)
		swept, err = w.Services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, swept.Cases)
		w.Get("/api/v1/my/case", apitest.Holding(ended.ReceiptCode)...).
			Problem(t, http.StatusUnauthorized, "receipt_unknown")
		require.Equal(t, http.StatusOK, w.Get("/api/v1/my/case", apitest.Holding(open.ReceiptCode)...).Status)
	})
}
