package surveys_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kernel/kerneltest"
)

// keyed is an answer with an Idempotency-Key, and a body of its own.
func keyed(form models.SurveyResponseForm, key, body string) kernel.Input[models.SurveyResponseForm] {
	in := kerneltest.Once(form, "POST /surveys/climate/responses", key)
	in.Request.Body = []byte(body)
	return in
}

func TestTheSameKeyIsAnsweredTheSame(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		view := w.survey(t, "climate", wide(), invited)
		form := models.SurveyResponseForm{
			DefinitionHash: view.Hash, Answers: answers{"mood": 3.0, "why": needless},
			Invitation: w.invitations(t, "climate", 1)[0], Respondent: models.Respondent{FirstName: "سارا"},
		}
		first, replayed, err := w.Surveys.Answer(t.Context(), "climate", keyed(form, "key", "body"))
		require.NoError(t, err)
		require.False(t, replayed)
		form.Answers = answers{"mood": 3.0, "why": needless}
		again, replayed, err := w.Surveys.Answer(t.Context(), "climate", keyed(form, "key", "body"))
		require.NoError(t, err)
		require.True(t, replayed)
		require.Equal(t, first, again)
		require.Len(t, again.Notices, 2)

		_, _, err = w.Surveys.Answer(t.Context(), "climate", keyed(form, "key", "another body"))
		kerneltest.RequireFault(t, err, fault.Conflict, "idempotency_conflict")
		_, _, err = w.Surveys.Answer(t.Context(), "climate", keyed(form, "another key", "body"))
		kerneltest.RequireFault(t, err, fault.Forbidden, "invitation_unknown")
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, 1, waiting)
		require.Len(t, rowsOf[models.SurveyRespondent](t, w, w.version(t, "climate", 1).ID), 1)

		w.surveyClosed(t, "climate")
		_, replayed, err = w.Surveys.Answer(t.Context(), "climate", keyed(form, "key", "body"))
		require.NoError(t, err, "whoever lost the answer hears it also when the survey has ended")
		require.True(t, replayed)
	})
}

// TestTheSameRequestAtTheSameTimeCountsOnce: with an invitation, which only one of them can spend, and without.
func TestTheSameRequestAtTheSameTimeCountsOnce(t *testing.T) {
	const sides = 24
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		w.survey(t, "climate", wide())
		for i, token := range append(w.invitations(t, "climate", 2), "", "") {
			hash, key := w.hash(t, "climate"), "key-"+string(rune('a'+i))
			views := make([]models.SurveyAccepted, sides)
			results := kerneltest.Together(sides, func(side int) (err error) {
				surveys := w.Surveys
				if i%2 == 1 && side%2 == 1 {
					surveys = other.Surveys
				}
				form := models.SurveyResponseForm{
					DefinitionHash: hash, Answers: answers{"mood": 3.0, "why": needless}, Invitation: token,
					Respondent: models.Respondent{FirstName: "سارا"},
				}
				views[side], _, err = surveys.Answer(t.Context(), "climate", keyed(form, key, "body"))
				return err
			})
			require.Equal(t, sides, kerneltest.Successes(t, results))
			for _, view := range views {
				require.Equal(t, views[0], view)
			}
			waiting, _, _ := w.held(t, "climate", 1)
			require.Equal(t, i+1, waiting)
			people := rowsOf[models.SurveyRespondent](t, w, w.version(t, "climate", 1).ID)
			require.Len(t, people, i+1, "nor is anybody there twice")
		}
	})
}

func TestARefusedAnswerLeavesNoRespondent(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		token := w.invitations(t, "climate", 1)[0]
		said := func(form *models.SurveyResponseForm) {
			form.Respondent, form.Invitation = models.Respondent{FirstName: "سارا"}, token
		}
		require.NoError(t, w.respond(t, "climate", good(0), said))
		for range 3 {
			kerneltest.RequireFault(t, w.respond(t, "climate", good(0), said), fault.Forbidden, "invitation_unknown")
		}
		require.Len(t, rowsOf[models.SurveyRespondent](t, w, w.version(t, "climate", 1).ID), 1)
	})
}

func TestAnInvitationIsOfOneSurveyAndCountsOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		w.survey(t, "other", wide(), invited)
		tokens := w.invitations(t, "climate", 2)
		using := func(token string) func(*models.SurveyResponseForm) {
			return func(form *models.SurveyResponseForm) { form.Invitation = token }
		}
		for _, token := range []string{tokens[0], "7F3K9-QX2MV-0T8WN-4RHCB-6YJDE-P", "x", tokens[0] + "x"} {
			kerneltest.RequireFault(t, w.respond(t, "other", good(0), using(token)), fault.Forbidden, "invitation_unknown")
		}
		kerneltest.RequireViolation(t, w.respond(t, "climate", good(0)), "/invitation", "required")
		require.NoError(t, w.respond(t, "climate", good(0), using(tokens[0])))
		kerneltest.RequireFault(t, w.respond(t, "climate", good(0), using(tokens[0])), fault.Forbidden, "invitation_unknown")

		err := w.respond(t, "climate", answers{"mood": 9.0}, using(tokens[1]))
		kerneltest.RequireViolation(t, err, "/answers/mood", "unknown_value")
		view := w.surveySeen(t, "climate")
		require.Equal(t, []int64{2, 1}, []int64{view.Invited, view.Unused}, "what was refused costs nobody theirs")
		_, err = w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: questions(mood())})
		require.NoError(t, err)
		w.surveyPublished(t, "climate")
		require.NoError(t, w.respond(t, "climate", good(0), using(tokens[1])), "it holds for every version")
	})
}
