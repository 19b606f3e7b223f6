package surveys_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
)

func surveyEditor() models.Actor { return models.Actor{Role: models.RoleEditor} }
func analyst() models.Actor      { return models.Actor{Role: models.RoleAnalyst} }

// asked is a question in both languages, with what more there is of it as JSON.
func asked(kind, name string, more ...string) string {
	return fmt.Sprintf(`{"type":%q,"name":%q,"title":{"fa":"پرسش %[2]s","en":"Question %[2]s"}%[3]s}`,
		kind, name, strings.Join(append([]string{""}, more...), ","))
}

// questions are a complete definition.
func questions(elements ...string) json.RawMessage {
	return json.RawMessage(`{"title":{"fa":"نظر شما","en":"Your view"},"elements":[` + strings.Join(elements, ",") + `]}`)
}

// mood is a question that has to be answered, with 1, 2 or 3.
func mood() string { return asked("radiogroup", "mood", `"isRequired":true`, `"choices":[1,2,3]`) }

// fewest is the smallest k that can be asked for.
const fewest = 3

// survey drafts a survey of these questions, with k = 3 unless the change says otherwise, and publishes it.
func (w *world) survey(
	t kerneltest.Tester, slug string, definition json.RawMessage, changes ...func(*models.SurveySettings),
) models.StaffSurveyView {
	t.Helper()
	w.surveyDraft(t, slug, definition, changes...)
	return w.surveyPublished(t, slug)
}

func (w *world) surveyDraft(
	t kerneltest.Tester, slug string, definition json.RawMessage, changes ...func(*models.SurveySettings),
) models.StaffSurveyView {
	t.Helper()
	form := models.SurveyForm{Slug: slug, Definition: definition, SurveySettings: models.SurveySettings{K: new(fewest)}}
	for _, change := range changes {
		change(&form.SurveySettings)
	}
	view, _, err := w.Surveys.Create(t.Context(), surveyEditor(), kerneltest.With(form))
	require.NoError(t, err)
	return view
}

func (w *world) surveyPublished(t kerneltest.Tester, slug string) models.StaffSurveyView {
	t.Helper()
	view, err := w.Surveys.Publish(t.Context(), surveyEditor(), slug)
	require.NoError(t, err)
	return view
}

func (w *world) surveyClosed(t kerneltest.Tester, slug string) models.StaffSurveyView {
	t.Helper()
	view, err := w.Surveys.Close(t.Context(), surveyEditor(), slug)
	require.NoError(t, err)
	return view
}

func (w *world) surveyChanged(t kerneltest.Tester, slug string, form models.SurveyChangeForm) (models.StaffSurveyView, error) {
	t.Helper()
	return w.Surveys.Change(t.Context(), surveyEditor(), slug, kerneltest.With(form))
}

func (w *world) surveySeen(t kerneltest.Tester, slug string) models.StaffSurveyView {
	t.Helper()
	view, err := w.Surveys.Get(t.Context(), slug)
	require.NoError(t, err)
	return view
}

func invited(s *models.SurveySettings) { s.Access = new(string(models.AccessInvitation)) }

func ofK(k int) func(*models.SurveySettings) { return func(s *models.SurveySettings) { s.K = &k } }

// stamp is a moment as forms have it.
func stamp(moment time.Time) *string { return new(moment.Format(time.RFC3339)) }

// invitations are tokens of new invitations.
func (w *world) invitations(t kerneltest.Tester, slug string, count int) []string {
	t.Helper()
	view, _, err := w.Surveys.Invite(t.Context(), surveyEditor(), slug, kerneltest.With(models.InvitationsForm{Count: count}))
	require.NoError(t, err)
	require.Len(t, view.Tokens, count)
	return view.Tokens
}

// hash is that of the definition which is in force.
func (w *world) hash(t kerneltest.Tester, slug string) string {
	t.Helper()
	ref, err := w.Surveys.Find(t.Context(), slug, kerneltest.With(models.LanguageQuery{}), models.English)
	require.NoError(t, err)
	view, err := w.Surveys.View(t.Context(), ref)
	require.NoError(t, err)
	return view.Hash
}

