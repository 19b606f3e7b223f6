package api_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// uploads calls the test with each of the two routes that take files, for a case each.
func uploads(t *testing.T, test func(t *testing.T, w *world, path string, headers []string)) {
	t.Helper()
	everywhere(t, func(t *testing.T, w *world) {
		test(t, w, myAttachments, holding(w.file(names).ReceiptCode))
		test(t, w, attachments(w.file(names).Reference), w.staff(models.RoleOfficer).headers())
	})
}

func TestRepeatedUploadsGetTheFirstAnswer(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		headers = append(headers, "Idempotency-Key", "upload-1")
		first := w.upload(path, "یک.pdf", []byte(pdfFile), headers...)
		require.Equal(t, http.StatusCreated, first.status, string(first.body))
		again := w.upload(path, "یک.pdf", []byte(pdfFile), headers...) // with another boundary
		require.Equal(t, http.StatusCreated, again.status)
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.body), string(again.body))

		w.upload(path, "دو.pdf", []byte(pdfFile), headers...).problem(t, 409, "idempotency_conflict")
		w.upload(path, "یک.pdf", document(1000), headers...).problem(t, 409, "idempotency_conflict")
	})
}

// TestTheLastFileCanBeRepeated: whoever did not hear the answer asks again, though no more files are taken by then.
func TestTheLastFileCanBeRepeated(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		for range 4 {
			require.Equal(t, http.StatusCreated, w.upload(path, "یک.pdf", []byte(pdfFile), headers...).status)
		}
		headers = append(headers, "Idempotency-Key", "the-last")
		first := w.upload(path, "پنج.pdf", []byte(pdfFile), headers...)
		require.Equal(t, http.StatusCreated, first.status, string(first.body))
		again := w.upload(path, "پنج.pdf", []byte(pdfFile), headers...)
		require.Equal(t, http.StatusCreated, again.status, string(again.body))
		require.Equal(t, string(first.body), string(again.body))
	})
}

func TestTwentyConcurrentUploadsKeepOneFile(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		headers = append(headers, "Idempotency-Key", "the-same")
		var mu sync.Mutex
		bodies := map[string]int{}
		statuses := inParallel(20, func() int {
			got := w.upload(path, "یک.pdf", []byte(pdfFile), headers...)
			mu.Lock()
			defer mu.Unlock()
			bodies[string(got.body)]++
			return got.status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 20}, statuses, "%v", bodies)
		require.Len(t, bodies, 1)
	})
}

func TestARefusedUploadDoesNotUseItsKeyUp(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		headers = append(headers, "Idempotency-Key", "second-try")
		w.upload(path, "یک.pdf", []byte("سلام"), headers...).problem(t, 415, "attachment_type_not_accepted")
		require.Equal(t, http.StatusCreated, w.upload(path, "یک.pdf", []byte(pdfFile), headers...).status)
		headers[len(headers)-1] = "با فاصله"
		w.upload(path, "یک.pdf", []byte(pdfFile), headers...).problem(t, 400, "idempotency_key_invalid")
	})
}
