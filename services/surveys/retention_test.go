package surveys_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func (w *world) surveysSwept(t kerneltest.Tester) int {
	t.Helper()
	swept, err := w.Surveys.Sweep(t.Context())
	require.NoError(t, err)
	return swept
}

// about is what is kept about people of a version: rows of answers, of texts, of respondents, and of its key.
func (w *world) about(t kerneltest.Tester, version models.SurveyVersion) [4]int {
	t.Helper()
	var keys int64
	require.NoError(t, w.db.Model(&models.DataKey{}).Where("id = ?", version.ID).Count(&keys).Error)
	return [4]int{
		len(rowsOf[models.SurveyAnswer](t, w, version.ID)), len(rowsOf[models.SurveyText](t, w, version.ID)),
		len(rowsOf[models.SurveyRespondent](t, w, version.ID)), int(keys),
	}
}

// attend has people answer with a text and a name, for an invitation each.
func (w *world) attend(t kerneltest.Tester, slug string, people int) {
	t.Helper()
	for _, token := range w.invitations(t, slug, people+1)[:people] {
		given := answers{"mood": 1.0, "note": "یادداشت"}
		require.NoError(t, w.respond(t, slug, given, func(form *models.SurveyResponseForm) {
			form.Respondent, form.Invitation = models.Respondent{LastName: "احمدی"}, token
		}))
	}
}

// TestAYearAfterTheEndOnlyCountsAreLeft: of each version by itself.
func TestAYearAfterTheEndOnlyCountsAreLeft(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		w.attend(t, "climate", 5)
		_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: questions(mood(), asked("comment", "note"))})
		require.NoError(t, err)
		w.surveyPublished(t, "climate")
		first, second := w.version(t, "climate", 1), w.version(t, "climate", 2)
		w.attend(t, "climate", 4)
		w.Pass(100 * kerneltest.Day)
		w.surveyClosed(t, "climate")
		figures, err := json.Marshal(w.results(t, "climate", "1", "mood"))
		require.NoError(t, err)

		before := kerneltest.Cells(t, w.db)
		w.Pass(265 * kerneltest.Day)
		require.Zero(t, w.surveysSwept(t))
		require.Equal(t, before, kerneltest.Cells(t, w.db), "not before the year is over")
		w.Pass(time.Microsecond)
		require.Equal(t, 1, w.surveysSwept(t))
		require.Equal(t, [4]int{}, w.about(t, first))
		require.Equal(t, [4]int{4, 4, 4, 1}, w.about(t, second))
		require.Len(t, kerneltest.Cells(t, w.db)["survey_invitations"]["token_hash"], 2, "which hold for the second version")

		w.Pass(100 * kerneltest.Day)
		require.Equal(t, 1, w.surveysSwept(t))
		require.Equal(t, [4]int{}, w.about(t, second))
		require.Empty(t, kerneltest.Cells(t, w.db)["survey_invitations"])
		require.Zero(t, w.surveysSwept(t))
		for _, version := range []models.SurveyVersion{first, second} {
			require.Equal(t, []string{"system survey.answers_erased"}, ledgertest.Lines(t, w.Ledger, version.ID.String()))
		}
		after, err := json.Marshal(w.results(t, "climate", "1", "mood"))
		require.NoError(t, err)
		require.JSONEq(t, string(figures), string(after))
		requireErased(t, w, before)
	})
}

// requireErased requires what was read before to be gone, and whoever reads it now to find nothing rather than a fault.
func requireErased(t kerneltest.Tester, w *world, before map[string]map[string][]string) {
	t.Helper()
	text := kerneltest.EverythingBut(kerneltest.Cells(t, w.db))
	for table, column := range map[string]string{
		"survey_answers": "answers_sealed", "survey_texts": "text_sealed", "survey_respondents": "person_sealed",
	} {
		require.NotEmpty(t, before[table][column])
		for _, sealed := range before[table][column] {
			require.NotContains(t, text, sealed)
		}
	}
	items, _, more, err := w.texts(t, "climate", "", "", 10)
	require.NoError(t, err)
	require.Empty(t, items)
	require.False(t, more)
	people, err := w.respondents(t, "climate", "use-service")
	require.NoError(t, err)
	require.Empty(t, people.Items)
	require.NotContains(t, string(w.exported(t, "climate", "csv").Data), "یادداشت")
}

// TestCountsOfAFewAreDeletedWithTheirAnswers: of so few people they say what each of them said.
func TestCountsOfAFewAreDeletedWithTheirAnswers(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		w.attend(t, "climate", fewest-1)
		w.surveyClosed(t, "climate")
		require.Len(t, kerneltest.Cells(t, w.db)["survey_tallies"]["version_id"], 1)
		w.Pass(366 * kerneltest.Day)
		require.Equal(t, 1, w.surveysSwept(t))
		require.Empty(t, kerneltest.Cells(t, w.db)["survey_tallies"])
		require.Empty(t, kerneltest.Cells(t, w.db)["data_keys"])
		require.Nil(t, w.results(t, "climate", "", "").Responses)
	})
}

// TestASurveyThatGoesOnAfterAYearIsNotSwept: the year begins when it ends.
func TestASurveyThatGoesOnAfterAYearIsNotSwept(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		w.attend(t, "climate", 5)
		require.Equal(t, 5, w.stored(t))
		w.Pass(800 * kerneltest.Day)
		require.Zero(t, w.surveysSwept(t))
		require.Equal(t, [4]int{5, 5, 5, 1}, w.about(t, w.version(t, "climate", 1)))
	})
}

// TestWhatLetPeopleInIsGoneWithTheAnswers: also what their credentials were signed with. A version that is published
// afterwards has a key of its own.
func TestWhatLetPeopleInIsGoneWithTheAnswers(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), blindly)
		tokens := w.invitations(t, "climate", 3)
		old := w.client(t, "climate", tokens[0]).credential(t)
		require.NoError(t, w.respond(t, "climate", good(0), showing(old)))
		unused := w.client(t, "climate", tokens[1]).credential(t)
		before := w.publicKey(t, "climate")
		w.surveyClosed(t, "climate")
		w.Pass(366 * kerneltest.Day)
		require.Equal(t, 1, w.surveysSwept(t))
		all := kerneltest.Cells(t, w.db)
		require.Empty(t, all["survey_invitations"])
		require.Empty(t, all["survey_spent_credentials"])
		require.Equal(t, []string{"<nil>"}, all["surveys"]["credential_key_sealed"])

		_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{Definition: wide()})
		require.NoError(t, err)
		w.surveyPublished(t, "climate")
		require.NotEqual(t, before.DER(), w.publicKey(t, "climate").DER())
		for _, credential := range []models.CredentialPart{old, unused} {
			kerneltest.RequireFault(t, w.respond(t, "climate", good(0), showing(credential)), fault.Forbidden, "credential_unknown")
		}
		_, err = w.client(t, "climate", tokens[2]).ask(t)
		kerneltest.RequireFault(t, err, fault.Forbidden, "invitation_unknown")
		again := w.client(t, "climate", w.invitations(t, "climate", 1)[0]).credential(t)
		require.NoError(t, w.respond(t, "climate", good(0), showing(again)))
	})
}
