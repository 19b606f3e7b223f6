package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const accounts = "/api/v1/staff/accounts"

// requireSettling asserts that a session opens nothing but what it takes to settle the account.
func (w *world) requireSettling(m member, code string) {
	w.t.Helper()
	settling := 0
	for _, grant := range w.api.Grants() {
		if grant.Credential != "staff" || grant.Path == sessions+"/current" || !slices.Contains(grant.Roles, m.role) {
			continue
		}
		got := w.sendLenient(grant.Method, filled(grant.Path, "C-7F3K-9QX2"), "", m.headers()...)
		if !grant.Settling {
			got.problem(w.t, http.StatusForbidden, code)
			continue
		}
		settling++
		require.True(w.t, strings.HasPrefix(grant.Path, "/api/v1/staff/me"), grant.Path)
		require.NotEqual(w.t, http.StatusForbidden, got.status, "%s %s: %s", grant.Method, grant.Path, got.body)
	}
	require.Equal(w.t, 5, settling)
}

func TestInProductionThePowerfulNeedASecondFactor(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, role := range models.Roles() {
			m := w.staff(role)
			me := decode[models.MeView](t, w.get("/api/v1/staff/me", m.headers()...))
			if !slices.Contains([]models.Role{models.RoleAdmin, models.RolePrivacy, models.RoleLead}, role) {
				require.Equal(t, []models.Requirement{}, me.Required, role)
				continue
			}
			require.Equal(t, []models.Requirement{models.RequireSecondFactor}, me.Required, role)
			w.requireSettling(m, "second_factor_required")
			w.enrol(m)
			me = decode[models.MeView](t, w.get("/api/v1/staff/me", m.headers()...))
			require.Equal(t, []models.Requirement{}, me.Required, role)
			require.True(t, me.SecondFactor)
		}
		officer := w.staff(models.RoleOfficer)
		require.Equal(t, http.StatusOK, w.get("/api/v1/staff/cases", officer.headers()...).status)
	}, inEarnest())
}

func TestAOneTimePasswordOnlyServesToChooseAnother(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin := w.staff(models.RoleAdmin)
		got := w.post(accounts, `{"email":"maryam@example.org","role":"officer"}`, admin.headers()...)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		account := decode[models.NewAccountView](t, got)
		require.True(t, account.PasswordTemporary)
		w.settle(account)
		w.post(accounts, `{"email":"Maryam@Example.org","role":"lead"}`, admin.headers()...).problem(t, http.StatusConflict, "account_exists")

		got = w.post(accounts+"/"+account.ID.String()+"/reset", "", admin.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		w.post(sessions, credentials(account.Email, password)).problem(t, 401, "sign_in_failed")
		w.settle(decode[models.NewAccountView](t, got))
	})
}

// settle signs somebody in with a one-time password and has them choose one of their own.
func (w *world) settle(account models.NewAccountView) {
	w.t.Helper()
	once := account.OneTimePassword
	got := w.post(sessions, credentials(account.Email, once))
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	session := decode[models.SessionView](w.t, got)
	require.Equal(w.t, []models.Requirement{models.RequirePasswordChange}, session.Required)
	m := member{account: account.ID, role: session.Role, email: account.Email, token: session.Token}
	w.requireSettling(m, "password_change_required")
	got = w.send(http.MethodPut, "/api/v1/staff/me/password",
		body("current_password", once, "new_password", password), m.headers()...)
	require.Equal(w.t, http.StatusNoContent, got.status, string(got.body))
	require.Equal(w.t, http.StatusOK, w.get("/api/v1/staff/cases", m.headers()...).status)
	w.post(sessions, credentials(account.Email, once)).problem(w.t, 401, "sign_in_failed")
}

func TestAResetTakesTheSecondFactorAway(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin, lead := w.staff(models.RoleAdmin), w.staff(models.RoleLead)
		w.enrol(admin)
		_, codes := w.enrol(lead)
		got := w.post(accounts+"/"+lead.account.String()+"/reset", "", admin.headers()...)
		once := decode[models.NewAccountView](t, got).OneTimePassword
		got = w.post(sessions, credentials(lead.email, once, "otp", codes[0]))
		session := decode[models.SessionView](t, got)
		require.Equal(t, []models.Requirement{models.RequirePasswordChange, models.RequireSecondFactor}, session.Required)
		w.requireSettling(member{role: models.RoleLead, token: session.Token}, "password_change_required")
	}, inEarnest())
}
