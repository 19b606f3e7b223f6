package surveys_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestResultsOfAnOpenSurveyMoveByK at once, or not at all: whoever reads them before and after somebody's answer learns
// nothing of it.
func TestResultsOfAnOpenSurveyMoveByK(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst := w.Staff(models.RoleEditor), w.Staff(models.RoleAnalyst)
		survey := w.OpenSurvey(editor, "counting", counting(), object{"k": 3})
		at := staffSurveysPath + "/counting/results"
		read := func() models.SurveyResults {
			t.Helper()
			_, err := w.Services.Surveys.Store(t.Context())
			require.NoError(t, err)
			w.Clock.Advance(3e9)
			return w.results(at, analyst.Headers()...)
		}
		require.Nil(t, read().Responses)
		w.Get(at+"?by=mood", analyst.Headers()...).Problem(t, http.StatusConflict, "survey_not_closed")
		for i, answers := range twelve()[3:12] {
			before := w.Get(at, analyst.Headers()...)
			w.Answered(survey, answers)
			after := read()
			require.False(t, after.Final)
			require.Equal(t, i%3 != 2, bytes.Equal(before.Body, w.Get(at, analyst.Headers()...).Body), i)
			if i > 1 {
				require.Equal(t, (i+1)/3*3, *after.Responses)
			}
		}
		same := w.Get(at, analyst.Headers()...)
		for _, number := range []int{1000, 10, 10} { // a batch in which one is unlike all others, and ranks alone
			answers := object{"mood": "bad"}
			if number == 1000 {
				answers = object{"mood": "bad", "visits": number, "order": []string{"y", "z", "x"}}
			}
			w.Answered(survey, answers)
		}
		after := read()
		first := apitest.Decode[models.SurveyResults](t, same)
		require.Equal(t, 12, *after.Responses)
		for _, name := range []string{"visits", "order", "stars", "nps"} {
			older, _ := variable(t, first, name)
			newer, _ := variable(t, after, name)
			require.Equal(t, scoresOf(older), scoresOf(newer), "%s: one of three said something of it", name)
			for _, count := range append(countsOf(newer.Figures), value(newer.Answered), value(newer.Unanswered)) {
				if shown, ok := count.(int); ok {
					require.Zero(t, shown%3, name)
				}
			}
		}
	})
}

// scoresOf is what results say of numbers and ranks.
func scoresOf(found models.VariableResult) []any {
	scores := []any{value(found.Mean), value(found.Median), value(found.NPS)}
	for _, cell := range found.Cells {
		scores = append(scores, value(cell.MeanRank), value(cell.Score))
	}
	return scores
}

func TestResultsAreForEverybodyOnceTheyArePublished(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "counting", counting(), object{"k": 3})
		public := surveysPath + "/counting/results"
		hidden := func() {
			t.Helper()
			for _, query := range []string{"", "?by=mood", "?version=1"} {
				w.Get(public+query).Problem(t, http.StatusNotFound, "results_unpublished")
			}
			require.False(t, w.Survey("counting").ResultsPublished)
		}
		hidden()
		for _, answers := range twelve() {
			w.Answered(survey, answers)
		}
		w.MoveSurvey(editor, "counting", "close")
		hidden()
		view := w.MoveSurvey(editor, "counting", "results/publish")
		require.NotNil(t, view.Versions[0].ResultsPublishedAt)
		require.True(t, w.Survey("counting").ResultsPublished)
		got := w.Get(public)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		require.Equal(t, "public, no-cache", got.Header.Get("Cache-Control"))
		require.Equal(t, http.StatusNotModified, w.Get(public, "If-None-Match", got.Header.Get("ETag")).Status)
		crossed := w.Get(public + "?by=mood")
		require.NotEqual(t, got.Header.Get("ETag"), crossed.Header.Get("ETag"))

		staff := w.Get(staffSurveysPath+"/counting/results", editor.Headers()...)
		require.Equal(t, string(staff.Body), string(got.Body), "nobody sees more")
		require.Equal(t, "private, no-cache", staff.Header.Get("Cache-Control"))
		again := w.Get(staffSurveysPath+"/counting/results", editor.Headers("If-None-Match", staff.Header.Get("ETag"))...)
		require.Equal(t, http.StatusNotModified, again.Status)
		w.Get(staffSurveysPath+"/counting/results", "If-None-Match", staff.Header.Get("ETag")).Problem(t, 401,
			"session_unknown")
		require.Equal(t, 12, *w.results(public + "?by=stars").Responses)

		w.MoveSurvey(editor, "counting", "results/withdraw")
		hidden()
		w.ActOnSurvey(editor, "counting", "results/publish", `{"version":2}`).Problem(t, 409, "survey_unpublished")
		broken := w.ActOnSurvey(editor, "counting", "results/publish", `{"version":"1","x":1}`).Problem(t, 422,
			"validation_failed").Broken()
		require.Equal(t, map[string]string{"/version": "wrong_type", "/x": "unknown_field"}, broken)
		hidden()
		require.Equal(t, http.StatusOK, w.ActOnSurvey(editor, "counting", "results/publish", `{"version":1}`).Status)
		require.Equal(t, 12, *w.results(public).Responses)
		require.Equal(t, http.StatusOK, w.ActOnSurvey(editor, "counting", "results/withdraw", `{"version":1}`).Status)
		hidden()
		for what, path := range map[string]string{"results/publish": "never", "results/withdraw": "never"} {
			w.ActOnSurvey(editor, path, what, "").Problem(t, 404, "survey_unknown")
		}
		w.DraftSurvey(editor, "draft", apitest.Moods())
		w.ActOnSurvey(editor, "draft", "results/publish", "").Problem(t, 409, "survey_unpublished")
		w.Get(staffSurveysPath+"/draft/results", editor.Headers()...).Problem(t, 404, "survey_unknown")
	})
}
