package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestToRefuseIsNotToBeUndecided(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		view := b.preferences()
		require.False(t, view.Decided)
		require.Equal(t, models.NoChoices(), view.States)
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		require.Equal(t, w.policy("").Hash, view.PolicyHash)
		require.Equal(t, 1, view.PolicyVersion)
		require.False(t, view.NeedsRenewal)
		require.Nil(t, view.ConsentID)

		w.clock.advance(42*time.Second + time.Millisecond)
		saved := b.decide(map[string]bool{"memory": true, "returning": false})
		states := models.Choices{Memory: models.Granted, Returning: models.Refused, NewsletterInsight: models.Undecided}
		require.Equal(t, states, saved.States)
		require.Equal(t, models.EffectiveChoices{Necessary: true, Memory: true}, saved.Choices)
		require.True(t, saved.Decided)
		require.Equal(t, "2026-11-22T08:30:00Z", saved.DecidedAt.Format(time.RFC3339Nano), "the minute and no more")
		require.EqualValues(t, 4, saved.ConsentID.Version(), "random, so that no time is in it")
		require.Equal(t, saved.PreferencesView, b.preferences())

		refused := b.decide(map[string]bool{"memory": false, "returning": false, "newsletter_insight": false})
		require.Equal(t, models.Choices{
			Memory: models.Refused, Returning: models.Refused,
			NewsletterInsight: models.Refused,
		}, refused.States)
		require.True(t, refused.Decided)
		require.Equal(t, saved.ConsentID, refused.ConsentID)
		undecided := b.decide(map[string]bool{"necessary": true})
		require.True(t, undecided.Decided, "to leave everything open is a decision too")
		require.Equal(t, models.NoChoices(), undecided.States)

		b.send(http.MethodDelete, preferencesPath, "")
		after := b.preferences()
		require.False(t, after.Decided)
		require.Equal(t, models.NoChoices(), after.States)
		require.False(t, after.NeedsRenewal)
	})
}

func TestDecisionsAreReadStrictly(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		hash := w.policy("").Hash
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
			got := w.sendLenient(http.MethodPut, preferencesPath, form)
			found := got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken()
			require.Equal(t, broken, found, form)
		}
		for _, malformed := range []string{
			in(`{"memory":true,"memory":false}`), `{"choices":{},"choices":{}}`, `[]`, ``, in(`{"memory":tru}`),
		} {
			got := w.sendLenient(http.MethodPut, preferencesPath, malformed, "Content-Type", "application/json")
			got.problem(t, http.StatusBadRequest, "malformed_json")
		}
		for _, other := range []string{"text/plain", "application/x-www-form-urlencoded"} {
			got := w.sendLenient(http.MethodPut, preferencesPath, in(`{"memory":true}`), "Content-Type", other)
			got.problem(t, http.StatusUnsupportedMediaType, "unsupported_media_type")
		}
		require.NotContains(t, w.stored(), "\nconsents.", "nothing was decided")
		require.Equal(t, http.StatusOK, w.sendLenient(http.MethodPut, preferencesPath, in(`{"necessary":true}`)).status)
	})
}

func TestADecisionIsMadeUnderThePolicyInForce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		old := w.policy("").Hash
		b.decide(everything())
		next := w.publish(models.Editorial, "ویرایش", time.Minute)
		form := func(hash string) string { return `{"choices":{"memory":false},"policy_hash":"` + hash + `"}` }
		for _, hash := range []string{next.Hash, strings.ToUpper(old), "x", old[:63]} {
			got := b.send(http.MethodPut, preferencesPath, form(hash))
			got.problem(t, http.StatusConflict, "policy_changed")
			require.Contains(t, string(got.body), `"clause":"change-view"`)
			require.Empty(t, got.header.Values("Set-Cookie"))
		}
		w.clock.advance(time.Minute)
		b.send(http.MethodPut, preferencesPath, form(old)).problem(t, http.StatusConflict, "policy_changed")
		view := b.preferences()
		require.True(t, view.Choices.Memory, "nothing was stored")
		require.Equal(t, next.Hash, view.PolicyHash)
		require.False(t, view.NeedsRenewal, "only the wording has changed")
		w.publish(models.Material, "اثرگذار", 0)
		require.True(t, b.preferences().NeedsRenewal)
		require.True(t, b.preferences().Choices.Memory, "what was decided stands until then")
		require.False(t, b.decide(everything()).NeedsRenewal)
	})
}

