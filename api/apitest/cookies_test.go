package apitest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUndeclaredCookiesAreSeen(t *testing.T) {
	t.Parallel()
	const consent = "amanat-consent=1.x; Path=/; Max-Age=34128000; HttpOnly; SameSite=Lax"
	secure := "__Host-" + strings.Replace(consent, "HttpOnly", "HttpOnly; Secure", 1)
	gone := strings.NewReplacer("1.x", "", "34128000", "0").Replace(consent)
	for _, line := range []string{consent, secure, gone, strings.Replace(consent, "Path=/; ", "", 1) + "; Path=/"} {
		require.NoError(t, undeclared(http.MethodPut, http.Header{"Set-Cookie": {line}}), line)
		require.Error(t, undeclared(http.MethodGet, http.Header{"Set-Cookie": {line}}))
		require.Error(t, undeclared(http.MethodHead, http.Header{"Set-Cookie": {line}}))
	}
	for _, lines := range [][]string{
		{consent, consent},
		{consent, secure},
		{strings.Replace(consent, "amanat", "other", 1)},
		{consent + "; Domain=example.org"},
		{consent + "; Secure"},
		{strings.Replace(secure, "; Secure", "", 1)},
		{strings.Replace(consent, "34128000", "34128001", 1)},
		{strings.Replace(consent, "; HttpOnly", "", 1)},
		{strings.Replace(consent, "Lax", "None", 1)},
		{consent + "; Expires=x"},
		{strings.Replace(consent, "Path=/", "Path=/api", 1)},
		{strings.Replace(consent, "34128000", "0", 1)},
		{consent + "; Partitioned"},
		{strings.Replace(consent, "1.x", "", 1)},
		{strings.Replace(consent, "1.x", strings.Repeat("x", MostCookie), 1)},
		{""},
		{strings.Replace(gone, "; SameSite=Lax", "", 1)},
		{strings.Replace(gone, "Max-Age=0", "Max-Age=-1", 1)},
	} {
		require.Error(t, undeclared(http.MethodPut, http.Header{"Set-Cookie": lines}), lines)
	}
	require.NoError(t, undeclared(http.MethodGet, http.Header{}))
}
