package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// openSurveys lists the surveys that can be answered, page by page.
func (w *world) openSurveys(query string) (slugs []string) {
	w.t.Helper()
	for cursor := ""; ; {
		got := w.get(surveysPath + "?" + query + cursor)
		require.Equal(w.t, http.StatusOK, got.status, string(got.body))
		page := decode[models.Page[models.SurveyItem]](w.t, got)
		for _, item := range page.Items {
			slugs = append(slugs, item.Slug)
		}
		if page.NextCursor == nil {
			return slugs
		}
		cursor = "&cursor=" + *page.NextCursor
	}
}

func TestTheExampleCanBeReadInBothLanguages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		example := w.beginSurveys()
		require.Equal(t, models.SurveyPublished, example.State)
		require.Equal(t, models.AccessOpen, example.Access)
		require.Equal(t, models.PrivacyStandard, example.Privacy)
		require.Equal(t, 10, example.K)
		require.False(t, example.ResultsPublished)
		require.Nil(t, example.CredentialKey)
		require.Regexp(t, "^[0-9a-f]{64}$", example.Hash)

		for _, row := range []struct{ query, accept, language, title string }{
			{"", "", "fa", "رضایت از خدمات"},
			{"", "en-GB, fa;q=0.5", "en", "Satisfaction with our services"},
			{"?lang=fa", "en", "fa", "رضایت از خدمات"},
			{"?lang=en", "fa", "en", "Satisfaction with our services"},
			{"", "de", "fa", "رضایت از خدمات"},
		} {
			one := w.get(examplePath+row.query, "Accept-Language", row.accept)
			list := w.get(surveysPath+row.query, "Accept-Language", row.accept)
			for _, got := range []reply{one, list} {
				require.Equal(t, http.StatusOK, got.status, string(got.body))
				require.Equal(t, row.language, got.header.Get("Content-Language"), row)
				require.Contains(t, got.varies(), "Accept-Language")
				require.Contains(t, got.varies(), "Accept-Encoding")
				require.Equal(t, "public, no-cache", got.header.Get("Cache-Control"))
				require.Empty(t, got.header.Values("Set-Cookie"))
			}
			view := decode[models.SurveyView](t, one)
			require.Equal(t, row.title, view.Title)
			require.Equal(t, view.SurveyItem, decode[models.Page[models.SurveyItem]](t, list).Items[0])
			var definition struct{ Title map[string]string }
			require.NoError(t, json.Unmarshal(view.Definition, &definition))
			require.Len(t, definition.Title, 2, "renderers choose among all languages themselves")
		}
	})
}

func TestSurveysAreNotSentTwice(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.beginSurveys()
		editor := w.staff(models.RoleEditor)
		paths := []string{surveysPath, examplePath}
		for _, path := range paths {
			fa, en := w.get(path), w.get(path, "Accept-Language", "en")
			require.NotEqual(t, fa.header.Get("ETag"), en.header.Get("ETag"), path)
			packed := w.get(path, "Accept-Encoding", "gzip")
			require.Equal(t, "gzip", packed.header.Get("Content-Encoding"))
			require.NotEqual(t, fa.header.Get("ETag"), packed.header.Get("ETag"), path)
			for tag, status := range map[string]int{
				fa.header.Get("ETag"):                        http.StatusNotModified,
				`"other", ` + fa.header.Get("ETag"):          http.StatusNotModified,
				"W/" + fa.header.Get("ETag"):                 http.StatusNotModified,
				en.header.Get("ETag"):                        http.StatusOK,
				`"other"`:                                    http.StatusOK,
				strings.Trim(fa.header.Get("ETag"), `"`):     http.StatusOK,
				strings.ToUpper(fa.header.Get("ETag") + "x"): http.StatusOK,
			} {
				got := w.get(path, "If-None-Match", tag)
				require.Equal(t, status, got.status, "%s %s", path, tag)
				require.Equal(t, status == http.StatusNotModified, len(got.body) == 0)
			}
		}
		before := w.get(examplePath).header.Get("ETag")
		w.moveSurvey(editor, "service-satisfaction", "pause")
		after := w.get(examplePath, "If-None-Match", before)
		require.Equal(t, http.StatusOK, after.status, "what changed is sent at once")
		require.Equal(t, models.SurveyPaused, decode[models.SurveyView](t, after).State)
	})
}

// TestADraftOfASurveyIsNobodysBusiness: what is drafted looks like what does not exist, whatever is asked.
func TestADraftOfASurveyIsNobodysBusiness(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		draft := w.draftSurvey(editor, "planned", moods(), object{"access": "invitation"})
		answers := toText(object{"definition_hash": draft.Hash, "answers": object{"mood": "good"}})
		credential := toText(object{"invitation": "x", "blinded_message": strings.Repeat("A", 512)})
		for _, call := range []struct{ method, path, body string }{
			{http.MethodGet, "", ""},
			{http.MethodGet, "?lang=en", ""},
			{http.MethodGet, "/results", ""},
			{http.MethodGet, "/results?version=1", ""},
			{http.MethodPost, "/responses", answers},
			{http.MethodPost, "/credential", credential},
		} {
			for _, headers := range [][]string{nil, editor.headers()} {
				got := w.sendLenient(call.method, surveysPath+"/planned"+call.path, call.body, headers...)
				never := w.sendLenient(call.method, surveysPath+"/never"+call.path, call.body, headers...)
				drafted, absent := got.problem(t, 404, "survey_unknown"), never.problem(t, 404, "survey_unknown")
				drafted.RequestID, absent.RequestID = "", ""
				require.Equal(t, absent, drafted, call.path)
			}
		}
		require.Empty(t, w.openSurveys(""))
		require.NotContains(t, w.log.String(), "planned")
		requireKept(t, w, 0, 0)
	})
}

