package apitest

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// File files a complaint and answers its receipt.
func (w *World) File(body string) models.Receipt {
	w.T.Helper()
	got := w.Post("/api/v1/complaints", body)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.Receipt](w.T, got)
}

// Holding is the header that shows a receipt code.
func Holding(code string) []string { return []string{"Authorization", "Receipt " + code} }

// Do posts to a case on behalf of a member of staff.
func (w *World) Do(m Member, reference, what, body string) Reply {
	w.T.Helper()
	return w.Post("/api/v1/staff/cases/"+reference+"/"+what, body, m.Headers()...)
}

// Take takes a case through states.
func (w *World) Take(m Member, reference string, states ...models.CaseState) {
	w.T.Helper()
	for _, state := range states {
		got := w.Do(m, reference, "transitions", Body("to", string(state)))
		require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	}
}

// FileForm is a multipart body with one part, the file, and its type.
func FileForm(t *testing.T, name string, data []byte) (body, contentType string) {
	t.Helper()
	var text bytes.Buffer
	writer := multipart.NewWriter(&text)
	part, err := writer.CreateFormFile("file", name)
	require.NoError(t, err)
	_, err = part.Write(data)
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return text.String(), writer.FormDataContentType()
}

// Upload sends a file.
func (w *World) Upload(path, name string, data []byte, headers ...string) Reply {
	w.T.Helper()
	body, contentType := FileForm(w.T, name, data)
	return w.Post(path, body, append(slices.Clone(headers), "Content-Type", contentType)...)
}

// Attach attaches a file as the holder of a code and answers what is kept of it.
func (w *World) Attach(code, name string, data []byte) models.AttachmentView {
	w.T.Helper()
	got := w.Upload(MyAttachmentsPath, name, data, Holding(code)...)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.AttachmentView](w.T, got)
}

// LedgerEntries answers all that the ledger has under a query, oldest first.
func (w *World) LedgerEntries(m Member, query string) []models.LedgerEntryView {
	w.T.Helper()
	var all []models.LedgerEntryView
	for next := "?limit=7&" + query; next != ""; {
		got := w.SendLenient(http.MethodGet, LedgerPath+next, "", m.Headers()...)
		require.Equal(w.T, http.StatusOK, got.Status, "%s: %s", next, got.Body)
		page := Decode[models.Page[models.LedgerEntryView]](w.T, got)
		all = append(all, page.Items...)
		next = ""
		if page.NextCursor != nil {
			next = "?limit=7&" + query + "&cursor=" + *page.NextCursor
		}
	}
	slices.Reverse(all)
	return all
}

// Unzipped is all that is in a workbook.
func Unzipped(t *testing.T, workbook []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	require.NoError(t, err)
	var all strings.Builder
	for _, part := range archive.File {
		reader, err := part.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(reader)
		require.NoError(t, err)
		_, err = all.WriteString(part.Name + "\n" + string(text) + "\n")
		require.NoError(t, err)
	}
	return all.String()
}
