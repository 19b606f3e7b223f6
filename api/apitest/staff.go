package apitest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/staff/credential"
)

// Password is that of every account in these tests.
const Password = "هفت کوه و یک دریا"

// weakHasher makes signing in cheap.
func weakHasher(t testing.TB) *credential.Hasher {
	t.Helper()
	hasher, err := credential.NewWeakHasher(4, 1000)
	require.NoError(t, err)
	return hasher
}

// Member is a signed-in member of staff.
type Member struct {
	Account uuid.UUID
	Role    models.Role
	Email   string
	Token   string
}

// Headers show the session.
func (m Member) Headers(more ...string) []string {
	return append([]string{"Authorization", "Bearer " + m.Token}, more...)
}

// Hire makes an account as the command line does.
func (w *World) Hire(role models.Role, email string) {
	w.T.Helper()
	form := &models.AccountForm{Email: email, Role: string(role)}
	_, err := w.Services.Accounts.Add(w.T.Context(), kernel.Input[models.AccountForm]{Form: form}, Password)
	require.NoError(w.T, err)
}

// Staff hires somebody and signs them in.
func (w *World) Staff(role models.Role) Member {
	w.T.Helper()
	email := string(role) + "-" + strings.ToLower(uuid.NewString()[:8]) + "@example.org"
	w.Hire(role, email)
	return w.SignIn(email)
}

// SignIn signs somebody in who was hired.
func (w *World) SignIn(email string) Member {
	w.T.Helper()
	got := w.Post("/api/v1/staff/sessions", Body("email", email, "password", Password))
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	session := Decode[models.SessionView](w.T, got)
	m := Member{Role: session.Role, Email: email, Token: session.Token}
	m.Account = Decode[models.MeView](w.T, w.Get("/api/v1/staff/me", m.Headers()...)).Account
	return m
}

// Credentials is what somebody signs in with; more are further names and values.
func Credentials(email, password string, more ...string) string {
	return Body(append([]string{"email", email, "password", password}, more...)...)
}

// HireDisabled hires somebody and disables the account.
func (w *World) HireDisabled(email string) {
	w.T.Helper()
	w.Hire(models.RoleOfficer, email)
	account := w.SignIn(email).Account.String()
	got := w.Send(http.MethodPatch, "/api/v1/staff/accounts/"+account, `{"disabled":true}`,
		w.Staff(models.RoleAdmin).Headers()...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
}

// Enrol puts a second factor in place and answers its secret and the recovery codes.
func (w *World) Enrol(m Member) (secret string, recoveryCodes []string) {
	w.T.Helper()
	got := w.Post(SecondFactorPath, Body("password", Password), m.Headers()...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	enrolment := Decode[models.EnrolmentView](w.T, got)
	require.Contains(w.T, enrolment.URI, enrolment.Secret)
	got = w.Post(SecondFactorPath+"/confirmation", Body("otp", w.OTP(enrolment.Secret)), m.Headers()...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return enrolment.Secret, Decode[models.RecoveryCodesView](w.T, got).RecoveryCodes
}

// OTP is the code that an authenticator shows now.
func (w *World) OTP(secret string) string {
	w.T.Helper()
	code, err := totp.GenerateCode(secret, w.Clock.Now())
	require.NoError(w.T, err)
	return code
}
