package apitest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// Browser keeps the cookies of one site as browsers do, and sends them along.
type Browser struct {
	w       *World
	Cookies map[string]string
	headers []string
}

// Browser opens one without cookies, which sends these headers with every request.
func (w *World) Browser(headers ...string) *Browser {
	return &Browser{w: w, Cookies: map[string]string{}, headers: headers}
}

// CookieHeader is the header that sends all cookies.
func (b *Browser) CookieHeader() string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(b.Cookies)) {
		pairs = append(pairs, name+"="+b.Cookies[name])
	}
	return strings.Join(pairs, "; ")
}

// Send makes a request with the cookies, and keeps those of the answer.
func (b *Browser) Send(method, path, form string, headers ...string) Reply {
	b.w.T.Helper()
	headers = slices.Concat(b.headers, headers)
	if len(b.Cookies) > 0 {
		headers = append(headers, "Cookie", b.CookieHeader())
	}
	got := b.w.SendLenient(method, path, form, headers...)
	for _, line := range got.Header.Values("Set-Cookie") {
		cookie, err := http.ParseSetCookie(line)
		require.NoError(b.w.T, err)
		b.Cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 { // Max-Age=0
			delete(b.Cookies, cookie.Name)
		}
	}
	return got
}

// Preferences reads what is in force.
func (b *Browser) Preferences(headers ...string) models.PreferencesView {
	b.w.T.Helper()
	got := b.Send(http.MethodGet, PreferencesPath, "", headers...)
	require.Equal(b.w.T, http.StatusOK, got.Status, string(got.Body))
	return Decode[models.PreferencesView](b.w.T, got)
}

// Signalled reads the preferences with these values of Sec-GPC, each in a line of its own.
func (b *Browser) Signalled(values ...string) models.PreferencesView {
	b.w.T.Helper()
	request := httptest.NewRequestWithContext(b.w.T.Context(), http.MethodGet, PreferencesPath, http.NoBody)
	request.Header.Set("Cookie", b.CookieHeader())
	for _, value := range values {
		request.Header.Add("Sec-GPC", value)
	}
	recorder := httptest.NewRecorder()
	b.w.API.Handler().ServeHTTP(recorder, request)
	require.Equal(b.w.T, http.StatusOK, recorder.Code, recorder.Body.String())
	return Decode[models.PreferencesView](b.w.T, Reply{Body: recorder.Body.Bytes()})
}

// Choose sends a decision under the policy in force.
func (b *Browser) Choose(choices map[string]bool, headers ...string) Reply {
	b.w.T.Helper()
	form := ToText(map[string]any{"choices": choices, "policy_hash": b.w.Policy("").Hash})
	return b.Send(http.MethodPut, PreferencesPath, form, headers...)
}

// Decide is Choose for what has to be accepted.
func (b *Browser) Decide(choices map[string]bool, headers ...string) models.SavedPreferencesView {
	b.w.T.Helper()
	got := b.Choose(choices, headers...)
	require.Equal(b.w.T, http.StatusOK, got.Status, string(got.Body))
	return Decode[models.SavedPreferencesView](b.w.T, got)
}

// Remember has the form memory keep something.
func (b *Browser) Remember(form string) Reply {
	b.w.T.Helper()
	got := b.Send(http.MethodPut, MemoryPath, form)
	require.Equal(b.w.T, http.StatusOK, got.Status, string(got.Body))
	return got
}

// ConsentToAll agrees to every purpose.
func ConsentToAll() map[string]bool {
	return map[string]bool{"necessary": true, "memory": true, "returning": true, "newsletter_insight": true}
}