type answers = map[string]any

// respond answers a survey as the definition is that is in force.
func (w *world) respond(t kerneltest.Tester, slug string, given answers, changes ...func(*models.SurveyResponseForm)) error {
	t.Helper()
	_, err := w.responded(t, slug, given, changes...)
	return err
}

func (w *world) responded(
	t kerneltest.Tester, slug string, given answers, changes ...func(*models.SurveyResponseForm),
) (models.SurveyAccepted, error) {
	t.Helper()
	form := models.SurveyResponseForm{DefinitionHash: w.hash(t, slug), Answers: given}
	for _, change := range changes {
		change(&form)
	}
	view, replayed, err := w.Surveys.Answer(t.Context(), slug, kerneltest.With(form))
	require.False(t, replayed)
	return view, err
}

// crowd has so many people answer, one after the other.
func (w *world) crowd(t kerneltest.Tester, slug string, people int, given func(person int) answers) {
	t.Helper()
	for person := range people {
		require.NoError(t, w.respond(t, slug, given(person)))
	}
}

func good(int) answers { return answers{"mood": 1.0} }

func (w *world) stored(t kerneltest.Tester) int {
	t.Helper()
	stored, err := w.Surveys.Store(t.Context())
	require.NoError(t, err)
	return stored
}

// version is a version of a survey as it is kept.
func (w *world) version(t kerneltest.Tester, slug string, number int) (version models.SurveyVersion) {
	t.Helper()
	err := w.db.Where("number = ? AND survey_id = (SELECT id FROM surveys WHERE slug = ?)", number, slug).
		Take(&version).Error
	require.NoError(t, err)
	return version
}

// held is how many answers of a version wait, how many are stored, and how many are counted.
func (w *world) held(t kerneltest.Tester, slug string, number int) (waiting, stored, counted int) {
	t.Helper()
	id := w.version(t, slug, number).ID
	var tallies []models.SurveyTally
	require.NoError(t, w.db.Where("version_id = ?", id).Find(&tallies).Error)
	for _, tally := range tallies {
		counted += int(tally.Answers)
	}
	return len(rowsOf[models.SurveyWaiting](t, w, id)), len(rowsOf[models.SurveyAnswer](t, w, id)), counted
}

func rowsOf[T any](t kerneltest.Tester, w *world, version uuid.UUID) (rows []T) {
	t.Helper()
	require.NoError(t, w.db.Where("version_id = ?", version).Order("id").Find(&rows).Error)
	return rows
}

// sealing is the key of a version's answers, as who has the database and the keyring could get it.
func (w *world) sealing(t kerneltest.Tester, version uuid.UUID) seal.Key {
	t.Helper()
	var row models.DataKey
	require.NoError(t, w.db.Where("id = ?", version).Take(&row).Error)
	key, err := w.env.Keyring.Unwrap(row)
	require.NoError(t, err)
	return key
}

// opened is what a version's stored answers say, in the order of their ids.
func (w *world) opened(t kerneltest.Tester, version uuid.UUID) (all []answers) {
	t.Helper()
	key := w.sealing(t, version)
	for _, row := range rowsOf[models.SurveyAnswer](t, w, version) {
		all = append(all, opened(t, key, row.ID, "survey_answers.answers_sealed", row.AnswersSealed).Answers)
	}
	return all
}

// opened is what a sealed column says.
func opened[T any](t kerneltest.Tester, key seal.Key, id uuid.UUID, place string, sealed privacy.SealedJSON[T]) T {
	t.Helper()
	value, err := seal.Open(key, id, place, sealed)
	require.NoError(t, err)
	return value
}

func sorted(texts []string) []string { return slices.Sorted(slices.Values(texts)) }

func (w *world) results(t kerneltest.Tester, slug, version, by string) models.SurveyResults {
	t.Helper()
	query := models.SurveyResultsQuery{Version: version, By: by}
	results, err := w.Surveys.Results(t.Context(), slug, kerneltest.With(query))
	require.NoError(t, err)
	return results
}
