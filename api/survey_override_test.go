package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// TestAnOverrideHoldsForTheWordsThatWereLookedAt and is in the ledger, with who let the question pass, and not with why.
func TestAnOverrideHoldsForTheWordsThatWereLookedAt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.staff(models.RoleEditor), w.staff(models.RolePrivacy)
		office := func(title string, more ...object) object { return asking(asks(title, "Here", more...)) }
		patch := func(definition object) models.StaffSurveyView {
			t.Helper()
			got := w.send(http.MethodPatch, staffSurveysPath+"/offices", toText(object{"definition": definition}),
				editor.headers("Accept-Language", "en")...)
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			return decode[models.StaffSurveyView](t, got)
		}
		w.draftSurvey(editor, "offices", office("نام شما"))
		w.actOnSurvey(editor, "offices", "publish", "").problem(t, 422, "validation_failed")
		got := w.actOnSurvey(privacy, "offices", "overrides", `{"question":"q","reason":"نام مستعار، نه نام شخص"}`)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		view := decode[models.StaffSurveyView](t, got)
		require.Empty(t, view.Problems)
		require.Len(t, view.Overrides, 1)
		override := view.Overrides[0]
		require.Equal(t, []string{"q", "name", "نام مستعار، نه نام شخص"},
			[]string{override.Question, override.Demand, override.Reason})

		require.Empty(t, patch(office("نام شما", object{"placeholder": says("بنویسید", "Write")})).Problems, "it asks as before")
		require.Len(t, patch(office("نام شما یا نام پدر شما")).Problems, 1, "other words were never looked at")
		w.actOnSurvey(editor, "offices", "publish", "").problem(t, 422, "validation_failed")
		asked := office("نام شما")
		asked["elements"] = append(asked["elements"].([]object), asks("تلفن شما", "Here", object{"name": "r"}))
		require.Len(t, patch(asked).Problems, 1, "another question was never looked at")
		twice := office("نام شما", object{"description": says("ایمیل شما", "Here")})
		require.Len(t, patch(twice).Problems, 1, "nor was what else the same one asks for")
		require.Empty(t, patch(office("نام شما")).Problems, "what was looked at stays so")

		w.moveSurvey(editor, "offices", "publish")
		w.actOnSurvey(privacy, "offices", "overrides", `{"question":"q","reason":"x"}`).problem(t, 409, "survey_published")
		require.Empty(t, patch(office("نام شما", object{"maxLength": 20})).Problems, "nor is it lost in the next version")

		entries := w.entries(privacy, "action=survey.identity_allowed")
		require.Len(t, entries, 1)
		require.Equal(t, models.RolePrivacy, entries[0].Actor.Role)
		require.Equal(t, "offices 1", entries[0].Subject)
		require.Equal(t, "name", entries[0].Detail["demand"])
		require.Regexp(t, "^[0-9a-f]{64}$", entries[0].Detail["wording"])
	})
}

func TestAnOverrideNeedsAQuestionAndAReason(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor, privacy := w.staff(models.RoleEditor), w.staff(models.RolePrivacy)
		w.draftSurvey(editor, "offices", asking(asks("نام شما", "Here"), element("text", "mail", object{"inputType": "email"})))
		for form, broken := range map[string]map[string]string{
			`{}`:                                  {"/question": "required", "/reason": "required"},
			`{"question":"q","reason":" \u200c"}`: {"/reason": "required"},
			`{"question":"r","reason":"x"}`:       {"/question": "demands_nothing"},
			`{"question":"mail","reason":"x"}`:    {"/question": "demands_nothing"},
			`{"question":"q","reason":"x","y":1}`: {"/y": "unknown_field"},
			`{"question":["q"],"reason":"x"}`:     {"/question": "wrong_type"},
		} {
			got := w.actOnSurvey(privacy, "offices", "overrides", form)
			require.Equal(t, broken, got.problem(t, 422, "validation_failed").broken(), form)
		}
		w.actOnSurvey(privacy, "never", "overrides", `{"question":"q","reason":"x"}`).problem(t, 404, "survey_unknown")
		require.Zero(t, w.rows("survey_overrides"))
		require.Empty(t, w.entries(privacy, "action=survey.identity_allowed"))
	})
}
