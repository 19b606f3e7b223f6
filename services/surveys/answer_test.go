package surveys_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// wide asks for one of each kind; only the first has to be answered.
func wide() json.RawMessage {
	return questions(
		mood(),
		asked("comment", "why", `"visibleIf":"{mood} = 3"`, `"maxLength":60`),
		asked("text", "visits", `"inputType":"number"`, `"min":0`, `"max":365`),
		asked("text", "since", `"inputType":"date"`),
		asked("checkbox", "treats", `"maxSelectedChoices":2`, `"choices":[`+
			`{"value":"کیک","text":{"fa":"کیک","en":"Cake"}},{"value":"چای","text":{"fa":"چای","en":"Tea"}},`+
			`{"value":"شیرینی","text":{"fa":"شیرینی","en":"Sweets"}}]`),
		asked("matrix", "quality", `"columns":[1,2,3]`, `"rows":[`+
			`{"value":"speed","text":{"fa":"سرعت","en":"Speed"}},{"value":"care","text":{"fa":"دقت","en":"Care"}}]`),
		asked("ranking", "order", `"choices":[1,2,3]`),
		asked("comment", "note", `"maxLength":200`),
	)
}

// only answers what comes of one answer, stored and opened.
func (w *world) only(t kerneltest.Tester, slug string) answers {
	t.Helper()
	w.surveyClosed(t, slug)
	all := w.opened(t, w.version(t, slug, 1).ID)
	require.Len(t, all, 1)
	return all[0]
}

func (w *world) surveyTexts(t kerneltest.Tester, version models.SurveyVersion) (texts []string) {
	t.Helper()
	key := w.sealing(t, version.ID)
	for _, row := range rowsOf[models.SurveyText](t, w, version.ID) {
		texts = append(texts, row.Question+": "+opened(t, key, row.ID, "survey_texts.text_sealed", row.TextSealed).Text)
	}
	return texts
}

func TestWhatIsRequiredSuffices(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		view, err := w.responded(t, "climate", answers{"mood": 2.0})
		require.NoError(t, err)
		require.Equal(t, models.SurveyAccepted{Accepted: true}, view)
		require.Equal(t, answers{"mood": 2.0}, w.only(t, "climate"))
	})
}

func TestNobodyHasToSayWhoTheyAre(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		for _, said := range []models.Respondent{
			{},
			{FirstName: "سارا"},
			{LastName: "احمدی"},
			{Email: "sara@example.org"},
			{Phone: "09121234567"},
			{FirstName: "سارا", Phone: "۰۹۱۲۱۲۳۴۵۶۷"},
		} {
			err := w.respond(t, "climate", good(0), func(form *models.SurveyResponseForm) { form.Respondent = said })
			require.NoError(t, err, "%+v", said)
		}
		people := rowsOf[models.SurveyRespondent](t, w, w.version(t, "climate", 1).ID)
		require.Len(t, people, 5, "who says nothing leaves nothing")
	})
}

// TestWhatPeopleSayOfThemselvesIsNowhereElse: names are with the respondents, sealed, and not beside any answer.
func TestWhatPeopleSayOfThemselvesIsNowhereElse(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		person := models.Respondent{FirstName: "سارا", LastName: "احمدی", Email: "sara@example.org", Phone: "+989121234567"}
		for range 4 {
			given := answers{"mood": 3.0, "why": "دیر شد", "note": "ممنون"}
			require.NoError(t, w.respond(t, "climate", given, func(f *models.SurveyResponseForm) { f.Respondent = person }))
		}
		version := w.version(t, "climate", 1)
		key := w.sealing(t, version.ID)
		for _, row := range rowsOf[models.SurveyWaiting](t, w, version.ID) {
			waiting := opened(t, key, row.ID, "survey_waiting.answers_sealed", row.AnswersSealed)
			require.Equal(t, answers{"mood": 3.0, "why": "دیر شد", "note": "ممنون"}, waiting.Answers)
		}
		w.surveyClosed(t, "climate")
		for _, stored := range w.opened(t, version.ID) {
			require.Equal(t, answers{"mood": 3.0}, stored)
		}
		for _, row := range rowsOf[models.SurveyRespondent](t, w, version.ID) {
			require.Equal(t, person, opened(t, key, row.ID, "survey_respondents.person_sealed", row.PersonSealed))
		}
		require.Equal(t, strings.Repeat("note: ممنون ", 4)+strings.Repeat("why: دیر شد ", 4),
			strings.Join(sorted(w.surveyTexts(t, version)), " ")+" ")
		text := kerneltest.EverythingBut(kerneltest.Cells(t, w.db))
		for _, part := range []string{"سارا", "احمدی", "sara@example.org", "9121234567", "دیر شد", "ممنون"} {
			require.NotContains(t, text, part)
		}
	})
}