func TestTheDraftOfTheNextVersionDoesNotShow(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		first := w.openSurvey(editor, "climate", moods())
		w.moveSurvey(editor, "climate", "results/publish")
		next := moods()
		next["title"] = says("دوم", "The second")
		got := w.send(http.MethodPatch, staffSurveysPath+"/climate", toText(object{"definition": next}), editor.headers()...)
		draft := decode[models.StaffSurveyView](t, got)
		require.Equal(t, 2, draft.Version)
		require.Equal(t, 1, draft.PublishedVersion)

		shown := w.survey("climate")
		require.Equal(t, first.Hash, shown.Hash)
		require.NotContains(t, string(w.get(surveysPath+"/climate").body), "second")
		require.NotContains(t, string(w.get(surveysPath+"?lang=en").body), "second")
		w.get(surveysPath+"/climate/results?version=2").problem(t, 404, "results_unpublished")
		w.answered(shown, object{"mood": "good"})
		stale := toText(object{"definition_hash": draft.Hash, "answers": object{"mood": "good"}})
		w.post(surveysPath+"/climate/responses", stale).problem(t, 409, "definition_changed")

		w.moveSurvey(editor, "climate", "publish")
		require.Equal(t, draft.Hash, w.survey("climate").Hash)
		w.answer(first, object{"mood": "good"}).problem(t, 409, "definition_changed")
		w.answered(w.survey("climate"), object{"mood": "good"})
	})
}

// TestASurveyTellsItsState through all of them; only the published state takes answers, and only then is it listed.
func TestASurveyTellsItsState(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		at := func(in time.Duration) string { return w.clock.now().Add(in).Format(time.RFC3339) }
		survey := w.openSurvey(editor, "timed", moods(), object{
			"opens_at": at(10 * time.Minute), "closes_at": at(20 * time.Minute),
		})
		require := func(state models.SurveyState, code string) {
			t.Helper()
			requireState(t, w, survey, state, code)
		}
		require(models.SurveyScheduled, "survey_not_open")
		w.clock.advance(10 * time.Minute)
		require(models.SurveyPublished, "")
		w.moveSurvey(editor, "timed", "pause")
		require(models.SurveyPaused, "survey_paused")
		w.moveSurvey(editor, "timed", "resume")
		require(models.SurveyPublished, "")
		w.moveSurvey(editor, "timed", "pause")
		w.moveSurvey(editor, "timed", "publish")
		require(models.SurveyPublished, "")
		w.clock.advance(10*time.Minute - time.Second)
		require(models.SurveyPublished, "")
		w.clock.advance(time.Second)
		require(models.SurveyClosed, "survey_closed")
		requireKept(t, w, 4, 0)

		other := w.openSurvey(editor, "ended", moods())
		w.moveSurvey(editor, "ended", "close")
		requireState(t, w, other, models.SurveyClosed, "survey_closed")
	})
}

func requireState(t *testing.T, w *world, survey models.SurveyView, state models.SurveyState, code string) {
	t.Helper()
	require.Equal(t, state, w.survey(survey.Slug).State)
	got := w.answer(survey, object{"mood": "good"})
	if code == "" {
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		require.Equal(t, []string{survey.Slug}, w.openSurveys(""))
		return
	}
	got.problem(t, http.StatusConflict, code)
	require.Empty(t, w.openSurveys(""))
}

func TestTheListOfSurveysComesInPages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		w.beginSurveys()
		slugs := []string{"a", "a-b", "b2", "c", "service-satisfaction", "z"}
		for _, slug := range slugs {
			if slug != "service-satisfaction" {
				w.openSurvey(editor, slug, moods())
			}
		}
		w.draftSurvey(editor, "m", moods())
		for _, query := range []string{"", "limit=1", "limit=2", "limit=5", "limit=6", "limit=100&lang=en"} {
			require.Equal(t, slugs, w.openSurveys(query), query)
		}
		foreign := decode[models.Page[models.StaffSurveyItem]](t, w.get(staffSurveysPath+"?limit=1", editor.headers()...))
		require.NotNil(t, foreign.NextCursor)
		mine := decode[models.Page[models.SurveyItem]](t, w.get(surveysPath+"?limit=1"))
		for query, broken := range map[string]map[string]string{
			"cursor=" + *foreign.NextCursor:        {"/cursor": "not_a_cursor"},
			"lang=en&cursor=" + *mine.NextCursor:   {"/cursor": "not_a_cursor"},
			"cursor=" + flip(*mine.NextCursor, 20): {"/cursor": "not_a_cursor"},
			"limit=0&utm_source=x":                 {"/limit": "not_a_limit", "/utm_source": "unknown_field"},
			"lang=de":                              {"/lang": "unknown_value"},
			"lang=en&lang=fa":                      {"/lang": "repeated"},
			"state=draft":                          {"/state": "unknown_field"},
		} {
			got := w.sendLenient(http.MethodGet, surveysPath+"?"+query, "")
			require.Equal(t, broken, got.problem(t, 422, "validation_failed").broken(), query)
		}
		for _, path := range []string{"/a?x=1", "/a?limit=1", "/a/results?x=1"} {
			got := w.sendLenient(http.MethodGet, surveysPath+path, "")
			require.Len(t, got.problem(t, 422, "validation_failed").Errors, 1, path)
		}
	})
}
