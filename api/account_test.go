package api_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
)

// change patches an account.
func (w *world) change(admin, m member, form string) reply {
	w.t.Helper()
	return w.send(http.MethodPatch, accounts+"/"+m.account.String(), form, admin.headers()...)
}

func TestSomebodyIsLeftWhoKeepsTheAccounts(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin, second := w.staff(models.RoleAdmin), w.staff(models.RoleAdmin)
		require.Equal(t, http.StatusOK, w.change(admin, second, `{"disabled":true}`).status)
		for _, form := range []string{`{"disabled":true}`, `{"role":"editor"}`} {
			w.change(admin, admin, form).problem(t, http.StatusConflict, "last_admin")
		}
		require.Equal(t, http.StatusOK, w.get(accounts, admin.headers()...).status)
		require.Equal(t, http.StatusOK, w.change(admin, second, `{"disabled":false}`).status)
		third := w.signIn(second.email)
		statuses := make(chan int, 2)
		go func() { statuses <- w.change(admin, third, `{"disabled":true}`).status }()
		go func() { statuses <- w.change(third, admin, `{"disabled":true}`).status }()
		first, last := <-statuses, <-statuses
		require.True(t, first == http.StatusOK || last == http.StatusOK)
		require.False(t, first == http.StatusOK && last == http.StatusOK, "two who disable each other leave nobody")
	})
}

func TestAnAccountIsChangedAsAskedAndNoMore(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin, m := w.staff(models.RoleAdmin), w.staff(models.RoleOfficer)
		at := accounts + "/" + m.account.String()
		before := decode[models.AccountView](t, w.get(at, admin.headers()...))
		for _, form := range []string{`{}`, `{"role":"officer"}`, `{"disabled":false}`} {
			require.Equal(t, before, decode[models.AccountView](t, w.change(admin, m, form)))
			require.Equal(t, http.StatusOK, w.get("/api/v1/staff/me", m.headers()...).status, "nothing was changed")
		}
		changed := decode[models.AccountView](t, w.change(admin, m, `{"role":"lead"}`))
		require.Equal(t, models.RoleLead, changed.Role)
		require.False(t, changed.Disabled)
		w.get("/api/v1/staff/me", m.headers()...).problem(t, http.StatusUnauthorized, "session_unknown")
		require.Equal(t, models.RoleLead, w.signIn(m.email).role)

		for _, id := range []string{uuid.NewString(), uuid.Nil.String(), "me", "x"} {
			for method, path := range map[string]string{
				http.MethodGet: accounts + "/" + id, http.MethodPost: accounts + "/" + id + "/reset",
			} {
				w.sendLenient(method, path, "", admin.headers()...).problem(t, http.StatusNotFound, "account_unknown")
			}
			got := w.sendLenient(http.MethodPatch, accounts+"/"+id, `{"disabled":true}`, admin.headers()...)
			got.problem(t, http.StatusNotFound, "account_unknown")
		}
		for form, broken := range map[string]map[string]string{
			`{"role":"king","disabled":"yes"}`:  {"/role": "unknown_value", "/disabled": "wrong_type"},
			`{"role":"","email":"x@y.example"}`: {"/role": "unknown_value", "/email": "unknown_field"},
			`{"role":null,"disabled":null}`:     {"/role": "wrong_type", "/disabled": "wrong_type"},
		} {
			got := w.sendLenient(http.MethodPatch, at, form, admin.headers()...)
			require.Equal(t, broken, got.problem(t, 422, "validation_failed").broken(), form)
		}
	})
}

func TestAnAccountIsMadeOnceWithItsOneTimePassword(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin := w.staff(models.RoleAdmin)
		create := func() reply {
			return w.post(accounts, `{"email":"maryam@example.org","role":"officer"}`,
				admin.headers("Idempotency-Key", "maryam")...)
		}
		first := create()
		require.Equal(t, http.StatusCreated, first.status, string(first.body))
		again := create()
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.body), string(again.body))
		require.Equal(t, "no-store", again.header.Get("Cache-Control"))
		require.NotContains(t, string(w.get(accounts, admin.headers()...).body),
			decode[models.NewAccountView](t, first).OneTimePassword, "it is shown once")
		w.post(accounts, `{"email":"MARYAM@example.org","role":"admin"}`, admin.headers()...).problem(t, http.StatusConflict, "account_exists")
	})
}
