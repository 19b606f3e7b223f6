package staff_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// change patches an account.
func (w *world) change(admin, m member, form string) reply {
	w.T.Helper()
	return w.Send(http.MethodPatch, accounts+"/"+m.Account.String(), form, admin.Headers()...)
}

func TestSomebodyIsLeftWhoKeepsTheAccounts(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin, second := w.Staff(models.RoleAdmin), w.Staff(models.RoleAdmin)
		require.Equal(t, http.StatusOK, w.change(admin, second, `{"disabled":true}`).Status)
		for _, form := range []string{`{"disabled":true}`, `{"role":"editor"}`} {
			w.change(admin, admin, form).Problem(t, http.StatusConflict, "last_admin")
		}
		require.Equal(t, http.StatusOK, w.Get(accounts, admin.Headers()...).Status)
		require.Equal(t, http.StatusOK, w.change(admin, second, `{"disabled":false}`).Status)
		third := w.SignIn(second.Email)
		statuses := make(chan int, 2)
		go func() { statuses <- w.change(admin, third, `{"disabled":true}`).Status }()
		go func() { statuses <- w.change(third, admin, `{"disabled":true}`).Status }()
		first, last := <-statuses, <-statuses
		require.True(t, first == http.StatusOK || last == http.StatusOK)
		require.False(t, first == http.StatusOK && last == http.StatusOK, "two who disable each other leave nobody")
	})
}

func TestAnAccountIsChangedAsAskedAndNoMore(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin, m := w.Staff(models.RoleAdmin), w.Staff(models.RoleOfficer)
		at := accounts + "/" + m.Account.String()
		before := apitest.Decode[models.AccountView](t, w.Get(at, admin.Headers()...))
		for _, form := range []string{`{}`, `{"role":"officer"}`, `{"disabled":false}`} {
			require.Equal(t, before, apitest.Decode[models.AccountView](t, w.change(admin, m, form)))
			require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/me", m.Headers()...).Status, "nothing was changed")
		}
		changed := apitest.Decode[models.AccountView](t, w.change(admin, m, `{"role":"lead"}`))
		require.Equal(t, models.RoleLead, changed.Role)
		require.False(t, changed.Disabled)
		w.Get("/api/v1/staff/me", m.Headers()...).Problem(t, http.StatusUnauthorized, "session_unknown")
		require.Equal(t, models.RoleLead, w.SignIn(m.Email).Role)

		for _, id := range []string{uuid.NewString(), uuid.Nil.String(), "me", "x"} {
			for method, path := range map[string]string{
				http.MethodGet: accounts + "/" + id, http.MethodPost: accounts + "/" + id + "/reset",
			} {
				w.SendLenient(method, path, "", admin.Headers()...).Problem(t, http.StatusNotFound, "account_unknown")
			}
			got := w.SendLenient(http.MethodPatch, accounts+"/"+id, `{"disabled":true}`, admin.Headers()...)
			got.Problem(t, http.StatusNotFound, "account_unknown")
		}
		for form, broken := range map[string]map[string]string{
			`{"role":"king","disabled":"yes"}`:  {"/role": "unknown_value", "/disabled": "wrong_type"},
			`{"role":"","email":"x@y.example"}`: {"/role": "unknown_value", "/email": "unknown_field"},
			`{"role":null,"disabled":null}`:     {"/role": "wrong_type", "/disabled": "wrong_type"},
		} {
			got := w.SendLenient(http.MethodPatch, at, form, admin.Headers()...)
			require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), form)
		}
	})
}

func TestAnAccountIsMadeOnceWithItsOneTimePassword(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		admin := w.Staff(models.RoleAdmin)
		create := func() reply {
			return w.Post(accounts, `{"email":"maryam@example.org","role":"officer"}`,
				admin.Headers("Idempotency-Key", "maryam")...)
		}
		first := create()
		require.Equal(t, http.StatusCreated, first.Status, string(first.Body))
		again := create()
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.Body), string(again.Body))
		require.Equal(t, "no-store", again.Header.Get("Cache-Control"))
		require.NotContains(t, string(w.Get(accounts, admin.Headers()...).Body),
			apitest.Decode[models.NewAccountView](t, first).OneTimePassword, "it is shown once")
		w.Post(accounts, `{"email":"MARYAM@example.org","role":"admin"}`, admin.Headers()...).
			Problem(t, http.StatusConflict, "account_exists")
	})
}
