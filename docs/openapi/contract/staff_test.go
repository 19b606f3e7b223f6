package contract_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	attachment = `{"id":"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e","name":"رسید.jpg","media_type":"image/jpeg","bytes":4}`
	// picture is no text in any encoding, and no JSON.
	picture = "\xff\xd8\xff\xe0{\x00\""
	saved   = `Content-Disposition: attachment; filename="_.jpg"; filename*=UTF-8''%D8%B1.jpg`

	cases = "/api/v1/staff/cases"
	files = cases + "/C-7F3K-9QX2/attachments"
	file  = files + "/01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"
	excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// uploaded is a file that was sent as a part of a name.
func uploaded(t *testing.T, part string) exchange {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	content, err := form.CreateFormFile(part, "رسید.jpg")
	require.NoError(t, err)
	_, err = content.Write([]byte(picture))
	require.NoError(t, err)
	require.NoError(t, form.Close())
	return exchange{
		method: http.MethodPost, path: files, body: body.String(), sent: form.FormDataContentType(),
		status: http.StatusCreated, media: "application/json", answer: attachment,
	}
}

// downloaded is a file that was given out.
func downloaded(path, media, content string) exchange {
	e := got(path, http.StatusOK, media, content)
	e.header = saved
	return e
}

// turnedAway is a problem with a challenge.
func turnedAway(path, challenge string) exchange {
	e := got(path, http.StatusUnauthorized, "application/problem+json", problem)
	e.header = "WWW-Authenticate: " + challenge
	return e
}

func TestFilesPass(t *testing.T) {
	described := fixture(t)
	missing := got(file, http.StatusNotFound, "application/problem+json", problem)
	for name, row := range map[string]exchange{
		"an upload":                  uploaded(t, "file"),
		"a picture":                  downloaded(file, "image/jpeg", picture),
		"a document":                 downloaded(file, "application/pdf", "%PDF-1.7\n\xe2\xe3\xcf\xd3"),
		"a table":                    downloaded(cases+"/export?format=csv", "text/csv; charset=utf-8", "\ufeffشماره\r\n\"C-7F3K"),
		"an empty table":             downloaded(cases+"/export?format=csv", "text/csv", ""),
		"a workbook":                 downloaded(cases+"/export?format=xlsx", excel, "PK\x03\x04\xff"),
		"bytes":                      downloaded("/api/v1/staff/backup", "application/octet-stream", picture),
		"a file that does not exist": missing,
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, described.Check(t.Context(), row.contract(t)))
		})
	}
}

func TestFilesThatAreNotAsDescribedAreCaught(t *testing.T) {
	described := fixture(t)
	asJSON := uploaded(t, "file")
	asJSON.sent, asJSON.body = "application/json", `{"file":"a"}`
	empty := uploaded(t, "file")
	empty.body = ""
	shown := downloaded(file, "image/jpeg", picture)
	shown.header = "Content-Disposition: inline"
	tooLarge := uploaded(t, "file")
	tooLarge.status = http.StatusRequestEntityTooLarge
	for name, row := range map[string]struct {
		exchange exchange
		says     string
	}{
		"an upload of another part":       {uploaded(t, "photo"), "photo"},
		"an upload as JSON":               {asJSON, "application/json"},
		"an upload of nothing":            {empty, "value is required"},
		"a refusal that is no problem":    {tooLarge, "application/json"},
		"a type that is not described":    {downloaded(file, "image/gif", "GIF89a"), "image/gif"},
		"a file that is called JSON":      {downloaded(file, "application/json", attachment), "application/json"},
		"a file without a type":           {downloaded(file, "", picture), "Content-Type"},
		"a file without a name":           {got(file, http.StatusOK, "image/jpeg", picture), "Content-Disposition"},
		"a file that is shown":            {shown, "Content-Disposition"},
		"a table of a kind nobody named":  {downloaded(cases+"/export?format=ods", excel, "PK"), "format"},
		"a table without saying its kind": {downloaded(cases+"/export", excel, "PK"), "format"},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, described.Check(t.Context(), row.exchange.contract(t)), row.says)
		})
	}
}

func TestStaffAreChallengedForABearerToken(t *testing.T) {
	described := fixture(t)
	bearer, receipt := `Bearer realm="amanat"`, `Receipt realm="amanat"`
	withdraw := turnedAway("/api/v1/my/case/withdraw", receipt)
	withdraw.method = http.MethodPost
	for _, row := range []exchange{
		turnedAway(cases, bearer), turnedAway(cases, "Bearer"), turnedAway("/api/v1/my/case", bearer), withdraw,
	} {
		require.NoError(t, described.Check(t.Context(), row.contract(t)), row.header)
	}
	withdraw.header = "WWW-Authenticate: " + bearer
	for _, row := range []exchange{
		turnedAway(cases, receipt), turnedAway(cases, "Bearers"), withdraw,
		got("/api/v1/my/case", http.StatusUnauthorized, "application/problem+json", problem),
	} {
		require.ErrorContains(t, described.Check(t.Context(), row.contract(t)), "WWW-Authenticate", row.header)
	}
}

func TestReceiptsAreNoTokensOfStaff(t *testing.T) {
	described := fixture(t)
	listed := got(cases+"?kind=complaint&from=2026-11-01", http.StatusOK, "application/json", `{"items":[],"next_cursor":null}`)
	exchanged := listed.contract(t)
	require.NoError(t, described.Check(t.Context(), exchanged))
	exchanged.Request.Header.Set("Authorization", "Receipt 7F3K")
	require.ErrorContains(t, described.Check(t.Context(), exchanged), "not bearer")
}

func TestFiltersThatAreNotAsDescribedAreCaught(t *testing.T) {
	described := fixture(t)
	for query, says := range map[string]string{
		"kind=praise": "kind", "overdue=yes": "overdue", "from=22.11.2026": "from", "limit=0": "limit",
		"category=" + strings.Repeat("ن", 41): "category",
	} {
		row := got(cases+"?"+query, http.StatusOK, "application/json", `{"items":[],"next_cursor":null}`)
		require.ErrorContains(t, described.Check(t.Context(), row.contract(t)), fmt.Sprintf("parameter %q", says), query)
	}
}
