package policy_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestTheHistoryIsPaged(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, word := range []string{"دوم", "سوم", "چهارم", "پنجم"} {
			w.Clock.Advance(time.Hour)
			w.PublishPolicy(models.Editorial, word, 0)
		}
		w.Clock.Advance(time.Hour)
		var seen []int
		for query := "?limit=2&lang=en"; query != ""; {
			page := w.history(query)
			for _, item := range page.Items {
				seen = append(seen, item.Version)
				require.Equal(t, models.English, item.Language)
				require.Equal(t, item.Version == 5, item.State == models.PolicyInForce)
				require.Equal(t, item.Version == 5, item.SupersededAt == nil)
			}
			query = ""
			if page.NextCursor != nil {
				require.Len(t, page.Items, 2)
				query = "?limit=2&lang=en&cursor=" + *page.NextCursor
			}
		}
		require.Equal(t, []int{5, 4, 3, 2, 1}, seen, "newest first, each once")
		items := w.history("").Items
		require.Equal(t, "بیانیهٔ پنجم", items[0].Title)
		for i := range items[:4] {
			require.Equal(t, items[i+1].Hash, items[i].PreviousHash)
			require.Equal(t, &items[i].EffectiveAt, items[i+1].SupersededAt)
		}
		cursor := *w.history("?limit=1").NextCursor
		for _, query := range []string{"?lang=en&cursor=" + cursor, "?cursor=" + apitest.Flip(cursor, 3)} {
			got := w.SendLenient(http.MethodGet, policyHistory+query, "")
			require.Equal(t, map[string]string{"/cursor": "not_a_cursor"},
				got.Problem(t, 422, "validation_failed").Broken())
		}
	})
}

// TestDraftsAreNobodysBusiness: neither a draft's text nor that there is one.
func TestDraftsAreNobodysBusiness(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		answers := func(numbers ...string) (texts []string) {
			for _, number := range numbers {
				for _, path := range []string{
					policyHistory + "/" + number, policyHistory + "/" + number + "/canonical",
					policyHistory + "/" + number + "?lang=en",
				} {
					got := w.SendLenient(http.MethodGet, path, "")
					got.Problem(t, http.StatusNotFound, "policy_unknown")
					texts = append(texts, got.Impersonal(t))
				}
				got := w.SendLenient(http.MethodPost, policyHistory+"/"+number+"/acknowledgements", "")
				got.Problem(t, http.StatusNotFound, "policy_unknown")
				texts = append(texts, got.Impersonal(t))
			}
			for _, query := range []string{"?to=2", "?from=2", "?from=1&to=2&format=html", "?from=2&to=2"} {
				got := w.Get(policyPath + "/diff" + query)
				got.Problem(t, http.StatusNotFound, "policy_unknown")
				texts = append(texts, got.Impersonal(t))
			}
			for _, path := range []string{
				policyPath, policyHistory, policyPath + "/diff", policyPath + "/changes.atom", "/api/v1/announcements",
			} {
				texts = append(texts, string(w.Get(path).Body))
			}
			return texts
		}
		before := answers("2")
		draft := w.DraftPolicy(apitest.Edition(models.Material, "سیمرغ"))
		require.Equal(t, 2, draft.Version)
		w.Clock.Advance(time.Minute) // whatever is remembered of the versions is old now
		require.Equal(t, before, answers("2"), "nothing tells whether there is a draft")
		require.NotContains(t, strings.Join(before, ""), "سیمرغ")
		for _, number := range []string{
			"0", "-1", "01", "+1", "1.0", "1e0", "%DB%B1", "x", "%20",
			"99999999999999999999", "1%00",
		} {
			answers(number)
		}
		for query, broken := range map[string]map[string]string{
			"?from=0&to=x":           {"/from": "not_a_version", "/to": "not_a_version"},
			"?from=-1&to=01":         {"/from": "not_a_version", "/to": "not_a_version"},
			"?to=1.0&format=pdf":     {"/to": "not_a_version", "/format": "unknown_value"},
			"?ignore=all&from=1%200": {"/ignore": "unknown_value", "/from": "not_a_version"},
		} {
			got := w.SendLenient(http.MethodGet, policyPath+"/diff"+query, "")
			require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), query)
		}
	})
}

func TestAnAcknowledgementIsTheClientsOwn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.PublishPolicy(models.Material, "دوم", 24*time.Hour)
		for _, version := range []int{1, 2} {
			got := w.Post(policyHistory+"/"+strconv.Itoa(version)+"/acknowledgements", "")
			require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
			require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
			view := apitest.Decode[models.AcknowledgementView](t, got)
			policy := apitest.Decode[models.PolicyView](t, w.Get(policyHistory+"/"+strconv.Itoa(version)))
			require.Equal(t, models.AcknowledgementClaims{
				Version: version, Hash: policy.Hash, AcknowledgedOn: "2026-11-22",
			}, view.AcknowledgementClaims)

			verified := apitest.Decode[models.VerificationView](t,
				w.Post("/api/v1/receipts/verify", apitest.Body("proof", view.Token)))
			require.True(t, verified.Valid)
			require.Equal(t, &view.AcknowledgementClaims, verified.Acknowledgement)
			require.Nil(t, verified.Receipt)
			require.Nil(t, verified.Consent)
			forged := apitest.Body("proof", apitest.Flip(view.Token, len(view.Token)/2))
			got = w.Post("/api/v1/receipts/verify", forged)
			require.False(t, apitest.Decode[models.VerificationView](t, got).Valid)
		}
		require.Equal(t, http.StatusOK, w.ActOnPolicy(w.Staff(models.RoleEditor), 2, "cancel", "").Status)
		w.Post(policyHistory+"/2/acknowledgements", "").Problem(t, http.StatusConflict, "policy_called_off")
		w.Post(policyHistory+"/3/acknowledgements", "").Problem(t, http.StatusNotFound, "policy_unknown")
		for _, form := range []string{`{"name":"سارا"}`, `{"version":1}`} {
			got := w.SendLenient(http.MethodPost, policyHistory+"/1/acknowledgements", form)
			require.Contains(t, got.Problem(t, 422, "validation_failed").Broken(), map[string]string{
				`{"name":"سارا"}`: "/name", `{"version":1}`: "/version",
			}[form])
		}
	})
}

