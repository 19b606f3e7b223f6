package apitest

import (
	"maps"
	"net/http"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// BeginSurveys has the example published, as the program does when it starts.
func (w *World) BeginSurveys() models.SurveyView {
	w.T.Helper()
	require.NoError(w.T, w.Services.Surveys.Begin(w.T.Context()))
	return w.Survey("service-satisfaction")
}

// Survey reads a survey as everybody can.
func (w *World) Survey(slug string) models.SurveyView {
	w.T.Helper()
	got := w.Get(SurveysPath + "/" + slug)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return Decode[models.SurveyView](w.T, got)
}

// DraftSurvey has an editor draft a survey; more are settings beside the definition.
func (w *World) DraftSurvey(m Member, slug string, definition Object, more ...Object) models.StaffSurveyView {
	w.T.Helper()
	got := w.TrySurvey(m, slug, definition, more...)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.StaffSurveyView](w.T, got)
}

// TrySurvey is DraftSurvey for what may be refused.
func (w *World) TrySurvey(m Member, slug string, definition Object, more ...Object) Reply {
	w.T.Helper()
	form := Object{"slug": slug, "definition": definition}
	for _, settings := range more {
		maps.Copy(form, settings)
	}
	return w.SendLenient(http.MethodPost, StaffSurveysPath, ToText(form), m.Headers("Accept-Language", "en")...)
}

// OpenSurvey has an editor draft a survey and publish it.
func (w *World) OpenSurvey(m Member, slug string, definition Object, more ...Object) models.SurveyView {
	w.T.Helper()
	w.DraftSurvey(m, slug, definition, more...)
	w.MoveSurvey(m, slug, "publish")
	return w.Survey(slug)
}

// MoveSurvey does to a survey what has to succeed and needs no body.
func (w *World) MoveSurvey(m Member, slug, what string) models.StaffSurveyView {
	w.T.Helper()
	got := w.ActOnSurvey(m, slug, what, "")
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return Decode[models.StaffSurveyView](w.T, got)
}

// ActOnSurvey does to a survey what may be refused.
func (w *World) ActOnSurvey(m Member, slug, what, form string) Reply {
	w.T.Helper()
	path := StaffSurveysPath + "/" + slug + "/" + what
	return w.SendLenient(http.MethodPost, path, form, m.Headers("Accept-Language", "en")...)
}

// ClosedMoods is a survey that so many answered, each with a free text and a first name, and that is closed.
func (w *World) ClosedMoods(editor Member, answers int) models.SurveyView {
	w.T.Helper()
	survey := w.OpenSurvey(editor, "moods", Moods(), Object{"k": 3})
	for range answers {
		w.Answered(survey, Object{"mood": "good", "thoughts": "خوب بود"},
			Object{"respondent": Object{"first_name": "سارا"}})
	}
	w.MoveSurvey(editor, "moods", "close")
	return survey
}
