package api_test

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestTheHistoryIsPaged(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, word := range []string{"دوم", "سوم", "چهارم", "پنجم"} {
			w.clock.advance(time.Hour)
			w.publish(models.Editorial, word, 0)
		}
		w.clock.advance(time.Hour)
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
		for _, query := range []string{"?lang=en&cursor=" + cursor, "?cursor=" + flip(cursor, 3)} {
			got := w.sendLenient(http.MethodGet, policyHistory+query, "")
			require.Equal(t, map[string]string{"/cursor": "not_a_cursor"},
				got.problem(t, 422, "validation_failed").broken())
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
					got := w.sendLenient(http.MethodGet, path, "")
					got.problem(t, http.StatusNotFound, "policy_unknown")
					texts = append(texts, got.impersonal(t))
				}
				got := w.sendLenient(http.MethodPost, policyHistory+"/"+number+"/acknowledgements", "")
				got.problem(t, http.StatusNotFound, "policy_unknown")
				texts = append(texts, got.impersonal(t))
			}
			for _, query := range []string{"?to=2", "?from=2", "?from=1&to=2&format=html", "?from=2&to=2"} {
				got := w.get(policyPath + "/diff" + query)
				got.problem(t, http.StatusNotFound, "policy_unknown")
				texts = append(texts, got.impersonal(t))
			}
			for _, path := range []string{
				policyPath, policyHistory, policyPath + "/diff", policyPath + "/changes.atom", "/api/v1/announcements",
			} {
				texts = append(texts, string(w.get(path).body))
			}
			return texts
		}
		before := answers("2")
		draft := w.draft(edition(models.Material, "سیمرغ"))
		require.Equal(t, 2, draft.Version)
		w.clock.advance(time.Minute) // whatever is remembered of the versions is old now
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
			got := w.sendLenient(http.MethodGet, policyPath+"/diff"+query, "")
			require.Equal(t, broken, got.problem(t, 422, "validation_failed").broken(), query)
		}
	})
}

func TestAnAcknowledgementIsTheClientsOwn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.publish(models.Material, "دوم", 24*time.Hour)
		for _, version := range []int{1, 2} {
			got := w.post(policyHistory+"/"+strconv.Itoa(version)+"/acknowledgements", "")
			require.Equal(t, http.StatusCreated, got.status, string(got.body))
			require.Equal(t, "no-store", got.header.Get("Cache-Control"))
			view := decode[models.AcknowledgementView](t, got)
			policy := decode[models.PolicyView](t, w.get(policyHistory+"/"+strconv.Itoa(version)))
			require.Equal(t, models.AcknowledgementClaims{
				Version: version, Hash: policy.Hash, AcknowledgedOn: "2026-11-22",
			}, view.AcknowledgementClaims)

			verified := decode[models.VerificationView](t,
				w.post("/api/v1/receipts/verify", body("proof", view.Token)))
			require.True(t, verified.Valid)
			require.Equal(t, &view.AcknowledgementClaims, verified.Acknowledgement)
			require.Nil(t, verified.Receipt)
			require.Nil(t, verified.Consent)
			forged := body("proof", flip(view.Token, len(view.Token)/2))
			require.False(t, decode[models.VerificationView](t, w.post("/api/v1/receipts/verify", forged)).Valid)
		}
		require.Equal(t, http.StatusOK, w.actOn(w.staff(models.RoleEditor), 2, "cancel", "").status)
		w.post(policyHistory+"/2/acknowledgements", "").problem(t, http.StatusConflict, "policy_called_off")
		w.post(policyHistory+"/3/acknowledgements", "").problem(t, http.StatusNotFound, "policy_unknown")
		for _, form := range []string{`{"name":"سارا"}`, `{"version":1}`} {
			got := w.sendLenient(http.MethodPost, policyHistory+"/1/acknowledgements", form)
			require.Contains(t, got.problem(t, 422, "validation_failed").broken(), map[string]string{
				`{"name":"سارا"}`: "/name", `{"version":1}`: "/version",
			}[form])
		}
	})
}

