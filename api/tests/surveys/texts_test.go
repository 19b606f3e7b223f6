package surveys_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestFreeTextsAreForAnalystsAfterTheEnd(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst := w.Staff(models.RoleEditor), w.Staff(models.RoleAnalyst)
		survey := w.OpenSurvey(editor, "ruled", ruled(), object{"k": 3})
		written := map[string][]string{}
		for i := range 25 {
			word := "واژهٔ می‌" + apitest.ToText(i) + " 🙂\n<b>دوم</b> \u200f(راست)"
			answers := object{"mood": "good", "thoughts": word}
			if i < 2 {
				answers["note"] = "شباویز"
			}
			written["thoughts"] = append(written["thoughts"], word)
			if i%5 == 0 {
				answers["mood"], answers["mood-Comment"] = "other", "دیگر "+apitest.ToText(i)
				written["mood-Comment"] = append(written["mood-Comment"], "دیگر "+apitest.ToText(i))
			}
			w.Answered(survey, answers)
		}
		at := staffSurveysPath + "/ruled/texts"
		w.Get(at, analyst.Headers()...).Problem(t, http.StatusConflict, "survey_not_closed")
		_, err := w.Services.Surveys.Store(t.Context())
		require.NoError(t, err)
		w.Get(at, analyst.Headers()...).Problem(t, http.StatusConflict, "survey_not_closed")
		w.MoveSurvey(editor, "ruled", "close")

		read := map[string][]string{}
		pages := 0
		for cursor := ""; ; pages++ {
			got := w.Get(at+"?limit=7"+cursor, analyst.Headers()...)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			page := apitest.Decode[models.Page[models.SurveyTextView]](t, got)
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
	page := apitest.Decode[models.Page[models.SurveyTextView]](t, w.Get(at+"?variable=thoughts&limit=100", analyst.Headers()...))
	require.Len(t, page.Items, 25)
	first := apitest.Decode[models.Page[models.SurveyTextView]](t, w.Get(at+"?limit=1", analyst.Headers()...))
	for query, broken := range map[string]map[string]string{
		"variable=thoughts&cursor=" + *first.NextCursor: {"/cursor": "not_a_cursor"},
		"cursor=" + apitest.Flip(*first.NextCursor, 9):  {"/cursor": "not_a_cursor"},
		"limit=101":                   {"/limit": "not_a_limit"},
		"version=x&question=thoughts": {"/version": "not_a_version", "/question": "unknown_field"},
	} {
		got := w.SendLenient(http.MethodGet, at+"?"+query, "", analyst.Headers()...)
		require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), query)
	}
	none := apitest.Decode[models.Page[models.SurveyTextView]](t, w.Get(at+"?variable=never", analyst.Headers()...))
	require.Empty(t, none.Items)
	w.Get(at+"?version=2", analyst.Headers()...).Problem(t, 404, "results_unpublished")
	w.Get(staffSurveysPath+"/never/texts", analyst.Headers()...).Problem(t, 404, "survey_unknown")
}

// TestFewerThanKAreNobodysBusiness: neither figures, nor texts, nor names.
func TestFewerThanKAreNobodysBusiness(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst, privacy := w.Staff(models.RoleEditor), w.Staff(models.RoleAnalyst), w.Staff(models.RolePrivacy)
		w.ClosedMoods(editor, 2)
		results := w.results(staffSurveysPath+"/moods/results", analyst.Headers()...)
		require.True(t, results.Final)
		require.Nil(t, results.Responses)
		_, counts := variable(t, results, "mood")
		require.Equal(t, []any{nil, nil}, counts)
		w.Get(staffSurveysPath+"/moods/texts", analyst.Headers()...).Problem(t, 409, "too_few_answers")
		w.ActOnSurvey(privacy, "moods", "respondents", `{"purpose":"use-service"}`).Problem(t, 409, "too_few_answers")
		for _, format := range []string{"csv", "xlsx"} {
			require.NotContains(t, apitest.ToText(w.sheet(analyst, "moods/exports?format="+format)), "خوب بود")
		}
	})
}
