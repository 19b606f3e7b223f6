package oidc_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/staff/oidc"
	"amanat/services/staff/oidc/oidctest"
)

const (
	clientID    = "amanat: کارکنان"
	secret      = "p%s+/ راز that is long enough for HS256"
	redirectURL = "https://amanat.example.ir/staff/signed-on"
)

// world is a provider, the service's view of it, and a clock of their own: in the machine's time every token of theirs
// is long expired.
type world struct {
	provider *oidctest.Provider
	signon   *oidc.Provider
	now      time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldOf(t, secret)
}

func newWorldOf(t *testing.T, secret string) *world {
	t.Helper()
	w := &world{now: time.Date(2025, time.March, 21, 9, 0, 0, 0, time.UTC)}
	w.provider = oidctest.New(t, clientID, secret, redirectURL, w.clock)
	w.signon = oidc.New(w.provider.Options(), w.clock)
	return w
}

func (w *world) clock() time.Time { return w.now }

func zahra() oidctest.Person {
	return oidctest.Person{Subject: "کارمند-۲۴۴", Email: "zahra@example.ir", Verified: true}
}

// visited is a login with which the person has been at the provider.
type visited struct {
	oidc.Login
	code string
}

func (v visited) pending() oidc.Pending {
	return oidc.Pending{Nonce: v.Nonce, Verifier: v.Verifier}
}

func (w *world) visit(t *testing.T) visited {
	t.Helper()
	login, err := w.signon.Begin(t.Context())
	require.NoError(t, err)
	w.provider.SetPerson(zahra())
	code, state := w.provider.Visit(t, login.URL)
	require.NotEmpty(t, code)
	require.Equal(t, login.State, state)
	return visited{Login: login, code: code}
}

func (w *world) finish(t *testing.T, v visited) (oidc.Identity, error) {
	t.Helper()
	return w.signon.Finish(t.Context(), v.pending(), v.code)
}

// requireFails holds the error to its kind, and to silence about everything else.
func requireFails(t *testing.T, kind, err error, v visited) {
	t.Helper()
	require.ErrorIs(t, err, kind)
	for _, other := range []error{oidc.ErrRefused, oidc.ErrUnavailable} {
		if other != kind { //nolint:errorlint // it is one of these two
			require.NotErrorIs(t, err, other)
		}
	}
	person := zahra()
	for _, silent := range []string{
		v.code, v.Nonce, v.State, v.Verifier, secret, person.Email, person.Subject, oidctest.Canary, "eyJ",
	} {
		if silent != "" {
			require.NotContains(t, err.Error(), silent)
		}
	}
}

// requireSignsOn holds that people can sign on again. go-oidc hands out a fetch of the keys for a moment after it ended,
// so that somebody who comes just then may have to try again.
func (w *world) requireSignsOn(t *testing.T) {
	t.Helper()
	const attempts = 1000
	var err error
	for range attempts {
		if _, err = w.finish(t, w.visit(t)); err == nil {
			return
		}
	}
	require.NoError(t, err)
}
