package oidc_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/staff/oidc"
	"amanat/services/staff/oidc/oidctest"
)

// everyEndpoint needs the UserInfo endpoint too.
func everyEndpoint(t *testing.T, test func(t *testing.T, w *world, endpoint oidctest.Part)) {
	t.Helper()
	for _, endpoint := range []oidctest.Part{
		oidctest.Discovery, oidctest.Token, oidctest.Keys, oidctest.UserInfo,
	} {
		t.Run(string(endpoint), func(t *testing.T) {
			w := newWorld(t)
			w.provider.Alter(oidctest.IDToken, without("email"))
			test(t, w, endpoint)
		})
	}
}

// visitAnew is a visit after which the provider has to be discovered again.
func (w *world) visitAnew(t *testing.T) visited {
	t.Helper()
	v := w.visit(t)
	w.signon = oidc.New(w.provider.Options(), w.clock)
	return v
}

func TestAnEndpointThatFailsIsAnOutageUntilItIsBack(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint oidctest.Part) {
		v := w.visitAnew(t)
		w.provider.Down(endpoint)
		_, err := w.finish(t, v)
		requireFails(t, oidc.ErrUnavailable, err, v)
		w.provider.Up(endpoint)
		w.requireSignsOn(t)
	})
}

func TestARequestThatEndsEndsItsWait(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint oidctest.Part) {
		v := w.visitAnew(t)
		held := w.provider.Hold(endpoint)
		request, end := context.WithCancel(t.Context())
		go func() {
			<-held.Arrived
			end()
		}()
		_, err := w.signon.Finish(request, v.pending(), v.code)
		requireFails(t, oidc.ErrUnavailable, err, v)
		require.ErrorIs(t, err, context.Canceled)
		held.Release()
	})
}

func TestAProviderThatNeverAnswersIsGivenUp(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint oidctest.Part) {
		v := w.visitAnew(t)
		w.signon.GiveUpAfter(time.Second)
		held := w.provider.Hold(endpoint)
		_, err := w.finish(t, v)
		requireFails(t, oidc.ErrUnavailable, err, v)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		<-held.Abandoned // the keys, too, which are fetched in the background
	})
}

func TestASlowAnswerIsStillAnAnswer(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint oidctest.Part) {
		v := w.visitAnew(t)
		held := w.provider.Hold(endpoint)
		go func() {
			<-held.Arrived
			held.Release()
		}()
		_, err := w.finish(t, v)
		require.NoError(t, err)
	})
}

func TestAProviderThatIsGoneIsAnOutage(t *testing.T) {
	w := newWorld(t)
	v := w.visit(t)
	w.provider.Close()
	_, err := w.finish(t, v)
	requireFails(t, oidc.ErrUnavailable, err, v)
	require.ErrorContains(t, err, "refused", "the log does not tell why")

	w.signon = oidc.New(w.provider.Options(), w.clock)
	_, err = w.signon.Begin(t.Context())
	requireFails(t, oidc.ErrUnavailable, err, v)
}

func TestAnIssuerThatIsNoURLIsAnOutage(t *testing.T) {
	for _, issuer := range []string{"", "نشانی", "://", "https://user:" + secret + "@[::1"} {
		provider := oidc.New(oidc.Options{Issuer: issuer}, func() time.Time { return time.Time{} })
		_, err := provider.Begin(t.Context())
		requireFails(t, oidc.ErrUnavailable, err, visited{})
	}
}
