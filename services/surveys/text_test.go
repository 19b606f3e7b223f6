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

// needless has a card number and a national id in it, as people write them.
const needless = "کارت ۶۰۳۷۹۹۱۲۳۴۵۶۷۸۹۳ و کد ملی ۰۰۱۲۳۴۵۶۷۹"

func ofFreeText(policy kernel.FreeTextPolicy) func(*environment) {
	return func(env *environment) { env.FreeText = policy }
}

func notices(action string) []models.Notice {
	return []models.Notice{
		{Pointer: "/answers/why", Code: "needless_personal_data", Found: "national_id", Count: 1, Action: action},
		{Pointer: "/answers/why", Code: "needless_personal_data", Found: "payment_card", Count: 1, Action: action},
		{Pointer: "/answers/note", Code: "needless_personal_data", Found: "national_id", Count: 1, Action: action},
		{Pointer: "/answers/note", Code: "needless_personal_data", Found: "payment_card", Count: 1, Action: action},
	}
}

func TestNeedlessNumbersInFreeTextsAreMasked(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		view, err := w.responded(t, "climate", answers{"mood": 3.0, "why": needless, "note": needless})
		require.NoError(t, err)
		require.Equal(t, notices("masked"), view.Notices)
		version := w.version(t, "climate", 1)
		waiting := rowsOf[models.SurveyWaiting](t, w, version.ID)[0]
		said := opened(t, w.sealing(t, version.ID), waiting.ID, "survey_waiting.answers_sealed", waiting.AnswersSealed)
		masked := "کارت •••••••••••••••• و کد ملی ••••••••••"
		require.Equal(t, answers{"mood": 3.0, "why": masked, "note": masked}, said.Answers, "in the buffer already")
		w.surveyClosed(t, "climate")
		require.Equal(t, []string{"note: " + masked, "why: " + masked}, sorted(w.surveyTexts(t, version)))
	})
}

func TestNeedlessNumbersInFreeTextsAreRefused(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, ofFreeText(kernel.RefuseFreeText))
		w.survey(t, "climate", wide())
		err := w.respond(t, "climate", answers{"mood": 3.0, "why": needless, "note": needless})
		refused := kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
		require.Len(t, refused.Violations, 4)
		for i, notice := range notices("refused") {
			require.Equal(t, fault.Violation{
				Pointer: notice.Pointer, Code: notice.Code, Clause: "minimal", Limit: notice.Found,
			}, refused.Violations[i])
		}
		require.Empty(t, kerneltest.Cells(t, w.db)["survey_waiting"])
		require.NoError(t, w.respond(t, "climate", answers{"mood": 3.0, "why": "کارت بانکی‌ام", "note": "۱۲۳۴"}))
	})
}

func TestFreeTextsAreKeptWhereThatIsThePolicy(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, ofFreeText(kernel.KeepFreeText))
		w.survey(t, "climate", wide())
		view, err := w.responded(t, "climate", answers{"mood": 3.0, "why": needless, "note": needless})
		require.NoError(t, err)
		require.Equal(t, notices("kept"), view.Notices)
		w.surveyClosed(t, "climate")
		require.Equal(t, []string{"note: " + needless, "why: " + needless},
			sorted(w.surveyTexts(t, w.version(t, "climate", 1))))
	})
}

// TestATrialStoresNothing: it says what an answer would be told.
func TestATrialStoresNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		view := w.survey(t, "climate", wide(), invited)
		token := w.invitations(t, "climate", 1)[0]
		before := kerneltest.Cells(t, w.db)
		form := models.SurveyResponseForm{
			DefinitionHash: view.Hash, Answers: answers{"mood": 3.0, "why": needless, "note": needless}, Invitation: token,
			Respondent: models.Respondent{FirstName: "سارا"},
		}
		found, err := w.Surveys.Check(t.Context(), kerneltest.With(form))
		require.NoError(t, err)
		require.Equal(t, notices("masked"), found)
		form.Answers, form.Invitation = answers{"mood": 4.0}, ""
		_, err = w.Surveys.Check(t.Context(), kerneltest.With(form))
		require.Len(t, kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed").Violations, 2)
		form.DefinitionHash = "x"
		_, err = w.Surveys.Check(t.Context(), kerneltest.With(form))
		kerneltest.RequireFault(t, err, fault.Conflict, "definition_changed")
		require.Equal(t, before, kerneltest.Cells(t, w.db))
	})
}
