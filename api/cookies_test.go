package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const (
	preferencesPath = "/api/v1/cookies/preferences"
	memoryPath      = "/api/v1/cookies/memory"
)

// browser keeps the cookies of one site as browsers do, and sends them along.
type browser struct {
	w       *world
	cookies map[string]string
	headers []string
}

// browser opens one without cookies, which sends these headers with every request.
func (w *world) browser(headers ...string) *browser {
	return &browser{w: w, cookies: map[string]string{}, headers: headers}
}

func (b *browser) cookieHeader() string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(b.cookies)) {
		pairs = append(pairs, name+"="+b.cookies[name])
	}
	return strings.Join(pairs, "; ")
}

func (b *browser) send(method, path, form string, headers ...string) reply {
	b.w.t.Helper()
	headers = slices.Concat(b.headers, headers)
	if len(b.cookies) > 0 {
		headers = append(headers, "Cookie", b.cookieHeader())
	}
	got := b.w.sendLenient(method, path, form, headers...)
	for _, line := range got.header.Values("Set-Cookie") {
		cookie, err := http.ParseSetCookie(line)
		require.NoError(b.w.t, err)
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 { // Max-Age=0
			delete(b.cookies, cookie.Name)
		}
	}
	return got
}

// preferences reads what is in force.
func (b *browser) preferences(headers ...string) models.PreferencesView {
	b.w.t.Helper()
	got := b.send(http.MethodGet, preferencesPath, "", headers...)
	require.Equal(b.w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.PreferencesView](b.w.t, got)
}

// choose sends a decision under the policy in force.
func (b *browser) choose(choices map[string]bool, headers ...string) reply {
	b.w.t.Helper()
	form := toText(map[string]any{"choices": choices, "policy_hash": b.w.policy("").Hash})
	return b.send(http.MethodPut, preferencesPath, form, headers...)
}

func (b *browser) decide(choices map[string]bool, headers ...string) models.SavedPreferencesView {
	b.w.t.Helper()
	got := b.choose(choices, headers...)
	require.Equal(b.w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.SavedPreferencesView](b.w.t, got)
}

// remember has the form memory keep something.
func (b *browser) remember(form string) reply {
	b.w.t.Helper()
	got := b.send(http.MethodPut, memoryPath, form)
	require.Equal(b.w.t, http.StatusOK, got.status, string(got.body))
	return got
}

func everything() map[string]bool {
	return map[string]bool{"necessary": true, "memory": true, "returning": true, "newsletter_insight": true}
}

// setCookies are the names of the cookies that an answer sets, and of those that it expires.
func setCookies(t *testing.T, got reply) (set, expired []string) {
	t.Helper()
	for _, line := range got.header.Values("Set-Cookie") {
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
			{everything(), []string{consent, returning}, nil},
		} {
			got := w.browser().choose(row.choices)
			if row.choices == nil {
				got.problem(t, http.StatusUnprocessableEntity, "validation_failed") // null is no object
				continue
			}
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			set, expired := setCookies(t, got)
			require.ElementsMatch(t, row.set, set, row.choices)
			require.ElementsMatch(t, row.expired, expired, row.choices)
		}

		b := w.browser()
		b.decide(everything())
		b.remember(`{"first_name":"سارا"}`)
		require.Equal(t, "2026-11-22", b.preferences().ReturningSince, "a day, and no identifier")
		w.clock.advance(48 * time.Hour)
		b.decide(everything())
		require.Equal(t, "2026-11-22", b.preferences().ReturningSince)
		require.Len(t, b.cookies, 3)
		b.decide(map[string]bool{"memory": false, "returning": true})
		require.ElementsMatch(t, []string{consent, returning}, slices.Collect(maps.Keys(b.cookies)))
		b.decide(map[string]bool{"necessary": true})
		require.ElementsMatch(t, []string{consent}, slices.Collect(maps.Keys(b.cookies)))
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
				b := w.browser("X-Forwarded-Proto", proto)
				set := b.choose(everything()).header.Values("Set-Cookie")
				set = append(set, b.remember(`{"first_name":"سارا"}`).header.Values("Set-Cookie")...)
				require.ElementsMatch(t, names, slices.Collect(maps.Keys(b.cookies)))

				got := b.send(http.MethodDelete, preferencesPath, "", "Accept-Language", "en")
				require.Equal(t, http.StatusOK, got.status, string(got.body))
				require.Empty(t, b.cookies)
				require.ElementsMatch(t, asExpired(set), got.header.Values("Set-Cookie"),
					"they differ in value and age alone")
				view := decode[models.WithdrawalView](t, got)
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

				again := b.send(http.MethodDelete, preferencesPath, "")
				require.False(t, decode[models.WithdrawalView](t, again).Withdrawn, "there was nothing to withdraw")
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
				set, _ := setCookies(t, w.browser("X-Forwarded-Proto", proto).choose(everything()))
				require.Contains(t, set, "amanat-consent", "%q", proto)
			}
			require.Empty(t, w.get("/healthz").header.Get("Strict-Transport-Security"))
		}, proxied)
	})
	t.Run("nothing but TLS", func(t *testing.T) {
		everywhere(t, func(t *testing.T, w *world) {
			require.NotEmpty(t, w.get("/healthz").header.Get("Strict-Transport-Security"))
		}, onlyTLS)
	})
}
