package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// TestResultsOfAnOpenSurveyMoveByK at once, or not at all: whoever reads them before and after somebody's answer learns
// nothing of it.
func TestResultsOfAnOpenSurveyMoveByK(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst := w.staff(models.RoleEditor), w.staff(models.RoleAnalyst)
		survey := w.openSurvey(editor, "counting", counting(), object{"k": 3})
		at := staffSurveysPath + "/counting/results"
		read := func() models.SurveyResults {
			t.Helper()
			_, err := w.services.Surveys.Store(t.Context())
			require.NoError(t, err)
			w.clock.advance(3e9)
			return w.results(at, analyst.headers()...)
		}
		require.Nil(t, read().Responses)
		w.get(at+"?by=mood", analyst.headers()...).problem(t, http.StatusConflict, "survey_not_closed")
		for i, answers := range twelve()[3:12] {
			before := w.get(at, analyst.headers()...)
			w.answered(survey, answers)
			after := read()
			require.False(t, after.Final)
			require.Equal(t, i%3 != 2, bytes.Equal(before.body, w.get(at, analyst.headers()...).body), i)
			if i > 1 {
				require.Equal(t, (i+1)/3*3, *after.Responses)
			}
		}
		same := w.get(at, analyst.headers()...)
		for _, number := range []int{1000, 10, 10} { // a batch in which one is unlike all others, and ranks alone
			answers := object{"mood": "bad"}
			if number == 1000 {
				answers = object{"mood": "bad", "visits": number, "order": []string{"y", "z", "x"}}
			}
			w.answered(survey, answers)
		}
		after := read()
		first := decode[models.SurveyResults](t, same)
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
		editor := w.staff(models.RoleEditor)
		survey := w.openSurvey(editor, "counting", counting(), object{"k": 3})
		public := surveysPath + "/counting/results"
		hidden := func() {
			t.Helper()
			for _, query := range []string{"", "?by=mood", "?version=1"} {
				w.get(public+query).problem(t, http.StatusNotFound, "results_unpublished")
			}
			require.False(t, w.survey("counting").ResultsPublished)
		}
		hidden()
		for _, answers := range twelve() {
			w.answered(survey, answers)
		}
		w.moveSurvey(editor, "counting", "close")
		hidden()
		view := w.moveSurvey(editor, "counting", "results/publish")
		require.NotNil(t, view.Versions[0].ResultsPublishedAt)
		require.True(t, w.survey("counting").ResultsPublished)
		got := w.get(public)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		require.Equal(t, "public, no-cache", got.header.Get("Cache-Control"))
		require.Equal(t, http.StatusNotModified, w.get(public, "If-None-Match", got.header.Get("ETag")).status)
		crossed := w.get(public + "?by=mood")
		require.NotEqual(t, got.header.Get("ETag"), crossed.header.Get("ETag"))

		staff := w.get(staffSurveysPath+"/counting/results", editor.headers()...)
		require.Equal(t, string(staff.body), string(got.body), "nobody sees more")
		require.Equal(t, "private, no-cache", staff.header.Get("Cache-Control"))
		again := w.get(staffSurveysPath+"/counting/results", editor.headers("If-None-Match", staff.header.Get("ETag"))...)
		require.Equal(t, http.StatusNotModified, again.status)
		w.get(staffSurveysPath+"/counting/results", "If-None-Match", staff.header.Get("ETag")).problem(t, 401,
			"session_unknown")
		require.Equal(t, 12, *w.results(public + "?by=stars").Responses)

		w.moveSurvey(editor, "counting", "results/withdraw")
		hidden()
		w.actOnSurvey(editor, "counting", "results/publish", `{"version":2}`).problem(t, 409, "survey_unpublished")
		broken := w.actOnSurvey(editor, "counting", "results/publish", `{"version":"1","x":1}`).problem(t, 422,
			"validation_failed").broken()
		require.Equal(t, map[string]string{"/version": "wrong_type", "/x": "unknown_field"}, broken)
		hidden()
		require.Equal(t, http.StatusOK, w.actOnSurvey(editor, "counting", "results/publish", `{"version":1}`).status)
		require.Equal(t, 12, *w.results(public).Responses)
		require.Equal(t, http.StatusOK, w.actOnSurvey(editor, "counting", "results/withdraw", `{"version":1}`).status)
		hidden()
		for what, path := range map[string]string{"results/publish": "never", "results/withdraw": "never"} {
			w.actOnSurvey(editor, path, what, "").problem(t, 404, "survey_unknown")
		}
		w.draftSurvey(editor, "draft", moods())
		w.actOnSurvey(editor, "draft", "results/publish", "").problem(t, 409, "survey_unpublished")
		w.get(staffSurveysPath+"/draft/results", editor.headers()...).problem(t, 404, "survey_unknown")
	})
}
