package cases_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// abuse is a body that is no upload, or a strange one.
type abuse struct {
	body, contentType string
	status            int
	code              string
	broken            map[string]string
}

const border = "multipart/form-data; boundary=b"

func abuses() map[string]abuse {
	part := func(disposition, data string) string {
		return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + data + "\r\n"
	}
	file := part(`name="file"; filename="a.pdf"`, apitest.PDFFile)
	whole := file + "--b--\r\n"
	media := func(body, contentType string) abuse { return abuse{body, contentType, 415, "multipart_expected", nil} }
	malformed := func(body string) abuse { return abuse{body, border, 400, "malformed_body", nil} }
	invalid := func(body string, broken map[string]string) abuse {
		return abuse{body, border, 422, "validation_failed", broken}
	}
	nested := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n" +
		"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/pdf\r\n\r\n" + apitest.PDFFile +
		"\r\n--c--\r\n\r\n--b--\r\n"
	return map[string]abuse{
		"no boundary":         media(whole, "multipart/form-data"),
		"an empty boundary":   media(whole, `multipart/form-data; boundary=""`),
		"another multipart":   media(whole, "multipart/mixed; boundary=b"),
		"JSON":                media(`{"file":"a.pdf"}`, "application/json"),
		"the file alone":      media(apitest.PDFFile, "application/pdf"),
		"a form":              media("file=a.pdf", "application/x-www-form-urlencoded"),
		"no type":             media(whole, ""),
		"two types in one":    media(whole, border+", application/json"),
		"nothing but the end": invalid("--b--\r\n", map[string]string{"/file": "required"}),
		"another boundary":    malformed(strings.ReplaceAll(whole, "--b", "--c")),
		"an empty body":       malformed(""),
		"no final boundary":   malformed(strings.TrimSuffix(file, "\r\n")),
		"cut off in a header": malformed(file + "--b\r\nContent-Dis"),
		"endless part headers": malformed("--b\r\n" + strings.Repeat("X-A: b\r\n", 20_000) +
			strings.TrimPrefix(whole, "--b\r\n")),
		"a header without a colon": malformed("--b\r\nnonsense\r\n\r\n" + apitest.PDFFile + "\r\n--b--\r\n"),
		"the wrong name": invalid(part(`name="upload"; filename="a.pdf"`, apitest.PDFFile)+"--b--\r\n",
			map[string]string{"/upload": "unknown_field", "/file": "required"}),
		"no name": invalid(part(`filename="a.pdf"`, apitest.PDFFile)+"--b--\r\n",
			map[string]string{"/": "unknown_field", "/file": "required"}),
		"two files":        invalid(file+whole, map[string]string{"/file": "repeated"}),
		"a field beside":   invalid(part(`name="national_id"`, "1")+whole, map[string]string{"/national_id": "unknown_field"}),
		"many fields":      invalid(strings.Repeat(part(`name="x"`, "1"), 1000)+whole, map[string]string{"/x": "unknown_field"}),
		"a nested one":     {nested, border, 415, "attachment_type_not_accepted", nil},
		"an empty file":    {part(`name="file"; filename="a.pdf"`, "") + "--b--\r\n", border, 415, "attachment_type_not_accepted", nil},
		"encoded contents": {strings.Replace(whole, "\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1), border, 201, "", nil},
	}
}

func TestAbusedUploadsAreRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		for path, headers := range map[string][]string{
			myAttachments: apitest.Holding(receipt.ReceiptCode), attachments(receipt.Reference): officer.Headers(),
		} {
			for name, a := range abuses() {
				t.Run(name, func(t *testing.T) {
					sent := append(slices.Clone(headers), "Content-Type", a.contentType)
					requireRefused(t, w.SendLenient(http.MethodPost, path, a.body, sent...), a)
				})
			}
		}
	})
}

func requireRefused(t *testing.T, got reply, a abuse) {
	t.Helper()
	require.Equal(t, a.status, got.Status, string(got.Body))
	if a.code == "" {
		return
	}
	document := got.Problem(t, a.status, a.code)
	if a.broken != nil {
		require.Equal(t, a.broken, document.Broken())
	}
	require.LessOrEqual(t, len(document.Errors), 51, "a refusal does not grow with its request")
	for _, e := range document.Errors {
		require.Equal(t, e.Code == "unknown_field", e.Clause == "minimal")
	}
}

func TestWithoutACredentialNoUploadIsRead(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Upload(myAttachments, "یک.pdf", []byte(apitest.PDFFile)).
			Problem(t, http.StatusUnauthorized, "receipt_unknown")
		w.Upload(attachments(w.File(names).Reference), "یک.pdf", []byte(apitest.PDFFile)).
			Problem(t, http.StatusUnauthorized, "session_unknown")
	})
}
