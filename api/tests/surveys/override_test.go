package surveys_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestAnOverrideHoldsForTheWordsThatWereLookedAt and is in the ledger, with who let the question pass, and not with why.
func TestAnOverrideHoldsForTheWordsThatWereLookedAt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.Staff(models.RoleEditor), w.Staff(models.RolePrivacy)
		office := func(title string, more ...object) object { return apitest.Asking(asks(title, "Here", more...)) }
		patch := func(definition object) models.StaffSurveyView {
			t.Helper()
			got := w.Send(http.MethodPatch, staffSurveysPath+"/offices",
				apitest.ToText(object{"definition": definition}),
				editor.Headers("Accept-Language", "en")...)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			return apitest.Decode[models.StaffSurveyView](t, got)
		}
		w.DraftSurvey(editor, "offices", office("نام شما"))
		w.ActOnSurvey(editor, "offices", "publish", "").Problem(t, 422, "validation_failed")
		got := w.ActOnSurvey(privacy, "offices", "overrides", `{"question":"q","reason":"نام مستعار، نه نام شخص"}`)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		view := apitest.Decode[models.StaffSurveyView](t, got)
		require.Empty(t, view.Problems)
		require.Len(t, view.Overrides, 1)
		override := view.Overrides[0]
		require.Equal(t, []string{"q", "name", "نام مستعار، نه نام شخص"},
			[]string{override.Question, override.Demand, override.Reason})

		require.Empty(t, patch(office("نام شما", object{"placeholder": apitest.Says("بنویسید", "Write")})).Problems, "it asks as before")
		require.Len(t, patch(office("نام شما یا نام پدر شما")).Problems, 1, "other words were never looked at")
		w.ActOnSurvey(editor, "offices", "publish", "").Problem(t, 422, "validation_failed")
		asked := office("نام شما")
		asked["elements"] = append(asked["elements"].([]object), asks("تلفن شما", "Here", object{"name": "r"}))
		require.Len(t, patch(asked).Problems, 1, "another question was never looked at")
		twice := office("نام شما", object{"description": apitest.Says("ایمیل شما", "Here")})
		require.Len(t, patch(twice).Problems, 1, "nor was what else the same one asks for")
		require.Empty(t, patch(office("نام شما")).Problems, "what was looked at stays so")

		w.MoveSurvey(editor, "offices", "publish")
		w.ActOnSurvey(privacy, "offices", "overrides", `{"question":"q","reason":"x"}`).Problem(t, 409, "survey_published")
		require.Empty(t, patch(office("نام شما", object{"maxLength": 20})).Problems, "nor is it lost in the next version")

		entries := w.LedgerEntries(privacy, "action=survey.identity_allowed")
		require.Len(t, entries, 1)
		require.Equal(t, models.RolePrivacy, entries[0].Actor.Role)
		require.Equal(t, "offices 1", entries[0].Subject)
		require.Equal(t, "name", entries[0].Detail["demand"])
		require.Regexp(t, "^[0-9a-f]{64}$", entries[0].Detail["wording"])
	})
}

func TestAnOverrideNeedsAQuestionAndAReason(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.Staff(models.RoleEditor), w.Staff(models.RolePrivacy)
		w.DraftSurvey(editor, "offices", apitest.Asking(asks("نام شما", "Here"), apitest.Element("text", "mail", object{"inputType": "email"})))
		for form, broken := range map[string]map[string]string{
			`{}`:                                  {"/question": "required", "/reason": "required"},
			`{"question":"q","reason":" \u200c"}`: {"/reason": "required"},
			`{"question":"r","reason":"x"}`:       {"/question": "demands_nothing"},
			`{"question":"mail","reason":"x"}`:    {"/question": "demands_nothing"},
			`{"question":"q","reason":"x","y":1}`: {"/y": "unknown_field"},
			`{"question":["q"],"reason":"x"}`:     {"/question": "wrong_type"},
		} {
			got := w.ActOnSurvey(privacy, "offices", "overrides", form)
			require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), form)
		}
		w.ActOnSurvey(privacy, "never", "overrides", `{"question":"q","reason":"x"}`).Problem(t, 404, "survey_unknown")
		require.Zero(t, w.Rows("survey_overrides"))
		require.Empty(t, w.LedgerEntries(privacy, "action=survey.identity_allowed"))
	})
}
