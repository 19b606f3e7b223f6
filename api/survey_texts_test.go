package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestFreeTextsAreForAnalystsAfterTheEnd(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst := w.staff(models.RoleEditor), w.staff(models.RoleAnalyst)
		survey := w.openSurvey(editor, "ruled", ruled(), object{"k": 3})
		written := map[string][]string{}
		for i := range 25 {
			word := "واژهٔ می‌" + toText(i) + " 🙂\n<b>دوم</b> \u200f(راست)"
			answers := object{"mood": "good", "thoughts": word}
			if i < 2 {
				answers["note"] = "شباویز"
			}
			written["thoughts"] = append(written["thoughts"], word)
			if i%5 == 0 {
				answers["mood"], answers["mood-Comment"] = "other", "دیگر "+toText(i)
				written["mood-Comment"] = append(written["mood-Comment"], "دیگر "+toText(i))
			}
			w.answered(survey, answers)
		}
		at := staffSurveysPath + "/ruled/texts"
		w.get(at, analyst.headers()...).problem(t, http.StatusConflict, "survey_not_closed")
		_, err := w.services.Surveys.Store(t.Context())
		require.NoError(t, err)
		w.get(at, analyst.headers()...).problem(t, http.StatusConflict, "survey_not_closed")
		w.moveSurvey(editor, "ruled", "close")

		read := map[string][]string{}
		pages := 0
		for cursor := ""; ; pages++ {
			got := w.get(at+"?limit=7"+cursor, analyst.headers()...)
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			page := decode[models.Page[models.SurveyTextView]](t, got)
			for _, text := range page.Items {
				read[text.Variable] = append(read[text.Variable], text.Text)
			}
			if page.NextCursor == nil {
				break
			}
			cursor = "&cursor=" + *page.NextCursor
		}
		require.Equal(t, 4, pages, "30 texts, seven at a time")
		require.Len(t, read, 2, "two wrote a note, and whoever reads it could tell which of those they know")
		require.ElementsMatch(t, written["thoughts"], read["thoughts"])
		require.NotEqual(t, written["thoughts"], read["thoughts"], "in no order")
		require.ElementsMatch(t, written["mood-Comment"], read["mood-Comment"])
		requireTextsFiltered(t, w, analyst, at)
	})
}

// requireTextsFiltered asks for the texts of single variables, and for what is none.
func requireTextsFiltered(t *testing.T, w *world, analyst member, at string) {
	t.Helper()
	page := decode[models.Page[models.SurveyTextView]](t, w.get(at+"?variable=thoughts&limit=100", analyst.headers()...))
	require.Len(t, page.Items, 25)
	first := decode[models.Page[models.SurveyTextView]](t, w.get(at+"?limit=1", analyst.headers()...))
	for query, broken := range map[string]map[string]string{
		"variable=thoughts&cursor=" + *first.NextCursor: {"/cursor": "not_a_cursor"},
		"cursor=" + flip(*first.NextCursor, 9):          {"/cursor": "not_a_cursor"},
		"limit=101":                                     {"/limit": "not_a_limit"},
		"version=x&question=thoughts":                   {"/version": "not_a_version", "/question": "unknown_field"},
	} {
		got := w.sendLenient(http.MethodGet, at+"?"+query, "", analyst.headers()...)
		require.Equal(t, broken, got.problem(t, 422, "validation_failed").broken(), query)
	}
	none := decode[models.Page[models.SurveyTextView]](t, w.get(at+"?variable=never", analyst.headers()...))
	require.Empty(t, none.Items)
	w.get(at+"?version=2", analyst.headers()...).problem(t, 404, "results_unpublished")
	w.get(staffSurveysPath+"/never/texts", analyst.headers()...).problem(t, 404, "survey_unknown")
}

// TestFewerThanKAreNobodysBusiness: neither figures, nor texts, nor names.
func TestFewerThanKAreNobodysBusiness(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst, privacy := w.staff(models.RoleEditor), w.staff(models.RoleAnalyst), w.staff(models.RolePrivacy)
		w.closedMoods(editor, 2)
		results := w.results(staffSurveysPath+"/moods/results", analyst.headers()...)
		require.True(t, results.Final)
		require.Nil(t, results.Responses)
		_, counts := variable(t, results, "mood")
		require.Equal(t, []any{nil, nil}, counts)
		w.get(staffSurveysPath+"/moods/texts", analyst.headers()...).problem(t, 409, "too_few_answers")
		w.actOnSurvey(privacy, "moods", "respondents", `{"purpose":"use-service"}`).problem(t, 409, "too_few_answers")
		for _, format := range []string{"csv", "xlsx"} {
			require.NotContains(t, toText(w.sheet(analyst, "moods/exports?format="+format)), "خوب بود")
		}
	})
}
