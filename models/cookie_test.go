package models_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/privacy"
)

func TestEveryCookieIsDeclaredInFull(t *testing.T) {
	for _, secure := range []bool{true, false} {
		names := map[string]bool{}
		for _, cookie := range models.Cookies(secure).All() {
			require.NotEmpty(t, cookie.Category)
			require.Positive(t, cookie.Lifetime)
			require.NotEmpty(t, cookie.ISO)
			require.True(t, cookie.HTTPOnly, "no script reads it")
			require.Equal(t, "Lax", cookie.SameSite)
			require.Equal(t, "/", cookie.Path)
			require.Equal(t, secure, cookie.Secure)
			require.False(t, names[cookie.Name], cookie.Name)
			names[cookie.Name] = true
		}
		require.Len(t, names, 3)
	}
}

// TestTheListLeavesNoCookieOut: who adds a cookie to the jar has it listed, expired and shown.
func TestTheListLeavesNoCookieOut(t *testing.T) {
	jar := models.Cookies(true)
	var all []models.Cookie
	for _, field := range reflect.ValueOf(jar).Fields() {
		all = append(all, field.Interface().(models.Cookie))
	}
	require.Equal(t, all, jar.All())
}

// TestThePrefixComesWithWhatItPromises: __Host- asks for Secure and the path / (RFC 6265bis, section 4.1.3.2), and
// without TLS browsers would drop such a cookie.
func TestThePrefixComesWithWhatItPromises(t *testing.T) {
	secure, plain := models.Cookies(true).All(), models.Cookies(false).All()
	for i, cookie := range secure {
		require.Equal(t, "__Host-"+plain[i].Name, cookie.Name)
		require.True(t, cookie.Secure)
		require.Equal(t, "/", cookie.Path)
		require.False(t, strings.HasPrefix(strings.ToLower(plain[i].Name), "__"), "no prefix without TLS")
		require.Regexp(t, `^[a-z-]+$`, plain[i].Name)

		other := plain[i]
		other.Name, other.Secure = cookie.Name, true
		require.Equal(t, cookie, other, "they differ in nothing else")
	}
}

// TestACookieLivesNoLongerThanWhatItStandsFor, nor longer than browsers allow (RFC 6265bis, section 5.5: 400 days).
func TestACookieLivesNoLongerThanWhatItStandsFor(t *testing.T) {
	jar := models.Cookies(true)
	consent, device := privacy.Consent.Rule(), privacy.OnDevice.Rule()
	require.Equal(t, []any{consent.After, consent.ISO}, []any{jar.Consent.Lifetime, jar.Consent.ISO})
	for _, cookie := range []models.Cookie{jar.Memory, jar.Returning} {
		require.Equal(t, []any{device.After, device.ISO}, []any{cookie.Lifetime, cookie.ISO})
		require.Less(t, cookie.Lifetime, jar.Consent.Lifetime, "without a consent they would be of no use")
	}
	for _, cookie := range jar.All() {
		require.LessOrEqual(t, cookie.Lifetime, 400*24*time.Hour)
		require.Zero(t, cookie.Lifetime%time.Second, "Max-Age counts seconds")
	}
}

func TestOnlyTheConsentItselfIsNecessary(t *testing.T) {
	jar := models.Cookies(true)
	require.Equal(t, models.Necessary, jar.Consent.Category)
	require.Equal(t, models.Memory, jar.Memory.Category)
	require.Equal(t, models.Returning, jar.Returning.Category)
}

// TestWhatWasLeftOutIsUndecided: not to have been asked is not to have refused.
func TestWhatWasLeftOutIsUndecided(t *testing.T) {
	require.Equal(t, models.NoChoices(), models.ChoicesForm{}.Choices())
	require.Equal(t, models.NoChoices(), models.ChoicesForm{Necessary: new(true)}.Choices())
	require.Equal(t, models.Choices{
		Memory: models.Granted, Returning: models.Refused, NewsletterInsight: models.Undecided,
	}, models.ChoicesForm{Memory: new(true), Returning: new(false)}.Choices())
}
