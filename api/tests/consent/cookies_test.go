package consent_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// setCookies are the names of the cookies that an answer sets, and of those that it expires.
func setCookies(t *testing.T, got reply) (set, expired []string) {
	t.Helper()
	for _, line := range got.Header.Values("Set-Cookie") {
		cookie, err := http.ParseSetCookie(line)
		require.NoError(t, err)
		if cookie.MaxAge < 0 {
			expired = append(expired, cookie.Name)
		} else {
			set = append(set, cookie.Name)
		}
	}
	return set, expired
}

func TestADecisionSetsWhatWasConsentedToAndExpiresTheRest(t *testing.T) {
	const consent, memory, returning = "amanat-consent", "amanat-memory", "amanat-returning"
	everywhere(t, func(t *testing.T, w *world) {
		for _, row := range []struct {
			choices      map[string]bool
			set, expired []string
		}{
			{nil, []string{consent}, []string{returning, memory}},
			{map[string]bool{"necessary": true}, []string{consent}, []string{returning, memory}},
			{map[string]bool{"memory": true}, []string{consent}, []string{returning}},
			{map[string]bool{"returning": true}, []string{consent, returning}, []string{memory}},
			{
				map[string]bool{"newsletter_insight": true, "memory": false},
				[]string{consent},
				[]string{returning, memory},
			},
			{apitest.ConsentToAll(), []string{consent, returning}, nil},
		} {
			got := w.Browser().Choose(row.choices)
			if row.choices == nil {
				got.Problem(t, http.StatusUnprocessableEntity, "validation_failed") // null is no object
				continue
			}
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			set, expired := setCookies(t, got)
			require.ElementsMatch(t, row.set, set, row.choices)
			require.ElementsMatch(t, row.expired, expired, row.choices)
		}

		b := w.Browser()
		b.Decide(apitest.ConsentToAll())
		b.Remember(`{"first_name":"سارا"}`)
		require.Equal(t, "2026-11-22", b.Preferences().ReturningSince, "a day, and no identifier")
		w.Clock.Advance(48 * time.Hour)
		b.Decide(apitest.ConsentToAll())
		require.Equal(t, "2026-11-22", b.Preferences().ReturningSince)
		require.Len(t, b.Cookies, 3)
		b.Decide(map[string]bool{"memory": false, "returning": true})
		require.ElementsMatch(t, []string{consent, returning}, slices.Collect(maps.Keys(b.Cookies)))
		b.Decide(map[string]bool{"necessary": true})
		require.ElementsMatch(t, []string{consent}, slices.Collect(maps.Keys(b.Cookies)))
	})
}

// TestAWithdrawalExpiresEveryDeclaredCookie as it was set, over HTTP and over HTTPS; that the attributes are the
// declared ones is held against every answer.
func TestAWithdrawalExpiresEveryDeclaredCookie(t *testing.T) {
	t.Parallel()
	through := func(name, proto string, secure bool, settings ...setting) {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, w *world) {
				jar := models.Cookies(secure)
				names := []string{jar.Consent.Name, jar.Returning.Name, jar.Memory.Name}
				require.Equal(t, secure, strings.HasPrefix(names[0], "__Host-"))
				b := w.Browser("X-Forwarded-Proto", proto)
				set := b.Choose(apitest.ConsentToAll()).Header.Values("Set-Cookie")
				set = append(set, b.Remember(`{"first_name":"سارا"}`).Header.Values("Set-Cookie")...)
				require.ElementsMatch(t, names, slices.Collect(maps.Keys(b.Cookies)))

				got := b.Send(http.MethodDelete, preferencesPath, "", "Accept-Language", "en")
				require.Equal(t, http.StatusOK, got.Status, string(got.Body))
				require.Empty(t, b.Cookies)
				require.ElementsMatch(t, asExpired(set), got.Header.Values("Set-Cookie"),
					"they differ in value and age alone")
				view := apitest.Decode[models.WithdrawalView](t, got)
				require.True(t, view.Withdrawn)
				require.False(t, view.Decided)
				require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
				require.Equal(t, []models.ExpiredCookie{
					{Name: jar.Consent.Name, LostWhenDeleted: "You will be asked about cookies again."},
					{Name: jar.Memory.Name, LostWhenDeleted: "You will have to enter your name and contact again."},
					{
						Name:            jar.Returning.Name,
						LostWhenDeleted: "The portal takes you for somebody who was never here.",
					},
				}, view.Expired)

				again := b.Send(http.MethodDelete, preferencesPath, "")
				require.False(t, apitest.Decode[models.WithdrawalView](t, again).Withdrawn,
					"there was nothing to withdraw")
				_, expired := setCookies(t, again)
				require.ElementsMatch(t, names, expired, "who asks for it is rid of whatever there may be")
			}, settings...)
		})
	}
	through("HTTP", "http", false)
	through("HTTPS as anybody can claim", "https", false) // a header that anybody can write changes nothing
	through("HTTPS to a proxy", "https", true, proxied)
	through("HTTP to a proxy", "http", false, proxied)
	through("nothing but TLS", "http", true, proxied, onlyTLS)
}

// asExpired are cookies as they are set, without their values and their ages.
func asExpired(lines []string) []string {
	expired := make([]string, len(lines))
	for i, line := range lines {
		name, rest, _ := strings.Cut(line, "=")
		parts := strings.Split(rest, "; ")
		parts[0] = name + "="
		for k := range parts {
			if strings.HasPrefix(parts[k], "Max-Age=") {
				parts[k] = "Max-Age=0"
			}
		}
		expired[i] = strings.Join(parts, "; ")
	}
	return expired
}

func TestOnlyExactlyHTTPSFromAProxyIsTLS(t *testing.T) {
	t.Parallel()
	t.Run("from a proxy", func(t *testing.T) {
		everywhere(t, func(t *testing.T, w *world) {
			for _, proto := range []string{"", "http", "HTTPS", "https, http", " https", "wss", "on", "httpss"} {
				set, _ := setCookies(t, w.Browser("X-Forwarded-Proto", proto).Choose(apitest.ConsentToAll()))
				require.Contains(t, set, "amanat-consent", "%q", proto)
			}
			require.Empty(t, w.Get("/healthz").Header.Get("Strict-Transport-Security"))
		}, proxied)
	})
	t.Run("nothing but TLS", func(t *testing.T) {
		everywhere(t, func(t *testing.T, w *world) {
			require.NotEmpty(t, w.Get("/healthz").Header.Get("Strict-Transport-Security"))
		}, onlyTLS)
	})
}
