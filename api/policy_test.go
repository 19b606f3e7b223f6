package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// policy reads the privacy policy.
func (w *world) policy(query string, headers ...string) models.PolicyView {
	w.t.Helper()
	got := w.sendLenient(http.MethodGet, policyPath+query, "", headers...)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.PolicyView](w.t, got)
}

// history lists one page of the versions.
func (w *world) history(query string) models.Page[models.PolicyVersionView] {
	w.t.Helper()
	got := w.get(policyHistory + query)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.Page[models.PolicyVersionView]](w.t, got)
}

// varies is what an answer depends on.
func (r reply) varies() string { return strings.Join(r.header.Values("Vary"), ", ") }

func TestThePolicyIsReadInBothLanguages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, asked := range []struct{ query, accept, language, direction, title string }{
			{"", "", "fa", "rtl", "بیانیهٔ حریم خصوصی"},
			{"", "en", "en", "ltr", "Privacy"},
			{"", "de, en-GB;q=0.8, fa;q=0.1", "en", "ltr", "Privacy"},
			{"?lang=en", "fa", "en", "ltr", "Privacy"},
			{"?lang=fa", "en", "fa", "rtl", "بیانیهٔ حریم خصوصی"},
			{"?lang=&at=", "en", "en", "ltr", "Privacy"},
		} {
			for _, path := range []string{policyPath, policyHistory + "/1"} {
				query := asked.query
				if path != policyPath {
					query = strings.TrimSuffix(query, "&at=")
				}
				got := w.sendLenient(http.MethodGet, path+query, "", "Accept-Language", asked.accept)
				require.Equal(t, http.StatusOK, got.status, string(got.body))
				require.Equal(t, asked.language, got.header.Get("Content-Language"), asked)
				require.Contains(t, got.varies(), "Accept-Language")
				require.Contains(t, got.varies(), "Accept-Encoding")
				require.Equal(t, "public, no-cache", got.header.Get("Cache-Control"), "a new version is seen at once")
				view := decode[models.PolicyView](t, got)
				require.Equal(t, models.Language(asked.language), view.Language)
				require.Contains(t, view.Title, asked.title)
				opening := `<article lang="` + asked.language + `" dir="` + asked.direction + `">`
				require.True(t, strings.HasPrefix(view.HTML, opening), view.HTML[:80])
				require.Equal(t, 1, view.Version)
				require.Equal(t, models.PolicyInForce, view.State)
				require.NotEmpty(t, view.Body)
				require.NotEmpty(t, view.Summary)
				require.Empty(t, view.PreviousHash)
			}
		}
		require.Equal(t, w.policy("?lang=fa").Hash, w.policy("?lang=en").Hash, "one hash for both languages")
	})
}

func TestWhatIsPublishedIsAskedForOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.publish(models.Editorial, "دوم", 0)
		for _, path := range []string{
			policyPath, policyPath + "?lang=en", policyPath + "?at=2026-11-22", policyHistory,
			policyHistory + "?limit=1",
			policyHistory + "/1", policyHistory + "/1/canonical", policyPath + "/diff",
			policyPath + "/diff?format=html",
			policyPath + "/changes.atom", "/api/v1/announcements", "/api/v1/announcements?lang=en", "/api/v1/links",
			"/api/v1/cookies", "/.well-known/gpc.json",
		} {
			plain := w.get(path)
			packed := w.get(path, "Accept-Encoding", "br, gzip;q=0.8")
			require.Equal(t, "gzip", packed.header.Get("Content-Encoding"), path)
			require.Equal(t, string(plain.body), string(packed.unpacked(t)), path)
			tags := []string{plain.header.Get("ETag"), packed.header.Get("ETag")}
			require.NotEqual(t, tags[0], tags[1], path)
			for i, encoding := range []string{"identity", "gzip"} {
				for _, known := range []string{tags[i], "W/" + tags[i], `"other", ` + tags[i], "*"} {
					got := w.get(path, "If-None-Match", known, "Accept-Encoding", encoding)
					require.Equal(t, http.StatusNotModified, got.status, "%s %s", path, known)
					require.Empty(t, got.body)
					require.Empty(t, got.header.Get("Content-Encoding"))
					require.Equal(t, tags[i], got.header.Get("ETag"))
				}
				other := w.get(path, "If-None-Match", tags[1-i], "Accept-Encoding", encoding)
				require.Equal(t, http.StatusOK, other.status, "the other coding has a tag of its own: %s", path)
			}
			head := w.raw(http.MethodHead, path)
			require.Equal(t, http.StatusOK, head.Code, path)
			require.Equal(t, tags[0], head.Header().Get("ETag"))
			require.Empty(t, head.Header().Get("Set-Cookie"), path)
		}
	})
}