func TestAcknowledgementsAreCountedAndNoMore(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		before := w.kept()
		at := policyHistory + "/1/acknowledgements"
		carried := []string{
			"X-Forwarded-For", "203.0.113.77", "User-Agent", "MarkedAgent", "Cookie", "amanat-consent=marked; x=marked",
			"Consent-Id", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "Accept-Language", "en",
		}
		for range 3 {
			require.Equal(t, http.StatusCreated, w.post(at, "", carried...).status)
		}
		require.ElementsMatch(t, []string{
			"policy_acknowledgement_counts.version=1\n", "policy_acknowledgement_counts.day=2026-11-22\n",
			"policy_acknowledgement_counts.count=3\n",
		}, w.since(before), "a number, and nothing about whose it is")

		key := []string{"Idempotency-Key", "acknowledged-1"}
		first, again := w.post(at, "", key...), w.post(at, "", key...)
		require.Empty(t, first.header.Get("Idempotency-Replayed"))
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.body), string(again.body))
		require.Equal(t, map[int]int{http.StatusCreated: 20},
			inParallel(20, func() int { return w.post(at, "", "Idempotency-Key", "acknowledged-2").status }))
		require.Equal(t, map[int]int{http.StatusCreated: 20},
			inParallel(20, func() int { return w.post(at, "").status }))
		w.clock.advance(12 * time.Hour)
		require.Equal(t, http.StatusCreated, w.post(at, "").status)

		analyst := w.staff(models.RoleAnalyst)
		page := decode[models.Page[models.AcknowledgementCountView]](t,
			w.get(policyDrafts+"/1/acknowledgements", analyst.headers()...))
		require.Equal(t, []models.AcknowledgementCountView{
			{Day: "2026-11-23", Count: 1},
			{Day: "2026-11-22", Count: 25},
		}, page.Items)
		view := decode[models.StaffPolicyView](t, w.get(policyDrafts+"/1", w.staff(models.RoleEditor).headers()...))
		require.EqualValues(t, 26, view.Acknowledgements)
		for _, mark := range []string{"203.0.113.77", "192.0.2.1", "MarkedAgent", "7c9e6679", "marked"} {
			require.NotContains(t, w.stored()+w.log.String(), mark)
		}
	})
}

func TestWhenAVersionMayTakeEffect(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, draft := w.staff(models.RoleEditor), w.draft(edition(models.Editorial, "نخست"))
		for form, broken := range map[string]map[string]string{
			`{"effective_at":"2026-11-22"}`:                {"/effective_at": "not_a_time"},
			`{"effective_at":"2026-11-22T12:00:00"}`:       {"/effective_at": "not_a_time"},
			`{"effective_at":"فردا","at":1}`:               {"/effective_at": "not_a_time", "/at": "unknown_field"},
			`{"effective_at":1}`:                           {"/effective_at": "wrong_type"},
			`{"effective_at":"2026-11-22T11:59:59+03:30"}`: {"/effective_at": "in_the_past"},
			`{"effective_at":"2029-01-01T00:00:00Z"}`:      {"/effective_at": "too_far_ahead"},
		} {
			got := w.actOn(editor, draft.Version, "publish", form)
			require.Equal(t, broken, got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken(),
				form)
		}
		for _, form := range []string{`[]`, `{"effective_at":"a","effective_at":"b"}`} {
			w.actOn(editor, draft.Version, "publish", form).problem(t, http.StatusBadRequest, "malformed_json")
		}
		for _, number := range []string{"0", "-1", "02", "2.0", "x", "%D9%A2", "99999999999999999999"} {
			for _, what := range []string{"publish", "cancel"} {
				got := w.sendLenient(http.MethodPost, policyDrafts+"/"+number+"/"+what, "", editor.headers()...)
				got.problem(t, http.StatusNotFound, "policy_unknown")
			}
		}
		require.Equal(t, 1, w.policy("").Version, "nothing was published")
		got := w.actOn(editor, draft.Version, "publish", "")
		require.Equal(t, http.StatusOK, got.status, "at once, if nothing is said: %s", got.body)
		require.Equal(t, draft.Version, w.policy("").Version)
	})
}

// kept is what the database holds, by its fields, each with its table and column. What is sealed may hold line ends.
func (w *world) kept() map[string]bool {
	w.t.Helper()
	stored, fields := w.stored(), map[string]bool{}
	begins := regexp.MustCompile(`(?m)^[a-z_]+\.[a-z_]+=`).FindAllStringIndex(stored, -1)
	for i, begin := range begins {
		end := len(stored)
		if i+1 < len(begins) {
			end = begins[i+1][0]
		}
		fields[stored[begin[0]:end]] = true
	}
	return fields
}

// since answers what the database holds now and did not before.
func (w *world) since(before map[string]bool) []string {
	w.t.Helper()
	now := w.kept()
	maps.DeleteFunc(now, func(field string, _ bool) bool { return before[field] })
	return slices.Collect(maps.Keys(now))
}