func TestAcknowledgementsAreCountedAndNoMore(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		before := w.Kept()
		at := policyHistory + "/1/acknowledgements"
		carried := []string{
			"X-Forwarded-For", "203.0.113.77", "User-Agent", "MarkedAgent", "Cookie", "amanat-consent=marked; x=marked",
			"Consent-Id", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "Accept-Language", "en",
		}
		for range 3 {
			require.Equal(t, http.StatusCreated, w.Post(at, "", carried...).Status)
		}
		require.ElementsMatch(t, []string{
			"policy_acknowledgement_counts.version=1\n", "policy_acknowledgement_counts.day=2026-11-22\n",
			"policy_acknowledgement_counts.count=3\n",
		}, w.Since(before), "a number, and nothing about whose it is")

		key := []string{"Idempotency-Key", "acknowledged-1"}
		first, again := w.Post(at, "", key...), w.Post(at, "", key...)
		require.Empty(t, first.Header.Get("Idempotency-Replayed"))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.Body), string(again.Body))
		require.Equal(t, map[int]int{http.StatusCreated: 20},
			apitest.InParallel(20, func() int { return w.Post(at, "", "Idempotency-Key", "acknowledged-2").Status }))
		require.Equal(t, map[int]int{http.StatusCreated: 20},
			apitest.InParallel(20, func() int { return w.Post(at, "").Status }))
		w.Clock.Advance(12 * time.Hour)
		require.Equal(t, http.StatusCreated, w.Post(at, "").Status)

		analyst := w.Staff(models.RoleAnalyst)
		page := apitest.Decode[models.Page[models.AcknowledgementCountView]](t,
			w.Get(policyDrafts+"/1/acknowledgements", analyst.Headers()...))
		require.Equal(t, []models.AcknowledgementCountView{
			{Day: "2026-11-23", Count: 1},
			{Day: "2026-11-22", Count: 25},
		}, page.Items)
		view := apitest.Decode[models.StaffPolicyView](t,
			w.Get(policyDrafts+"/1", w.Staff(models.RoleEditor).Headers()...))
		require.EqualValues(t, 26, view.Acknowledgements)
		for _, mark := range []string{"203.0.113.77", "192.0.2.1", "MarkedAgent", "7c9e6679", "marked"} {
			require.NotContains(t, w.Stored()+w.Log.String(), mark)
		}
	})
}

func TestWhenAVersionMayTakeEffect(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, draft := w.Staff(models.RoleEditor), w.DraftPolicy(apitest.Edition(models.Editorial, "نخست"))
		for form, broken := range map[string]map[string]string{
			`{"effective_at":"2026-11-22"}`:                {"/effective_at": "not_a_time"},
			`{"effective_at":"2026-11-22T12:00:00"}`:       {"/effective_at": "not_a_time"},
			`{"effective_at":"فردا","at":1}`:               {"/effective_at": "not_a_time", "/at": "unknown_field"},
			`{"effective_at":1}`:                           {"/effective_at": "wrong_type"},
			`{"effective_at":"2026-11-22T11:59:59+03:30"}`: {"/effective_at": "in_the_past"},
			`{"effective_at":"2029-01-01T00:00:00Z"}`:      {"/effective_at": "too_far_ahead"},
		} {
			got := w.ActOnPolicy(editor, draft.Version, "publish", form)
			require.Equal(t, broken, got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken(),
				form)
		}
		for _, form := range []string{`[]`, `{"effective_at":"a","effective_at":"b"}`} {
			w.ActOnPolicy(editor, draft.Version, "publish", form).Problem(t, http.StatusBadRequest, "malformed_json")
		}
		for _, number := range []string{"0", "-1", "02", "2.0", "x", "%D9%A2", "99999999999999999999"} {
			for _, what := range []string{"publish", "cancel"} {
				got := w.SendLenient(http.MethodPost, policyDrafts+"/"+number+"/"+what, "", editor.Headers()...)
				got.Problem(t, http.StatusNotFound, "policy_unknown")
			}
		}
		require.Equal(t, 1, w.Policy("").Version, "nothing was published")
		got := w.ActOnPolicy(editor, draft.Version, "publish", "")
		require.Equal(t, http.StatusOK, got.Status, "at once, if nothing is said: %s", got.Body)
		require.Equal(t, draft.Version, w.Policy("").Version)
	})
}
