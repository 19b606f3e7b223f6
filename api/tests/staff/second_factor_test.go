package staff_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/models"
	"amanat/services"
)

// inEarnest requires a second factor of those who can do much, as in production.
func inEarnest() setting {
	return func(e *services.Environment, _ *api.Options) { e.SecondFactors = true }
}

// later is the code of the next time step: the one before has been used.
func (w *world) later(secret string) string {
	w.T.Helper()
	w.Clock.Advance(30 * time.Second)
	return w.OTP(secret)
}

// in writes the digits of a code as a keyboard of another script does.
func in(digits, code string) string {
	letters := []rune(digits)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return letters[r-'0']
		}
		return r
	}, code)
}

func TestTheSecondFactorFromEnrolmentToRecovery(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleOfficer)
		other := w.SignIn(m.Email)
		secret, codes := w.Enrol(m)
		require.Len(t, codes, 10)
		require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/me", m.Headers()...).Status, "who enrolled goes on")
		w.Get("/api/v1/staff/me", other.Headers()...).Problem(t, http.StatusUnauthorized, "session_unknown")

		with := func(code string) reply {
			return w.SendLenient(http.MethodPost, sessions, apitest.Credentials(m.Email, password, "otp", code))
		}
		w.Post(sessions, apitest.Credentials(m.Email, password)).Problem(t, http.StatusUnauthorized, "otp_required")
		w.Post(sessions, apitest.Credentials(m.Email, "یک گذرواژهٔ دیگر")).Problem(t, 401, "sign_in_failed")
		with(w.OTP(secret)).Problem(t, http.StatusUnauthorized, "sign_in_failed") // the one that confirmed
		code := w.later(secret)
		require.Equal(t, http.StatusCreated, with(code).Status)
		with(code).Problem(t, http.StatusUnauthorized, "sign_in_failed")
		require.Equal(t, http.StatusCreated, with(in("۰۱۲۳۴۵۶۷۸۹", w.later(secret))).Status)
		require.Equal(t, http.StatusCreated, with(in("٠١٢٣٤٥٦٧٨٩", w.later(secret))).Status)
		spaced := w.later(secret)
		require.Equal(t, http.StatusCreated, with(spaced[:3]+" "+spaced[3:]).Status)

		require.Equal(t, http.StatusCreated, with(codes[0]).Status)
		with(codes[0]).Problem(t, http.StatusUnauthorized, "sign_in_failed")
		require.Equal(t, http.StatusCreated, with(in("۰۱۲۳۴۵۶۷۸۹", strings.ToLower(codes[1]))).Status)
		for _, wrong := range []string{"000000", "0", "کد", strings.Repeat("1", 40), "AAAA-AAAA-AAAA"} {
			with(wrong).Problem(t, http.StatusUnauthorized, "sign_in_failed")
			require.Equal(t, http.StatusCreated, with(w.later(secret)).Status)
		}
	})
}

func TestOneCodeSignsInOnceHoweverManyTryItAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleOfficer)
		secret, codes := w.Enrol(m)
		for _, code := range []string{w.later(secret), codes[0]} {
			form := apitest.Credentials(m.Email, password, "otp", code)
			statuses := apitest.InParallel(4, func() int { return w.Post(sessions, form).Status })
			require.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusUnauthorized: 3}, statuses)
			require.Equal(t, http.StatusCreated,
				w.Post(sessions, apitest.Credentials(m.Email, password, "otp", w.later(secret))).Status)
		}
	})
}

func TestRecoveryCodesAreRenewed(t *testing.T) {
	const renewal = "/api/v1/staff/me/recovery-codes"
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleOfficer)
		w.Post(renewal, `{"otp":"123456"}`, m.Headers()...).Problem(t, http.StatusConflict, "nothing_enrolled")
		w.Post(secondFactor+"/confirmation", `{"otp":"123456"}`, m.Headers()...).Problem(t, 409, "nothing_enrolled")
		secret, old := w.Enrol(m)
		w.Post(renewal, `{"otp":"000000"}`, m.Headers()...).Problem(t, http.StatusForbidden, "otp_wrong")
		got := w.Post(renewal, apitest.Body("otp", w.later(secret)), m.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		renewed := apitest.Decode[models.RecoveryCodesView](t, got).RecoveryCodes
		require.Len(t, renewed, 10)
		w.Post(sessions, apitest.Credentials(m.Email, password, "otp", old[3])).Problem(t, 401, "sign_in_failed")
		require.Equal(t, http.StatusCreated,
			w.Post(sessions, apitest.Credentials(m.Email, password, "otp", renewed[3])).Status)
	})
}

