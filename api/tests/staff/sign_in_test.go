package staff_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestWhyASignInFailsIsNotTold(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Hire(models.RoleOfficer, "reza@example.org")
		w.HireDisabled("maryam@example.org")
		for _, language := range []string{"fa", "en"} {
			var bodies []string
			for _, form := range []string{
				apitest.Credentials("reza@example.org", "یک گذرواژهٔ دیگر"),
				apitest.Credentials("nobody@example.org", password),
				apitest.Credentials("nobody@example.org", "کوتاه"),
				apitest.Credentials("maryam@example.org", password),
				apitest.Credentials("maryam@example.org", password, "otp", "123456"),
			} {
				got := w.Post(sessions, form, "Accept-Language", language)
				got.Problem(t, http.StatusUnauthorized, "sign_in_failed")
				require.Equal(t, `Bearer realm="amanat"`, got.Header.Get("WWW-Authenticate"))
				bodies = append(bodies, got.Impersonal(t))
			}
			for _, other := range bodies {
				require.Equal(t, bodies[0], other)
			}
		}
	})
}

func TestASessionIsForWhoSignedIn(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Hire(models.RoleAnalyst, "reza@example.org")
		for _, email := range []string{"reza@example.org", " REZA@Example.ORG "} {
			got := w.SendLenient(http.MethodPost, sessions, apitest.Credentials(email, password))
			require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
			require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
			session := apitest.Decode[models.SessionView](t, got)
			require.Equal(t, models.RoleAnalyst, session.Role)
			require.Equal(t, []models.Requirement{}, session.Required)
			require.Equal(t, w.Clock.Now().Add(12*time.Hour), session.ExpiresAt)
			me := apitest.Decode[models.MeView](t, w.Get("/api/v1/staff/me", member{Token: session.Token}.Headers()...))
			require.Equal(t, "reza@example.org", me.Email)
			require.Equal(t, models.RoleAnalyst, me.Role)
			require.False(t, me.SecondFactor)
		}
	})
}

// TestFailuresMakeWait: nobody is locked out, and whether there is an account makes no difference.
func TestFailuresMakeWait(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Hire(models.RoleOfficer, "reza@example.org")
		var waits [2][]string
		for i, email := range []string{"reza@example.org", "nobody@example.org"} {
			for failures := 1; failures <= 8; failures++ {
				w.Post(sessions, apitest.Credentials(email, "یک گذرواژهٔ دیگر")).Problem(t, 401, "sign_in_failed")
				if failures <= 4 {
					continue
				}
				for _, attempt := range []string{password, "یک گذرواژهٔ دیگر"} {
					waiting := w.Post(sessions, apitest.Credentials(strings.ToUpper(email), attempt))
					waiting.Problem(t, http.StatusTooManyRequests, "too_many_sign_ins")
					waits[i] = append(waits[i], waiting.Header.Get("Retry-After")+waiting.Impersonal(t))
				}
				waiting := w.Post(sessions, apitest.Credentials(email, password))
				seconds, err := strconv.Atoi(waiting.Header.Get("Retry-After"))
				require.NoError(t, err)
				require.Equal(t, 1<<(failures-5), seconds, "after %d failures", failures)
				w.Clock.Advance(time.Duration(seconds) * time.Second)
			}
		}
		require.Equal(t, waits[0], waits[1])
		for range 2 {
			require.Equal(t, http.StatusCreated,
				w.Post(sessions, apitest.Credentials("reza@example.org", password)).Status)
		}
		for range 4 {
			w.Post(sessions, apitest.Credentials("reza@example.org", "یک گذرواژهٔ دیگر")).
				Problem(t, 401, "sign_in_failed")
		}
		require.Equal(t, http.StatusCreated, w.Post(sessions, apitest.Credentials("reza@example.org", password)).Status,
			"whoever got in begins anew")
	})
}

func TestTheWaitGrowsToAQuarterOfAnHourAndIsForgottenAfterADay(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		wrong := apitest.Credentials("nobody@example.org", password)
		wait := func() string { return w.Post(sessions, wrong).Header.Get("Retry-After") }
		for range 20 {
			w.Post(sessions, wrong).Problem(t, 401, "sign_in_failed")
			if seconds, err := strconv.Atoi(wait()); err == nil {
				w.Clock.Advance(time.Duration(seconds) * time.Second)
			}
		}
		require.Empty(t, wait())
		require.Equal(t, "900", wait())
		w.Clock.Advance(24*time.Hour + time.Second)
		for range 4 {
			w.Post(sessions, wrong).Problem(t, 401, "sign_in_failed")
		}
		w.Post(sessions, wrong).Problem(t, 401, "sign_in_failed")
	})
}

func TestARepeatedSignInGetsTheSameSession(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Hire(models.RoleOfficer, "reza@example.org")
		w.Hire(models.RoleOfficer, "maryam@example.org")
		key := []string{"Idempotency-Key", "sign-in-1"}
		reza := apitest.Credentials("reza@example.org", password)
		first := w.Post(sessions, reza, key...)
		require.Equal(t, http.StatusCreated, first.Status)
		again := w.Post(sessions, reza, key...)
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.Body), string(again.Body))
		w.Post(sessions, apitest.Credentials("maryam@example.org", password), key...).
			Problem(t, 409, "idempotency_conflict")
		w.Post(sessions, apitest.Credentials("reza@example.org", "یک گذرواژهٔ دیگر"), key...).
			Problem(t, 401, "sign_in_failed")

		session := member{Token: apitest.Decode[models.SessionView](t, first).Token}
		require.Equal(t, http.StatusNoContent,
			w.Send(http.MethodDelete, sessions+"/current", "", session.Headers()...).Status)
		again = w.Post(sessions, reza, key...)
		require.Equal(t, string(first.Body), string(again.Body))
		w.Get("/api/v1/staff/me", session.Headers()...).Problem(t, 401, "session_unknown")
	})
}

func TestConcurrentSignInsWithOneKeyBeginOneSession(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Hire(models.RoleOfficer, "reza@example.org")
		form := apitest.Credentials("reza@example.org", password)
		statuses := apitest.InParallel(5,
			func() int { return w.Post(sessions, form, "Idempotency-Key", "the-same").Status })
		require.Equal(t, map[int]int{http.StatusCreated: 5}, statuses)
		var count int64
		require.NoError(t, w.DB.Model(&models.StaffSession{}).Count(&count).Error)
		require.EqualValues(t, 1, count)
	})
}
