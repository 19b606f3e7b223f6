package consent_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestToRefuseIsNotToBeUndecided(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		view := b.Preferences()
		require.False(t, view.Decided)
		require.Equal(t, models.NoChoices(), view.States)
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		require.Equal(t, w.Policy("").Hash, view.PolicyHash)
		require.Equal(t, 1, view.PolicyVersion)
		require.False(t, view.NeedsRenewal)
		require.Nil(t, view.ConsentID)

		w.Clock.Advance(42*time.Second + time.Millisecond)
		saved := b.Decide(map[string]bool{"memory": true, "returning": false})
		states := models.Choices{Memory: models.Granted, Returning: models.Refused, NewsletterInsight: models.Undecided}
		require.Equal(t, states, saved.States)
		require.Equal(t, models.EffectiveChoices{Necessary: true, Memory: true}, saved.Choices)
		require.True(t, saved.Decided)
		require.Equal(t, "2026-11-22T08:30:00Z", saved.DecidedAt.Format(time.RFC3339Nano), "the minute and no more")
		require.EqualValues(t, 4, saved.ConsentID.Version(), "random, so that no time is in it")
		require.Equal(t, saved.PreferencesView, b.Preferences())

		refused := b.Decide(map[string]bool{"memory": false, "returning": false, "newsletter_insight": false})
		require.Equal(t, models.Choices{
			Memory: models.Refused, Returning: models.Refused,
			NewsletterInsight: models.Refused,
		}, refused.States)
		require.True(t, refused.Decided)
		require.Equal(t, saved.ConsentID, refused.ConsentID)
		undecided := b.Decide(map[string]bool{"necessary": true})
		require.True(t, undecided.Decided, "to leave everything open is a decision too")
		require.Equal(t, models.NoChoices(), undecided.States)

		b.Send(http.MethodDelete, preferencesPath, "")
		after := b.Preferences()
		require.False(t, after.Decided)
		require.Equal(t, models.NoChoices(), after.States)
		require.False(t, after.NeedsRenewal)
	})
}

func TestDecisionsAreReadStrictly(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		hash := w.Policy("").Hash
		in := func(choices string) string { return `{"choices":` + choices + `,"policy_hash":"` + hash + `"}` }
		for form, broken := range map[string]map[string]string{
			in(`{"necessary":false}`): {"/choices/necessary": "always_on"},
			in(`{"necessary":false,"memory":"yes"}`): {
				"/choices/necessary": "always_on",
				"/choices/memory":    "wrong_type",
			},
			in(`{"necessary":null,"memory":1}`): {
				"/choices/necessary": "wrong_type",
				"/choices/memory":    "wrong_type",
			},
			in(`{"memory":null}`): {"/choices/memory": "wrong_type"},
			in(`{"tracking":true,"Memory":true}`): {
				"/choices/tracking": "unknown_field",
				"/choices/Memory":   "unknown_field",
			},
			in(`{"memory":true},"memory":true`): {"/memory": "unknown_field"},
			in(`[]`):                            {"/choices": "wrong_type"},
			in(`{"memory":{"granted":true}}`):   {"/choices/memory": "wrong_type"},
			in(`{}`):                            {"/choices": "required"},
			`{}`:                                {"/choices": "required", "/policy_hash": "required"},
			`{"choices":{"memory":true}}`:       {"/policy_hash": "required"},
			`{"choices":{"memory":true},"policy_hash":"` + strings.Repeat("a", 65) + `"}`: {"/policy_hash": "too_long"},
		} {
			got := w.SendLenient(http.MethodPut, preferencesPath, form)
			found := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken()
			require.Equal(t, broken, found, form)
		}
		for _, malformed := range []string{
			in(`{"memory":true,"memory":false}`), `{"choices":{},"choices":{}}`, `[]`, ``, in(`{"memory":tru}`),
		} {
			got := w.SendLenient(http.MethodPut, preferencesPath, malformed, "Content-Type", "application/json")
			got.Problem(t, http.StatusBadRequest, "malformed_json")
		}
		for _, other := range []string{"text/plain", "application/x-www-form-urlencoded"} {
			got := w.SendLenient(http.MethodPut, preferencesPath, in(`{"memory":true}`), "Content-Type", other)
			got.Problem(t, http.StatusUnsupportedMediaType, "unsupported_media_type")
		}
		require.NotContains(t, w.Stored(), "\nconsents.", "nothing was decided")
		require.Equal(t, http.StatusOK, w.SendLenient(http.MethodPut, preferencesPath, in(`{"necessary":true}`)).Status)
	})
}

