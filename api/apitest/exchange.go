package apitest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/docs/openapi/contract"
)

// Reply is what came back.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Send makes a request and holds the exchange against the contract. headers are pairs of name and value.
func (w *World) Send(method, path, body string, headers ...string) Reply {
	w.T.Helper()
	return w.exchange(method, path, body, false, headers...)
}

// SendLenient is Send for input that normalising forgives though the description is stricter.
func (w *World) SendLenient(method, path, body string, headers ...string) Reply {
	w.T.Helper()
	return w.exchange(method, path, body, true, headers...)
}

// Post sends a body.
func (w *World) Post(path, body string, headers ...string) Reply {
	w.T.Helper()
	return w.Send(http.MethodPost, path, body, headers...)
}

// Get reads an address.
func (w *World) Get(path string, headers ...string) Reply {
	w.T.Helper()
	return w.Send(http.MethodGet, path, "", headers...)
}

func (w *World) exchange(method, path, body string, lenient bool, headers ...string) Reply {
	w.T.Helper()
	request := httptest.NewRequestWithContext(w.T.Context(), method, path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.API.Handler().ServeHTTP(recorder, request)
	got := Reply{Status: recorder.Code, Header: recorder.Header(), Body: recorder.Body.Bytes()}
	if err := w.Contract.Check(w.T.Context(), contract.Exchange{
		Request: request, RequestBody: []byte(body), Lenient: lenient,
		Status: got.Status, Header: got.Header, Body: got.Unpacked(w.T),
	}); err != nil {
		w.T.Errorf("%s %s departs from the description: %v", method, path, err)
	}
	if err := undeclared(method, got.Header); err != nil {
		w.T.Errorf("%s %s: %v", method, path, err)
	}
	return got
}

// Raw makes a request without holding it against the contract: for pages and preflights, which it does not describe.
func (w *World) Raw(method, path string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequestWithContext(w.T.Context(), method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.API.Handler().ServeHTTP(recorder, request)
	return recorder
}

// Unpacked is the body as it was before it was compressed.
func (r Reply) Unpacked(t *testing.T) []byte {
	t.Helper()
	if r.Header.Get("Content-Encoding") != "gzip" {
		return r.Body
	}
	reader, err := gzip.NewReader(bytes.NewReader(r.Body))
	require.NoError(t, err)
	body, err := io.ReadAll(reader)
	require.NoError(t, err)
	return body
}

// Varies is what an answer depends on.
func (r Reply) Varies() string { return strings.Join(r.Header.Values("Vary"), ", ") }
