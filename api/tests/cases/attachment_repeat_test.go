package cases_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// uploads calls the test with each of the two routes that take files, for a case each.
func uploads(t *testing.T, test func(t *testing.T, w *world, path string, headers []string)) {
	t.Helper()
	everywhere(t, func(t *testing.T, w *world) {
		test(t, w, myAttachments, apitest.Holding(w.File(names).ReceiptCode))
		test(t, w, attachments(w.File(names).Reference), w.Staff(models.RoleOfficer).Headers())
	})
}

func TestRepeatedUploadsGetTheFirstAnswer(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		headers = append(headers, "Idempotency-Key", "upload-1")
		first := w.Upload(path, "یک.pdf", []byte(apitest.PDFFile), headers...)
		require.Equal(t, http.StatusCreated, first.Status, string(first.Body))
		again := w.Upload(path, "یک.pdf", []byte(apitest.PDFFile), headers...) // with another boundary
		require.Equal(t, http.StatusCreated, again.Status)
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.Body), string(again.Body))

		w.Upload(path, "دو.pdf", []byte(apitest.PDFFile), headers...).Problem(t, 409, "idempotency_conflict")
		w.Upload(path, "یک.pdf", document(1000), headers...).Problem(t, 409, "idempotency_conflict")
	})
}

// TestTheLastFileCanBeRepeated: whoever did not hear the answer asks again, though no more files are taken by then.
func TestTheLastFileCanBeRepeated(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		for range 4 {
			require.Equal(t, http.StatusCreated, w.Upload(path, "یک.pdf", []byte(apitest.PDFFile), headers...).Status)
		}
		headers = append(headers, "Idempotency-Key", "the-last")
		first := w.Upload(path, "پنج.pdf", []byte(apitest.PDFFile), headers...)
		require.Equal(t, http.StatusCreated, first.Status, string(first.Body))
		again := w.Upload(path, "پنج.pdf", []byte(apitest.PDFFile), headers...)
		require.Equal(t, http.StatusCreated, again.Status, string(again.Body))
		require.Equal(t, string(first.Body), string(again.Body))
	})
}

func TestTwentyConcurrentUploadsKeepOneFile(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		headers = append(headers, "Idempotency-Key", "the-same")
		var mu sync.Mutex
		bodies := map[string]int{}
		statuses := apitest.InParallel(20, func() int {
			got := w.Upload(path, "یک.pdf", []byte(apitest.PDFFile), headers...)
			mu.Lock()
			defer mu.Unlock()
			bodies[string(got.Body)]++
			return got.Status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 20}, statuses, "%v", bodies)
		require.Len(t, bodies, 1)
	})
}

func TestARefusedUploadDoesNotUseItsKeyUp(t *testing.T) {
	uploads(t, func(t *testing.T, w *world, path string, headers []string) {
		headers = append(headers, "Idempotency-Key", "second-try")
		w.Upload(path, "یک.pdf", []byte("سلام"), headers...).Problem(t, 415, "attachment_type_not_accepted")
		require.Equal(t, http.StatusCreated, w.Upload(path, "یک.pdf", []byte(apitest.PDFFile), headers...).Status)
		headers[len(headers)-1] = "با فاصله"
		w.Upload(path, "یک.pdf", []byte(apitest.PDFFile), headers...).Problem(t, 400, "idempotency_key_invalid")
	})
}