// TestThePolicyOfAMoment asks on 24 November at noon in Tehran, when the second version takes effect; the first did two
// days before.
func TestThePolicyOfAMoment(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.clock.advance(48 * time.Hour)
		w.publish(models.Material, "دوم", 0)
		for at, version := range map[string]int{
			"": 2, "2026-11-22": 1, "2026-11-23": 1, "2026-11-24": 2, "۲۰۲۶-۱۱-۲۳": 1, "٢٠٢٦-١١-٢٤": 2,
			"2026-11-22T08:30:00Z": 1, "2026-11-24T08:29:59.999999Z": 1, "2026-11-24T08:30:00Z": 2,
			"2026-11-24T11:59:59+03:30": 1, "2026-11-24T12:00:00+03:30": 2, "۲۰۲۶-۱۱-۲۴T۱۲:۰۰:۰۰+۰۳:۳۰": 2,
			"2026-11-24T00:30:00-08:00": 2, "2026-11-24T00:29:59-08:00": 1,
		} {
			for _, query := range []string{url.QueryEscape(at), at} {
				view := w.policy("?at=" + query + "&lang=en")
				require.Equal(t, version, view.Version, query)
				require.Equal(t, version == 1, view.State == models.PolicySuperseded)
				require.Equal(t, version == 1, view.SupersededAt != nil)
			}
		}
		refusals := map[string]string{
			"2026-11-25": "at_in_future", "2026-11-24T08:30:01Z": "at_in_future", "2199-12-31": "at_in_future",
			"2026-11-22T08:29:59Z": "policy_unknown", "2026-11-21": "policy_unknown", "1900-01-01": "policy_unknown",
			"2026-11-24T12:00:00": "not_a_time", "yesterday": "not_a_time", "2026-02-30": "not_a_time",
			"1405-09-03":           "not_a_time",
			"2026-11-24T24:00:00Z": "not_a_time", "2026-11": "not_a_time", "0": "not_a_time", "\x00": "not_a_time",
			"2026-11-24T12:00:00 03:30Z": "not_a_time", "\xff": "wrong_type",
		}
		statuses := map[string]int{
			"at_in_future":   http.StatusRequestedRangeNotSatisfiable,
			"policy_unknown": http.StatusNotFound,
		}
		for at, code := range refusals {
			got := w.sendLenient(http.MethodGet, policyPath+"?at="+url.QueryEscape(at), "")
			if status, found := statuses[code]; found {
				got.problem(t, status, code)
				continue
			}
			require.Equal(t, map[string]string{"/at": code}, got.problem(t, 422, "validation_failed").broken(), at)
		}
		w.clock.advance(12 * time.Hour)
		require.Equal(t, 2, w.policy("?at=2026-11-25").Version, "days begin where people live")
		w.get(policyPath+"?at=2026-11-26").problem(t, http.StatusRequestedRangeNotSatisfiable, "at_in_future")
	})
}

func TestQueriesAboutThePolicyAreReadStrictly(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for query, broken := range map[string]map[string]string{
			"?x=1":                    {"/x": "unknown_field"},
			"?lang=de":                {"/lang": "unknown_value"},
			"?lang=fa&lang=en":        {"/lang": "repeated"},
			"?Lang=fa&version=2":      {"/Lang": "unknown_field", "/version": "unknown_field"},
			"?lang=%ff&url=//example": {"/lang": "wrong_type", "/url": "unknown_field"},
		} {
			for _, path := range []string{
				policyPath, policyHistory, policyHistory + "/1", policyPath + "/diff",
				policyPath + "/changes.atom", "/api/v1/announcements", "/api/v1/links",
			} {
				got := w.sendLenient(http.MethodGet, path+query, "")
				require.Equal(t, broken, got.problem(t, 422, "validation_failed").broken(), path+query)
			}
		}
		w.sendLenient(http.MethodGet, policyPath+"?lang=%zz", "").problem(t, http.StatusBadRequest, "malformed_query")
		both := w.sendLenient(http.MethodGet, policyHistory+"/1/canonical?lang=fa", "")
		require.Equal(t, map[string]string{"/lang": "unknown_field"}, both.problem(t, 422, "validation_failed").broken(),
			"it is of both languages")
	})
}

