package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const myPassword = "/api/v1/staff/me/password"

func TestWhatIsWrongWithAPasswordIsToldInBothLanguages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.hire(models.RoleEditor, "shahrzad@example.org")
		m := w.signIn("shahrzad@example.org")
		for chosen, code := range map[string]string{
			"کوتاه":                         "password_too_short",
			"نه نویسه!":                     "password_too_short",
			strings.Repeat("شب و روز ", 20): "password_too_long",
			"این گذرواژهٔ shahrzad است":     "password_has_email",
			"1234567890":                    "password_too_simple",
			"۱۲۳۴۵۶۷۸۹۰":                    "password_too_simple",
			"آآآآآآآآآآآآ":                  "password_too_simple",
			"password123":                   "password_too_simple",
			password:                        "password_unchanged",
			"سه کبوتر\u0000بر بام":          "control_character",
			"سه کبوتر\nبر بام کاهگلی":       "control_character",
			"":                       "required",
			strings.Repeat("x", 513): "password_too_long",
		} {
			details := map[string]string{}
			for _, language := range []string{"fa", "en"} {
				got := w.sendLenient(http.MethodPut, myPassword, body("current_password", password, "new_password", chosen),
					m.headers("Accept-Language", language)...)
				document := got.problem(t, http.StatusUnprocessableEntity, "validation_failed")
				require.Equal(t, map[string]string{"/new_password": code}, document.broken(), "%q", chosen)
				require.Equal(t, language, got.header.Get("Content-Language"))
				details[document.Errors[0].Detail] = language
			}
			require.Len(t, details, 2, "each language has its own words: %v", details)
		}
		both := w.sendLenient(http.MethodPut, myPassword, `{"new_password":"کوتاه","x":1}`, m.headers()...)
		require.Equal(t, map[string]string{
			"/current_password": "required", "/new_password": "password_too_short", "/x": "unknown_field",
		}, both.problem(t, 422, "validation_failed").broken())
		require.Equal(t, http.StatusCreated, w.post(sessions, credentials(m.email, password)).status)
	})
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleEditor)
		other := w.signIn(m.email)
		const chosen = "سه کبوتر بر بام‌های کاهگلی"
		change := func(current string) reply {
			return w.send(http.MethodPut, myPassword, body("current_password", current, "new_password", chosen), m.headers()...)
		}
		change("یک گذرواژهٔ دیگر").problem(t, http.StatusForbidden, "password_wrong")
		require.Equal(t, http.StatusNoContent, change(password).status)
		require.Equal(t, http.StatusOK, w.get("/api/v1/staff/me", m.headers()...).status)
		w.get("/api/v1/staff/me", other.headers()...).problem(t, http.StatusUnauthorized, "session_unknown")
		w.post(sessions, credentials(m.email, password)).problem(t, http.StatusUnauthorized, "sign_in_failed")
		// Another keyboard has wider spaces, and no other half-space will do.
		wide := strings.ReplaceAll(chosen, " ", "\u00a0")
		require.Equal(t, http.StatusCreated, w.post(sessions, credentials(m.email, wide)).status)
		joined := strings.ReplaceAll(chosen, "\u200c", "")
		w.post(sessions, credentials(m.email, joined)).problem(t, http.StatusUnauthorized, "sign_in_failed")
	})
}

func TestGuessingAPasswordInASessionMakesWait(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.staff(models.RoleEditor)
		for range 5 {
			w.post(secondFactor, `{"password":"یک گذرواژهٔ دیگر"}`, m.headers()...).problem(t, 403, "password_wrong")
		}
		for path, form := range map[string]string{
			secondFactor:                   body("password", password),
			secondFactor + "/confirmation": `{"otp":"123456"}`,
		} {
			waiting := w.post(path, form, m.headers()...)
			waiting.problem(t, http.StatusTooManyRequests, "too_many_sign_ins")
			require.Equal(t, "1", waiting.header.Get("Retry-After"))
		}
		require.Equal(t, http.StatusCreated, w.post(sessions, credentials(m.email, password)).status,
			"nobody is kept from signing in")
	})
}
