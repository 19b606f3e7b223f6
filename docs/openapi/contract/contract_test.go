package contract_test

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/docs/openapi/contract"
)

const (
	form    = `{"first_name":"سارا","last_name":"احمدی"}`
	receipt = `{"reference":"C-7F3K-9QX2","receipt_code":"7F3K","kind":"complaint","received_at":"2026-11-22T10:00:00Z"}`
	persian = `{"first_name":"سارا","last_name":"احمدی","occurred_on":"۲۰۲۶-۱۱-۰۱"}`
	problem = `{"type":"about:blank","title":"نادرست","status":422,"code":"validation_failed","request_id":"1",` +
		`"errors":[{"pointer":"/first_name","code":"required","detail":"نام لازم است."}]}`
)

// exchange is one row: a request to file a complaint unless it says otherwise, and what came back.
type exchange struct {
	method, path, body     string
	status                 int
	media, answer          string
	withoutID, withoutAuth bool
	lenient                bool
	// sent is the type of the body, unless it is JSON; header is what the answer has beside the usual.
	sent, header string
}

func (e exchange) contract(t *testing.T) contract.Exchange {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), e.method, e.path, strings.NewReader(e.body))
	if e.body != "" {
		request.Header.Set("Content-Type", cmp.Or(e.sent, "application/json"))
	}
	switch {
	case e.withoutAuth:
	case strings.HasPrefix(e.path, "/api/v1/staff/"):
		request.Header.Set("Authorization", "bearer Zm9y")
	default:
		request.Header.Set("Authorization", "Receipt 7F3K")
	}
	header := http.Header{"Cache-Control": {"no-store"}, "Etag": {`"1"`}}
	if strings.HasPrefix(e.path, "/api/") && e.status != http.StatusNoContent || e.status >= http.StatusBadRequest {
		header.Set("Content-Language", "fa")
	}
	if !e.withoutID {
		header.Set("X-Request-Id", "1")
	}
	if e.media != "" {
		header.Set("Content-Type", e.media)
	}
	if name, value, given := strings.Cut(e.header, ": "); given {
		header.Set(name, value)
	}
	return contract.Exchange{
		Request: request, RequestBody: []byte(e.body), Lenient: e.lenient, Status: e.status, Header: header, Body: []byte(e.answer),
	}
}

func filed(body, answer string) exchange {
	return exchange{method: "POST", path: "/api/v1/complaints", body: body, status: 201, media: "application/json", answer: answer}
}

func refused(status int, media, answer string) exchange {
	return exchange{method: "POST", path: "/api/v1/complaints", body: `{"x":1}`, status: status, media: media, answer: answer}
}

// unfit is a refusal of the input.
func unfit(answer string) exchange { return refused(422, "application/problem+json", answer) }

func categories(query, answer string) exchange {
	return got("/api/v1/complaint-categories"+query, 200, "application/json", answer)
}

func check(body string) exchange {
	return exchange{method: "POST", path: "/api/v1/forms/person/check", body: body, status: 204}
}

func got(path string, status int, media, answer string) exchange {
	return exchange{method: "GET", path: path, status: status, media: media, answer: answer}
}

func fixture(t *testing.T) *contract.Contract {
	t.Helper()
	document, err := os.ReadFile("../generator/testdata/fixture.json")
	require.NoError(t, err)
	described, err := contract.New(document)
	require.NoError(t, err)
	return described
}

func TestWhatIsDescribedPasses(t *testing.T) {
	described := fixture(t)
	forgiven := filed(persian, receipt)
	forgiven.lenient = true
	for name, row := range map[string]exchange{
		"Persian digits in a date":    forgiven,
		"a receipt":                   filed(form, receipt),
		"a problem":                   unfit(problem),
		"a charset":                   refused(422, "application/problem+json; charset=utf-8", problem),
		"a page with another":         categories("?limit=1&cursor=x", `{"items":[],"next_cursor":"y"}`),
		"the last page":               categories("", `{"items":[],"next_cursor":null}`),
		"nothing new":                 got("/api/v1/complaint-categories", 304, "", ""),
		"text":                        got("/healthz", 200, "text/plain", "ok"),
		"any of two forms":            check(`{"first_name":"سارا"}`),
		"an unknown address":          got("/nowhere", 404, "application/problem+json", problem),
		"a method that is not served": {method: "PUT", path: "/api/v1/complaints", status: 405, answer: problem},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, described.Check(t.Context(), row.contract(t)))
		})
	}
}

