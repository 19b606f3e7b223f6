package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/models"
	"amanat/services"
)

const secondFactor = "/api/v1/staff/me/second-factor"

// inEarnest requires a second factor of those who can do much, as in production.
func inEarnest() setting {
	return func(e *services.Environment, _ *api.Options) { e.SecondFactors = true }
}

// enrol puts a second factor in place and answers its secret and the recovery codes.
func (w *world) enrol(m member) (secret string, recoveryCodes []string) {
	w.t.Helper()
	got := w.post(secondFactor, body("password", password), m.headers()...)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	enrolment := decode[models.EnrolmentView](w.t, got)
	require.Contains(w.t, enrolment.URI, enrolment.Secret)
	got = w.post(secondFactor+"/confirmation", body("otp", w.otp(enrolment.Secret)), m.headers()...)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return enrolment.Secret, decode[models.RecoveryCodesView](w.t, got).RecoveryCodes
}

// otp is the code that an authenticator shows now.
func (w *world) otp(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.clock.now())
	require.NoError(w.t, err)
	return code
}

// later is the code of the next time step: the one before has been used.
func (w *world) later(secret string) string {
	w.t.Helper()
	w.clock.advance(30 * time.Second)
	return w.otp(secret)
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
		m := w.staff(models.RoleOfficer)
		other := w.signIn(m.email)
		secret, codes := w.enrol(m)
		require.Len(t, codes, 10)
		require.Equal(t, http.StatusOK, w.get("/api/v1/staff/me", m.headers()...).status, "who enrolled goes on")
		w.get("/api/v1/staff/me", other.headers()...).problem(t, http.StatusUnauthorized, "session_unknown")

		with := func(code string) reply {
			return w.sendLenient(http.MethodPost, sessions, credentials(m.email, password, "otp", code))
		}
		w.post(sessions, credentials(m.email, password)).problem(t, http.StatusUnauthorized, "otp_required")
		w.post(sessions, credentials(m.email, "یک گذرواژهٔ دیگر")).problem(t, 401, "sign_in_failed")
		with(w.otp(secret)).problem(t, http.StatusUnauthorized, "sign_in_failed") // the one that confirmed
		code := w.later(secret)
		require.Equal(t, http.StatusCreated, with(code).status)
		with(code).problem(t, http.StatusUnauthorized, "sign_in_failed")
		require.Equal(t, http.StatusCreated, with(in("۰۱۲۳۴۵۶۷۸۹", w.later(secret))).status)
		require.Equal(t, http.StatusCreated, with(in("٠١٢٣٤٥٦٧٨٩", w.later(secret))).status)
		spaced := w.later(secret)
		require.Equal(t, http.StatusCreated, with(spaced[:3]+" "+spaced[3:]).status)

		require.Equal(t, http.StatusCreated, with(codes[0]).status)
		with(codes[0]).problem(t, http.StatusUnauthorized, "sign_in_failed")
		require.Equal(t, http.StatusCreated, with(in("۰۱۲۳۴۵۶۷۸۹", strings.ToLower(codes[1]))).status)
		for _, wrong := range []string{"000000", "0", "کد", strings.Repeat("1", 40), "AAAA-AAAA-AAAA"} {
			with(wrong).problem(t, http.StatusUnauthorized, "sign_in_failed")
			require.Equal(t, http.StatusCreated, with(w.later(secret)).status)
		}
	})
}

func TestOneCodeSignsInOnceHoweverManyTryItAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleOfficer)
		secret, codes := w.enrol(m)
		for _, code := range []string{w.later(secret), codes[0]} {
			form := credentials(m.email, password, "otp", code)
			statuses := inParallel(4, func() int { return w.post(sessions, form).status })
			require.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusUnauthorized: 3}, statuses)
			require.Equal(t, http.StatusCreated,
				w.post(sessions, credentials(m.email, password, "otp", w.later(secret))).status)
		}
	})
}

