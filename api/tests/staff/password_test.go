package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestWhatIsWrongWithAPasswordIsToldInBothLanguages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.Hire(models.RoleEditor, "shahrzad@example.org")
		m := w.SignIn("shahrzad@example.org")
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
				got := w.SendLenient(http.MethodPut, myPassword, apitest.Body("current_password", password, "new_password", chosen),
					m.Headers("Accept-Language", language)...)
				document := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
				require.Equal(t, map[string]string{"/new_password": code}, document.Broken(), "%q", chosen)
				require.Equal(t, language, got.Header.Get("Content-Language"))
				details[document.Errors[0].Detail] = language
			}
			require.Len(t, details, 2, "each language has its own words: %v", details)
		}
		both := w.SendLenient(http.MethodPut, myPassword, `{"new_password":"کوتاه","x":1}`, m.Headers()...)
		require.Equal(t, map[string]string{
			"/current_password": "required", "/new_password": "password_too_short", "/x": "unknown_field",
		}, both.Problem(t, 422, "validation_failed").Broken())
		require.Equal(t, http.StatusCreated, w.Post(sessions, apitest.Credentials(m.Email, password)).Status)
	})
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleEditor)
		other := w.SignIn(m.Email)
		const chosen = "سه کبوتر بر بام‌های کاهگلی"
		change := func(current string) reply {
			return w.Send(http.MethodPut, myPassword, apitest.Body("current_password", current, "new_password", chosen), m.Headers()...)
		}
		change("یک گذرواژهٔ دیگر").Problem(t, http.StatusForbidden, "password_wrong")
		require.Equal(t, http.StatusNoContent, change(password).Status)
		require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/me", m.Headers()...).Status)
		w.Get("/api/v1/staff/me", other.Headers()...).Problem(t, http.StatusUnauthorized, "session_unknown")
		w.Post(sessions, apitest.Credentials(m.Email, password)).Problem(t, http.StatusUnauthorized, "sign_in_failed")
		// Another keyboard has wider spaces, and no other half-space will do.
		wide := strings.ReplaceAll(chosen, " ", "\u00a0")
		require.Equal(t, http.StatusCreated, w.Post(sessions, apitest.Credentials(m.Email, wide)).Status)
		joined := strings.ReplaceAll(chosen, "\u200c", "")
		w.Post(sessions, apitest.Credentials(m.Email, joined)).Problem(t, http.StatusUnauthorized, "sign_in_failed")
	})
}

func TestGuessingAPasswordInASessionMakesWait(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := w.Staff(models.RoleEditor)
		for range 5 {
			w.Post(secondFactor, `{"password":"یک گذرواژهٔ دیگر"}`, m.Headers()...).Problem(t, 403, "password_wrong")
		}
		for path, form := range map[string]string{
			secondFactor:                   apitest.Body("password", password),
			secondFactor + "/confirmation": `{"otp":"123456"}`,
		} {
			waiting := w.Post(path, form, m.Headers()...)
			waiting.Problem(t, http.StatusTooManyRequests, "too_many_sign_ins")
			require.Equal(t, "1", waiting.Header.Get("Retry-After"))
		}
		require.Equal(t, http.StatusCreated, w.Post(sessions, apitest.Credentials(m.Email, password)).Status,
			"nobody is kept from signing in")
	})
}
