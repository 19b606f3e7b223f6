package oidc_test

import (
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"amanat/services/staff/oidc"
	"amanat/services/staff/oidc/oidctest"
)

// set answers the change that gives a claim another value.
func set(claim string, value any) func(map[string]any) {
	return func(claims map[string]any) { claims[claim] = value }
}

func without(claim string) func(map[string]any) {
	return func(claims map[string]any) { delete(claims, claim) }
}

// later answers the change that moves a time by some seconds.
func later(claim string, by time.Duration) func(map[string]any) {
	return func(claims map[string]any) { claims[claim] = claims["iat"].(int64) + int64(by.Seconds()) }
}

func TestATokenThatFailsACheckIsRefused(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"another nonce":             set("nonce", "another"),
		"no nonce":                  without("nonce"),
		"nonce of the wrong type":   set("nonce", []string{"a"}),
		"another audience":          set("aud", oidctest.Canary),
		"no audience":               without("aud"),
		"audiences without us":      set("aud", []string{"one", "another"}),
		"audiences without a party": set("aud", []string{clientID, "another"}),
		"another party":             set("azp", "another"),
		"party of the wrong type":   set("azp", 7),
		"another issuer":            set("iss", "https://"+oidctest.Canary),
		"issuer with a slash":       func(claims map[string]any) { claims["iss"] = claims["iss"].(string) + "/" },
		"no issuer":                 without("iss"),
		"expired":                   later("exp", -time.Second),
		"no expiry":                 without("exp"),
		"not yet valid":             later("nbf", time.Hour),
		"no subject":                without("sub"),
		"empty subject":             set("sub", ""),
		"endless subject":           set("sub", strings.Repeat("x", 256)),
		"another access token":      set("at_hash", "MTIzNDU2Nzg5MDEyMzQ1Ng"),
		"email of the wrong type":   set("email", []string{"zahra@example.ir"}),
		"no claims":                 func(claims map[string]any) { clear(claims) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.provider.Alter(oidctest.IDToken, change)
			v := w.visit(t)
			_, err := w.finish(t, v)
			requireFails(t, oidc.ErrRefused, err, v)
		})
	}
}

func TestATokenWithinTheStandardIsTaken(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"we are the party": func(claims map[string]any) {
			claims["aud"], claims["azp"] = []string{"another", clientID}, clientID
		},
		"one audience in a list":     set("aud", []string{clientID}),
		"no hash of an access token": without("at_hash"),
		"expires now":                later("exp", 0),
		"longest subject":            set("sub", strings.Repeat("x", 255)),
		"claims nobody asked for":    set("groups", []string{"کارکنان"}),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.provider.Alter(oidctest.IDToken, change)
			_, err := w.finish(t, w.visit(t))
			require.NoError(t, err)
		})
	}
}

func TestASignatureThatIsNotTheProvidersIsRefused(t *testing.T) {
	for name, signature := range map[string]oidctest.Signature{
		"unknown key":   oidctest.UnknownKey,
		"none":          oidctest.None,
		"shared secret": oidctest.SharedSecret,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.provider.Sign(signature)
			// Not even a provider that announces the algorithm and publishes its key may weaken ours.
			w.provider.Alter(oidctest.Discovery, set("id_token_signing_alg_values_supported", []string{"none", "HS256"}))
			w.provider.Alter(oidctest.Keys, func(document map[string]any) {
				document["keys"] = append(document["keys"].([]jose.JSONWebKey), jose.JSONWebKey{Key: []byte(secret)})
			})
			w.provider.Alter(oidctest.IDToken, without("at_hash"))
			v := w.visit(t)
			_, err := w.finish(t, v)
			requireFails(t, oidc.ErrRefused, err, v)
			w.provider.Sign(oidctest.Honest)
			w.requireSignsOn(t)
		})
	}
}

func TestANewKeyIsFound(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.requireSignsOn(t)
		w.provider.Rotate(t)
	}
	require.Equal(t, 3, w.provider.Requests(oidctest.Keys))
	require.Equal(t, 1, w.provider.Requests(oidctest.Discovery))
}

func TestAWithdrawnKeyIsForgottenWithinTheHour(t *testing.T) {
	w := newWorld(t)
	_, err := w.finish(t, w.visit(t))
	require.NoError(t, err)
	w.provider.Rotate(t)
	w.provider.Sign(oidctest.Withdrawn)
	w.now = w.now.Add(time.Hour)
	v := w.visit(t)
	_, err = w.finish(t, v)
	requireFails(t, oidc.ErrRefused, err, v)
}

func TestAnAnswerWithoutItsTokensIsAnOutage(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"no ID token":                without("id_token"),
		"ID token of the wrong type": set("id_token", 7),
		"no access token":            without("access_token"),
		"nothing of the kind":        set("access_token", map[string]any{oidctest.Canary: 1}),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.provider.Alter(oidctest.Token, change)
			v := w.visit(t)
			_, err := w.finish(t, v)
			requireFails(t, oidc.ErrUnavailable, err, v)
		})
	}
}

func TestWhatIsNoTokenIsRefused(t *testing.T) {
	w := newWorld(t)
	for _, token := range []string{"", ".", "..", "eyJ", "a.b.c", "{}", `{"payload":"e30","signatures":[]}`, "کارت"} {
		w.provider.Alter(oidctest.Token, set("id_token", token))
		v := w.visit(t)
		_, err := w.finish(t, v)
		requireFails(t, oidc.ErrRefused, err, v)
	}
}
