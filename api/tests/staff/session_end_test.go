package staff_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestSessionsEndOnEveryRoute ends sessions in every way there is and then calls every route that would have been
// granted.
func TestSessionsEndOnEveryRoute(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin := w.Staff(models.RoleAdmin)
		accounts := "/api/v1/staff/accounts/"
		for name, end := range map[string]func(m member){
			"disabled": func(m member) {
				require.Equal(t, http.StatusOK,
					w.Send(http.MethodPatch, accounts+m.Account.String(), `{"disabled":true}`, admin.Headers()...).Status)
			},
			"another role": func(m member) {
				role := models.RoleEditor
				if m.Role == role {
					role = models.RoleAnalyst
				}
				require.Equal(t, http.StatusOK, w.Send(http.MethodPatch, accounts+m.Account.String(),
					apitest.Body("role", string(role)), admin.Headers()...).Status)
			},
			"reset": func(m member) {
				require.Equal(t, http.StatusOK,
					w.Post(accounts+m.Account.String()+"/reset", "", admin.Headers()...).Status)
			},
			"signed out": func(m member) {
				require.Equal(t, http.StatusNoContent,
					w.Send(http.MethodDelete, "/api/v1/staff/sessions/current", "", m.Headers()...).Status)
			},
		} {
			for _, role := range models.Roles() {
				m := w.Staff(role)
				end(m)
				w.requireSignedOut(m, name)
			}
		}
	})
}

func TestSessionsEndByThemselves(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		idle := w.Staff(models.RoleOfficer)
		w.Clock.Advance(30*time.Minute - time.Second)
		require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/me", idle.Headers()...).Status)
		w.Clock.Advance(30 * time.Minute)
		w.requireSignedOut(idle, "idle")

		busy := w.Staff(models.RoleOfficer)
		for range 47 {
			w.Clock.Advance(15 * time.Minute)
			require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/me", busy.Headers()...).Status)
		}
		w.Clock.Advance(15 * time.Minute)
		w.requireSignedOut(busy, "twelve hours")
	})
}

func (w *world) requireSignedOut(m member, why string) {
	w.T.Helper()
	for _, grant := range w.API.Grants() {
		if grant.Credential == "staff" {
			got := w.SendLenient(grant.Method, apitest.Filled(grant.Path, "C-7F3K-9QX2"), "", m.Headers()...)
			require.Equal(w.T, http.StatusUnauthorized, got.Status, "%s: %s %s", why, grant.Method, grant.Path)
			require.Equal(w.T, "session_unknown", got.Code(w.T))
		}
	}
}
