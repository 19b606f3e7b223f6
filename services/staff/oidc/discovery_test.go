package oidc_test

import (
	"context"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/staff/oidc"
	"amanat/services/staff/oidc/oidctest"
)

func TestAnOutageAtStartIsOverWhenTheProviderIsBack(t *testing.T) {
	w := newWorld(t)
	w.provider.Down(oidctest.Discovery)
	for range 3 {
		_, err := w.signon.Begin(t.Context())
		requireFails(t, oidc.ErrUnavailable, err, visited{})
	}
	require.Equal(t, 3, w.provider.Requests(oidctest.Discovery))
	w.provider.Up(oidctest.Discovery)
	_, err := w.finish(t, w.visit(t))
	require.NoError(t, err)
}

func TestDiscoveryIsBelievedForAnHour(t *testing.T) {
	w := newWorld(t)
	_, err := w.finish(t, w.visit(t))
	require.NoError(t, err)
	w.now = w.now.Add(time.Hour - time.Second)
	w.provider.Down(oidctest.Discovery)
	_, err = w.finish(t, w.visit(t))
	require.NoError(t, err)
	require.Equal(t, 1, w.provider.Requests(oidctest.Discovery))

	w.now = w.now.Add(time.Second)
	_, err = w.signon.Begin(t.Context())
	requireFails(t, oidc.ErrUnavailable, err, visited{})
	w.provider.Up(oidctest.Discovery)
	w.visit(t)
	require.Equal(t, 3, w.provider.Requests(oidctest.Discovery))
}

func TestManyAtOnceAreServedByOneDiscovery(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	errs := make(chan error, 50)
	for range cap(errs) {
		all.Go(func() {
			_, err := w.signon.Begin(t.Context())
			errs <- err
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	require.Equal(t, 1, w.provider.Requests(oidctest.Discovery))
}

func TestWhoeverWaitsForAnothersDiscoveryMayLeave(t *testing.T) {
	w := newWorld(t)
	held := w.provider.Hold(oidctest.Discovery)
	first := make(chan error, 1)
	go func() {
		_, err := w.signon.Begin(t.Context())
		first <- err
	}()
	<-held.Arrived
	left, leave := context.WithCancel(t.Context())
	leave()
	_, err := w.signon.Begin(left)
	requireFails(t, oidc.ErrUnavailable, err, visited{})
	require.ErrorIs(t, err, context.Canceled)
	held.Release()
	require.NoError(t, <-first)
}

func TestNobodyWaitsForAnothersDiscoveryLongerThanForTheirOwn(t *testing.T) {
	w := newWorld(t)
	held := w.provider.Hold(oidctest.Discovery)
	first := make(chan error, 1)
	go func() {
		_, err := w.signon.Begin(t.Context())
		first <- err
	}()
	<-held.Arrived
	w.signon.GiveUpAfter(time.Millisecond)
	_, err := w.signon.Begin(t.Context())
	requireFails(t, oidc.ErrUnavailable, err, visited{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	held.Release()
	require.NoError(t, <-first)
}

func TestTheEndOfTheRequestThatDiscoveredHarmsNoOther(t *testing.T) {
	w := newWorld(t)
	request, end := context.WithCancel(t.Context())
	_, err := w.signon.Begin(request)
	require.NoError(t, err)
	end()
	_, err = w.finish(t, w.visit(t)) // which is the first to fetch the keys
	require.NoError(t, err)
}

func TestMetadataThatCannotBeUsedAreAnOutage(t *testing.T) {
	lacking := func(name string) func(map[string]any) {
		return func(metadata map[string]any) { delete(metadata, name) }
	}
	for name, change := range map[string]func(map[string]any){
		"another issuer":            func(m map[string]any) { m["issuer"] = "https://" + oidctest.Canary },
		"issuer with a slash":       func(m map[string]any) { m["issuer"] = m["issuer"].(string) + "/" },
		"no authorization endpoint": lacking("authorization_endpoint"),
		"no token endpoint":         lacking("token_endpoint"),
		"no keys":                   lacking("jwks_uri"),
		"keys of the wrong type":    func(m map[string]any) { m["jwks_uri"] = []string{oidctest.Canary} },
		"nothing":                   func(m map[string]any) { clear(m) },
		"wrong types": func(m map[string]any) {
			for key := range maps.Clone(m) {
				m[key] = map[string]any{oidctest.Canary: 1}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.provider.Alter(oidctest.Discovery, change)
			_, err := w.signon.Begin(t.Context())
			requireFails(t, oidc.ErrUnavailable, err, visited{})
			w.provider.Alter(oidctest.Discovery, nil)
			w.visit(t)
		})
	}
}