func TestADecisionGrowsOld(t *testing.T) {
	const day = 24 * time.Hour
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.decide(everything())
		w.clock.advance(365*day - time.Second)
		require.False(t, b.preferences().NeedsRenewal)
		w.clock.advance(time.Second)
		require.True(t, b.preferences().NeedsRenewal)
		require.True(t, b.preferences().Choices.Memory, "it still holds")
		w.clock.advance(30*day + time.Second)
		view := b.preferences()
		require.False(t, view.Decided, "after thirteen months it is as if nothing had been decided")
		require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		_, err := w.services.Retention.Sweep(t.Context())
		require.NoError(t, err)
		require.NotContains(t, w.stored(), "\nconsents.")
	})
}

// TestACookieThatTheServiceDidNotSetIsNone: changed anywhere, cut, made up, planted beside another, or another cookie.
func TestACookieThatTheServiceDidNotSetIsNone(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b, other := w.browser(), w.browser()
		id := b.decide(everything()).ConsentID
		other.decide(map[string]bool{"memory": true})
		b.remember(`{"first_name":"سارا"}`)
		genuine := b.cookies["amanat-consent"]
		ask := func(cookies string) models.PreferencesView {
			got := w.get(preferencesPath, "Cookie", cookies)
			require.Equal(t, http.StatusOK, got.status, cookies)
			return decode[models.PreferencesView](t, got)
		}
		require.Equal(t, id, ask("amanat-consent="+genuine).ConsentID)
		pair := "amanat-consent=" + genuine
		forged := []string{
			"amanat-consent=", "amanat-consent=" + id.String(), pair + "A",
			"amanat-consent=" + genuine[:len(genuine)-1],
			"amanat-consent=" + strings.TrimPrefix(genuine, "1."), "amanat-consent=2" + genuine[1:],
			"amanat-consent=1." + genuine,
			"amanat-consent=" + b.cookies["amanat-memory"], "__Host-" + pair, "Amanat-Consent=" + genuine,
			"amanat-consent=1.AAAA",
			pair + "; " + pair, pair + "; amanat-consent=" + other.cookies["amanat-consent"],
			"amanat-consent=x; " + pair, pair + "; amanat-consent=",
		}
		for i := range genuine {
			forged = append(forged, "amanat-consent="+flip(genuine, i))
		}
		for _, cookies := range forged {
			view := ask(cookies)
			require.False(t, view.Decided, cookies)
			require.Nil(t, view.ConsentID, cookies)
			require.Equal(t, models.EffectiveChoices{Necessary: true}, view.Choices)
		}
		w.get(memoryPath, "Cookie", pair+"; "+pair).problem(t, http.StatusForbidden, "consent_required")
		planted := w.browser()
		planted.cookies["amanat-consent"] = flip(genuine, 5)
		fresh := planted.decide(everything())
		require.NotEqual(t, id, fresh.ConsentID, "nobody decides for somebody else")
		require.True(t, b.preferences().Decided)
		w.send(http.MethodDelete, preferencesPath, "", "Cookie", "amanat-consent=x; "+pair)
		require.False(t, b.preferences().Decided, "nobody keeps a withdrawal from its effect")
	})
}

func TestOneBrowserDecidesTwiceAtATime(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		id := b.decide(everything()).ConsentID
		form := toText(map[string]any{"choices": map[string]bool{"memory": true}, "policy_hash": w.policy("").Hash})
		var mu sync.Mutex
		ids := map[string]int{}
		statuses := inParallel(4, func() int {
			got := w.send(http.MethodPut, preferencesPath, form, "Cookie", b.cookieHeader())
			mu.Lock()
			defer mu.Unlock()
			ids[decode[models.PreferencesView](t, got).ConsentID.String()]++
			return got.status
		})
		require.Equal(t, map[int]int{http.StatusOK: 4}, statuses)
		require.Equal(t, map[string]int{id.String(): 4}, ids)
		var count int64
		require.NoError(t, w.db.Model(&models.Consent{}).Count(&count).Error)
		require.EqualValues(t, 5, count, "every decision is kept")
	})
}