func TestRecoveryCodesAreRenewed(t *testing.T) {
	const renewal = "/api/v1/staff/me/recovery-codes"
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleOfficer)
		w.post(renewal, `{"otp":"123456"}`, m.headers()...).problem(t, http.StatusConflict, "nothing_enrolled")
		w.post(secondFactor+"/confirmation", `{"otp":"123456"}`, m.headers()...).problem(t, 409, "nothing_enrolled")
		secret, old := w.enrol(m)
		w.post(renewal, `{"otp":"000000"}`, m.headers()...).problem(t, http.StatusForbidden, "otp_wrong")
		got := w.post(renewal, body("otp", w.later(secret)), m.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		renewed := decode[models.RecoveryCodesView](t, got).RecoveryCodes
		require.Len(t, renewed, 10)
		w.post(sessions, credentials(m.email, password, "otp", old[3])).problem(t, 401, "sign_in_failed")
		require.Equal(t, http.StatusCreated,
			w.post(sessions, credentials(m.email, password, "otp", renewed[3])).status)
	})
}

// TestAnOpenSessionDoesNotSufficeToTakeTheAccount tries what somebody may who finds a session open.
func TestAnOpenSessionDoesNotSufficeToTakeTheAccount(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleOfficer)
		w.post(secondFactor, `{"password":"یک گذرواژهٔ دیگر"}`, m.headers()...).problem(t, 403, "password_wrong")
		secret, _ := w.enrol(m)
		w.post(secondFactor, body("password", password), m.headers()...).problem(t, 403, "otp_wrong")
		got := w.post(secondFactor, body("password", password, "otp", w.later(secret)), m.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		fresh := decode[models.EnrolmentView](t, got).Secret
		w.post(secondFactor+"/confirmation", body("otp", w.later(secret)), m.headers()...).problem(t, 403, "otp_wrong")
		require.Equal(t, http.StatusCreated,
			w.post(sessions, credentials(m.email, password, "otp", w.otp(secret))).status, "the old one is in place")
		require.Equal(t, http.StatusOK,
			w.post(secondFactor+"/confirmation", body("otp", w.otp(fresh)), m.headers()...).status)
		w.post(sessions, credentials(m.email, password, "otp", w.later(secret))).problem(t, 401, "sign_in_failed")
		require.Equal(t, http.StatusCreated,
			w.post(sessions, credentials(m.email, password, "otp", w.otp(fresh))).status)
	})
}

func TestGuessingACodeMakesWait(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleOfficer)
		secret, _ := w.enrol(m)
		for range 5 {
			w.post(sessions, credentials(m.email, password, "otp", "000000")).problem(t, 401, "sign_in_failed")
		}
		w.clock.advance(time.Second)
		w.post(sessions, credentials(m.email, password, "otp", "000000")).problem(t, 401, "sign_in_failed")
		w.post(sessions, credentials(m.email, password, "otp", w.otp(secret))).problem(t, 429, "too_many_sign_ins")
		w.post(sessions, credentials(m.email, password)).problem(t, 429, "too_many_sign_ins")
	})
}

// TestBeingAskedForACodeIsNoFailure: many a client asks for the code once it knows that one is needed.
func TestBeingAskedForACodeIsNoFailure(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleOfficer)
		secret, _ := w.enrol(m)
		for range 4 {
			w.post(sessions, credentials(m.email, "یک گذرواژهٔ دیگر")).problem(t, 401, "sign_in_failed")
		}
		code := w.later(secret)
		for range 3 {
			w.post(sessions, credentials(m.email, password)).problem(t, 401, "otp_required")
		}
		require.Equal(t, http.StatusCreated, w.post(sessions, credentials(m.email, password, "otp", code)).status)
	})
}

// TestAskingBesideGuessingForgivesNoGuess: whoever knows the password and guesses codes gains nothing by asking for the
// code at the same time.
func TestAskingBesideGuessingForgivesNoGuess(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleOfficer)
		w.enrol(m)
		var mu sync.Mutex
		turn, guesses := 0, 0
		inParallel(45, func() int {
			mu.Lock()
			turn++
			guessing := turn%3 > 0
			mu.Unlock()
			if !guessing {
				return w.post(sessions, credentials(m.email, password)).status
			}
			got := w.post(sessions, credentials(m.email, password, "otp", "000000"))
			mu.Lock()
			defer mu.Unlock()
			if got.status == http.StatusUnauthorized {
				guesses++
			}
			return got.status
		})
		require.LessOrEqual(t, guesses, 5)
	})
}
