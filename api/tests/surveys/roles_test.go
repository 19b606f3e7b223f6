package surveys_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// surveyGrants are the routes of staff, who may call them, and a body with which whoever may is not refused.
func surveyGrants() []struct {
	method, path, body string
	roles              []models.Role
} {
	const editor, analyst, privacy = models.RoleEditor, models.RoleAnalyst, models.RolePrivacy
	definition := `"definition":` + apitest.ToText(apitest.Moods())
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
			members[role] = w.Staff(role)
		}
		w.ClosedMoods(members[models.RoleEditor], 3)
		named := apitest.Moods()
		named["elements"] = append(named["elements"].([]object),
			apitest.Element("text", "alias", object{"isRequired": true, "title": apitest.Says("نام شما", "Your name")}))
		w.DraftSurvey(members[models.RoleEditor], "draft", named)
		receipt := apitest.Holding(w.File(names).ReceiptCode)

		for _, grant := range surveyGrants() {
			path := staffSurveysPath + strings.ReplaceAll(grant.path, "SLUG", "draft")
			form := strings.ReplaceAll(grant.body, "SLUG", "new")
			before := w.surveysStored()
			for _, headers := range [][]string{nil, receipt, {"Authorization", "Bearer made-up"}} {
				got := w.SendLenient(grant.method, path, form, headers...)
				got.Problem(t, http.StatusUnauthorized, "session_unknown")
				require.Equal(t, `Bearer realm="amanat"`, got.Header.Get("WWW-Authenticate"))
			}
			never := strings.NewReplacer("/moods", "/never", "/draft", "/never").Replace(path)
			for _, role := range models.Roles() {
				if !slices.Contains(grant.roles, role) {
					refused := w.SendLenient(grant.method, path, form, members[role].Headers()...).Problem(t, 403, "role_not_allowed")
					absent := w.SendLenient(grant.method, never, form, members[role].Headers()...).Problem(t, 403, "role_not_allowed")
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
	w.T.Helper()
	got := w.SendLenient(method, path, form, m.Headers()...)
	require.Less(w.T, got.Status, 300, "%s %s as %s: %s", method, path, m.Role, got.Body)
	if method == http.MethodGet && !strings.HasSuffix(path, "/results") {
		require.Equal(w.T, "no-store", got.Header.Get("Cache-Control"), path)
	}
}

// surveysStored is what the database holds of surveys and of what was done to them.
func (w *world) surveysStored() string {
	w.T.Helper()
	tables, err := w.DB.Migrator().GetTables()
	require.NoError(w.T, err)
	slices.Sort(tables)
	var about strings.Builder
	for _, table := range tables {
		if strings.HasPrefix(table, "survey") || strings.HasPrefix(table, "ledger") {
			var rows []map[string]any
			require.NoError(w.T, w.DB.Table(table).Find(&rows).Error)
			about.WriteString(table + apitest.ToText(rows))
		}
	}
	return about.String()
}
