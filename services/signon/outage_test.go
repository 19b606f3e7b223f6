package signon_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/signon"
	"amanat/services/signon/signontest"
)

// everyEndpoint needs the UserInfo endpoint too.
func everyEndpoint(t *testing.T, test func(t *testing.T, w *world, endpoint signontest.Part)) {
	t.Helper()
	for _, endpoint := range []signontest.Part{
		signontest.Discovery, signontest.Token, signontest.Keys, signontest.UserInfo,
	} {
		t.Run(string(endpoint), func(t *testing.T) {
			w := newWorld(t)
			w.provider.Alter(signontest.IDToken, without("email"))
			test(t, w, endpoint)
		})
	}
}

// visitAnew is a visit after which the provider has to be discovered again.
func (w *world) visitAnew(t *testing.T) visited {
	t.Helper()
	v := w.visit(t)
	w.signon = signon.New(w.provider.Options(), w.clock)
	return v
}

func TestAnEndpointThatFailsIsAnOutageUntilItIsBack(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint signontest.Part) {
		v := w.visitAnew(t)
		w.provider.Down(endpoint)
		_, err := w.finish(t, v)
		requireFails(t, signon.ErrUnavailable, err, v)
		w.provider.Up(endpoint)
		w.requireSignsOn(t)
	})
}

func TestARequestThatEndsEndsItsWait(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint signontest.Part) {
		v := w.visitAnew(t)
		held := w.provider.Hold(endpoint)
		request, end := context.WithCancel(t.Context())
		go func() {
			<-held.Arrived
			end()
		}()
		_, err := w.signon.Finish(request, v.pending(), v.code)
		requireFails(t, signon.ErrUnavailable, err, v)
		require.ErrorIs(t, err, context.Canceled)
		held.Release()
	})
}

func TestAProviderThatNeverAnswersIsGivenUp(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint signontest.Part) {
		v := w.visitAnew(t)
		w.signon.GiveUpAfter(time.Second)
		held := w.provider.Hold(endpoint)
		_, err := w.finish(t, v)
		requireFails(t, signon.ErrUnavailable, err, v)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		<-held.Abandoned // the keys, too, which are fetched in the background
	})
}

func TestASlowAnswerIsStillAnAnswer(t *testing.T) {
	everyEndpoint(t, func(t *testing.T, w *world, endpoint signontest.Part) {
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
	requireFails(t, signon.ErrUnavailable, err, v)
	require.ErrorContains(t, err, "refused", "the log does not tell why")

	w.signon = signon.New(w.provider.Options(), w.clock)
	_, err = w.signon.Begin(t.Context())
	requireFails(t, signon.ErrUnavailable, err, v)
}

func TestAnIssuerThatIsNoURLIsAnOutage(t *testing.T) {
	for _, issuer := range []string{"", "نشانی", "://", "https://user:" + secret + "@[::1"} {
		provider := signon.New(signon.Options{Issuer: issuer}, func() time.Time { return time.Time{} })
		_, err := provider.Begin(t.Context())
		requireFails(t, signon.ErrUnavailable, err, visited{})
	}
}
