package api

import (
	"net/http"

	"amanat/handlers"
	"amanat/models"
)

// surveyRoutes are for those who answer.
func surveyRoutes(h *handlers.Handlers) []route {
	const surveys, survey = v1 + "/surveys", v1 + "/surveys/:slug"
	anybody := access{credential: none}
	return []route{
		{http.MethodGet, surveys, anybody, browsing, h.Surveys.Open},
		{http.MethodGet, survey, anybody, reading, h.Surveys.Get},
		{http.MethodPost, survey + "/responses", anybody, writing, h.Surveys.Answer},
		{http.MethodPost, survey + "/credential", anybody, writing, h.Surveys.Credential},
		{http.MethodGet, survey + "/results", anybody, browsing, h.Surveys.Results},
	}
}

// staffSurveyRoutes are for those who ask, and for those who read figures.
func staffSurveyRoutes(h *handlers.Handlers) []route {
	const surveys, survey = v1 + "/staff/surveys", v1 + "/staff/surveys/:slug"
	const editor, analyst, privacy = models.RoleEditor, models.RoleAnalyst, models.RolePrivacy
	looking, counting := staff(editor, analyst, privacy), staff(editor, analyst)
	return []route{
		{http.MethodGet, surveys, looking, working, h.SurveyDrafts.List},
		{http.MethodPost, surveys, staff(editor), working, h.SurveyDrafts.Create},
		{http.MethodPost, surveys + "/validate", staff(editor), working, h.SurveyDrafts.Validate},
		{http.MethodGet, survey, looking, working, h.SurveyDrafts.Get},
		{http.MethodPatch, survey, staff(editor), working, h.SurveyDrafts.Change},
		{http.MethodDelete, survey, staff(editor), working, h.SurveyDrafts.Delete},
		{http.MethodPost, survey + "/publish", staff(editor), lasting, h.SurveyDrafts.Publish},
		{http.MethodPost, survey + "/pause", staff(editor), working, h.SurveyDrafts.Pause},
		{http.MethodPost, survey + "/resume", staff(editor), working, h.SurveyDrafts.Resume},
		{http.MethodPost, survey + "/close", staff(editor), lasting, h.SurveyDrafts.Close},
		{http.MethodPost, survey + "/overrides", staff(privacy), working, h.SurveyDrafts.Override},
		{http.MethodPost, survey + "/invitations", staff(editor), working, h.SurveyDrafts.Invite},

		{http.MethodGet, survey + "/results", counting, working, h.SurveyResults.Get},
		{http.MethodPost, survey + "/results/publish", staff(editor), working, h.SurveyDrafts.PublishResults},
		{http.MethodPost, survey + "/results/withdraw", staff(editor), working, h.SurveyDrafts.WithdrawResults},
		{http.MethodGet, survey + "/exports", staff(analyst), lasting, h.SurveyResults.Export},
		{http.MethodGet, survey + "/texts", staff(analyst), working, h.SurveyResults.Texts},
		{http.MethodPost, survey + "/respondents", staff(privacy), working, h.SurveyResults.Respondents},
	}
}