func TestDeparturesAreCaught(t *testing.T) {
	described := fixture(t)
	lost := filed(form, receipt)
	lost.withoutID = true
	tracked := filed(form, receipt)
	tracked.header = "Set-Cookie: id=1"
	anonymous := exchange{method: "POST", path: "/api/v1/my/case/withdraw", status: 204, withoutAuth: true}
	for name, row := range map[string]struct {
		exchange exchange
		says     string
	}{
		"a required field is missing":     {filed(form, strings.Replace(receipt, "reference", "notices", 1)), "reference"},
		"a field has the wrong type":      {filed(form, strings.Replace(receipt, `"7F3K"`, "7", 1)), "receipt_code"},
		"a field nobody described":        {filed(form, strings.Replace(receipt, "{", `{"first_name":"سارا",`, 1)), "first_name"},
		"a time that is none":             {filed(form, strings.Replace(receipt, "10:00:00Z", "10 o'clock", 1)), "received_at"},
		"a value that is not listed":      {filed(form, strings.Replace(receipt, "complaint", "praise", 1)), "kind"},
		"null where there is none":        {categories("", `{"items":null,"next_cursor":null}`), "items"},
		"a name that is missing":          {filed(`{"first_name":"سارا"}`, receipt), "last_name"},
		"a name that is empty":            {filed(strings.Replace(form, "سارا", "", 1), receipt), "first_name"},
		"a request with more than asked":  {filed(strings.Replace(form, "{", `{"national_id":"1",`, 1), receipt), "national_id"},
		"a request of the wrong type":     {filed(`[]`, receipt), "request body"},
		"none of two forms":               {check(`{"x":1}`), "anyOf"},
		"a limit out of range":            {categories("?limit=101", `{"items":[],"next_cursor":null}`), "limit"},
		"a path that is not listed":       {got("/api/v1/forms/poll", 200, "application/json", `{"form":"poll","fields":[]}`), "form"},
		"a problem without a code":        {unfit(strings.Replace(problem, `"code":"validation_failed",`, "", 1)), "code"},
		"a problem that says too much":    {unfit(strings.Replace(problem, "{", `{"sql":"1",`, 1)), "sql"},
		"a problem that is called JSON":   {refused(422, "application/json", problem), "application/json"},
		"a status that is not described":  {refused(418, "application/problem+json", problem), "status is not supported"},
		"Persian digits in a date":        {filed(persian, receipt), "occurred_on"},
		"no request id":                   {lost, "X-Request-Id"},
		"a cookie that nobody described":  {tracked, "Set-Cookie"},
		"no credential":                   {anonymous, "Authorization"},
		"an operation nobody described":   {got("/nowhere", 200, "application/json", "{}"), "not described"},
		"an unknown address without text": {got("/nowhere", 404, "text/plain", "404 page not found"), "no problem"},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, described.Check(t.Context(), row.exchange.contract(t)), row.says)
		})
	}
}

func TestOperationsAreThoseOfTheDescription(t *testing.T) {
	require.Equal(t, []string{
		"DELETE /api/v1/staff/sessions/current",
		"GET /api/v1/complaint-categories",
		"GET /api/v1/forms/{form}",
		"GET /api/v1/my/case",
		"GET /api/v1/staff/backup",
		"GET /api/v1/staff/cases",
		"GET /api/v1/staff/cases/export",
		"GET /api/v1/staff/cases/{reference}",
		"GET /api/v1/staff/cases/{reference}/attachments/{id}",
		"GET /healthz",
		"PATCH /api/v1/my/case/person",
		"POST /api/v1/complaints",
		"POST /api/v1/forms/{form}/check",
		"POST /api/v1/my/case/attachments",
		"POST /api/v1/my/case/withdraw",
		"POST /api/v1/staff/cases/{reference}/attachments",
		"POST /api/v1/staff/cases/{reference}/notes",
		"POST /api/v1/staff/sessions",
	}, fixture(t).Operations())
}

// TestWhatWouldGoUncheckedIsRefused: keywords of 3.1 that nothing here would hold an exchange against.
func TestWhatWouldGoUncheckedIsRefused(t *testing.T) {
	for keyword, value := range map[string]string{
		"patternProperties": `{"^x":{"type":"string"}}`, "prefixItems": `[{"type":"string"}]`, "if": `{"type":"string"}`,
		"unevaluatedProperties": "false", "propertyNames": `{"maxLength":1}`, "dependentRequired": `{"a":["b"]}`,
	} {
		_, err := contract.New([]byte(`{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},` +
			`"components":{"schemas":{"S":{"properties":{"p":{"` + keyword + `":` + value + `}}}}}}`))
		require.ErrorContains(t, err, "/components/schemas/S/properties/p", keyword)
	}
}
