package surveys_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

// shown is the results as they are sent.
func (w *world) shown(t kerneltest.Tester, slug string) string {
	t.Helper()
	text, err := json.Marshal(w.results(t, slug, "", ""))
	require.NoError(t, err)
	return string(text)
}

// TestUntilTheEndNobodyIsSeenToAnswer: between two states of the results are k people at least, and every count is a
// multiple of k.
func TestUntilTheEndNobodyIsSeenToAnswer(t *testing.T) {
	const k = 4
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "village", counted(), ofK(k))
		before, changes := w.shown(t, "village"), 0
		for i, person := range village(10*k + 3) {
			require.NoError(t, w.respond(t, "village", person))
			now := w.shown(t, "village")
			if (i+1)%k > 0 {
				require.Equal(t, before, now, "after %d answers", i+1)
			}
			if now != before {
				changes++
			}
			before = now
			requireWholeKs(t, w.results(t, "village", "", ""))
		}
		require.Greater(t, changes, 5)
		_, err := w.Surveys.Results(t.Context(), "village", kerneltest.With(models.SurveyResultsQuery{By: "mood"}))
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_not_closed")
		w.surveyClosed(t, "village")
		require.Equal(t, 10*k+3, *w.results(t, "village", "", "mood").Responses)
	})
}

// requireWholeKs requires everything that is shown to be made of multiples of k, and nothing of single numbers.
func requireWholeKs(t kerneltest.Tester, results models.SurveyResults) {
	t.Helper()
	require.False(t, results.Final)
	whole := func(count *int) {
		if count != nil {
			require.Zero(t, *count%results.K)
			require.Positive(t, *count)
		}
	}
	whole(results.Responses)
	for _, v := range results.Variables {
		whole(v.Answered)
		whole(v.Unanswered)
		require.Empty(t, v.Groups)
		sum, people := 0.0, 0
		for i, cell := range v.Cells {
			whole(cell.Count)
			require.Nil(t, cell.MeanRank)
			if cell.Count != nil && v.Name == "mood" {
				sum, people = sum+float64((i+1)**cell.Count), people+*cell.Count
			}
		}
		if v.Kind != "choice" {
			require.Nil(t, v.Mean, v.Name)
			require.Nil(t, v.Median)
		}
		if v.Name == "mood" && v.Mean != nil {
			require.InDelta(t, sum/float64(people), *v.Mean, 0.0500001, "of the counts that are shown")
		}
	}
}

// TestTheLastFewAreNotToldFromThoseBefore: with the end come fewer than k more, and what is shown then does not say what
// they answered. The rounded results from before are one more thing that a reader knows.
func TestTheLastFewAreNotToldFromThoseBefore(t *testing.T) {
	const k = 4
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "village", counted(), ofK(k))
		w.crowd(t, "village", 3*k, func(person int) answers { return answers{"mood": float64(person%2 + 1), "visits": 4.0} })
		open := w.results(t, "village", "", "")
		require.Equal(t, 3*k, *open.Responses)
		require.NoError(t, w.respond(t, "village", answers{"mood": 3.0, "visits": 97.0}))
		w.surveyClosed(t, "village")
		final := w.results(t, "village", "", "")
		require.Equal(t, 3*k+1, *final.Responses)
		require.Nil(t, variable(t, final, "mood").Cells[2].Count)
		hidden := 0
		for _, cell := range variable(t, final, "mood").Cells {
			if cell.Count == nil {
				hidden++
			}
		}
		require.GreaterOrEqual(t, hidden, 2)
		require.Nil(t, variable(t, open, "visits").Mean)
		require.Nil(t, variable(t, final, "visits").Mean, "most of the sum is one person's")
		require.InDelta(t, 4.0, *variable(t, final, "visits").Median, 0)
	})
}

func TestEverybodySeesResultsOnceTheyArePublished(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		everybody := func(version string) (models.SurveyResults, error) {
			query := models.SurveyResultsQuery{Version: version}
			return w.Surveys.PublicResults(t.Context(), "climate", kerneltest.With(query))
		}
		_, err := everybody("")
		kerneltest.RequireFault(t, err, fault.NotFound, "survey_unknown")
		w.surveyDraft(t, "climate", questions(mood()))
		_, err = w.Surveys.PublishResults(t.Context(), surveyEditor(), "climate", kerneltest.With(models.SurveyShowingForm{}))
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_unpublished")
		w.surveyPublished(t, "climate")
		w.crowd(t, "climate", 7, good)
		w.surveyClosed(t, "climate")
		_, err = everybody("")
		kerneltest.RequireFault(t, err, fault.NotFound, "results_unpublished")
		_, err = w.Surveys.PublishResults(t.Context(), surveyEditor(), "climate", kerneltest.With(models.SurveyShowingForm{}))
		require.NoError(t, err)
		for _, version := range []string{"", "1", "۱"} {
			seen, err := everybody(version)
			require.NoError(t, err)
			require.Equal(t, w.results(t, "climate", "1", ""), seen, "what staff see, and no more")
		}
		_, err = w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: counted()})
		require.NoError(t, err)
		w.surveyPublished(t, "climate")
		seen, err := everybody("")
		require.NoError(t, err)
		require.Equal(t, 1, seen.Version, "the newest of those that are published")
		_, err = everybody("2")
		kerneltest.RequireFault(t, err, fault.NotFound, "results_unpublished")
		require.Equal(t, 2, w.results(t, "climate", "", "").Version)
		_, err = w.Surveys.WithdrawResults(t.Context(), surveyEditor(), "climate", kerneltest.With(models.SurveyShowingForm{Version: new(1)}))
		require.NoError(t, err)
		_, err = everybody("")
		kerneltest.RequireFault(t, err, fault.NotFound, "results_unpublished")
		_, err = w.Surveys.PublishResults(t.Context(), surveyEditor(), "climate", kerneltest.With(models.SurveyShowingForm{Version: new(3)}))
		kerneltest.RequireFault(t, err, fault.Conflict, "survey_unpublished")
	})
}

func TestWithdrawnResultsAreNobodysButStaffs(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(mood()))
		w.crowd(t, "climate", 7, good)
		w.surveyClosed(t, "climate")
		_, err := w.Surveys.PublishResults(t.Context(), surveyEditor(), "climate", kerneltest.With(models.SurveyShowingForm{}))
		require.NoError(t, err)
		_, err = w.Surveys.WithdrawResults(t.Context(), surveyEditor(), "climate", kerneltest.With(models.SurveyShowingForm{}))
		require.NoError(t, err)
		_, err = w.Surveys.PublicResults(t.Context(), "climate", kerneltest.With(models.SurveyResultsQuery{}))
		kerneltest.RequireFault(t, err, fault.NotFound, "results_unpublished")
		require.Equal(t, 7, *w.results(t, "climate", "", "").Responses)
		lines := ledgertest.Lines(t, w.Ledger, "climate 1")
		require.Equal(t, []string{"editor survey.results_published", "editor survey.results_withdrawn"}, lines[len(lines)-2:])
	})
}

func TestOnlyWhatPeopleChoseOneOfIsCrossedWith(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "village", counted())
		w.surveyClosed(t, "village")
		for _, by := range []string{"needs", "order", "visits", "since", "note", "quality", "nothing"} {
			_, err := w.Surveys.Results(t.Context(), "village", kerneltest.With(models.SurveyResultsQuery{By: by}))
			kerneltest.RequireViolation(t, err, "/by", "not_crossable")
		}
	})
}