// TestAnOpenSessionDoesNotSufficeToTakeTheAccount tries what somebody may who finds a session open.
func TestAnOpenSessionDoesNotSufficeToTakeTheAccount(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleOfficer)
		w.Post(secondFactor, `{"password":"یک گذرواژهٔ دیگر"}`, m.Headers()...).Problem(t, 403, "password_wrong")
		secret, _ := w.Enrol(m)
		w.Post(secondFactor, apitest.Body("password", password), m.Headers()...).Problem(t, 403, "otp_wrong")
		got := w.Post(secondFactor, apitest.Body("password", password, "otp", w.later(secret)), m.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		fresh := apitest.Decode[models.EnrolmentView](t, got).Secret
		w.Post(secondFactor+"/confirmation", apitest.Body("otp", w.later(secret)), m.Headers()...).
			Problem(t, 403, "otp_wrong")
		require.Equal(t, http.StatusCreated,
			w.Post(sessions, apitest.Credentials(m.Email, password, "otp", w.OTP(secret))).Status,
			"the old one is in place")
		require.Equal(t, http.StatusOK,
			w.Post(secondFactor+"/confirmation", apitest.Body("otp", w.OTP(fresh)), m.Headers()...).Status)
		w.Post(sessions, apitest.Credentials(m.Email, password, "otp", w.later(secret))).
			Problem(t, 401, "sign_in_failed")
		require.Equal(t, http.StatusCreated,
			w.Post(sessions, apitest.Credentials(m.Email, password, "otp", w.OTP(fresh))).Status)
	})
}

func TestGuessingACodeMakesWait(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleOfficer)
		secret, _ := w.Enrol(m)
		for range 5 {
			w.Post(sessions, apitest.Credentials(m.Email, password, "otp", "000000")).Problem(t, 401, "sign_in_failed")
		}
		w.Clock.Advance(time.Second)
		w.Post(sessions, apitest.Credentials(m.Email, password, "otp", "000000")).Problem(t, 401, "sign_in_failed")
		w.Post(sessions, apitest.Credentials(m.Email, password, "otp", w.OTP(secret))).
			Problem(t, 429, "too_many_sign_ins")
		w.Post(sessions, apitest.Credentials(m.Email, password)).Problem(t, 429, "too_many_sign_ins")
	})
}

// TestBeingAskedForACodeIsNoFailure: many a client asks for the code once it knows that one is needed.
func TestBeingAskedForACodeIsNoFailure(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleOfficer)
		secret, _ := w.Enrol(m)
		for range 4 {
			w.Post(sessions, apitest.Credentials(m.Email, "یک گذرواژهٔ دیگر")).Problem(t, 401, "sign_in_failed")
		}
		code := w.later(secret)
		for range 3 {
			w.Post(sessions, apitest.Credentials(m.Email, password)).Problem(t, 401, "otp_required")
		}
		require.Equal(t, http.StatusCreated,
			w.Post(sessions, apitest.Credentials(m.Email, password, "otp", code)).Status)
	})
}

// TestAskingBesideGuessingForgivesNoGuess: whoever knows the password and guesses codes gains nothing by asking for the
// code at the same time.
func TestAskingBesideGuessingForgivesNoGuess(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleOfficer)
		w.Enrol(m)
		var mu sync.Mutex
		turn, guesses := 0, 0
		apitest.InParallel(45, func() int {
			mu.Lock()
			turn++
			guessing := turn%3 > 0
			mu.Unlock()
			if !guessing {
				return w.Post(sessions, apitest.Credentials(m.Email, password)).Status
			}
			got := w.Post(sessions, apitest.Credentials(m.Email, password, "otp", "000000"))
			mu.Lock()
			defer mu.Unlock()
			if got.Status == http.StatusUnauthorized {
				guesses++
			}
			return got.Status
		})
		require.LessOrEqual(t, guesses, 5)
	})
}
