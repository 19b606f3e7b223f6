package consent_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestOnlyExactlyOneIsTheSignal(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		b.Decide(apitest.ConsentToAll())
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
			view := b.Signalled(values...)
			require.False(t, view.GPC, "%q", values)
			require.Equal(t, whole, view.Choices, "%q", values)
			require.False(t, view.GPCConflict)
		}
		view := b.Signalled("1")
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
		b := w.Browser("Sec-GPC", "1")
		view := b.Preferences()
		require.True(t, view.GPC)
		require.False(t, view.Decided)
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		require.False(t, b.Decide(map[string]bool{"memory": true, "returning": false}).GPCConflict)

		got := b.Choose(apitest.ConsentToAll())
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		saved := apitest.Decode[models.SavedPreferencesView](t, got)
		require.True(t, saved.Choices.Returning)
		require.True(t, saved.Choices.NewsletterInsight)
		require.True(t, saved.GPCConflict)
		set, _ := setCookies(t, got)
		require.Contains(t, set, "amanat-returning")
		require.True(t, b.Preferences().GPCConflict)
		silent := b.Signalled()
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
		b := w.Browser()
		b.Decide(apitest.ConsentToAll())
		require.Contains(t, b.Cookies, "amanat-returning")
		require.False(t, b.Preferences("Sec-GPC", "1").Choices.Returning)
		require.Contains(t, b.Cookies, "amanat-returning", "reading changes no cookie")
		b.Decide(map[string]bool{"memory": true}, "Sec-GPC", "1")
		require.NotContains(t, b.Cookies, "amanat-returning")
	})
}

// TestAnswersAboutAPersonAreKeptByNobody: also those that refuse.
func TestAnswersAboutAPersonAreKeptByNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		b.Decide(map[string]bool{"memory": true})
		nobody := w.Browser()
		for name, got := range map[string]reply{
			"preferences of nobody": nobody.Send(http.MethodGet, preferencesPath, ""),
			"preferences":           b.Send(http.MethodGet, preferencesPath, ""),
			"a decision":            b.Choose(apitest.ConsentToAll()),
			"a stale decision":      b.Send(http.MethodPut, preferencesPath, `{"choices":{},"policy_hash":"x"}`),
			"a bad decision":        b.Send(http.MethodPut, preferencesPath, `{"choices":{"x":1}}`),
			"no decision":           b.Send(http.MethodPut, preferencesPath, `{`),
			"a bad id":              nobody.Send(http.MethodGet, preferencesPath, "", "Consent-Id", "x"),
			"what is remembered":    b.Send(http.MethodGet, memoryPath, ""),
			"what to remember":      b.Send(http.MethodPut, memoryPath, `{"first_name":"سارا"}`),
			"a bad name":            b.Send(http.MethodPut, memoryPath, `{"first_name":"<b>"}`),
			"no names":              b.Send(http.MethodPut, memoryPath, `[`),
			"no consent":            nobody.Send(http.MethodGet, memoryPath, ""),
			"forgetting too much":   b.Send(http.MethodDelete, memoryPath, `{"x":1}`),
			"forgetting":            b.Send(http.MethodDelete, memoryPath, ""),
			"withdrawing too much":  b.Send(http.MethodDelete, preferencesPath, `{"x":1}`),
			"a withdrawal":          b.Send(http.MethodDelete, preferencesPath, ""),
		} {
			require.Contains(t, got.Varies(), "Sec-GPC", name)
			require.Contains(t, got.Varies(), "Cookie", name)
			require.Equal(t, "private, no-store", got.Header.Get("Cache-Control"), name)
			require.Empty(t, got.Header.Get("ETag"), name)
		}
	})
}

func TestThatTheSignalIsHonouredIsPublished(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		got := w.Get("/.well-known/gpc.json")
		require.Equal(t, http.StatusOK, got.Status)
		require.Equal(t, "application/json", got.Header.Get("Content-Type"))
		require.JSONEq(t, `{"gpc":true,"lastUpdate":"2026-11-22"}`, string(got.Body))
		require.Equal(t, http.StatusOK, w.Raw(http.MethodHead, "/.well-known/gpc.json").Code)
	})
}
