package consent_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestTheFormMemoryIsKeptOnTheDevice(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		b.Decide(map[string]bool{"memory": true})
		require.Equal(t, models.FormMemory{},
			apitest.Decode[models.FormMemory](t, b.Send(http.MethodGet, memoryPath, "")))
		got := b.Remember(`{"first_name":" علي‌رضا ","last_name":"احمدی","email":"Sara@Example.ORG","phone":"۰۹۱۲ ۱۲۳ ۴۵۶۷"}`)
		whole := models.FormMemory{
			FirstName: "علی‌رضا", LastName: "احمدی", Email: "Sara@example.org",
			Phone: "+989121234567",
		}
		require.Equal(t, whole, apitest.Decode[models.FormMemory](t, got))
		require.Equal(t, whole, apitest.Decode[models.FormMemory](t, b.Send(http.MethodGet, memoryPath, "")))
		w.Clock.Advance(179 * 24 * time.Hour)
		require.Equal(t, whole, apitest.Decode[models.FormMemory](t, b.Send(http.MethodGet, memoryPath, "")))
		b.Remember(`{"first_name":"سارا"}`)
		require.Equal(t, models.FormMemory{FirstName: "سارا"},
			apitest.Decode[models.FormMemory](t, b.Send(http.MethodGet, memoryPath, "")),
			"what is left out is forgotten")
		require.Equal(t, models.FormMemory{}, apitest.Decode[models.FormMemory](t, b.Remember(`{}`)))
		require.NotContains(t, b.Cookies, "amanat-memory", "nothing needs no cookie")
		b.Remember(`{"first_name":"سارا"}`)

		require.Equal(t, http.StatusNoContent, b.Send(http.MethodDelete, memoryPath, "").Status)
		require.NotContains(t, b.Cookies, "amanat-memory")
		require.Equal(t, models.FormMemory{},
			apitest.Decode[models.FormMemory](t, b.Send(http.MethodGet, memoryPath, "")))
		require.Equal(t, http.StatusNoContent, b.Send(http.MethodDelete, memoryPath, "").Status,
			"to forget twice is to forget")
	})
}

func TestNothingIsRememberedWithoutConsent(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		refused := func(b *apitest.Browser) {
			for method, form := range map[string]string{
				http.MethodGet: "", http.MethodPut: `{"first_name":"سارا"}`,
				http.MethodDelete: "",
			} {
				got := b.Send(method, memoryPath, form)
				got.Problem(t, http.StatusForbidden, "consent_required")
				require.Contains(t, string(got.Body), `"clause":"cookie-memory"`)
				set, _ := setCookies(t, got)
				require.Empty(t, set)
			}
		}
		b := w.Browser()
		refused(b)
		b.Decide(map[string]bool{"returning": true})
		refused(b)
		b.Decide(map[string]bool{"memory": false})
		refused(b)
		b.Decide(map[string]bool{"memory": true})
		b.Remember(`{"first_name":"سارا"}`)
		kept := b.Cookies["amanat-memory"]
		b.Send(http.MethodDelete, preferencesPath, "")
		b.Cookies["amanat-memory"] = kept
		refused(b)
		require.NotContains(t, b.Cookies, "amanat-memory", "whoever still has the cookie is rid of it")
	})
}

