package api_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/store"
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
		receipt := w.file(body(append(person, "service", "قاصدک")...))
		answers := []reply{
			w.sendLenient(http.MethodPost, "/api/v1/complaints?marked-query=سیمرغ", body(person...), carried...),
			w.sendLenient(http.MethodPost, "/api/v1/feedback", body(append(person, "x", "سیمرغ")...), carried...),
			w.sendLenient(http.MethodPost, "/api/v1/complaints", body(append(person, "category", "قاصدک")...), carried...),
			w.sendLenient(http.MethodPost, "/api/v1/complaints", `{"first_name":"سیمرغ"`, carried...),
			w.sendLenient(http.MethodGet, "/api/v1/سیمرغ?q=ققنوس", "", carried...),
			w.sendLenient(http.MethodGet, "/api/v1/complaint-categories?cursor=سیمرغ", "", carried...),
			w.sendLenient(http.MethodPost, "/api/v1/forms/complaint/check", body(person...), carried...),
		}
		code := append(holding(receipt.ReceiptCode), carried...)
		answers = append(answers,
			w.sendLenient(http.MethodGet, "/api/v1/my/case", "", code...),
			w.sendLenient(http.MethodPost, "/api/v1/my/case/export", `{"last_name":"آذرخش"}`, code...),
			w.sendLenient(http.MethodPatch, "/api/v1/my/case/person", `{"first_name":"ققنوس"}`, code...),
			w.sendLenient(http.MethodPost, "/api/v1/my/case/withdraw", "", code...),
		)
		w.post("/api/v1/my/case/messages", `{"body":"آذرخش"}`, holding(w.file(names).ReceiptCode)...)
		places := map[string]string{"the log": w.log.String(), "the database": w.stored()}
		for _, answer := range answers {
			places["an answer: "+string(answer.body)] = string(answer.body) + toText(answer.header)
		}
		for place, text := range places {
			for _, mark := range marks() {
				require.NotContains(t, text, mark, place)
			}
			require.NotContains(t, text, receipt.ReceiptCode, place)
		}
		require.Contains(t, w.log.String(), `"route":"/api/v1/complaints"`, "the log was looked at")
	})
}

func TestErasedCaseLeavesANumber(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.file(body("first_name", "سارا", "last_name", "احمدی", "category", "delay"))
		code := holding(receipt.ReceiptCode)
		w.post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...)
		var key models.DataKey
		require.NoError(t, w.db.Take(&key).Error)

		statuses := inParallel(10, func() int { return w.send(http.MethodDelete, "/api/v1/my/case", "", code...).status })
		require.Equal(t, map[int]int{http.StatusNoContent: 1, http.StatusUnauthorized: 9}, statuses)
		w.get("/api/v1/my/case", code...).problem(t, http.StatusUnauthorized, "receipt_unknown")

		stored := w.stored()
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
		require.NoError(t, w.db.Find(&counts).Error)
		require.Equal(t, []models.ErasedCaseCount{{
			Month: "2026-11", Kind: models.KindComplaint, Category: "delay", Count: 1,
		}}, counts)
		// Where somebody read at the moment of the erasure, the sweep cleans up.
		_, err := w.services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		w.requireNotOnDisk(key.Wrapped)
	})
}

func TestCaseThatIsErasedWhileItIsReadIsUnknown(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := holding(w.file(names).ReceiptCode)
		require.NoError(t, w.db.Where("1 = 1").Delete(&models.DataKey{}).Error, "as an erasure does after the look-up")
		w.get("/api/v1/my/case", code...).problem(t, http.StatusUnauthorized, "receipt_unknown")
		w.post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...).problem(t, 401, "receipt_unknown")
		w.post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...).problem(t, 401, "receipt_unknown")
	})
}

// requireNotOnDisk looks into SQLite's files, free pages and write-ahead log included.
func (w *world) requireNotOnDisk(secret []byte) {
	w.t.Helper()
	if !store.IsPostgres(w.db) {
		require.False(w.t, w.onDisk(secret))
	}
}

func (w *world) onDisk(secret []byte) bool {
	w.t.Helper()
	var file string
	require.NoError(w.t, w.db.Raw("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&file).Error)
	files, err := filepath.Glob(file + "*")
	require.NoError(w.t, err)
	require.NotEmpty(w.t, files)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(w.t, err)
		if bytes.Contains(text, secret) {
			return true
		}
	}
	return false
}

func TestCasesEndWithTheirRetention(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		open, ended := w.file(names), w.file(names)
		require.Equal(t, 200, w.post("/api/v1/my/case/withdraw", "", holding(ended.ReceiptCode)...).status)
		w.clock.advance(2 * 365 * 24 * time.Hour)
		swept, err := w.services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.Zero(t, swept.Cases, "two years are not over yet")
		w.clock.advance(time.Second)
		swept, err = w.services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, swept.Cases)
		w.get("/api/v1/my/case", holding(ended.ReceiptCode)...).problem(t, http.StatusUnauthorized, "receipt_unknown")
		require.Equal(t, http.StatusOK, w.get("/api/v1/my/case", holding(open.ReceiptCode)...).status)
	})
}
