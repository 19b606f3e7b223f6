package surveys_test

import (
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

const responseFormPath = "/api/v1/forms/survey_response"

// TestTheFormOfAResponseIsDescribed: nothing about a respondent is required, and every field says what it is for.
func TestTheFormOfAResponseIsDescribed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		got := w.Get(responseFormPath)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		require.Equal(t, http.StatusNotModified, w.Get(responseFormPath, "If-None-Match", got.Header.Get("ETag")).Status)
		var required, all []string
		for _, field := range apitest.Decode[models.FormView](t, got).Fields {
			all = append(all, field.Name)
			if field.Required {
				required = append(required, field.Name)
			}
			require.NotEmpty(t, field.Retention, field.Name)
		}
		require.Equal(t, []string{"definition_hash", "answers"}, required)
		require.Equal(t, []string{
			"definition_hash", "answers", "respondent/first_name", "respondent/last_name", "respondent/email",
			"respondent/phone", "invitation", "credential/message", "credential/signature",
		}, all)
	})
}

// TestAResponseCanBeTriedOut: the trial says what the real request says, and keeps nothing, spends nothing.
func TestAResponseCanBeTriedOut(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		w.BeginSurveys()
		survey := w.OpenSurvey(editor, "ruled", ruled(), object{"access": "invitation"})
		token := w.InviteTo(editor, "ruled", 1)[0]
		try := func(form string) reply { return w.SendLenient(http.MethodPost, responseFormPath+"/check", form) }
		good := apitest.Answering(survey, object{"mood": "good", "thoughts": "کد ملی ۰۰۱۳۵۴۲۴۱۹"},
			object{"invitation": token})
		for range 2 {
			got := try(good)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			view := apitest.Decode[models.CheckView](t, got)
			require.True(t, view.Valid)
			require.Len(t, view.Notices, 1)
			require.Equal(t, "/answers/thoughts", view.Notices[0].Pointer)
			require.NotContains(t, string(got.Body), "۰۰۱۳۵۴۲۴۱۹")
		}
		for _, row := range tooMuch() {
			answers := object{"mood": "good"}
			maps.Copy(answers, row.answers)
			form := apitest.Answering(survey, answers, object{"invitation": token, "respondent": object{"email": "x"}})
			tried := try(form).Problem(t, 422, "validation_failed").Broken()
			meant := w.SendLenient(http.MethodPost, surveysPath+"/ruled/responses", form).Problem(t, 422, "validation_failed")
			require.Equal(t, meant.Broken(), tried, row.answers)
			require.Equal(t, "not_an_email", tried["/respondent/email"])
		}
		broken := try(`{}`).Problem(t, 422, "validation_failed").Broken()
		require.Equal(t, map[string]string{"/definition_hash": "required", "/answers": "required"}, broken)
		stale := try(`{"definition_hash":"00","answers":{}}`)
		stale.Problem(t, http.StatusConflict, "definition_changed")
		requireKept(t, w, 0, 0)
		require.EqualValues(t, 1, w.Rows("survey_invitations"))
		require.Equal(t, http.StatusCreated, w.Post(surveysPath+"/ruled/responses", good).Status)
	})
}
