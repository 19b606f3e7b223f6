package surveys_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// counting is a definition with each kind of figure.
func counting() object {
	return apitest.Asking(
		apitest.Element("radiogroup", "mood", object{"isRequired": true, "choices": apitest.Choices("good", "bad")}),
		apitest.Element("rating", "stars", object{"rateMin": 1, "rateMax": 3}),
		apitest.Element("rating", "nps", object{"rateMin": 0, "rateMax": 10}),
		apitest.Element("checkbox", "likes", object{"choices": apitest.Choices("tea", "coffee")}),
		apitest.Element("text", "visits", object{"inputType": "number"}),
		apitest.Element("ranking", "order", object{"choices": apitest.Choices("x", "y", "z")}),
		apitest.Element("boolean", "again"),
		apitest.Element("matrix", "grid",
			object{"columns": apitest.Choices("yes", "no"), "rows": apitest.Choices("a", "b")}),
		apitest.Element("comment", "thoughts"),
	)
}

// twelve answers to counting.
func twelve() []object {
	all := make([]object, 12)
	for i := range all {
		all[i] = object{
			"mood": "good", "stars": 3, "nps": 10, "likes": []string{"tea", "coffee"}, "visits": 10 + i%3,
			"order": []string{"x", "y", "z"}, "grid": object{"a": "yes", "b": "no"},
			"thoughts": "نظر " + apitest.ToText(i),
		}
		if i >= 6 {
			all[i]["stars"], all[i]["nps"], all[i]["likes"] = 2, 8, []string{"tea"}
		}
		if i >= 9 {
			all[i]["stars"], all[i]["nps"], all[i]["mood"] = 1, 0, "bad"
			all[i]["order"] = []string{"z", "y", "x"}
		}
		if i < 2 {
			all[i]["again"] = true
		}
	}
	return all
}

// results reads results that have to be there.
func (w *world) results(path string, headers ...string) models.SurveyResults {
	w.T.Helper()
	got := w.Get(path, headers...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	requireAtLeast(w.T, got.Body)
	return apitest.Decode[models.SurveyResults](w.T, got)
}

// requireAtLeast asserts that no count in results has fewer than k people behind it.
func requireAtLeast(t *testing.T, body []byte) {
	t.Helper()
	var results object
	require.NoError(t, json.Unmarshal(body, &results))
	k := results["k"].(float64)
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case []any:
			for _, entry := range value {
				walk(entry)
			}
		case object:
			for _, name := range []string{"count", "answered", "unanswered", "responses"} {
				if count, shown := value[name].(float64); shown {
					require.GreaterOrEqual(t, count, k, name)
				}
			}
			for _, entry := range value {
				walk(entry)
			}
		}
	}
	walk(results)
}

// variable is what came of one variable, its counts alone as a list: nil for what is hidden.
func variable(t *testing.T, results models.SurveyResults, name string) (models.VariableResult, []any) {
	t.Helper()
	for _, found := range results.Variables {
		if found.Name == name {
			return found, countsOf(found.Figures)
		}
	}
	require.Fail(t, "no variable "+name)
	return models.VariableResult{}, nil
}

func countsOf(figures models.Figures) []any {
	counts := []any{}
	for _, cell := range figures.Cells {
		counts = append(counts, value(cell.Count))
	}
	return counts
}

