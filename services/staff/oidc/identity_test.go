package oidc_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/staff/oidc"
	"amanat/services/staff/oidc/oidctest"
)

// identified signs the person on with ID tokens so changed.
func identified(t *testing.T, w *world, change func(map[string]any)) oidc.Identity {
	t.Helper()
	w.provider.Alter(oidctest.IDToken, change)
	identity, err := w.finish(t, w.visit(t))
	require.NoError(t, err)
	return identity
}

func TestOnlyAVerifiedAddressIsVerified(t *testing.T) {
	w := newWorld(t)
	require.True(t, identified(t, w, set("email_verified", true)).EmailVerified)
	require.True(t, identified(t, w, set("email_verified", "true")).EmailVerified, "as some providers write it")
	for _, other := range []any{false, "false", "TRUE", "yes", "", 1, nil, []bool{true}, map[string]any{"a": true}} {
		identity := identified(t, w, set("email_verified", other))
		require.False(t, identity.EmailVerified, "%v", other)
		require.Equal(t, zahra().Email, identity.Email)
	}
	require.False(t, identified(t, w, without("email_verified")).EmailVerified)
}

func TestAnAddressIsFoundInTheUserInfo(t *testing.T) {
	w := newWorld(t)
	identity := identified(t, w, without("email"))
	require.Equal(t, zahra().Email, identity.Email)
	require.True(t, identity.EmailVerified)
	require.Equal(t, 1, w.provider.Requests(oidctest.UserInfo))

	w.provider.Alter(oidctest.UserInfo, set("email_verified", false))
	require.False(t, identified(t, w, without("email")).EmailVerified, "the token speaks of no address")
}

func TestAPersonWithoutAnAddressSignsOn(t *testing.T) {
	w := newWorld(t)
	w.provider.Alter(oidctest.UserInfo, without("email"))
	nobody := oidc.Identity{Issuer: w.provider.URL(), Subject: zahra().Subject}
	require.Equal(t, nobody, identified(t, w, without("email")))
	require.Equal(t, 1, w.provider.Requests(oidctest.UserInfo))
}

func TestAProviderNeedNotHaveUserInfo(t *testing.T) {
	w := newWorld(t)
	w.provider.Alter(oidctest.Discovery, without("userinfo_endpoint"))
	require.Empty(t, identified(t, w, without("email")).Email)
}

func TestTheUserInfoOfSomebodyElseIsRefused(t *testing.T) {
	w := newWorld(t)
	w.provider.Alter(oidctest.IDToken, without("email"))
	for _, change := range []func(map[string]any){set("sub", "another"), without("sub")} {
		w.provider.Alter(oidctest.UserInfo, change)
		v := w.visit(t)
		_, err := w.finish(t, v)
		requireFails(t, oidc.ErrRefused, err, v)
	}
}

func TestTwoFactorsAreMultifactor(t *testing.T) {
	w := newWorld(t)
	for methods, multifactor := range map[string]bool{
		"mfa": true, "pwd mfa": true, "pwd otp": true, "otp pwd": true, "pwd sms": true, "hwk pin": true, "swk fpt": true,
		"pin face": true, "pwd pin hwk": true, "sc pin": true, "pwd user otp": true,
		"": false, "pwd": false, "otp": false, "hwk": false, "pwd pin": false, "hwk otp": false, "fpt face": false,
		"pwd pwd": false, "pwd geo": false, "pwd rba": false, "pwd user": false, "pwd kba": false, "pwd wia": false,
		"MFA": false, "رمز": false,
	} {
		identity := identified(t, w, set("amr", strings.Fields(methods)))
		require.Equal(t, multifactor, identity.Multifactor, methods)
	}
}

func TestWhatIsNoListOfMethodsVouchesForNone(t *testing.T) {
	w := newWorld(t)
	for _, amr := range []any{"mfa", "pwd otp", nil, true, 2, map[string]any{"mfa": true}, []any{1, nil}, [][]string{{"mfa"}}} {
		require.False(t, identified(t, w, set("amr", amr)).Multifactor, "%v", amr)
	}
	require.False(t, identified(t, w, without("amr")).Multifactor)
}

func TestAMethodMoreNeverTakesAFactorAway(t *testing.T) {
	w := newWorld(t)
	method := rapid.OneOf(rapid.SampledFrom([]string{
		"mfa", "pwd", "pin", "otp", "hwk", "swk", "pop", "sc", "sms", "tel", "face", "fpt", "iris", "retina", "vbm", "geo", "kba",
	}), rapid.String())
	rapid.Check(t, func(r *rapid.T) {
		methods := rapid.SliceOfN(method, 1, 5).Draw(r, "methods")
		before := identified(t, w, set("amr", methods[1:])).Multifactor
		after := identified(t, w, set("amr", methods)).Multifactor
		if before && !after {
			r.Fatalf("%q vouches for less than without its first", methods)
		}
	})
}
