package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// TestSessionsEndOnEveryRoute ends sessions in every way there is and then calls every route that would have been
// granted.
func TestSessionsEndOnEveryRoute(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin := w.staff(models.RoleAdmin)
		accounts := "/api/v1/staff/accounts/"
		for name, end := range map[string]func(m member){
			"disabled": func(m member) {
				require.Equal(t, http.StatusOK,
					w.send(http.MethodPatch, accounts+m.account.String(), `{"disabled":true}`, admin.headers()...).status)
			},
			"another role": func(m member) {
				role := models.RoleEditor
				if m.role == role {
					role = models.RoleAnalyst
				}
				require.Equal(t, http.StatusOK, w.send(http.MethodPatch, accounts+m.account.String(),
					body("role", string(role)), admin.headers()...).status)
			},
			"reset": func(m member) {
				require.Equal(t, http.StatusOK,
					w.post(accounts+m.account.String()+"/reset", "", admin.headers()...).status)
			},
			"signed out": func(m member) {
				require.Equal(t, http.StatusNoContent,
					w.send(http.MethodDelete, "/api/v1/staff/sessions/current", "", m.headers()...).status)
			},
		} {
			for _, role := range models.Roles() {
				m := w.staff(role)
				end(m)
				w.requireSignedOut(m, name)
			}
		}
	})
}

func TestSessionsEndByThemselves(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		idle := w.staff(models.RoleOfficer)
		w.clock.advance(30*time.Minute - time.Second)
		require.Equal(t, http.StatusOK, w.get("/api/v1/staff/me", idle.headers()...).status)
		w.clock.advance(30 * time.Minute)
		w.requireSignedOut(idle, "idle")

		busy := w.staff(models.RoleOfficer)
		for range 47 {
			w.clock.advance(15 * time.Minute)
			require.Equal(t, http.StatusOK, w.get("/api/v1/staff/me", busy.headers()...).status)
		}
		w.clock.advance(15 * time.Minute)
		w.requireSignedOut(busy, "twelve hours")
	})
}

func (w *world) requireSignedOut(m member, why string) {
	w.t.Helper()
	for _, grant := range w.api.Grants() {
		if grant.Credential == "staff" {
			got := w.sendLenient(grant.Method, filled(grant.Path, "C-7F3K-9QX2"), "", m.headers()...)
			require.Equal(w.t, http.StatusUnauthorized, got.status, "%s: %s %s", why, grant.Method, grant.Path)
			require.Equal(w.t, "session_unknown", got.code(w.t))
		}
	}
}
