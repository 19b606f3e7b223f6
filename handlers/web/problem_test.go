package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"amanat/handlers/locale"
	"amanat/services/fault"
)

// answered is what a caller gets for an error, and what the log gets.
func answered(t *testing.T, err error, language string) (Problem, http.Header, string) {
	t.Helper()
	catalog, catalogErr := locale.New("fa")
	require.NoError(t, catalogErr)
	var log strings.Builder
	problems := NewProblems(catalog, slog.New(slog.NewTextHandler(&log, nil)))
	recorder := httptest.NewRecorder()
	c, _ := gin.CreateTestContext(recorder)
	c.Request = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/secret-path?secret-query", nil)
	c.Request.Header.Set("Accept-Language", language)
	c.Header(RequestIDHeader, "the-request")
	problems.Adapt(func(*gin.Context) error { return err })(c)
	require.True(t, c.IsAborted())
	require.Equal(t, "application/problem+json", recorder.Header().Get("Content-Type"))
	var document Problem
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &document))
	require.Equal(t, recorder.Code, document.Status)
	return document, recorder.Header(), log.String()
}

func TestEveryKindOfFaultHasItsStatus(t *testing.T) {
	statuses := map[int]fault.Kind{}
	for _, kind := range fault.Kinds() {
		document, header, _ := answered(t, fault.New(kind, "validation_failed"), "en")
		other, taken := statuses[document.Status]
		require.False(t, taken, "kinds %v and %v share status %d", kind, other, document.Status)
		statuses[document.Status] = kind
		require.GreaterOrEqual(t, document.Status, 400)
		require.Equal(t, "no-store", header.Get("Cache-Control"))
		require.Equal(t, "urn:uuid:the-request", document.Instance)
	}
	require.Equal(t, fault.Internal, statuses[http.StatusInternalServerError])
}

func TestUnknownErrorsSayNothingOutside(t *testing.T) {
	document, _, log := answered(t, errors.New("duplicate key (email)=(sara@example.org)"), "en")
	require.Equal(t, http.StatusInternalServerError, document.Status)
	require.Equal(t, "internal", document.Code)
	text, err := json.Marshal(document)
	require.NoError(t, err)
	require.NotContains(t, string(text), "duplicate")
	require.Contains(t, log, "the-request")
	require.NotContains(t, log, "secret", "neither path nor query is logged")
}

func TestRefusalsAreNotLoggedAsFailures(t *testing.T) {
	_, _, log := answered(t, fault.Violated([]fault.Violation{{Pointer: "/x", Code: "required"}}), "fa")
	require.Empty(t, log)
}

func TestProblemsSpeakTheCallersLanguage(t *testing.T) {
	err := &fault.Error{
		Kind: fault.Invalid, Code: "validation_failed", RetryAfter: 1500 * time.Millisecond,
		Violations: []fault.Violation{{Pointer: "/subject", Code: "too_long", Limit: "200"}},
	}
	fa, header, _ := answered(t, err, "fa-IR, en;q=0.5")
	require.Equal(t, "fa", header.Get("Content-Language"))
	require.Equal(t, "2", header.Get("Retry-After"))
	require.Equal(t, "حداکثر 200 نویسه ممکن است.", fa.Errors[0].Detail)
	en, _, _ := answered(t, err, "en-GB")
	require.Equal(t, "At most 200 characters are possible.", en.Errors[0].Detail)
}
