package surveys_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// openSurveys lists the surveys that can be answered, page by page.
func (w *world) openSurveys(query string) (slugs []string) {
	w.T.Helper()
	for cursor := ""; ; {
		got := w.Get(surveysPath + "?" + query + cursor)
		require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
		page := apitest.Decode[models.Page[models.SurveyItem]](w.T, got)
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
		example := w.BeginSurveys()
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
			one := w.Get(examplePath+row.query, "Accept-Language", row.accept)
			list := w.Get(surveysPath+row.query, "Accept-Language", row.accept)
			for _, got := range []reply{one, list} {
				require.Equal(t, http.StatusOK, got.Status, string(got.Body))
				require.Equal(t, row.language, got.Header.Get("Content-Language"), row)
				require.Contains(t, got.Varies(), "Accept-Language")
				require.Contains(t, got.Varies(), "Accept-Encoding")
				require.Equal(t, "public, no-cache", got.Header.Get("Cache-Control"))
				require.Empty(t, got.Header.Values("Set-Cookie"))
			}
			view := apitest.Decode[models.SurveyView](t, one)
			require.Equal(t, row.title, view.Title)
			require.Equal(t, view.SurveyItem, apitest.Decode[models.Page[models.SurveyItem]](t, list).Items[0])
			var definition struct{ Title map[string]string }
			require.NoError(t, json.Unmarshal(view.Definition, &definition))
			require.Len(t, definition.Title, 2, "renderers choose among all languages themselves")
		}
	})
}

func TestSurveysAreNotSentTwice(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.BeginSurveys()
		editor := w.Staff(models.RoleEditor)
		paths := []string{surveysPath, examplePath}
		for _, path := range paths {
			fa, en := w.Get(path), w.Get(path, "Accept-Language", "en")
			require.NotEqual(t, fa.Header.Get("ETag"), en.Header.Get("ETag"), path)
			packed := w.Get(path, "Accept-Encoding", "gzip")
			require.Equal(t, "gzip", packed.Header.Get("Content-Encoding"))
			require.NotEqual(t, fa.Header.Get("ETag"), packed.Header.Get("ETag"), path)
			for tag, status := range map[string]int{
				fa.Header.Get("ETag"):                        http.StatusNotModified,
				`"other", ` + fa.Header.Get("ETag"):          http.StatusNotModified,
				"W/" + fa.Header.Get("ETag"):                 http.StatusNotModified,
				en.Header.Get("ETag"):                        http.StatusOK,
				`"other"`:                                    http.StatusOK,
				strings.Trim(fa.Header.Get("ETag"), `"`):     http.StatusOK,
				strings.ToUpper(fa.Header.Get("ETag") + "x"): http.StatusOK,
			} {
				got := w.Get(path, "If-None-Match", tag)
				require.Equal(t, status, got.Status, "%s %s", path, tag)
				require.Equal(t, status == http.StatusNotModified, len(got.Body) == 0)
			}
		}
		before := w.Get(examplePath).Header.Get("ETag")
		w.MoveSurvey(editor, "service-satisfaction", "pause")
		after := w.Get(examplePath, "If-None-Match", before)
		require.Equal(t, http.StatusOK, after.Status, "what changed is sent at once")
		require.Equal(t, models.SurveyPaused, apitest.Decode[models.SurveyView](t, after).State)
	})
}

// TestADraftOfASurveyIsNobodysBusiness: what is drafted looks like what does not exist, whatever is asked.
func TestADraftOfASurveyIsNobodysBusiness(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		draft := w.DraftSurvey(editor, "planned", apitest.Moods(), object{"access": "invitation"})
		answers := apitest.ToText(object{"definition_hash": draft.Hash, "answers": object{"mood": "good"}})
		credential := apitest.ToText(object{"invitation": "x", "blinded_message": strings.Repeat("A", 512)})
		for _, call := range []struct{ method, path, body string }{
			{http.MethodGet, "", ""},
			{http.MethodGet, "?lang=en", ""},
			{http.MethodGet, "/results", ""},
			{http.MethodGet, "/results?version=1", ""},
			{http.MethodPost, "/responses", answers},
			{http.MethodPost, "/credential", credential},
		} {
			for _, headers := range [][]string{nil, editor.Headers()} {
				got := w.SendLenient(call.method, surveysPath+"/planned"+call.path, call.body, headers...)
				never := w.SendLenient(call.method, surveysPath+"/never"+call.path, call.body, headers...)
				drafted, absent := got.Problem(t, 404, "survey_unknown"), never.Problem(t, 404, "survey_unknown")
				drafted.RequestID, absent.RequestID = "", ""
				require.Equal(t, absent, drafted, call.path)
			}
		}
		require.Empty(t, w.openSurveys(""))
		require.NotContains(t, w.Log.String(), "planned")
		requireKept(t, w, 0, 0)
	})
}

