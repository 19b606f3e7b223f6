package policy_test

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

	"amanat/api/apitest"
	"amanat/models"
)

// history lists one page of the versions.
func (w *world) history(query string) models.Page[models.PolicyVersionView] {
	w.T.Helper()
	got := w.Get(policyHistory + query)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return apitest.Decode[models.Page[models.PolicyVersionView]](w.T, got)
}

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
				got := w.SendLenient(http.MethodGet, path+query, "", "Accept-Language", asked.accept)
				require.Equal(t, http.StatusOK, got.Status, string(got.Body))
				require.Equal(t, asked.language, got.Header.Get("Content-Language"), asked)
				require.Contains(t, got.Varies(), "Accept-Language")
				require.Contains(t, got.Varies(), "Accept-Encoding")
				require.Equal(t, "public, no-cache", got.Header.Get("Cache-Control"), "a new version is seen at once")
				view := apitest.Decode[models.PolicyView](t, got)
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
		require.Equal(t, w.Policy("?lang=fa").Hash, w.Policy("?lang=en").Hash, "one hash for both languages")
	})
}

func TestWhatIsPublishedIsAskedForOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.PublishPolicy(models.Editorial, "دوم", 0)
		for _, path := range []string{
			policyPath, policyPath + "?lang=en", policyPath + "?at=2026-11-22", policyHistory,
			policyHistory + "?limit=1",
			policyHistory + "/1", policyHistory + "/1/canonical", policyPath + "/diff",
			policyPath + "/diff?format=html",
			policyPath + "/changes.atom", "/api/v1/announcements", "/api/v1/announcements?lang=en", "/api/v1/links",
			"/api/v1/cookies", "/.well-known/gpc.json",
		} {
			plain := w.Get(path)
			packed := w.Get(path, "Accept-Encoding", "br, gzip;q=0.8")
			require.Equal(t, "gzip", packed.Header.Get("Content-Encoding"), path)
			require.Equal(t, string(plain.Body), string(packed.Unpacked(t)), path)
			tags := []string{plain.Header.Get("ETag"), packed.Header.Get("ETag")}
			require.NotEqual(t, tags[0], tags[1], path)
			for i, encoding := range []string{"identity", "gzip"} {
				for _, known := range []string{tags[i], "W/" + tags[i], `"other", ` + tags[i], "*"} {
					got := w.Get(path, "If-None-Match", known, "Accept-Encoding", encoding)
					require.Equal(t, http.StatusNotModified, got.Status, "%s %s", path, known)
					require.Empty(t, got.Body)
					require.Empty(t, got.Header.Get("Content-Encoding"))
					require.Equal(t, tags[i], got.Header.Get("ETag"))
				}
				other := w.Get(path, "If-None-Match", tags[1-i], "Accept-Encoding", encoding)
				require.Equal(t, http.StatusOK, other.Status, "the other coding has a tag of its own: %s", path)
			}
			head := w.Raw(http.MethodHead, path)
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
		w.Clock.Advance(48 * time.Hour)
		w.PublishPolicy(models.Material, "دوم", 0)
		for at, version := range map[string]int{
			"": 2, "2026-11-22": 1, "2026-11-23": 1, "2026-11-24": 2, "۲۰۲۶-۱۱-۲۳": 1, "٢٠٢٦-١١-٢٤": 2,
			"2026-11-22T08:30:00Z": 1, "2026-11-24T08:29:59.999999Z": 1, "2026-11-24T08:30:00Z": 2,
			"2026-11-24T11:59:59+03:30": 1, "2026-11-24T12:00:00+03:30": 2, "۲۰۲۶-۱۱-۲۴T۱۲:۰۰:۰۰+۰۳:۳۰": 2,
			"2026-11-24T00:30:00-08:00": 2, "2026-11-24T00:29:59-08:00": 1,
		} {
			for _, query := range []string{url.QueryEscape(at), at} {
				view := w.Policy("?at=" + query + "&lang=en")
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
			got := w.SendLenient(http.MethodGet, policyPath+"?at="+url.QueryEscape(at), "")
			if status, found := statuses[code]; found {
				got.Problem(t, status, code)
				continue
			}
			require.Equal(t, map[string]string{"/at": code}, got.Problem(t, 422, "validation_failed").Broken(), at)
		}
		w.Clock.Advance(12 * time.Hour)
		require.Equal(t, 2, w.Policy("?at=2026-11-25").Version, "days begin where people live")
		w.Get(policyPath+"?at=2026-11-26").Problem(t, http.StatusRequestedRangeNotSatisfiable, "at_in_future")
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
				got := w.SendLenient(http.MethodGet, path+query, "")
				require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), path+query)
			}
		}
		w.SendLenient(http.MethodGet, policyPath+"?lang=%zz", "").Problem(t, http.StatusBadRequest, "malformed_query")
		both := w.SendLenient(http.MethodGet, policyHistory+"/1/canonical?lang=fa", "")
		require.Equal(t, map[string]string{"/lang": "unknown_field"}, both.Problem(t, 422, "validation_failed").Broken(),
			"it is of both languages")
	})
}

