package consent_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/models"
	"amanat/services"
)

// proxied has the service trust the address from which tests call, as that of a proxy.
func proxied(_ *services.Environment, o *api.Options) { o.TrustedProxies = []string{"192.0.2.0/24"} }

// onlyTLS says that the service is only reached through TLS.
func onlyTLS(_ *services.Environment, o *api.Options) { o.Secure = true }

func TestEveryCookieIsToldOfWithWhatIsLost(t *testing.T) {
	lost := map[string][]string{
		"fa": {
			"دوباره دربارهٔ کوکی‌ها از شما پرسیده می‌شود.", "باید نام و راه تماس خود را دوباره بنویسید.",
			"درگاه شما را چون بازدیدکننده‌ای تازه می‌بیند.",
		},
		"en": {
			"You will be asked about cookies again.", "You will have to enter your name and contact again.",
			"The portal takes you for somebody who was never here.",
		},
	}
	everywhere(t, func(t *testing.T, w *world) {
		for _, scheme := range []string{"http", "https"} {
			for language, texts := range lost {
				got := w.Get("/api/v1/cookies", "Accept-Language", language, "X-Forwarded-Proto", scheme)
				require.Equal(t, http.StatusOK, got.Status)
				require.Equal(t, language, got.Header.Get("Content-Language"))
				require.Equal(t, "public, max-age=60", got.Header.Get("Cache-Control"))
				shown := apitest.Decode[models.Page[models.CookieView]](t, got)
				require.Nil(t, shown.NextCursor)
				jar := models.Cookies(scheme == "https").All()
				require.Len(t, shown.Items, len(jar))
				for i, cookie := range jar {
					item := shown.Items[i]
					require.Equal(t, models.CookieView{
						Name: cookie.Name, Category: cookie.Category, Purpose: item.Purpose, Lifetime: cookie.ISO,
						MaxAge: int(cookie.Lifetime.Seconds()), HTTPOnly: cookie.HTTPOnly, Secure: cookie.Secure,
						SameSite: cookie.SameSite, Path: cookie.Path, LostWhenDeleted: texts[i],
					}, item)
					require.Greater(t, len(item.Purpose), 40)
				}
			}
		}
	}, proxied)
}

func TestTheListOfCookiesIsPagedLikeAnyOther(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		var seen []string
		for query := "?limit=2"; query != ""; {
			page := apitest.Decode[models.Page[models.CookieView]](t, w.Get("/api/v1/cookies"+query))
			query = ""
			for _, item := range page.Items {
				seen = append(seen, item.Name)
			}
			if page.NextCursor != nil {
				query = "?limit=2&cursor=" + *page.NextCursor
			}
		}
		require.Equal(t, []string{"amanat-consent", "amanat-memory", "amanat-returning"}, seen)
		got := w.SendLenient(http.MethodGet, "/api/v1/cookies?lang=fa&limit=0", "")
		require.Equal(t, map[string]string{"/lang": "unknown_field", "/limit": "not_a_limit"},
			got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken())
	})
}

// TestReadingSetsNoCookie calls every route that reads, as nobody and as somebody who consented to everything, also
// with cookies that are worth nothing.
func TestReadingSetsNoCookie(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		b.Decide(apitest.ConsentToAll())
		b.Remember(`{"first_name":"سارا"}`)
		receipt, editor := w.File(names), w.Staff(models.RoleEditor)
		walked := 0
		for _, grant := range w.API.Grants() {
			if grant.Method != http.MethodGet {
				continue
			}
			path := apitest.Filled(grant.Path, receipt.Reference)
			for _, cookies := range []string{
				"", b.CookieHeader(),
				"amanat-consent=x; amanat-memory=y; amanat-returning=z",
			} {
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					headers := editor.Headers("Cookie", cookies, "Sec-GPC", "1")
					if grant.Credential == "receipt" {
						headers[1] = "Receipt " + receipt.ReceiptCode
					}
					require.Empty(t, w.Raw(method, path, headers...).Header().Values("Set-Cookie"), "%s %s", method,
						path)
					walked++
				}
			}
		}
		require.Greater(t, walked, 200)
	})
}

// TestNoCookieComesBeforeAChoice does everything that people do and decides nothing about cookies.
func TestNoCookieComesBeforeAChoice(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(names)
		code := apitest.Holding(receipt.ReceiptCode)
		for _, got := range []reply{
			w.Post("/api/v1/complaints", names), w.Post("/api/v1/feedback", names),
			w.Post(policyHistory+"/1/acknowledgements", ""),
			w.Post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...),
			w.Post("/api/v1/forms/complaint/check", names),
			w.Post("/api/v1/receipts/verify", apitest.Body("proof", receipt.Proof)),
			w.Send(http.MethodPut, preferencesPath, `{"choices":{"memory":true},"policy_hash":"old"}`),
			w.SendLenient(http.MethodPut, preferencesPath, `{"choices":{"necessary":false}}`),
			w.Send(http.MethodPut, memoryPath, `{"first_name":"سارا"}`), w.Send(http.MethodDelete, memoryPath, ""),
			w.Post(sessions, apitest.Credentials("nobody@example.org", password)),
			w.Post("/api/v1/my/case/withdraw", "", code...),
			w.Send(http.MethodDelete, "/api/v1/my/case", "", code...),
		} {
			require.Empty(t, got.Header.Values("Set-Cookie"), string(got.Body))
		}
		w.Staff(models.RoleEditor)
		require.NotContains(t, w.Stored(), "\nconsents.")
	})
}
