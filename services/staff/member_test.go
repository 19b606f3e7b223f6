package staff_test

import (
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/kernel/kerneltest"
)

// member is somebody of the staff with what they sign in with.
type member struct {
	*world
	id, email, password, secret string
}

func (w *world) member(t kerneltest.Tester, role models.Role) *member {
	t.Helper()
	m := &member{world: w, email: uuid.NewString() + "@example.org", password: "هفت کوه و یک دریا"}
	form := models.AccountForm{Email: m.email, Role: string(role)}
	shown, err := w.Accounts.Add(t.Context(), kerneltest.With(form), m.password)
	require.NoError(t, err)
	require.Empty(t, shown, "whoever chose it knows it")
	m.id = m.session(t).Account.String()
	return m
}

func (m *member) try(t kerneltest.Tester, password, otp string) (models.SessionView, error) {
	t.Helper()
	form := models.SignInForm{Email: m.email, Password: password, OTP: otp}
	view, _, err := m.Sessions.SignIn(t.Context(), kerneltest.With(form))
	return view, err
}

// signIn waits, where there is a second factor, for a code that was not used yet.
func (m *member) signIn(t kerneltest.Tester) string {
	t.Helper()
	view, err := m.try(t, m.password, m.freshCode(t))
	require.NoError(t, err)
	return view.Token
}

func (m *member) session(t kerneltest.Tester) models.Actor {
	t.Helper()
	actor, err := m.Sessions.Authenticate(t.Context(), m.signIn(t))
	require.NoError(t, err)
	return actor
}

// code is what the authenticator shows now; freshCode what it shows half a minute later.
func (m *member) code(t kerneltest.Tester) string {
	t.Helper()
	if m.secret == "" {
		return ""
	}
	code, err := totp.GenerateCode(m.secret, m.Now)
	require.NoError(t, err)
	return code
}

func (m *member) freshCode(t kerneltest.Tester) string {
	t.Helper()
	if m.secret != "" {
		m.Pass(30 * time.Second)
	}
	return m.code(t)
}

// enrol puts a second factor in place, and answers its recovery codes.
func (m *member) enrol(t kerneltest.Tester, actor models.Actor) []string {
	t.Helper()
	form := models.SecondFactorForm{Password: m.password, OTP: m.freshCode(t)}
	enrolment, err := m.Sessions.Enrol(t.Context(), actor, kerneltest.With(form))
	require.NoError(t, err)
	m.secret = enrolment.Secret
	view, err := m.Sessions.Confirm(t.Context(), actor, kerneltest.With(models.OTPForm{OTP: m.code(t)}))
	require.NoError(t, err)
	return view.RecoveryCodes
}

func (m *member) authenticate(t kerneltest.Tester, token string) error {
	t.Helper()
	_, err := m.Sessions.Authenticate(t.Context(), token)
	return err
}

// failures is how often sign-in failed lately under this name.
func (m *member) failures(t kerneltest.Tester) int {
	t.Helper()
	var failures []int
	require.NoError(t, m.db.Model(&models.SignInFailure{}).Pluck("failures", &failures).Error)
	total := 0
	for _, count := range failures {
		total += count
	}
	return total
}