func TestEveryRuleThatIsBrokenIsNamedAtOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		_, err := w.responded(t, "climate", answers{
			"why": "پنهان است", "visits": "۳۶۶", "since": "۱۴۰۵/۰۱/۰۱", "treats": []any{"کیک", "چای", "شیرینی"},
			"quality": answers{"speed": 7.0, "price": 1.0}, "order": "first", "note": strings.Repeat("ن", 201), "name": "سارا",
		}, func(form *models.SurveyResponseForm) {
			form.Respondent = models.Respondent{Email: "sara", Phone: "۱۲"}
		})
		refused := kerneltest.RequireFault(t, err, fault.Invalid, "validation_failed")
		found := map[string]string{}
		for _, violation := range refused.Violations {
			found[violation.Pointer] = strings.TrimSpace(violation.Code + " " + violation.Clause)
		}
		require.Len(t, refused.Violations, len(found), "each once")
		require.Equal(t, map[string]string{
			"/answers/mood":          "required",
			"/answers/why":           "answer_hidden minimal",
			"/answers/visits":        "too_large",
			"/answers/since":         "not_a_date",
			"/answers/treats":        "too_many_choices",
			"/answers/quality/speed": "unknown_value",
			"/answers/quality/price": "unknown_field minimal",
			"/answers/order":         "wrong_type",
			"/answers/note":          "too_long",
			"/answers/name":          "unknown_field minimal",
			"/respondent/email":      "not_an_email",
			"/respondent/phone":      "not_a_phone",
			"/invitation":            "required",
		}, found)
		for _, table := range []string{"survey_waiting", "survey_respondents", "survey_answers"} {
			require.Empty(t, kerneltest.Cells(t, w.db)[table], table)
		}
	})
}

func TestPersianDigitsAndArabicLettersAreReadAsTheyAreMeant(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		for i, written := range []answers{
			{"mood": 1.0, "visits": "۱۲", "since": "۲۰۲۶-۰۱-۰۹", "treats": []any{"كيك"}, "note": "می‌روم"},
			{"mood": "1", "visits": "١٢", "since": "٢٠٢٦-٠١-٠٩", "treats": []any{"کيک"}, "note": "مي‌روم "},
			{"mood": 1.0, "visits": 12.0, "since": "2026-01-09", "treats": []any{"کیک"}, "note": " می‌روم"},
		} {
			w := newWorld(t, db)
			slug := "climate-" + string(rune('a'+i))
			w.survey(t, slug, wide())
			require.NoError(t, w.respond(t, slug, written))
			expected := answers{"mood": 1.0, "visits": 12.0, "since": "2026-01-09", "treats": []any{"کیک"}}
			require.Equal(t, expected, w.only(t, slug))
			require.Equal(t, []string{"note: می‌روم"}, w.surveyTexts(t, w.version(t, slug, 1)))
		}
	})
}

func TestWhatAnAnswerShowsCanBeAnswered(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		require.NoError(t, w.respond(t, "climate", answers{"mood": 3.0, "why": "دیر شد"}))
		err := w.respond(t, "climate", answers{"mood": 2.0, "why": "دیر شد"})
		kerneltest.RequireViolation(t, err, "/answers/why", "answer_hidden")
		require.NoError(t, w.respond(t, "climate", answers{"mood": 2.0, "why": "  "}), "which says nothing")
		waiting, _, _ := w.held(t, "climate", 1)
		require.Equal(t, 2, waiting)
	})
}

func TestAnswersToADefinitionThatIsNotInForceAreRefused(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		for hash, code := range map[string]string{
			strings.Repeat("0", 64): "definition_changed", "x": "definition_changed", "": "validation_failed",
		} {
			err := w.respond(t, "climate", good(0), func(form *models.SurveyResponseForm) { form.DefinitionHash = hash })
			require.Equal(t, code, fault.As(err).Code, hash)
		}
		waiting, _, _ := w.held(t, "climate", 1)
		require.Zero(t, waiting)
	})
}