// TestAMemoryIsOfOneConsentAndWhole: a cookie that was changed, or is another's, is no cookie.
func TestAMemoryIsOfOneConsentAndWhole(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b, other := w.Browser(), w.Browser()
		b.Decide(map[string]bool{"memory": true})
		other.Decide(map[string]bool{"memory": true})
		b.Remember(`{"first_name":"سارا"}`)
		other.Remember(`{"first_name":"زهرا"}`)
		genuine := b.Cookies["amanat-memory"]
		require.True(t, strings.HasPrefix(genuine, "1."), "versions can follow")
		forged := []string{
			"", "x", genuine + "A", genuine[:len(genuine)-1], genuine[2:], "2" + genuine[1:],
			other.Cookies["amanat-memory"],
			b.Cookies["amanat-consent"], genuine + "; amanat-memory=" + genuine, "; amanat-memory=x",
			"1." + base64.RawURLEncoding.EncodeToString([]byte(`{"first_name":"سارا"}`)),
		}
		for i := 0; i < len(genuine); i += 3 {
			forged = append(forged, apitest.Flip(genuine, i))
		}
		for _, value := range forged {
			b.Cookies["amanat-memory"] = value
			got := b.Send(http.MethodGet, memoryPath, "")
			require.Equal(t, http.StatusOK, got.Status, value)
			require.Equal(t, models.FormMemory{}, apitest.Decode[models.FormMemory](t, got), value)
		}
		b.Cookies["amanat-memory"] = genuine
		require.Equal(t, models.FormMemory{FirstName: "سارا"},
			apitest.Decode[models.FormMemory](t, b.Send(http.MethodGet, memoryPath, "")))
	})
}

func TestTheLongestMemoryFitsIntoACookie(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser("X-Forwarded-Proto", "https")
		b.Decide(map[string]bool{"memory": true})
		longest := models.FormMemory{
			FirstName: strings.Repeat("𐎠", 100), LastName: strings.Repeat("𐎡", 100), Phone: "+989121234567",
			Email: strings.Repeat("a", 60) + "@" + strings.Repeat(strings.Repeat("b", 60)+".", 3) + "org",
		}
		got := b.Remember(apitest.ToText(longest))
		require.Less(t, len(got.Header.Get("Set-Cookie")), apitest.MostCookie)
		require.Equal(t, longest, apitest.Decode[models.FormMemory](t, b.Send(http.MethodGet, memoryPath, "")))
	}, proxied)
}

func TestWhatToRememberIsReadAsStrictlyAsAForm(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		b.Decide(map[string]bool{"memory": true})
		for form, broken := range map[string]map[string]string{
			`{"first_name":"<b>","message":"سلام"}`: {
				"/first_name": "not_a_name",
				"/message":    "unknown_field",
			},
			`{"last_name":7,"email":"x","phone":"1"}`: {
				"/last_name": "wrong_type", "/email": "not_an_email",
				"/phone": "not_a_phone",
			},
			`{"first_name":"` + strings.Repeat("ب", 101) + `"}`: {"/first_name": "too_long"},
			`{"national_id":"0012345678"}`:                      {"/national_id": "unknown_field"},
		} {
			got := b.Send(http.MethodPut, memoryPath, form)
			require.Equal(t, broken, got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken(),
				form)
			require.Empty(t, got.Header.Values("Set-Cookie"))
		}
		b.Send(http.MethodPut, memoryPath, `{"first_name":"a","first_name":"b"}`).Problem(t, 400, "malformed_json")
	})
}

func TestDecisionsLeadToNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser("User-Agent", "MarkedAgent", "X-Forwarded-For", "203.0.113.77")
		w.Clock.Advance(17*time.Second + 123*time.Millisecond)
		w.File(names)
		before := w.Kept()
		saved := b.Decide(apitest.ConsentToAll())
		cookie := b.Cookies["amanat-consent"]
		b.Send(http.MethodDelete, preferencesPath, "")
		for _, field := range w.Since(before) {
			require.True(t, strings.HasPrefix(field, "consents."), field)
			require.NotContains(t, field, "08:30:17", "no time is finer than a minute")
			for _, mark := range []string{"192.0.2.1", "203.0.113.77", "MarkedAgent", cookie} {
				require.NotContains(t, field, mark)
			}
		}
		require.NotContains(t, w.Log.String(), saved.ConsentID.String())
		require.NotContains(t, w.Log.String(), cookie)
		for field := range before {
			require.NotContains(t, field, saved.ConsentID.String(), "a decision has no key in common with anything else")
		}
	})
}