// value is what a pointer points to, nil for none.
func value[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

func TestResultsOfAClosedSurvey(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, analyst := w.Staff(models.RoleEditor), w.Staff(models.RoleAnalyst)
		survey := w.OpenSurvey(editor, "counting", counting(), object{"k": 3})
		for _, answers := range twelve() {
			w.Answered(survey, answers)
		}
		w.MoveSurvey(editor, "counting", "close")
		results := w.results(staffSurveysPath+"/counting/results", analyst.Headers()...)
		require.True(t, results.Final)
		require.Equal(t, 12, *results.Responses)
		require.Equal(t, models.SurveyClosed, results.State)
		require.Equal(t, survey.Hash, results.Hash)
		require.Equal(t, models.Wording{"fa": "نظرسنجی", "en": "Survey"}, results.Title)
		require.Equal(t, 3, results.K)

		mood, counts := variable(t, results, "mood")
		require.Equal(t, []any{9, 3}, counts)
		require.Equal(t, []any{75.0, 25.0}, []any{value(mood.Cells[0].Percent), value(mood.Cells[1].Percent)})
		require.Equal(t, models.Wording{"fa": "پرسش mood", "en": "Question mood"}, mood.Title)
		require.Equal(t, models.Wording{"fa": "گزینهٔ good", "en": "Choice good"}, mood.Cells[0].Label)
		stars, counts := variable(t, results, "stars")
		require.Equal(t, []any{3, 3, 6}, counts)
		require.Equal(t, []any{2.3, 2.5}, []any{value(stars.Mean), value(stars.Median)}, "2.25, rounded")
		nps, counts := variable(t, results, "nps")
		require.Equal(t, []any{3, nil, nil, nil, nil, nil, nil, nil, 3, nil, 6}, counts)
		require.InDelta(t, 25, *nps.NPS, 0)
		likes, counts := variable(t, results, "likes")
		require.Equal(t, []any{12, 6}, counts)
		require.Equal(t, "choices", likes.Kind)
		visits, counts := variable(t, results, "visits")
		require.Empty(t, counts, "numbers that people wrote are not shown")
		require.Equal(t, []any{11.0, 11.0}, []any{value(visits.Mean), value(visits.Median)})
		order, counts := variable(t, results, "order")
		require.Equal(t, []any{12, 12, 12}, counts)
		require.InDelta(t, 1.5, *order.Cells[0].MeanRank, 0)
		require.InDelta(t, 2.5, *order.Cells[0].Score, 0)
		again, counts := variable(t, results, "again")
		require.Equal(t, []any{nil, nil}, counts)
		require.Equal(t, []any{nil, nil}, []any{value(again.Answered), value(again.Unanswered)}, "nor by subtraction")
		grid, counts := variable(t, results, "grid/b")
		require.Equal(t, []any{nil, 12}, counts)
		require.Equal(t, "grid", grid.Question)
		require.Equal(t, models.Wording{"fa": "گزینهٔ b", "en": "Choice b"}, grid.Part)
		thoughts, counts := variable(t, results, "thoughts")
		require.Empty(t, counts)
		require.Equal(t, 12, *thoughts.Answered)
		require.NotContains(t, apitest.ToText(results), "نظر 1")
		requireCrossed(t, w, analyst)
	})
}

// requireCrossed crosses the results of the twelve.
func requireCrossed(t *testing.T, w *world, analyst member) {
	t.Helper()
	at := staffSurveysPath + "/counting/results"
	for _, by := range []string{"mood", "stars", "nps", "again", "grid/a"} {
		results := w.results(at+"?by="+by, analyst.Headers()...)
		require.Equal(t, by, results.By)
		for _, found := range results.Variables {
			crossed := slices.Contains([]string{"choice", "choices", "number"}, found.Kind) && found.Name != by
			require.Equal(t, crossed, found.Groups != nil, found.Name)
		}
	}
	crossed, _ := variable(t, w.results(at+"?by=mood", analyst.Headers()...), "stars")
	require.Equal(t, []string{"good", "bad"}, []string{crossed.Groups[0].Value, crossed.Groups[1].Value})
	require.Equal(t, []any{nil, 3, 6}, countsOf(crossed.Groups[0].Figures))
	require.Equal(t, []any{3, nil, nil}, countsOf(crossed.Groups[1].Figures))
	hidden, _ := variable(t, w.results(at+"?by=again", analyst.Headers()...), "mood")
	for _, group := range hidden.Groups {
		require.Equal(t, []any{nil, nil}, countsOf(group.Figures), "two people are nobody's group")
	}
	for query, broken := range map[string]map[string]string{
		"by=thoughts": {"/by": "not_crossable"}, "by=visits": {"/by": "not_crossable"}, "by=likes": {"/by": "not_crossable"},
		"by=order": {"/by": "not_crossable"}, "by=never": {"/by": "not_crossable"}, "by=grid": {"/by": "not_crossable"},
		"by=mood&by=mood": {"/by": "repeated"}, "version=0": {"/version": "not_a_version"},
		"version=x": {"/version": "not_a_version"}, "group=mood": {"/group": "unknown_field"},
		"by=mood&group=mood":   {"/group": "unknown_field"}, // though the results without it are at hand
		"version=x&group=mood": {"/version": "not_a_version", "/group": "unknown_field"},
	} {
		got := w.SendLenient(http.MethodGet, at+"?"+query, "", analyst.Headers()...)
		require.Equal(t, http.StatusUnprocessableEntity, got.Status, query)
		require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), query)
	}
	require.Equal(t, 1, w.results(at+"?version=1", analyst.Headers()...).Version)
	got := w.SendLenient(http.MethodGet, at+"?version=%DB%B1", "", analyst.Headers()...)
	require.Equal(t, http.StatusOK, got.Status, "۱: %s", got.Body)
	w.Get(at+"?version=2", analyst.Headers()...).Problem(t, 404, "results_unpublished")
}