func TestTheDraftOfTheNextVersionDoesNotShow(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		first := w.OpenSurvey(editor, "climate", apitest.Moods())
		w.MoveSurvey(editor, "climate", "results/publish")
		next := apitest.Moods()
		next["title"] = apitest.Says("دوم", "The second")
		got := w.Send(http.MethodPatch, staffSurveysPath+"/climate", apitest.ToText(object{"definition": next}), editor.Headers()...)
		draft := apitest.Decode[models.StaffSurveyView](t, got)
		require.Equal(t, 2, draft.Version)
		require.Equal(t, 1, draft.PublishedVersion)

		shown := w.Survey("climate")
		require.Equal(t, first.Hash, shown.Hash)
		require.NotContains(t, string(w.Get(surveysPath+"/climate").Body), "second")
		require.NotContains(t, string(w.Get(surveysPath+"?lang=en").Body), "second")
		w.Get(surveysPath+"/climate/results?version=2").Problem(t, 404, "results_unpublished")
		w.Answered(shown, object{"mood": "good"})
		stale := apitest.ToText(object{"definition_hash": draft.Hash, "answers": object{"mood": "good"}})
		w.Post(surveysPath+"/climate/responses", stale).Problem(t, 409, "definition_changed")

		w.MoveSurvey(editor, "climate", "publish")
		require.Equal(t, draft.Hash, w.Survey("climate").Hash)
		w.Answer(first, object{"mood": "good"}).Problem(t, 409, "definition_changed")
		w.Answered(w.Survey("climate"), object{"mood": "good"})
	})
}

// TestASurveyTellsItsState through all of them; only the published state takes answers, and only then is it listed.
func TestASurveyTellsItsState(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		at := func(in time.Duration) string { return w.Clock.Now().Add(in).Format(time.RFC3339) }
		survey := w.OpenSurvey(editor, "timed", apitest.Moods(), object{
			"opens_at": at(10 * time.Minute), "closes_at": at(20 * time.Minute),
		})
		require := func(state models.SurveyState, code string) {
			t.Helper()
			requireState(t, w, survey, state, code)
		}
		require(models.SurveyScheduled, "survey_not_open")
		w.Clock.Advance(10 * time.Minute)
		require(models.SurveyPublished, "")
		w.MoveSurvey(editor, "timed", "pause")
		require(models.SurveyPaused, "survey_paused")
		w.MoveSurvey(editor, "timed", "resume")
		require(models.SurveyPublished, "")
		w.MoveSurvey(editor, "timed", "pause")
		w.MoveSurvey(editor, "timed", "publish")
		require(models.SurveyPublished, "")
		w.Clock.Advance(10*time.Minute - time.Second)
		require(models.SurveyPublished, "")
		w.Clock.Advance(time.Second)
		require(models.SurveyClosed, "survey_closed")
		requireKept(t, w, 4, 0)

		other := w.OpenSurvey(editor, "ended", apitest.Moods())
		w.MoveSurvey(editor, "ended", "close")
		requireState(t, w, other, models.SurveyClosed, "survey_closed")
	})
}

func requireState(t *testing.T, w *world, survey models.SurveyView, state models.SurveyState, code string) {
	t.Helper()
	require.Equal(t, state, w.Survey(survey.Slug).State)
	got := w.Answer(survey, object{"mood": "good"})
	if code == "" {
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		require.Equal(t, []string{survey.Slug}, w.openSurveys(""))
		return
	}
	got.Problem(t, http.StatusConflict, code)
	require.Empty(t, w.openSurveys(""))
}

func TestTheListOfSurveysComesInPages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		w.BeginSurveys()
		slugs := []string{"a", "a-b", "b2", "c", "service-satisfaction", "z"}
		for _, slug := range slugs {
			if slug != "service-satisfaction" {
				w.OpenSurvey(editor, slug, apitest.Moods())
			}
		}
		w.DraftSurvey(editor, "m", apitest.Moods())
		for _, query := range []string{"", "limit=1", "limit=2", "limit=5", "limit=6", "limit=100&lang=en"} {
			require.Equal(t, slugs, w.openSurveys(query), query)
		}
		foreign := apitest.Decode[models.Page[models.StaffSurveyItem]](t, w.Get(staffSurveysPath+"?limit=1", editor.Headers()...))
		require.NotNil(t, foreign.NextCursor)
		mine := apitest.Decode[models.Page[models.SurveyItem]](t, w.Get(surveysPath+"?limit=1"))
		for query, broken := range map[string]map[string]string{
			"cursor=" + *foreign.NextCursor:                {"/cursor": "not_a_cursor"},
			"lang=en&cursor=" + *mine.NextCursor:           {"/cursor": "not_a_cursor"},
			"cursor=" + apitest.Flip(*mine.NextCursor, 20): {"/cursor": "not_a_cursor"},
			"limit=0&utm_source=x":                         {"/limit": "not_a_limit", "/utm_source": "unknown_field"},
			"lang=de":                                      {"/lang": "unknown_value"},
			"lang=en&lang=fa":                              {"/lang": "repeated"},
			"state=draft":                                  {"/state": "unknown_field"},
		} {
			got := w.SendLenient(http.MethodGet, surveysPath+"?"+query, "")
			require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), query)
		}
		for _, path := range []string{"/a?x=1", "/a?limit=1", "/a/results?x=1"} {
			got := w.SendLenient(http.MethodGet, surveysPath+path, "")
			require.Len(t, got.Problem(t, 422, "validation_failed").Errors, 1, path)
		}
	})
}
