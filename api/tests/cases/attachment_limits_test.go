package cases_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

const fiveMiB = 5 << 20

// document is a PDF of so many bytes.
func document(size int) []byte {
	head, tail, _ := strings.Cut(apitest.PDFFile, "endobj\n")
	return []byte(head + "endobj\n" + strings.Repeat("%", size-len(apitest.PDFFile)-1) + "\n" + tail)
}

func TestACaseHoldsFiveFilesOfBothSidesTogether(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		theirs := func() reply {
			return w.Upload(myAttachments, "یک.pdf", []byte(apitest.PDFFile), apitest.Holding(receipt.ReceiptCode)...)
		}
		ours := func() reply {
			return w.Upload(attachments(receipt.Reference), "یک.pdf", []byte(apitest.PDFFile), officer.Headers()...)
		}
		for _, upload := range []func() reply{theirs, ours, theirs, ours, theirs} {
			require.Equal(t, http.StatusCreated, upload().Status)
		}
		theirs().Problem(t, http.StatusConflict, "too_many_attachments")
		ours().Problem(t, http.StatusConflict, "too_many_attachments")
		view := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", apitest.Holding(receipt.ReceiptCode)...))
		require.Len(t, view.Attachments, 5)
	})
}

func TestOfTenFilesAtOnceFiveAreKept(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := apitest.Holding(w.File(names).ReceiptCode)
		statuses := apitest.InParallel(10, func() int {
			return w.Upload(myAttachments, "یک.pdf", []byte(apitest.PDFFile), code...).Status
		})
		require.Equal(t, map[int]int{http.StatusCreated: 5, http.StatusConflict: 5}, statuses)
	})
}

func TestWhatHasEndedTakesNoFiles(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, lead := w.File(names), w.Staff(models.RoleLead)
		code := apitest.Holding(receipt.ReceiptCode)
		require.Equal(t, http.StatusOK, w.Post("/api/v1/my/case/withdraw", "", code...).Status)
		refused := w.Upload(myAttachments, "یک.pdf", []byte(apitest.PDFFile), code...).
			Problem(t, 409, "transition_not_allowed")
		require.NotContains(t, refused.Allowed, "attach")
		w.Upload(attachments(receipt.Reference), "یک.pdf", []byte(apitest.PDFFile), lead.Headers()...).
			Problem(t, http.StatusConflict, "case_ended")
	})
}

func TestFilesAreAtMostFiveMiB(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(names)
		code := receipt.ReceiptCode
		require.EqualValues(t, fiveMiB, w.Attach(code, "یک.pdf", document(fiveMiB)).Bytes)
		w.Upload(myAttachments, "یک.pdf", document(fiveMiB+1), apitest.Holding(code)...).
			Problem(t, 413, "attachment_too_large")
		w.Upload(myAttachments, "یک.pdf", document(2*fiveMiB), apitest.Holding(code)...).
			Problem(t, 413, "attachment_too_large")
		view := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", apitest.Holding(code)...))
		require.Len(t, view.Attachments, 1)
	})
}

// TestTheLimitHoldsWithoutALength sends uploads in chunks: nobody says before how long they are.
func TestTheLimitHoldsWithoutALength(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		address := "http://" + apitest.Start(t, w.API) + myAttachments
		code := w.File(names).ReceiptCode
		for size, status := range map[int]int{fiveMiB: 201, fiveMiB + 1: 413, 4 * fiveMiB: 413} {
			text, contentType := apitest.FileForm(t, "یک.pdf", document(size))
			body := struct{ io.Reader }{bytes.NewReader([]byte(text))}
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, body)
			require.NoError(t, err)
			request.Header.Set("Content-Type", contentType)
			request.Header.Set("Authorization", "Receipt "+code)
			got, err := http.DefaultTransport.RoundTrip(request)
			require.NoError(t, err)
			answer, err := io.ReadAll(got.Body)
			require.NoError(t, err)
			require.NoError(t, got.Body.Close())
			require.Equal(t, status, got.StatusCode, "%d: %s", size, answer)
			if status == http.StatusRequestEntityTooLarge {
				require.Contains(t, string(answer), `"code":"attachment_too_large"`)
			}
		}
	})
}

func TestOnlyPicturesAndDocumentsAreTaken(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		paths := map[string][]string{
			myAttachments: apitest.Holding(receipt.ReceiptCode), attachments(receipt.Reference): officer.Headers(),
		}
		photo := apitest.Photograph(t, "سیمرغ")
		for name, file := range map[string]struct {
			data   []byte
			status int
			broken map[string]string
		}{
			"a page":               {[]byte("<html><script>alert(1)</script></html>"), 415, nil},
			"a picture of lines":   {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), 415, nil},
			"a program":            {[]byte("MZ\x90\x00\x03\x00\x00\x00" + strings.Repeat("\x00", 64)), 415, nil},
			"an archive":           {[]byte("PK\x03\x04\x14\x00\x00\x00\x00\x00" + apitest.PDFFile), 415, nil},
			"a GIF":                {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), 415, nil},
			"text":                 {[]byte("سلام"), 415, nil},
			"nothing":              {nil, 415, nil},
			"a bomb":               {apitest.Bomb(), 422, map[string]string{"/file": "too_many_pixels"}},
			"a truncated photo":    {photo[:len(photo)/2], 422, map[string]string{"/file": "damaged"}},
			"a truncated document": {[]byte(apitest.PDFFile[:40]), 422, map[string]string{"/file": "damaged"}},
		} {
			for path, headers := range paths {
				got := w.Upload(path, "رسید.jpg", file.data, headers...)
				code := "validation_failed"
				if file.broken == nil {
					code = "attachment_type_not_accepted"
				}
				document := got.Problem(t, file.status, code)
				if file.broken != nil {
					require.Equal(t, file.broken, document.Broken(), name)
				}
			}
		}
		require.NotContains(t, w.Stored(), "case_attachments.")
	})
}
