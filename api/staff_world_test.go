package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services"
	"amanat/services/credential"
)

// password is that of every account in these tests.
const password = "هفت کوه و یک دریا"

// weakHasher makes signing in cheap.
func weakHasher(t testing.TB) *credential.Hasher {
	t.Helper()
	hasher, err := credential.NewWeakHasher(4, 1000)
	require.NoError(t, err)
	return hasher
}

// member is a signed-in member of staff.
type member struct {
	account uuid.UUID
	role    models.Role
	email   string
	token   string
}

// headers show the session.
func (m member) headers(more ...string) []string {
	return append([]string{"Authorization", "Bearer " + m.token}, more...)
}

// hire makes an account as the command line does.
func (w *world) hire(role models.Role, email string) {
	w.t.Helper()
	form := &models.AccountForm{Email: email, Role: string(role)}
	_, err := w.services.Accounts.Add(w.t.Context(), services.Input[models.AccountForm]{Form: form}, password)
	require.NoError(w.t, err)
}

// staff hires somebody and signs them in.
func (w *world) staff(role models.Role) member {
	w.t.Helper()
	email := string(role) + "-" + strings.ToLower(uuid.NewString()[:8]) + "@example.org"
	w.hire(role, email)
	return w.signIn(email)
}

func (w *world) signIn(email string) member {
	w.t.Helper()
	got := w.post("/api/v1/staff/sessions", body("email", email, "password", password))
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	session := decode[models.SessionView](w.t, got)
	m := member{role: session.Role, email: email, token: session.Token}
	m.account = decode[models.MeView](w.t, w.get("/api/v1/staff/me", m.headers()...)).Account
	return m
}

// do posts to a case on behalf of a member of staff.
func (w *world) do(m member, reference, what, body string) reply {
	w.t.Helper()
	return w.post("/api/v1/staff/cases/"+reference+"/"+what, body, m.headers()...)
}

// take takes a case through states.
func (w *world) take(m member, reference string, states ...models.CaseState) {
	w.t.Helper()
	for _, state := range states {
		got := w.do(m, reference, "transitions", body("to", string(state)))
		require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	}
}
