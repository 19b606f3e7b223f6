package surveys_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

const example = "service-satisfaction"

func TestTheFirstStartPublishesAnExampleThatCanBeAnsweredAtOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.NoError(t, w.Surveys.Begin(t.Context()))
		items, _, err := w.Surveys.Open(t.Context(), kerneltest.With(models.LanguageQuery{}), models.Persian, "", 10)
		require.NoError(t, err)
		require.Len(t, items, 1)
		require.Equal(t, example, items[0].Slug)
		require.NotEmpty(t, items[0].Title)
		require.NoError(t, w.respond(t, example, answers{"satisfaction": 5.0}), "with the first question only")
		view := w.surveySeen(t, example)
		require.Equal(t, 10, view.K)
		require.Empty(t, view.Problems)
		trial, err := w.Surveys.Validate(kerneltest.With(models.SurveyTrialForm{Definition: view.Definition}))
		require.NoError(t, err, "it is what we ask of others")
		require.Equal(t, view.Hash, trial.Hash)
		require.Contains(t, ledgertest.Lines(t, w.Ledger, example+" 1")[0], "system survey.published")
	})
}

func TestReplicasThatStartTogetherPublishOneExample(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		replicas := []*Services{w.Services, w.replica(t), w.replica(t)}
		results := kerneltest.Together(9, func(side int) error { return replicas[side%3].Surveys.Begin(t.Context()) })
		require.Equal(t, 9, kerneltest.Successes(t, results))
		all := kerneltest.Cells(t, w.db)
		require.Equal(t, []string{example}, all["surveys"]["slug"])
		require.Equal(t, []string{"1"}, all["survey_versions"]["number"])
		require.Len(t, ledgertest.Lines(t, w.Ledger, example+" 1"), 1)
	})
}

// TestTheNextStartChangesNothing: whatever became of the example.
func TestTheNextStartChangesNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.NoError(t, w.Surveys.Begin(t.Context()))
		w.crowd(t, example, 3, func(int) answers { return answers{"satisfaction": 5.0} })
		for _, change := range []func(){
			func() {},
			func() {
				_, err := w.Surveys.Pause(t.Context(), surveyEditor(), example)
				require.NoError(t, err)
			},
			func() { w.surveyClosed(t, example) },
			func() {
				_, err := w.surveyChanged(t, example, models.SurveyChangeForm{Definition: wide()})
				require.NoError(t, err)
			},
			func() { w.surveyPublished(t, example) },
		} {
			change()
			before := kerneltest.Cells(t, w.db)
			w.Pass(kerneltest.Day)
			require.NoError(t, w.replica(t).Surveys.Begin(t.Context()))
			require.Equal(t, before, kerneltest.Cells(t, w.db))
		}
		w.surveyClosed(t, example)
		require.NoError(t, w.Surveys.Begin(t.Context()))
		kerneltest.RequireFault(t, w.respond(t, example, good(0)), fault.Conflict, "survey_closed")
	})
}
