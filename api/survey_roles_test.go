package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// surveyGrants are the routes of staff, who may call them, and a body with which whoever may is not refused.
func surveyGrants() []struct {
	method, path, body string
	roles              []models.Role
} {
	const editor, analyst, privacy = models.RoleEditor, models.RoleAnalyst, models.RolePrivacy
	definition := `"definition":` + toText(moods())
	type grant = struct {
		method, path, body string
		roles              []models.Role
	}
	to := func(method, path, body string, roles ...models.Role) grant { return grant{method, path, body, roles} }
	return []grant{
		to(http.MethodGet, "", "", editor, analyst, privacy),
		to(http.MethodGet, "/moods", "", editor, analyst, privacy),
		to(http.MethodPost, "", `{"slug":"SLUG",`+definition+`}`, editor),
		to(http.MethodPost, "/validate", `{`+definition+`}`, editor),
		to(http.MethodPatch, "/SLUG", `{"k":5}`, editor),
		to(http.MethodPost, "/SLUG/overrides", `{"question":"alias","reason":"نام اداره است"}`, privacy),
		to(http.MethodPost, "/SLUG/publish", "", editor),
		to(http.MethodPost, "/SLUG/pause", "", editor),
		to(http.MethodPost, "/SLUG/resume", "", editor),
		to(http.MethodPost, "/SLUG/invitations", `{"count":1}`, editor),
		to(http.MethodPost, "/SLUG/results/publish", "", editor),
		to(http.MethodPost, "/SLUG/results/withdraw", "", editor),
		to(http.MethodPost, "/SLUG/close", "", editor),
		to(http.MethodPatch, "/SLUG", `{"k":7}`, editor),
		to(http.MethodDelete, "/SLUG", "", editor),
		to(http.MethodGet, "/moods/results", "", editor, analyst),
		to(http.MethodGet, "/moods/texts", "", analyst),
		to(http.MethodGet, "/moods/exports", "", analyst),
		to(http.MethodGet, "/moods/exports?format=xlsx", "", analyst),
		to(http.MethodGet, "/moods/exports?format=json", "", analyst),
		to(http.MethodPost, "/moods/respondents", `{"purpose":"use-service"}`, privacy),
	}
}

// TestSurveysAreForThoseWhoMayTouchThem calls every route as nobody, as somebody with a receipt, and in every role.
// Whoever is refused changes nothing, and hears nothing of whether the survey exists.
func TestSurveysAreForThoseWhoMayTouchThem(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		members := map[models.Role]member{}
		for _, role := range models.Roles() {
			members[role] = w.staff(role)
		}
		w.closedMoods(members[models.RoleEditor], 3)
		named := moods()
		named["elements"] = append(named["elements"].([]object),
			element("text", "alias", object{"isRequired": true, "title": says("نام شما", "Your name")}))
		w.draftSurvey(members[models.RoleEditor], "draft", named)
		receipt := holding(w.file(names).ReceiptCode)

		for _, grant := range surveyGrants() {
			path := staffSurveysPath + strings.ReplaceAll(grant.path, "SLUG", "draft")
			form := strings.ReplaceAll(grant.body, "SLUG", "new")
			before := w.surveysStored()
			for _, headers := range [][]string{nil, receipt, {"Authorization", "Bearer made-up"}} {
				got := w.sendLenient(grant.method, path, form, headers...)
				got.problem(t, http.StatusUnauthorized, "session_unknown")
				require.Equal(t, `Bearer realm="amanat"`, got.header.Get("WWW-Authenticate"))
			}
			never := strings.NewReplacer("/moods", "/never", "/draft", "/never").Replace(path)
			for _, role := range models.Roles() {
				if !slices.Contains(grant.roles, role) {
					refused := w.sendLenient(grant.method, path, form, members[role].headers()...).problem(t, 403, "role_not_allowed")
					absent := w.sendLenient(grant.method, never, form, members[role].headers()...).problem(t, 403, "role_not_allowed")
					require.Equal(t, refused.Detail, absent.Detail)
				}
			}
			require.Equal(t, before, w.surveysStored(), "%s %s", grant.method, path)
			for _, role := range grant.roles {
				w.allowed(grant.method, path, form, members[role])
			}
		}
	})
}

// allowed calls a route as somebody who may.
func (w *world) allowed(method, path, form string, m member) {
	w.t.Helper()
	got := w.sendLenient(method, path, form, m.headers()...)
	require.Less(w.t, got.status, 300, "%s %s as %s: %s", method, path, m.role, got.body)
	if method == http.MethodGet && !strings.HasSuffix(path, "/results") {
		require.Equal(w.t, "no-store", got.header.Get("Cache-Control"), path)
	}
}

// surveysStored is what the database holds of surveys and of what was done to them.
func (w *world) surveysStored() string {
	w.t.Helper()
	tables, err := w.db.Migrator().GetTables()
	require.NoError(w.t, err)
	slices.Sort(tables)
	var about strings.Builder
	for _, table := range tables {
		if strings.HasPrefix(table, "survey") || strings.HasPrefix(table, "ledger") {
			var rows []map[string]any
			require.NoError(w.t, w.db.Table(table).Find(&rows).Error)
			about.WriteString(table + toText(rows))
		}
	}
	return about.String()
}

// closedMoods is a survey that so many answered, each with a free text and a first name, and that is closed.
func (w *world) closedMoods(editor member, answers int) models.SurveyView {
	w.t.Helper()
	survey := w.openSurvey(editor, "moods", moods(), object{"k": 3})
	for range answers {
		w.answered(survey, object{"mood": "good", "thoughts": "خوب بود"}, object{"respondent": object{"first_name": "سارا"}})
	}
	w.moveSurvey(editor, "moods", "close")
	return survey
}
