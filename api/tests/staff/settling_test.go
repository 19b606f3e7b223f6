package staff_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// requireSettling asserts that a session opens nothing but what it takes to settle the account.
func (w *world) requireSettling(m member, code string) {
	w.T.Helper()
	settling := 0
	for _, grant := range w.API.Grants() {
		if grant.Credential != "staff" || grant.Path == sessions+"/current" || !slices.Contains(grant.Roles, m.Role) {
			continue
		}
		got := w.SendLenient(grant.Method, apitest.Filled(grant.Path, "C-7F3K-9QX2"), "", m.Headers()...)
		if !grant.Settling {
			got.Problem(w.T, http.StatusForbidden, code)
			continue
		}
		settling++
		require.True(w.T, strings.HasPrefix(grant.Path, "/api/v1/staff/me"), grant.Path)
		require.NotEqual(w.T, http.StatusForbidden, got.Status, "%s %s: %s", grant.Method, grant.Path, got.Body)
	}
	require.Equal(w.T, 5, settling)
}

func TestInProductionThePowerfulNeedASecondFactor(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, role := range models.Roles() {
			m := w.Staff(role)
			me := apitest.Decode[models.MeView](t, w.Get("/api/v1/staff/me", m.Headers()...))
			if !slices.Contains([]models.Role{models.RoleAdmin, models.RolePrivacy, models.RoleLead}, role) {
				require.Equal(t, []models.Requirement{}, me.Required, role)
				continue
			}
			require.Equal(t, []models.Requirement{models.RequireSecondFactor}, me.Required, role)
			w.requireSettling(m, "second_factor_required")
			w.Enrol(m)
			me = apitest.Decode[models.MeView](t, w.Get("/api/v1/staff/me", m.Headers()...))
			require.Equal(t, []models.Requirement{}, me.Required, role)
			require.True(t, me.SecondFactor)
		}
		officer := w.Staff(models.RoleOfficer)
		require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/cases", officer.Headers()...).Status)
	}, inEarnest())
}

func TestAOneTimePasswordOnlyServesToChooseAnother(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin := w.Staff(models.RoleAdmin)
		got := w.Post(accounts, `{"email":"maryam@example.org","role":"officer"}`, admin.Headers()...)
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		account := apitest.Decode[models.NewAccountView](t, got)
		require.True(t, account.PasswordTemporary)
		w.settle(account)
		w.Post(accounts, `{"email":"Maryam@Example.org","role":"lead"}`, admin.Headers()...).
			Problem(t, http.StatusConflict, "account_exists")

		got = w.Post(accounts+"/"+account.ID.String()+"/reset", "", admin.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		w.Post(sessions, apitest.Credentials(account.Email, password)).Problem(t, 401, "sign_in_failed")
		w.settle(apitest.Decode[models.NewAccountView](t, got))
	})
}

// settle signs somebody in with a one-time password and has them choose one of their own.
func (w *world) settle(account models.NewAccountView) {
	w.T.Helper()
	once := account.OneTimePassword
	got := w.Post(sessions, apitest.Credentials(account.Email, once))
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	session := apitest.Decode[models.SessionView](w.T, got)
	require.Equal(w.T, []models.Requirement{models.RequirePasswordChange}, session.Required)
	m := member{Account: account.ID, Role: session.Role, Email: account.Email, Token: session.Token}
	w.requireSettling(m, "password_change_required")
	got = w.Send(http.MethodPut, "/api/v1/staff/me/password",
		apitest.Body("current_password", once, "new_password", password), m.Headers()...)
	require.Equal(w.T, http.StatusNoContent, got.Status, string(got.Body))
	require.Equal(w.T, http.StatusOK, w.Get("/api/v1/staff/cases", m.Headers()...).Status)
	w.Post(sessions, apitest.Credentials(account.Email, once)).Problem(w.T, 401, "sign_in_failed")
}

func TestAResetTakesTheSecondFactorAway(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin, lead := w.Staff(models.RoleAdmin), w.Staff(models.RoleLead)
		w.Enrol(admin)
		_, codes := w.Enrol(lead)
		got := w.Post(accounts+"/"+lead.Account.String()+"/reset", "", admin.Headers()...)
		once := apitest.Decode[models.NewAccountView](t, got).OneTimePassword
		got = w.Post(sessions, apitest.Credentials(lead.Email, once, "otp", codes[0]))
		session := apitest.Decode[models.SessionView](t, got)
		require.Equal(t, []models.Requirement{models.RequirePasswordChange, models.RequireSecondFactor}, session.Required)
		w.requireSettling(member{Role: models.RoleLead, Token: session.Token}, "password_change_required")
	}, inEarnest())
}
