package oidc_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/staff/oidc/oidctest"
)

func TestTheBrowserAsksWhatTheStandardAsksFor(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t)
	challenge := sha256.Sum256([]byte(v.Verifier))
	require.Equal(t, url.Values{
		"response_type":         {"code"},
		"client_id":             {clientID},
		"redirect_uri":          {redirectURL},
		"scope":                 {"openid email"},
		"state":                 {v.State},
		"nonce":                 {v.Nonce},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(challenge[:])},
		"code_challenge_method": {"S256"},
	}, w.provider.Asked())
}

func TestTheVerifierStaysHere(t *testing.T) {
	v := newWorld(t).visit(t)
	require.NotContains(t, v.URL, v.Verifier)
	require.NotContains(t, v.URL, url.QueryEscape(secret))
}

func TestNoTwoLoginsShareAnything(t *testing.T) {
	w := newWorld(t)
	seen := map[string]bool{}
	// Of Base32 26 characters are 130 bits; a verifier is what RFC 7636, section 4.1, has it be.
	random, verifier := regexp.MustCompile(`^[A-Z2-7]{26,}$`), regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)
	for range 1000 {
		login, err := w.signon.Begin(t.Context())
		require.NoError(t, err)
		require.Regexp(t, random, login.State)
		require.Regexp(t, random, login.Nonce)
		require.Regexp(t, verifier, login.Verifier)
		for _, drawn := range []string{login.State, login.Nonce, login.Verifier} {
			require.False(t, seen[drawn], "drawn twice")
			seen[drawn] = true
		}
	}
	require.Equal(t, 1, w.provider.Requests(oidctest.Discovery))
}

func TestAnAuthorizationEndpointWithAQueryKeepsIt(t *testing.T) {
	w := newWorld(t)
	w.provider.Alter(oidctest.Discovery, func(metadata map[string]any) {
		metadata["authorization_endpoint"] = w.provider.URL() + string(oidctest.Authorize) + "?tenant=amanat"
	})
	w.visit(t)
	require.Equal(t, "amanat", w.provider.Asked().Get("tenant"))
}
