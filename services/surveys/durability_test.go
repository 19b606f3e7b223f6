package surveys_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// TestAnotherReplicaStoresWhatOneAccepted: whatever was accepted is in the database, not in somebody's memory.
func TestAnotherReplicaStoresWhatOneAccepted(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		w.crowd(t, "climate", 4, func(int) answers { return answers{"mood": 1.0, "note": "یادداشت"} })
		w.Services = w.replica(t) // the first one is gone, whatever it had in mind
		require.Equal(t, 4, w.stored(t))
		w.crowd(t, "climate", 2, good)
		w.Services = w.replica(t)
		w.surveyClosed(t, "climate")
		waiting, stored, counted := w.held(t, "climate", 1)
		require.Equal(t, []int{0, 6, 6}, []int{waiting, stored, counted})
		require.Len(t, w.surveyTexts(t, w.version(t, "climate", 1)), 4)
	})
}

// TestStoringThatFailsHalfWayLosesNothing: whatever fails, everything is in the buffer still, and nowhere twice.
func TestStoringThatFailsHalfWayLosesNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		w.crowd(t, "climate", 7, func(int) answers { return answers{"mood": 1.0, "note": "یادداشت"} })
		away, failing := errors.New("the database is away"), ""
		fail := func(tx *gorm.DB) {
			if tx.Statement.Table == failing {
				_ = tx.AddError(away)
			}
		}
		require.NoError(t, db.Callback().Create().After("gorm:create").Register("away", fail))
		require.NoError(t, db.Callback().Delete().After("gorm:delete").Register("away", fail))
		require.NoError(t, db.Callback().Update().After("gorm:update").Register("away", fail))
		for _, failing = range []string{"survey_waiting", "survey_answers", "survey_texts", "survey_tallies"} {
			_, err := w.Surveys.Store(t.Context())
			require.ErrorIs(t, err, away, failing)
			waiting, stored, counted := w.held(t, "climate", 1)
			require.Equal(t, []int{7, 0, 0}, []int{waiting, stored, counted}, failing)
		}
		failing = "survey_answers"
		require.Equal(t, models.SurveyClosed, w.surveyClosed(t, "climate").State, "it is closed all the same")
		require.False(t, w.results(t, "climate", "", "").Final)
		failing = ""
		require.Equal(t, 7, w.stored(t), "and the next turn stores what is left")
		require.True(t, w.results(t, "climate", "", "").Final)
	})
}

// TestWhoeverHangsUpIsCountedOrNot: an answer that is refused because its sender went away is not counted, and nothing
// of its sender is kept; one that is accepted is.
func TestWhoeverHangsUpIsCountedOrNot(t *testing.T) {
	const people = 40
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		view := w.survey(t, "climate", wide())
		results := kerneltest.Together(people, func(side int) error {
			ctx, hangUp := context.WithCancel(t.Context())
			if side%2 > 0 {
				go hangUp()
			} else {
				defer hangUp()
			}
			form := models.SurveyResponseForm{
				DefinitionHash: view.Hash, Answers: good(side), Respondent: models.Respondent{FirstName: "سارا"},
			}
			_, _, err := w.Surveys.Answer(ctx, "climate", kerneltest.With(form))
			return err
		})
		accepted := 0
		for _, err := range results {
			if err == nil {
				accepted++
			}
		}
		require.GreaterOrEqual(t, accepted, people/2)
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, accepted, waiting)
		w.surveyClosed(t, "climate")
		require.Equal(t, accepted, *w.results(t, "climate", "", "").Responses)
		require.Len(t, rowsOf[models.SurveyRespondent](t, w, w.version(t, "climate", 1).ID), accepted)
	})
}

func TestStoringTwiceAtTheSameTimeStoresOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		w.survey(t, "climate", wide())
		for round := range 4 {
			w.crowd(t, "climate", 7, func(int) answers { return answers{"mood": 3.0, "note": "یادداشت", "why": "چون"} })
			stored := make([]int, 6)
			results := kerneltest.Together(len(stored), func(side int) (err error) {
				surveys := w.Surveys
				if side%2 > 0 {
					surveys = other.Surveys
				}
				stored[side], err = surveys.Store(t.Context())
				return err
			})
			require.Equal(t, len(stored), kerneltest.Successes(t, results))
			sum := 0
			for _, n := range stored {
				sum += n
			}
			require.Equal(t, 7, sum)
			waiting, kept, counted := w.held(t, "climate", 1)
			require.Equal(t, []int{0, 7 * (round + 1), 7 * (round + 1)}, []int{waiting, kept, counted})
			require.Len(t, w.surveyTexts(t, w.version(t, "climate", 1)), 14*(round+1))
		}
	})
}

// TestClosingTwiceAtTheSameTimeClosesOnce: and the rest, fewer than k, is stored once.
func TestClosingTwiceAtTheSameTimeClosesOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		w.survey(t, "climate", wide())
		w.crowd(t, "climate", 5, good)
		require.Equal(t, 5, w.stored(t))
		w.crowd(t, "climate", 2, good)
		results := kerneltest.Together(6, func(side int) error {
			surveys := w.Surveys
			if side%2 > 0 {
				surveys = other.Surveys
			}
			if side > 3 {
				_, err := surveys.Store(t.Context())
				return err
			}
			_, err := surveys.Close(t.Context(), surveyEditor(), "climate")
			return err
		})
		require.Equal(t, 1, kerneltest.Successes(t, results[:4], "survey_closed"))
		require.Equal(t, 2, kerneltest.Successes(t, results[4:]))
		waiting, kept, counted := w.held(t, "climate", 1)
		require.Equal(t, []int{0, 7, 7}, []int{waiting, kept, counted})
		require.Equal(t, fault.Conflict, fault.As(w.respond(t, "climate", good(0))).Kind)
	})
}