// TestAnAnnouncedVersionTakesEffectByItself: nobody does anything but wait.
func TestAnAnnouncedVersionTakesEffectByItself(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		tag := func() string { return w.get(policyPath).header.Get("ETag") }
		before := tag()
		next := w.publish(models.Material, "آینده", 36*time.Hour)
		announced := tag()
		require.NotEqual(t, before, announced, "who asks again hears of it at once")
		view := w.policy("?lang=fa")
		require.Equal(t, 1, view.Version)
		require.Equal(t, &models.PolicyNext{
			Version: 2, EffectiveAt: *next.EffectiveAt, ChangeClass: models.Material, Title: "بیانیهٔ آینده",
			Summary: "خلاصهٔ آینده", Hash: next.Hash,
		}, view.Next)
		require.Equal(t, "Statement آینده", w.policy("?lang=en").Next.Title)
		scheduled := decode[models.PolicyView](t, w.get(policyHistory+"/2"))
		require.Equal(t, models.PolicyScheduled, scheduled.State)
		require.Nil(t, scheduled.Next, "it does not announce itself")
		require.Equal(t, models.PolicyScheduled, w.history("").Items[0].State)

		w.clock.advance(36*time.Hour - time.Microsecond)
		require.Equal(t, 1, w.policy("").Version)
		require.Equal(t, announced, tag())
		w.clock.advance(time.Microsecond)
		got := w.get(policyPath, "If-None-Match", announced)
		require.Equal(t, http.StatusOK, got.status)
		view = decode[models.PolicyView](t, got)
		require.Equal(t, 2, view.Version)
		require.Equal(t, models.PolicyInForce, view.State)
		require.Nil(t, view.Next)
		require.Equal(t, decode[models.PolicyView](t, w.get(policyHistory+"/1")).Hash, view.PreviousHash)
		require.Equal(t, 2, w.policy("?lang=en").Version)
		require.Equal(t, next.EffectiveAt, w.history("").Items[1].SupersededAt)
		require.Equal(t, 1, w.policy("?at=2026-11-23").Version)
	})
}

func TestTheHashIsThatOfTheCanonicalBytes(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.publish(models.Editorial, "دوم", 0)
		w.publish(models.Material, "نیامده", time.Hour)
		require.Equal(t, http.StatusOK, w.actOn(w.staff(models.RoleEditor), 3, "cancel", "").status)
		w.publish(models.Material, "چهارم < & \u200c", time.Hour)
		hashes := []string{""}
		for version, previous := range []int{1: 0, 2: 1, 3: 2, 4: 2} {
			if version == 0 {
				continue
			}
			at := policyHistory + "/" + strconv.Itoa(version)
			got := w.get(at+"/canonical", "Accept-Encoding", "gzip")
			require.Equal(t, "application/json; charset=utf-8", got.header.Get("Content-Type"))
			text := got.unpacked(t)
			require.Empty(t, got.header.Get("Content-Language"), "it is of both languages")
			require.Equal(t, string(w.get(at+"/canonical", "Accept-Language", "en").body), string(text))
			sum := sha256.Sum256(text)
			fa, en := decode[models.PolicyView](t, w.get(at)), decode[models.PolicyView](t, w.get(at+"?lang=en"))
			require.Equal(t, hex.EncodeToString(sum[:]), fa.Hash)
			require.Equal(t, hashes[previous], fa.PreviousHash, "a version follows what was in force")
			hashes = append(hashes, fa.Hash)
			require.Equal(t, models.PolicyCanonical{
				Version: version, ChangeClass: fa.ChangeClass, EffectiveAt: fa.EffectiveAt.Format(time.RFC3339),
				PreviousHash: fa.PreviousHash, Texts: models.PolicyTexts{
					Fa: models.PolicyWords{Title: fa.Title, Body: fa.Body, Summary: fa.Summary},
					En: models.PolicyWords{Title: en.Title, Body: en.Body, Summary: en.Summary},
				},
			}, decode[models.PolicyCanonical](t, reply{body: text}))
			require.Regexp(t,
				`^\{"change_class":"[a-z]+","effective_at":"[^"]+","previous_hash":"[0-9a-f]*","texts":\{"en":`,
				string(text))
			require.True(t, strings.HasSuffix(string(text), "}"), "without a line end")
		}
	})
}