func TestADecisionIsMadeUnderThePolicyInForce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		old := w.Policy("").Hash
		b.Decide(apitest.ConsentToAll())
		next := w.PublishPolicy(models.Editorial, "ویرایش", time.Minute)
		form := func(hash string) string { return `{"choices":{"memory":false},"policy_hash":"` + hash + `"}` }
		for _, hash := range []string{next.Hash, strings.ToUpper(old), "x", old[:63]} {
			got := b.Send(http.MethodPut, preferencesPath, form(hash))
			got.Problem(t, http.StatusConflict, "policy_changed")
			require.Contains(t, string(got.Body), `"clause":"change-view"`)
			require.Empty(t, got.Header.Values("Set-Cookie"))
		}
		w.Clock.Advance(time.Minute)
		b.Send(http.MethodPut, preferencesPath, form(old)).Problem(t, http.StatusConflict, "policy_changed")
		view := b.Preferences()
		require.True(t, view.Choices.Memory, "nothing was stored")
		require.Equal(t, next.Hash, view.PolicyHash)
		require.False(t, view.NeedsRenewal, "only the wording has changed")
		w.PublishPolicy(models.Material, "اثرگذار", 0)
		require.True(t, b.Preferences().NeedsRenewal)
		require.True(t, b.Preferences().Choices.Memory, "what was decided stands until then")
		require.False(t, b.Decide(apitest.ConsentToAll()).NeedsRenewal)
	})
}

func TestADecisionGrowsOld(t *testing.T) {
	const day = 24 * time.Hour
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		b.Decide(apitest.ConsentToAll())
		w.Clock.Advance(365*day - time.Second)
		require.False(t, b.Preferences().NeedsRenewal)
		w.Clock.Advance(time.Second)
		require.True(t, b.Preferences().NeedsRenewal)
		require.True(t, b.Preferences().Choices.Memory, "it still holds")
		w.Clock.Advance(30*day + time.Second)
		view := b.Preferences()
		require.False(t, view.Decided, "after thirteen months it is as if nothing had been decided")
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		_, err := w.Services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.NotContains(t, w.Stored(), "\nconsents.")
	})
}

// TestACookieThatTheServiceDidNotSetIsNone: changed anywhere, cut, made up, planted beside another, or another cookie.
func TestACookieThatTheServiceDidNotSetIsNone(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b, other := w.Browser(), w.Browser()
		id := b.Decide(apitest.ConsentToAll()).ConsentID
		other.Decide(map[string]bool{"memory": true})
		b.Remember(`{"first_name":"سارا"}`)
		genuine := b.Cookies["amanat-consent"]
		ask := func(cookies string) models.PreferencesView {
			got := w.Get(preferencesPath, "Cookie", cookies)
			require.Equal(t, http.StatusOK, got.Status, cookies)
			return apitest.Decode[models.PreferencesView](t, got)
		}
		require.Equal(t, id, ask("amanat-consent="+genuine).ConsentID)
		pair := "amanat-consent=" + genuine
		forged := []string{
			"amanat-consent=", "amanat-consent=" + id.String(), pair + "A",
			"amanat-consent=" + genuine[:len(genuine)-1],
			"amanat-consent=" + strings.TrimPrefix(genuine, "1."), "amanat-consent=2" + genuine[1:],
			"amanat-consent=1." + genuine,
			"amanat-consent=" + b.Cookies["amanat-memory"], "__Host-" + pair, "Amanat-Consent=" + genuine,
			"amanat-consent=1.AAAA",
			pair + "; " + pair, pair + "; amanat-consent=" + other.Cookies["amanat-consent"],
			"amanat-consent=x; " + pair, pair + "; amanat-consent=",
		}
		for i := range genuine {
			forged = append(forged, "amanat-consent="+apitest.Flip(genuine, i))
		}
		for _, cookies := range forged {
			view := ask(cookies)
			require.False(t, view.Decided, cookies)
			require.Nil(t, view.ConsentID, cookies)
			require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		}
		w.Get(memoryPath, "Cookie", pair+"; "+pair).Problem(t, http.StatusForbidden, "consent_required")
		planted := w.Browser()
		planted.Cookies["amanat-consent"] = apitest.Flip(genuine, 5)
		fresh := planted.Decide(apitest.ConsentToAll())
		require.NotEqual(t, id, fresh.ConsentID, "nobody decides for somebody else")
		require.True(t, b.Preferences().Decided)
		w.Send(http.MethodDelete, preferencesPath, "", "Cookie", "amanat-consent=x; "+pair)
		require.False(t, b.Preferences().Decided, "nobody keeps a withdrawal from its effect")
	})
}

func TestOneBrowserDecidesTwiceAtATime(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		id := b.Decide(apitest.ConsentToAll()).ConsentID
		form := apitest.ToText(map[string]any{
			"choices": map[string]bool{"memory": true}, "policy_hash": w.Policy("").Hash,
		})
		var mu sync.Mutex
		ids := map[string]int{}
		statuses := apitest.InParallel(4, func() int {
			got := w.Send(http.MethodPut, preferencesPath, form, "Cookie", b.CookieHeader())
			mu.Lock()
			defer mu.Unlock()
			ids[apitest.Decode[models.PreferencesView](t, got).ConsentID.String()]++
			return got.Status
		})
		require.Equal(t, map[int]int{http.StatusOK: 4}, statuses)
		require.Equal(t, map[string]int{id.String(): 4}, ids)
		var count int64
		require.NoError(t, w.DB.Model(&models.Consent{}).Count(&count).Error)
		require.EqualValues(t, 5, count, "every decision is kept")
	})
}
