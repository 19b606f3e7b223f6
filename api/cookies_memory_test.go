package api_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestTheFormMemoryIsKeptOnTheDevice(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.decide(map[string]bool{"memory": true})
		require.Equal(t, models.FormMemory{}, decode[models.FormMemory](t, b.send(http.MethodGet, memoryPath, "")))
		got := b.remember(`{"first_name":" علي‌رضا ","last_name":"احمدی","email":"Sara@Example.ORG","phone":"۰۹۱۲ ۱۲۳ ۴۵۶۷"}`)
		whole := models.FormMemory{
			FirstName: "علی‌رضا", LastName: "احمدی", Email: "Sara@example.org",
			Phone: "+989121234567",
		}
		require.Equal(t, whole, decode[models.FormMemory](t, got))
		require.Equal(t, whole, decode[models.FormMemory](t, b.send(http.MethodGet, memoryPath, "")))
		w.clock.advance(179 * 24 * time.Hour)
		require.Equal(t, whole, decode[models.FormMemory](t, b.send(http.MethodGet, memoryPath, "")))
		b.remember(`{"first_name":"سارا"}`)
		require.Equal(t, models.FormMemory{FirstName: "سارا"},
			decode[models.FormMemory](t, b.send(http.MethodGet, memoryPath, "")),
			"what is left out is forgotten")
		require.Equal(t, models.FormMemory{}, decode[models.FormMemory](t, b.remember(`{}`)))
		require.NotContains(t, b.cookies, "amanat-memory", "nothing needs no cookie")
		b.remember(`{"first_name":"سارا"}`)

		require.Equal(t, http.StatusNoContent, b.send(http.MethodDelete, memoryPath, "").status)
		require.NotContains(t, b.cookies, "amanat-memory")
		require.Equal(t, models.FormMemory{}, decode[models.FormMemory](t, b.send(http.MethodGet, memoryPath, "")))
		require.Equal(t, http.StatusNoContent, b.send(http.MethodDelete, memoryPath, "").status,
			"to forget twice is to forget")
	})
}

func TestNothingIsRememberedWithoutConsent(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		refused := func(b *browser) {
			for method, form := range map[string]string{
				http.MethodGet: "", http.MethodPut: `{"first_name":"سارا"}`,
				http.MethodDelete: "",
			} {
				got := b.send(method, memoryPath, form)
				got.problem(t, http.StatusForbidden, "consent_required")
				require.Contains(t, string(got.body), `"clause":"cookie-memory"`)
				set, _ := setCookies(t, got)
				require.Empty(t, set)
			}
		}
		b := w.browser()
		refused(b)
		b.decide(map[string]bool{"returning": true})
		refused(b)
		b.decide(map[string]bool{"memory": false})
		refused(b)
		b.decide(map[string]bool{"memory": true})
		b.remember(`{"first_name":"سارا"}`)
		kept := b.cookies["amanat-memory"]
		b.send(http.MethodDelete, preferencesPath, "")
		b.cookies["amanat-memory"] = kept
		refused(b)
		require.NotContains(t, b.cookies, "amanat-memory", "whoever still has the cookie is rid of it")
	})
}

// TestAMemoryIsOfOneConsentAndWhole: a cookie that was changed, or is another's, is no cookie.
func TestAMemoryIsOfOneConsentAndWhole(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b, other := w.browser(), w.browser()
		b.decide(map[string]bool{"memory": true})
		other.decide(map[string]bool{"memory": true})
		b.remember(`{"first_name":"سارا"}`)
		other.remember(`{"first_name":"زهرا"}`)
		genuine := b.cookies["amanat-memory"]
		require.True(t, strings.HasPrefix(genuine, "1."), "versions can follow")
		forged := []string{
			"", "x", genuine + "A", genuine[:len(genuine)-1], genuine[2:], "2" + genuine[1:],
			other.cookies["amanat-memory"],
			b.cookies["amanat-consent"], genuine + "; amanat-memory=" + genuine, "; amanat-memory=x",
			"1." + base64.RawURLEncoding.EncodeToString([]byte(`{"first_name":"سارا"}`)),
		}
		for i := 0; i < len(genuine); i += 3 {
			forged = append(forged, flip(genuine, i))
		}
		for _, value := range forged {
			b.cookies["amanat-memory"] = value
			got := b.send(http.MethodGet, memoryPath, "")
			require.Equal(t, http.StatusOK, got.status, value)
			require.Equal(t, models.FormMemory{}, decode[models.FormMemory](t, got), value)
		}
		b.cookies["amanat-memory"] = genuine
		require.Equal(t, models.FormMemory{FirstName: "سارا"},
			decode[models.FormMemory](t, b.send(http.MethodGet, memoryPath, "")))
	})
}

func TestTheLongestMemoryFitsIntoACookie(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser("X-Forwarded-Proto", "https")
		b.decide(map[string]bool{"memory": true})
		longest := models.FormMemory{
			FirstName: strings.Repeat("𐎠", 100), LastName: strings.Repeat("𐎡", 100), Phone: "+989121234567",
			Email: strings.Repeat("a", 60) + "@" + strings.Repeat(strings.Repeat("b", 60)+".", 3) + "org",
		}
		got := b.remember(toText(longest))
		require.Less(t, len(got.header.Get("Set-Cookie")), mostCookie)
		require.Equal(t, longest, decode[models.FormMemory](t, b.send(http.MethodGet, memoryPath, "")))
	}, proxied)
}

func TestWhatToRememberIsReadAsStrictlyAsAForm(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.decide(map[string]bool{"memory": true})
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
			got := b.send(http.MethodPut, memoryPath, form)
			require.Equal(t, broken, got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken(),
				form)
			require.Empty(t, got.header.Values("Set-Cookie"))
		}
		b.send(http.MethodPut, memoryPath, `{"first_name":"a","first_name":"b"}`).problem(t, 400, "malformed_json")
	})
}

func TestDecisionsLeadToNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser("User-Agent", "MarkedAgent", "X-Forwarded-For", "203.0.113.77")
		w.clock.advance(17*time.Second + 123*time.Millisecond)
		w.file(names)
		before := w.kept()
		saved := b.decide(everything())
		cookie := b.cookies["amanat-consent"]
		b.send(http.MethodDelete, preferencesPath, "")
		for _, field := range w.since(before) {
			require.True(t, strings.HasPrefix(field, "consents."), field)
			require.NotContains(t, field, "08:30:17", "no time is finer than a minute")
			for _, mark := range []string{"192.0.2.1", "203.0.113.77", "MarkedAgent", cookie} {
				require.NotContains(t, field, mark)
			}
		}
		require.NotContains(t, w.log.String(), saved.ConsentID.String())
		require.NotContains(t, w.log.String(), cookie)
		for field := range before {
			require.NotContains(t, field, saved.ConsentID.String(), "a decision has no key in common with anything else")
		}
	})
}
