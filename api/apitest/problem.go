package apitest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// ProblemDocument is how a refusal is told (RFC 9457).
type ProblemDocument struct {
	Title, Detail, Code string
	Status              int
	RequestID           string `json:"request_id"`
	Allowed             []string
	Errors              []struct{ Pointer, Code, Detail, Clause string }
	Notices             []models.Notice
}

// Problem asserts that a reply is a problem document with this status and code, and answers it.
func (r Reply) Problem(t *testing.T, status int, code string) ProblemDocument {
	t.Helper()
	require.Equal(t, status, r.Status, string(r.Body))
	require.Equal(t, "application/problem+json", r.Header.Get("Content-Type"))
	document := Decode[ProblemDocument](t, r)
	require.Equal(t, code, document.Code)
	require.Equal(t, status, document.Status)
	require.NotEmpty(t, document.Title)
	require.NotEmpty(t, document.Detail)
	require.Equal(t, r.Header.Get("X-Request-Id"), document.RequestID)
	return document
}

// Code is that of a problem.
func (r Reply) Code(t *testing.T) string {
	t.Helper()
	return Decode[ProblemDocument](t, r).Code
}

// Impersonal is the body of a problem without the id of its request.
func (r Reply) Impersonal(t *testing.T) string {
	t.Helper()
	return strings.ReplaceAll(string(r.Body), Decode[ProblemDocument](t, r).RequestID, "")
}

// Broken is the code of what is wrong at each pointer.
func (p ProblemDocument) Broken() map[string]string {
	codes := map[string]string{}
	for _, e := range p.Errors {
		codes[e.Pointer] = e.Code
	}
	return codes
}
