package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const sessions = "/api/v1/staff/sessions"

// credentials is what somebody signs in with; more are further names and values.
func credentials(email, password string, more ...string) string {
	return body(append([]string{"email", email, "password", password}, more...)...)
}

// impersonal is the body of a problem without the id of its request.
func (r reply) impersonal(t *testing.T) string {
	t.Helper()
	return strings.ReplaceAll(string(r.body), decode[problemDocument](t, r).RequestID, "")
}

// disabled hires somebody and disables the account.
func (w *world) disabled(email string) {
	w.t.Helper()
	w.hire(models.RoleOfficer, email)
	account := w.signIn(email).account.String()
	got := w.send(http.MethodPatch, "/api/v1/staff/accounts/"+account, `{"disabled":true}`,
		w.staff(models.RoleAdmin).headers()...)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
}

func TestWhyASignInFailsIsNotTold(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.hire(models.RoleOfficer, "reza@example.org")
		w.disabled("maryam@example.org")
		for _, language := range []string{"fa", "en"} {
			var bodies []string
			for _, form := range []string{
				credentials("reza@example.org", "یک گذرواژهٔ دیگر"),
				credentials("nobody@example.org", password),
				credentials("nobody@example.org", "کوتاه"),
				credentials("maryam@example.org", password),
				credentials("maryam@example.org", password, "otp", "123456"),
			} {
				got := w.post(sessions, form, "Accept-Language", language)
				got.problem(t, http.StatusUnauthorized, "sign_in_failed")
				require.Equal(t, `Bearer realm="amanat"`, got.header.Get("WWW-Authenticate"))
				bodies = append(bodies, got.impersonal(t))
			}
			for _, other := range bodies {
				require.Equal(t, bodies[0], other)
			}
		}
	})
}

func TestASessionIsForWhoSignedIn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.hire(models.RoleAnalyst, "reza@example.org")
		for _, email := range []string{"reza@example.org", " REZA@Example.ORG "} {
			got := w.sendLenient(http.MethodPost, sessions, credentials(email, password))
			require.Equal(t, http.StatusCreated, got.status, string(got.body))
			require.Equal(t, "no-store", got.header.Get("Cache-Control"))
			session := decode[models.SessionView](t, got)
			require.Equal(t, models.RoleAnalyst, session.Role)
			require.Equal(t, []models.Requirement{}, session.Required)
			require.Equal(t, w.clock.now().Add(12*time.Hour), session.ExpiresAt)
			me := decode[models.MeView](t, w.get("/api/v1/staff/me", member{token: session.Token}.headers()...))
			require.Equal(t, "reza@example.org", me.Email)
			require.Equal(t, models.RoleAnalyst, me.Role)
			require.False(t, me.SecondFactor)
		}
	})
}

// TestFailuresMakeWait: nobody is locked out, and whether there is an account makes no difference.
func TestFailuresMakeWait(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.hire(models.RoleOfficer, "reza@example.org")
		var waits [2][]string
		for i, email := range []string{"reza@example.org", "nobody@example.org"} {
			for failures := 1; failures <= 8; failures++ {
				w.post(sessions, credentials(email, "یک گذرواژهٔ دیگر")).problem(t, 401, "sign_in_failed")
				if failures <= 4 {
					continue
				}
				for _, attempt := range []string{password, "یک گذرواژهٔ دیگر"} {
					waiting := w.post(sessions, credentials(strings.ToUpper(email), attempt))
					waiting.problem(t, http.StatusTooManyRequests, "too_many_sign_ins")
					waits[i] = append(waits[i], waiting.header.Get("Retry-After")+waiting.impersonal(t))
				}
				seconds, err := strconv.Atoi(w.post(sessions, credentials(email, password)).header.Get("Retry-After"))
				require.NoError(t, err)
				require.Equal(t, 1<<(failures-5), seconds, "after %d failures", failures)
				w.clock.advance(time.Duration(seconds) * time.Second)
			}
		}
		require.Equal(t, waits[0], waits[1])
		for range 2 {
			require.Equal(t, http.StatusCreated, w.post(sessions, credentials("reza@example.org", password)).status)
		}
		for range 4 {
			w.post(sessions, credentials("reza@example.org", "یک گذرواژهٔ دیگر")).problem(t, 401, "sign_in_failed")
		}
		require.Equal(t, http.StatusCreated, w.post(sessions, credentials("reza@example.org", password)).status,
			"whoever got in begins anew")
	})
}

func TestTheWaitGrowsToAQuarterOfAnHourAndIsForgottenAfterADay(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		wrong := credentials("nobody@example.org", password)
		wait := func() string { return w.post(sessions, wrong).header.Get("Retry-After") }
		for range 20 {
			w.post(sessions, wrong).problem(t, 401, "sign_in_failed")
			if seconds, err := strconv.Atoi(wait()); err == nil {
				w.clock.advance(time.Duration(seconds) * time.Second)
			}
		}
		require.Empty(t, wait())
		require.Equal(t, "900", wait())
		w.clock.advance(24*time.Hour + time.Second)
		for range 4 {
			w.post(sessions, wrong).problem(t, 401, "sign_in_failed")
		}
		w.post(sessions, wrong).problem(t, 401, "sign_in_failed")
	})
}

func TestARepeatedSignInGetsTheSameSession(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.hire(models.RoleOfficer, "reza@example.org")
		w.hire(models.RoleOfficer, "maryam@example.org")
		key := []string{"Idempotency-Key", "sign-in-1"}
		reza := credentials("reza@example.org", password)
		first := w.post(sessions, reza, key...)
		require.Equal(t, http.StatusCreated, first.status)
		again := w.post(sessions, reza, key...)
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.body), string(again.body))
		w.post(sessions, credentials("maryam@example.org", password), key...).problem(t, 409, "idempotency_conflict")
		w.post(sessions, credentials("reza@example.org", "یک گذرواژهٔ دیگر"), key...).problem(t, 401, "sign_in_failed")

		session := member{token: decode[models.SessionView](t, first).Token}
		require.Equal(t, http.StatusNoContent,
			w.send(http.MethodDelete, sessions+"/current", "", session.headers()...).status)
		again = w.post(sessions, reza, key...)
		require.Equal(t, string(first.body), string(again.body))
		w.get("/api/v1/staff/me", session.headers()...).problem(t, 401, "session_unknown")
	})
}

func TestConcurrentSignInsWithOneKeyBeginOneSession(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.hire(models.RoleOfficer, "reza@example.org")
		form := credentials("reza@example.org", password)
		statuses := inParallel(5, func() int { return w.post(sessions, form, "Idempotency-Key", "the-same").status })
		require.Equal(t, map[int]int{http.StatusCreated: 5}, statuses)
		var count int64
		require.NoError(t, w.db.Model(&models.StaffSession{}).Count(&count).Error)
		require.EqualValues(t, 1, count)
	})
}
