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

func TestWhatPeopleWereToldOfTheirPrivacyIsFixed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.surveyDraft(t, "climate", questions(mood()), invited)
		_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{
			SurveySettings: models.SurveySettings{Access: new("open")},
		})
		require.NoError(t, err, "a draft promises nobody anything")
		w.surveyPublished(t, "climate")
		for _, settings := range []models.SurveySettings{
			{Access: new("invitation")}, {Privacy: new("blind")}, {Privacy: new("blind"), K: new(20)},
		} {
			_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{SurveySettings: settings})
			kerneltest.RequireFault(t, err, fault.Conflict, "survey_privacy_fixed")
		}
		view, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{
			SurveySettings: models.SurveySettings{Access: new("open"), Privacy: new("standard"), K: new(20)},
		})
		require.NoError(t, err, "the same once more")
		require.Equal(t, models.PrivacyStandard, view.Privacy)
		require.Equal(t, models.AccessOpen, view.Access)
	})
}

func TestABlindSurveyIsForThoseWhoAreInvited(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		view := w.surveyDraft(t, "climate", questions(mood()), func(s *models.SurveySettings) { s.Privacy = new("blind") })
		require.Equal(t, models.AccessInvitation, view.Access)
		_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{
			SurveySettings: models.SurveySettings{Privacy: new("blind"), Access: new("open")},
		})
		kerneltest.RequireViolation(t, err, "/access", "blind_needs_invitations")
	})
}

func TestADiscardedDraftLeavesWhatWasPublished(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(mood()))
		w.crowd(t, "climate", 2, good)
		kerneltest.RequireFault(t, w.Surveys.Discard(t.Context(), surveyEditor(), "climate"), fault.Conflict, "survey_published")
		_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: questions(asked("comment", "why"))})
		require.NoError(t, err)
		require.NoError(t, w.Surveys.Discard(t.Context(), surveyEditor(), "climate"))
		view := w.surveySeen(t, "climate")
		require.Equal(t, []models.SurveyState{models.SurveyPublished}, surveyStates(view))
		require.NoError(t, w.respond(t, "climate", good(0)))
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, 3, waiting)
	})
}

func TestADiscardedSurveyLeavesNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.surveyDraft(t, "climate", questions(mood()), invited)
		w.invitations(t, "climate", 3)
		require.NoError(t, w.Surveys.Discard(t.Context(), surveyEditor(), "climate"))
		_, err := w.Surveys.Get(t.Context(), "climate")
		kerneltest.RequireFault(t, err, fault.NotFound, "survey_unknown")
		all := kerneltest.Cells(t, w.db)
		for _, table := range []string{"surveys", "survey_versions", "survey_invitations", "survey_overrides"} {
			require.Empty(t, all[table], table)
		}
		require.Equal(t, []string{"editor survey.drafted", "editor survey.discarded"}, ledgertest.Lines(t, w.Ledger, "climate 1"))
	})
}

func TestASlugIsTakenOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		results := kerneltest.Together(6, func(side int) error {
			surveys := w.Surveys
			if side%2 > 0 {
				surveys = other.Surveys
			}
			form := models.SurveyForm{Slug: "climate", Definition: questions(mood())}
			_, _, err := surveys.Create(t.Context(), surveyEditor(), kerneltest.With(form))
			return err
		})
		require.Equal(t, 1, kerneltest.Successes(t, results, "survey_exists"))
		require.Equal(t, []string{"editor survey.drafted"}, ledgertest.Lines(t, w.Ledger, "climate 1"))
	})
}

// TestWhatIsNotFitToBePublishedIsNot: the draft stays as it is, and nobody can answer it.
func TestWhatIsNotFitToBePublishedIsNot(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.surveyDraft(t, "climate", questions(
			`{"type":"text","name":"who","isRequired":true,"title":{"fa":"نام و نام خانوادگی","en":"Full name"}}`,
			asked("text", "mail", `"inputType":"email"`),
			`{"type":"comment","name":"free","title":"فقط فارسی"}`,
		), func(s *models.SurveySettings) { s.ClosesAt = stamp(w.Now.Add(kerneltest.Day)) })
		w.Pass(2 * kerneltest.Day)
		_, err := w.Surveys.Publish(t.Context(), surveyEditor(), "climate")
		refused := kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
		var found []string
		for _, v := range refused.Violations {
			found = append(found, v.Pointer+" "+v.Code+" "+v.Clause)
		}
		require.ElementsMatch(t, []string{
			"/definition/elements/0/title/en demands_name survey-optional",
			"/definition/elements/1/inputType demands_input_type survey-optional",
			"/definition/elements/2/title untranslated ",
			"/closes_at in_the_past ",
		}, found)
		require.Equal(t, models.SurveyDraft, w.surveySeen(t, "climate").State)
		var keys int64
		require.NoError(t, db.Model(&models.DataKey{}).Count(&keys).Error)
		require.Zero(t, keys)
	})
}