// TestAnAnnouncedVersionTakesEffectByItself: nobody does anything but wait.
func TestAnAnnouncedVersionTakesEffectByItself(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		tag := func() string { return w.Get(policyPath).Header.Get("ETag") }
		before := tag()
		next := w.PublishPolicy(models.Material, "آینده", 36*time.Hour)
		announced := tag()
		require.NotEqual(t, before, announced, "who asks again hears of it at once")
		view := w.Policy("?lang=fa")
		require.Equal(t, 1, view.Version)
		require.Equal(t, &models.PolicyNext{
			Version: 2, EffectiveAt: *next.EffectiveAt, ChangeClass: models.Material, Title: "بیانیهٔ آینده",
			Summary: "خلاصهٔ آینده", Hash: next.Hash,
		}, view.Next)
		require.Equal(t, "Statement آینده", w.Policy("?lang=en").Next.Title)
		scheduled := apitest.Decode[models.PolicyView](t, w.Get(policyHistory+"/2"))
		require.Equal(t, models.PolicyScheduled, scheduled.State)
		require.Nil(t, scheduled.Next, "it does not announce itself")
		require.Equal(t, models.PolicyScheduled, w.history("").Items[0].State)

		w.Clock.Advance(36*time.Hour - time.Microsecond)
		require.Equal(t, 1, w.Policy("").Version)
		require.Equal(t, announced, tag())
		w.Clock.Advance(time.Microsecond)
		got := w.Get(policyPath, "If-None-Match", announced)
		require.Equal(t, http.StatusOK, got.Status)
		view = apitest.Decode[models.PolicyView](t, got)
		require.Equal(t, 2, view.Version)
		require.Equal(t, models.PolicyInForce, view.State)
		require.Nil(t, view.Next)
		require.Equal(t, apitest.Decode[models.PolicyView](t, w.Get(policyHistory+"/1")).Hash, view.PreviousHash)
		require.Equal(t, 2, w.Policy("?lang=en").Version)
		require.Equal(t, next.EffectiveAt, w.history("").Items[1].SupersededAt)
		require.Equal(t, 1, w.Policy("?at=2026-11-23").Version)
	})
}

func TestTheHashIsThatOfTheCanonicalBytes(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.PublishPolicy(models.Editorial, "دوم", 0)
		w.PublishPolicy(models.Material, "نیامده", time.Hour)
		require.Equal(t, http.StatusOK, w.ActOnPolicy(w.Staff(models.RoleEditor), 3, "cancel", "").Status)
		w.PublishPolicy(models.Material, "چهارم < & \u200c", time.Hour)
		hashes := []string{""}
		for version, previous := range []int{1: 0, 2: 1, 3: 2, 4: 2} {
			if version == 0 {
				continue
			}
			at := policyHistory + "/" + strconv.Itoa(version)
			got := w.Get(at+"/canonical", "Accept-Encoding", "gzip")
			require.Equal(t, "application/json; charset=utf-8", got.Header.Get("Content-Type"))
			text := got.Unpacked(t)
			require.Empty(t, got.Header.Get("Content-Language"), "it is of both languages")
			require.Equal(t, string(w.Get(at+"/canonical", "Accept-Language", "en").Body), string(text))
			sum := sha256.Sum256(text)
			fa := apitest.Decode[models.PolicyView](t, w.Get(at))
			en := apitest.Decode[models.PolicyView](t, w.Get(at+"?lang=en"))
			require.Equal(t, hex.EncodeToString(sum[:]), fa.Hash)
			require.Equal(t, hashes[previous], fa.PreviousHash, "a version follows what was in force")
			hashes = append(hashes, fa.Hash)
			require.Equal(t, models.PolicyCanonical{
				Version: version, ChangeClass: fa.ChangeClass, EffectiveAt: fa.EffectiveAt.Format(time.RFC3339),
				PreviousHash: fa.PreviousHash, Texts: models.PolicyTexts{
					Fa: models.PolicyWords{Title: fa.Title, Body: fa.Body, Summary: fa.Summary},
					En: models.PolicyWords{Title: en.Title, Body: en.Body, Summary: en.Summary},
				},
			}, apitest.Decode[models.PolicyCanonical](t, reply{Body: text}))
			require.Regexp(t,
				`^\{"change_class":"[a-z]+","effective_at":"[^"]+","previous_hash":"[0-9a-f]*","texts":\{"en":`,
				string(text))
			require.True(t, strings.HasSuffix(string(text), "}"), "without a line end")
		}
	})
}
