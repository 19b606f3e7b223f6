package oidc_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/staff/oidc"
	"amanat/services/staff/oidc/oidctest"
)

func TestAPersonSignsOn(t *testing.T) {
	w := newWorld(t)
	identity, err := w.finish(t, w.visit(t))
	require.NoError(t, err)
	require.Equal(t, oidc.Identity{
		Issuer: w.provider.URL(), Subject: zahra().Subject, Email: zahra().Email, EmailVerified: true,
	}, identity)
	require.Zero(t, w.provider.Requests(oidctest.UserInfo), "the ID token had told everything")
}

func TestAPublicClientSignsOnWithoutASecret(t *testing.T) {
	w := newWorldOf(t, "")
	_, err := w.finish(t, w.visit(t))
	require.NoError(t, err)
}

func TestTheSecretGoesWhereTheProviderTakesIt(t *testing.T) {
	w := newWorld(t)
	w.provider.SecretInBody()
	_, err := w.finish(t, w.visit(t))
	require.NoError(t, err)
	require.Equal(t, 1, w.provider.Requests(oidctest.Token))
}

func TestAWrongSecretIsAMatterOfConfiguration(t *testing.T) {
	w := newWorld(t)
	options := w.provider.Options()
	options.ClientSecret = "another"
	w.signon = oidc.New(options, w.clock)
	v := w.visit(t)
	_, err := w.finish(t, v)
	requireFails(t, oidc.ErrUnavailable, err, v)
	require.ErrorContains(t, err, "invalid_client")
}

func TestTheVerifierOfAnotherLoginIsRefused(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.visit(t), w.visit(t)
	_, err := w.signon.Finish(t.Context(), oidc.Pending{Nonce: theirs.Nonce, Verifier: mine.Verifier}, theirs.code)
	requireFails(t, oidc.ErrRefused, err, theirs)
	require.Equal(t, 1, w.provider.Requests(oidctest.Token), "the code was sent more than once")
}

func TestTheNonceOfAnotherLoginIsRefused(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.visit(t), w.visit(t)
	_, err := w.signon.Finish(t.Context(), oidc.Pending{Nonce: mine.Nonce, Verifier: theirs.Verifier}, theirs.code)
	requireFails(t, oidc.ErrRefused, err, theirs)
}

func TestTheCodeOfAnotherLoginIsRefused(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.visit(t), w.visit(t)
	_, err := w.signon.Finish(t.Context(), mine.pending(), theirs.code)
	requireFails(t, oidc.ErrRefused, err, theirs)
}

func TestACodeCountsOnce(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t)
	_, err := w.finish(t, v)
	require.NoError(t, err)
	_, err = w.finish(t, v)
	requireFails(t, oidc.ErrRefused, err, v)
}

func TestAMadeUpCodeIsRefused(t *testing.T) {
	w := newWorld(t)
	for _, code := range []string{"x", "کد ساختگی", "a&client_id=b", "\x00", strings.Repeat("x", 10_000)} {
		v := w.visit(t)
		v.code = code
		_, err := w.finish(t, v)
		require.ErrorIs(t, err, oidc.ErrRefused)
	}
}

func TestNothingIsAskedWhereNothingWasBegun(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t)
	for _, nothing := range []struct {
		pending oidc.Pending
		code    string
	}{
		{v.pending(), ""},
		{oidc.Pending{Nonce: v.Nonce}, v.code},
		{oidc.Pending{Verifier: v.Verifier}, v.code},
	} {
		_, err := w.signon.Finish(t.Context(), nothing.pending, nothing.code)
		requireFails(t, oidc.ErrRefused, err, v)
	}
	require.Zero(t, w.provider.Requests(oidctest.Token))
}

func TestAnotherRedirectURLIsRefused(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t)
	options := w.provider.Options()
	options.RedirectURL += "/"
	w.signon = oidc.New(options, w.clock)
	_, err := w.finish(t, v)
	requireFails(t, oidc.ErrRefused, err, v)
}
