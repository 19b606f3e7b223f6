package surveys_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/surveys"
)

// patience is how many answers may come before an end that waits.
const patience = 500

// insists answers until that is refused, and answers how often it was not.
func insists(t kerneltest.Tester, s *Services, hash string, accepted chan<- struct{}) (answered int, err error) {
	for answered < patience {
		form := models.SurveyResponseForm{DefinitionHash: hash, Answers: good(0)}
		if _, _, err := s.Surveys.Answer(t.Context(), "climate", kerneltest.With(form)); err != nil {
			return answered, err
		}
		answered++
		select {
		case accepted <- struct{}{}:
		default: // nobody waits for it now
		}
	}
	return answered, fault.New(fault.Conflict, "it_never_ended")
}

// raced has people answer on two replicas while something happens on one of them, and answers how many were accepted.
func (w *world) raced(t kerneltest.Tester, hash, code string, happens func() error) (accepted int) {
	t.Helper()
	const sides = 8
	replicas := []*Services{w.Services, w.replica(t)}
	var total atomic.Int64
	heard := make(chan struct{}, 2*sides)
	refused, refuse := context.WithCancel(t.Context())
	defer refuse()
	results := kerneltest.Together(sides+1, func(side int) error {
		if side == sides {
			for range 2 * sides {
				select {
				case <-heard:
				case <-refused.Done():
				}
			}
			return happens()
		}
		defer refuse()
		answered, err := insists(t, replicas[side%2], hash, heard)
		total.Add(int64(answered))
		return err
	})
	require.Equal(t, 1, kerneltest.Successes(t, results, code))
	require.NoError(t, results[sides])
	require.GreaterOrEqual(t, int(total.Load()), 2*sides)
	return int(total.Load())
}

// TestWhatIsAcceptedWhileASurveyIsClosedCounts: and what is refused does not.
func TestWhatIsAcceptedWhileASurveyIsClosedCounts(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		view := w.survey(t, "climate", wide())
		accepted := w.raced(t, view.Hash, "survey_closed", func() error {
			_, err := w.Surveys.Close(t.Context(), surveyEditor(), "climate")
			return err
		})
		waiting, stored, counted := w.held(t, "climate", 1)
		require.Equal(t, []int{0, accepted, accepted}, []int{waiting, stored, counted}, "none came after the last was stored")
		require.Equal(t, accepted, *w.results(t, "climate", "", "").Responses)
	})
}

func TestWhatIsAcceptedWhileASurveyIsPausedCounts(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		view := w.survey(t, "climate", wide())
		accepted := w.raced(t, view.Hash, "survey_paused", func() error {
			_, err := w.Surveys.Pause(t.Context(), surveyEditor(), "climate")
			return err
		})
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, accepted, waiting)
		w.surveyClosed(t, "climate")
		require.Equal(t, accepted, *w.results(t, "climate", "", "").Responses)
	})
}

// TestWhatIsAcceptedWhileTheNextVersionIsPublishedCountsWithItsOwn: and never with the next one.
func TestWhatIsAcceptedWhileTheNextVersionIsPublishedCountsWithItsOwn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		view := w.survey(t, "climate", wide())
		_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: questions(mood())})
		require.NoError(t, err)
		accepted := w.raced(t, view.Hash, "definition_changed", func() error {
			_, err := w.Surveys.Publish(t.Context(), surveyEditor(), "climate")
			return err
		})
		waiting, stored, counted := w.held(t, "climate", 1)
		require.Equal(t, []int{0, accepted, accepted}, []int{waiting, stored, counted})
		waiting, stored, _ = w.held(t, "climate", 2)
		require.Zero(t, waiting+stored)
	})
}

// TestStoringWhilePeopleAnswerLosesNobody: the buffer is emptied again and again while it fills.
func TestStoringWhilePeopleAnswerLosesNobody(t *testing.T) {
	const sides, each = 8, 12
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		view := w.survey(t, "climate", wide())
		var left atomic.Int64
		left.Store(sides)
		results := kerneltest.Together(sides+2, func(side int) error {
			surveys := w.Surveys
			if side%2 > 0 {
				surveys = other.Surveys
			}
			if side >= sides {
				return storesWhile(t, surveys, &left)
			}
			defer left.Add(-1)
			for range each {
				form := models.SurveyResponseForm{DefinitionHash: view.Hash, Answers: answers{"mood": 1.0, "note": "یادداشت"}}
				if _, _, err := surveys.Answer(t.Context(), "climate", kerneltest.With(form)); err != nil {
					return err
				}
			}
			return nil
		})
		require.Equal(t, sides+2, kerneltest.Successes(t, results))
		waiting, stored, counted := w.held(t, "climate", 1)
		require.Equal(t, sides*each, waiting+stored)
		require.Equal(t, stored, counted)
		w.surveyClosed(t, "climate")
		require.Equal(t, sides*each, *w.results(t, "climate", "", "").Responses)
		require.Len(t, w.surveyTexts(t, w.version(t, "climate", 1)), sides*each)
	})
}

// storesWhile empties the buffer as long as people are left who answer.
func storesWhile(t kerneltest.Tester, surveys *surveys.Surveys, left *atomic.Int64) error {
	t.Helper()
	for left.Load() > 0 {
		if _, err := surveys.Store(t.Context()); err != nil {
			return err
		}
	}
	return nil
}

// TestOfTwoHundredUsesOfAnInvitationOneCounts: on two replicas at the same time.
func TestOfTwoHundredUsesOfAnInvitationOneCounts(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		view := w.survey(t, "climate", wide(), invited)
		token := w.invitations(t, "climate", 1)[0]
		results := kerneltest.Together(200, func(side int) error {
			surveys := w.Surveys
			if side%2 > 0 {
				surveys = other.Surveys
			}
			form := models.SurveyResponseForm{
				DefinitionHash: view.Hash, Answers: good(side), Invitation: token,
				Respondent: models.Respondent{FirstName: "سارا"},
			}
			_, _, err := surveys.Answer(t.Context(), "climate", kerneltest.With(form))
			return err
		})
		require.Equal(t, 1, kerneltest.Successes(t, results, "invitation_unknown"))
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, 1, waiting)
		require.Len(t, rowsOf[models.SurveyRespondent](t, w, w.version(t, "climate", 1).ID), 1)
		require.Zero(t, w.surveySeen(t, "climate").Unused)
	})
}
