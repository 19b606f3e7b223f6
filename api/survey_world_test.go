package api_test

import (
	"maps"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const (
	surveysPath      = "/api/v1/surveys"
	staffSurveysPath = "/api/v1/staff/surveys"
	examplePath      = surveysPath + "/service-satisfaction"
)

// object is a JSON object.
type object = map[string]any

// says is a text in both languages.
func says(fa, en string) object { return object{"fa": fa, "en": en} }

// element is a question with a title; more are its other properties.
func element(kind, name string, more ...object) object {
	made := object{"type": kind, "name": name, "title": says("پرسش "+name, "Question "+name)}
	for _, properties := range more {
		maps.Copy(made, properties)
	}
	return made
}

// choose are choices with these values.
func choose(values ...any) []any {
	choices := make([]any, len(values))
	for i, value := range values {
		choices[i] = object{"value": value, "text": says("گزینهٔ "+toText(value), "Choice "+toText(value))}
	}
	return choices
}

// asking is a definition with these elements.
func asking(elements ...object) object {
	return object{"title": says("نظرسنجی", "Survey"), "elements": elements}
}

// moods is a definition with one question that has to be answered, and one that takes a free text.
func moods() object {
	return asking(
		element("radiogroup", "mood", object{"isRequired": true, "choices": choose("good", "bad")}),
		element("comment", "thoughts"),
	)
}

// beginSurveys has the example published, as the program does when it starts.
func (w *world) beginSurveys() models.SurveyView {
	w.t.Helper()
	require.NoError(w.t, w.services.Surveys.Begin(w.t.Context()))
	return w.survey("service-satisfaction")
}

// survey reads a survey as everybody can.
func (w *world) survey(slug string) models.SurveyView {
	w.t.Helper()
	got := w.get(surveysPath + "/" + slug)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.SurveyView](w.t, got)
}

// draftSurvey has an editor draft a survey; more are settings beside the definition.
func (w *world) draftSurvey(m member, slug string, definition object, more ...object) models.StaffSurveyView {
	w.t.Helper()
	got := w.trySurvey(m, slug, definition, more...)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.StaffSurveyView](w.t, got)
}

// trySurvey is draftSurvey for what may be refused.
func (w *world) trySurvey(m member, slug string, definition object, more ...object) reply {
	w.t.Helper()
	form := object{"slug": slug, "definition": definition}
	for _, settings := range more {
		maps.Copy(form, settings)
	}
	return w.sendLenient(http.MethodPost, staffSurveysPath, toText(form), m.headers("Accept-Language", "en")...)
}

// openSurvey has an editor draft a survey and publish it.
func (w *world) openSurvey(m member, slug string, definition object, more ...object) models.SurveyView {
	w.t.Helper()
	w.draftSurvey(m, slug, definition, more...)
	w.moveSurvey(m, slug, "publish")
	return w.survey(slug)
}

// moveSurvey does to a survey what has to succeed and needs no body.
func (w *world) moveSurvey(m member, slug, what string) models.StaffSurveyView {
	w.t.Helper()
	got := w.actOnSurvey(m, slug, what, "")
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.StaffSurveyView](w.t, got)
}

func (w *world) actOnSurvey(m member, slug, what, form string) reply {
	w.t.Helper()
	return w.sendLenient(http.MethodPost, staffSurveysPath+"/"+slug+"/"+what, form, m.headers("Accept-Language", "en")...)
}

// seeSurvey reads a survey as staff does.
func (w *world) seeSurvey(m member, slug string) models.StaffSurveyView {
	w.t.Helper()
	got := w.get(staffSurveysPath+"/"+slug, m.headers("Accept-Language", "en")...)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.StaffSurveyView](w.t, got)
}

// answering is a form with answers to a survey; more are its other members.
func answering(survey models.SurveyView, answers object, more ...object) string {
	form := object{"definition_hash": survey.Hash, "answers": answers}
	for _, members := range more {
		maps.Copy(form, members)
	}
	return toText(form)
}

// answer answers a survey.
func (w *world) answer(survey models.SurveyView, answers object, more ...object) reply {
	w.t.Helper()
	return w.post(surveysPath+"/"+survey.Slug+"/responses", answering(survey, answers, more...))
}

// answered is answer for what has to be accepted.
func (w *world) answered(survey models.SurveyView, answers object, more ...object) models.SurveyAccepted {
	w.t.Helper()
	got := w.answer(survey, answers, more...)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.SurveyAccepted](w.t, got)
}

// inviteTo makes invitations.
func (w *world) inviteTo(m member, slug string, count int) []string {
	w.t.Helper()
	got := w.actOnSurvey(m, slug, "invitations", `{"count":`+strconv.Itoa(count)+`}`)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.InvitationsView](w.t, got).Tokens
}

// rows counts the rows of a table.
func (w *world) rows(table string) (count int64) {
	w.t.Helper()
	require.NoError(w.t, w.db.Table(table).Count(&count).Error)
	return count
}

// requireKept asserts how many answers wait or are stored, and how many respondents there are.
func requireKept(t *testing.T, w *world, answers, respondents int64, why ...any) {
	t.Helper()
	require.Equal(t, answers, w.rows("survey_waiting")+w.rows("survey_answers"), why...)
	require.Equal(t, respondents, w.rows("survey_respondents"), why...)
}
