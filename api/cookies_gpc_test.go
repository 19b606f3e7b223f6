package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// signalled reads the preferences with these values of Sec-GPC, each in a line of its own.
func (b *browser) signalled(values ...string) models.PreferencesView {
	b.w.t.Helper()
	request := httptest.NewRequestWithContext(b.w.t.Context(), http.MethodGet, preferencesPath, http.NoBody)
	request.Header.Set("Cookie", b.cookieHeader())
	for _, value := range values {
		request.Header.Add("Sec-GPC", value)
	}
	recorder := httptest.NewRecorder()
	b.w.api.Handler().ServeHTTP(recorder, request)
	require.Equal(b.w.t, http.StatusOK, recorder.Code, recorder.Body.String())
	return decode[models.PreferencesView](b.w.t, reply{body: recorder.Body.Bytes()})
}

func TestOnlyExactlyOneIsTheSignal(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.decide(everything())
		whole := models.EffectiveChoices{Necessary: true, Memory: true, Returning: true, NewsletterInsight: true}
		for _, values := range [][]string{
			nil,
			{""},
			{"0"},
			{"true"},
			{"?1"},
			{"01"},
			{"1.0"},
			{"+1"},
			{"-1"},
			{"2"},
			{"1, 1"},
			{"1,1"},
			{"1;a"},
			{"1; a=b"},
			{`"1"`},
			{"۱"},
			{"１"},
			{"yes"},
			{"1 "},
			{"1", "1"},
			{"1", "0"},
			{"", "1"},
		} {
			view := b.signalled(values...)
			require.False(t, view.GPC, "%q", values)
			require.Equal(t, whole, view.Choices, "%q", values)
			require.False(t, view.GPCConflict)
		}
		view := b.signalled("1")
		require.True(t, view.GPC)
		require.Equal(t, models.EffectiveChoices{Necessary: true, Memory: true}, view.Choices,
			"what it objects to is off")
		require.False(t, view.GPCConflict)
		require.Equal(t, models.Granted, view.States.Returning, "what was decided is still shown")
		require.Empty(t, view.ReturningSince)
	})
}

func TestTheSignalIsTheDefaultAndAChoiceInSpiteOfItStands(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser("Sec-GPC", "1")
		view := b.preferences()
		require.True(t, view.GPC)
		require.False(t, view.Decided)
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		require.False(t, b.decide(map[string]bool{"memory": true, "returning": false}).GPCConflict)

		got := b.choose(everything())
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		saved := decode[models.SavedPreferencesView](t, got)
		require.True(t, saved.Choices.Returning)
		require.True(t, saved.Choices.NewsletterInsight)
		require.True(t, saved.GPCConflict)
		set, _ := setCookies(t, got)
		require.Contains(t, set, "amanat-returning")
		require.True(t, b.preferences().GPCConflict)
		silent := b.signalled()
		require.True(t, silent.Choices.Returning)
		require.False(t, silent.GPCConflict, "without the signal there is no conflict")

		events := w.receipt(saved.ConsentID.String()).Events
		require.Len(t, events, 2)
		require.Equal(t, []bool{true, true}, []bool{events[0].GPC, events[1].GPC})
		require.Equal(t, []bool{false, true}, []bool{events[0].GPCConflict, events[1].GPCConflict})
	})
}

// TestASignalThatComesLaterTakesTheCookieAway with the next decision, if that does not speak against the signal.
func TestASignalThatComesLaterTakesTheCookieAway(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.decide(everything())
		require.Contains(t, b.cookies, "amanat-returning")
		require.False(t, b.preferences("Sec-GPC", "1").Choices.Returning)
		require.Contains(t, b.cookies, "amanat-returning", "reading changes no cookie")
		b.decide(map[string]bool{"memory": true}, "Sec-GPC", "1")
		require.NotContains(t, b.cookies, "amanat-returning")
	})
}

// TestAnswersAboutAPersonAreKeptByNobody: also those that refuse.
func TestAnswersAboutAPersonAreKeptByNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.decide(map[string]bool{"memory": true})
		nobody := w.browser()
		for name, got := range map[string]reply{
			"preferences of nobody": nobody.send(http.MethodGet, preferencesPath, ""),
			"preferences":           b.send(http.MethodGet, preferencesPath, ""),
			"a decision":            b.choose(everything()),
			"a stale decision":      b.send(http.MethodPut, preferencesPath, `{"choices":{},"policy_hash":"x"}`),
			"a bad decision":        b.send(http.MethodPut, preferencesPath, `{"choices":{"x":1}}`),
			"no decision":           b.send(http.MethodPut, preferencesPath, `{`),
			"a bad id":              nobody.send(http.MethodGet, preferencesPath, "", "Consent-Id", "x"),
			"what is remembered":    b.send(http.MethodGet, memoryPath, ""),
			"what to remember":      b.send(http.MethodPut, memoryPath, `{"first_name":"سارا"}`),
			"a bad name":            b.send(http.MethodPut, memoryPath, `{"first_name":"<b>"}`),
			"no names":              b.send(http.MethodPut, memoryPath, `[`),
			"no consent":            nobody.send(http.MethodGet, memoryPath, ""),
			"forgetting too much":   b.send(http.MethodDelete, memoryPath, `{"x":1}`),
			"forgetting":            b.send(http.MethodDelete, memoryPath, ""),
			"withdrawing too much":  b.send(http.MethodDelete, preferencesPath, `{"x":1}`),
			"a withdrawal":          b.send(http.MethodDelete, preferencesPath, ""),
		} {
			require.Contains(t, got.varies(), "Sec-GPC", name)
			require.Contains(t, got.varies(), "Cookie", name)
			require.Equal(t, "private, no-store", got.header.Get("Cache-Control"), name)
			require.Empty(t, got.header.Get("ETag"), name)
		}
	})
}

func TestThatTheSignalIsHonouredIsPublished(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		got := w.get("/.well-known/gpc.json")
		require.Equal(t, http.StatusOK, got.status)
		require.Equal(t, "application/json", got.header.Get("Content-Type"))
		require.JSONEq(t, `{"gpc":true,"lastUpdate":"2026-11-22"}`, string(got.body))
		require.Equal(t, http.StatusOK, w.raw(http.MethodHead, "/.well-known/gpc.json").Code)
	})
}
