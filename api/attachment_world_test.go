package api_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const myAttachments = "/api/v1/my/case/attachments"

// form is a multipart body with one part, the file, and its type.
func form(t *testing.T, name string, data []byte) (body, contentType string) {
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

// upload sends a file.
func (w *world) upload(path, name string, data []byte, headers ...string) reply {
	w.t.Helper()
	body, contentType := form(w.t, name, data)
	return w.post(path, body, append(slices.Clone(headers), "Content-Type", contentType)...)
}

// attach attaches a file as the holder of a code and answers what is kept of it.
func (w *world) attach(code, name string, data []byte) models.AttachmentView {
	w.t.Helper()
	got := w.upload(myAttachments, name, data, holding(code)...)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.AttachmentView](w.t, got)
}

// attachments is where staff attach files to a case.
func attachments(reference string) string { return "/api/v1/staff/cases/" + reference + "/attachments" }
