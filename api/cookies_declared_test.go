package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/models"
	"amanat/services"
)

// mostCookie is what browsers keep of a cookie, in bytes (RFC 6265, section 6.1).
const mostCookie = 4096

// attributes are those of a cookie as it is declared, in any order, with this Max-Age.
func attributes(cookie models.Cookie, maxAge int) []string {
	expected := []string{"Path=" + cookie.Path, "Max-Age=" + strconv.Itoa(maxAge), "SameSite=" + cookie.SameSite}
	if cookie.HTTPOnly {
		expected = append(expected, "HttpOnly")
	}
	if cookie.Secure {
		expected = append(expected, "Secure")
	}
	slices.Sort(expected)
	return expected
}

// undeclared says what is wrong with the cookies of an answer: all of them have to be declared for one scheme, each
// with exactly the attributes that it is declared with, whether it is set or expires; and none comes with what is only
// read.
func undeclared(method string, header http.Header) error {
	lines := header.Values("Set-Cookie")
	if len(lines) > 0 && (method == http.MethodGet || method == http.MethodHead) {
		return fmt.Errorf("%s sets cookies: %q", method, lines)
	}
	for i, line := range lines {
		pair, rest, _ := strings.Cut(line, "; ")
		name, value, _ := strings.Cut(pair, "=")
		jar := models.Cookies(strings.HasPrefix(lines[0], "__Host-")).All()
		at := slices.IndexFunc(jar, func(c models.Cookie) bool { return c.Name == name })
		if at < 0 {
			return fmt.Errorf("nobody declared the cookie %q", line)
		}
		maxAge := int(jar[at].Lifetime.Seconds())
		if value == "" {
			maxAge = 0
		}
		given := strings.Split(rest, "; ")
		slices.Sort(given)
		if expected := attributes(jar[at], maxAge); !slices.Equal(expected, given) {
			return fmt.Errorf("%q is declared with %q", line, expected)
		}
		twice := slices.ContainsFunc(lines[:i], func(other string) bool { return strings.HasPrefix(other, name+"=") })
		if twice || len(line) > mostCookie {
			return fmt.Errorf("%d bytes of a cookie, or the second of one name: %q", len(line), line)
		}
	}
	return nil
}

func TestUndeclaredCookiesAreSeen(t *testing.T) {
	t.Parallel()
	const consent = "amanat-consent=1.x; Path=/; Max-Age=34128000; HttpOnly; SameSite=Lax"
	secure := "__Host-" + strings.Replace(consent, "HttpOnly", "HttpOnly; Secure", 1)
	gone := strings.NewReplacer("1.x", "", "34128000", "0").Replace(consent)
	for _, line := range []string{consent, secure, gone, strings.Replace(consent, "Path=/; ", "", 1) + "; Path=/"} {
		require.NoError(t, undeclared(http.MethodPut, http.Header{"Set-Cookie": {line}}), line)
		require.Error(t, undeclared(http.MethodGet, http.Header{"Set-Cookie": {line}}))
		require.Error(t, undeclared(http.MethodHead, http.Header{"Set-Cookie": {line}}))
	}
	for _, lines := range [][]string{
		{consent, consent},
		{consent, secure},
		{strings.Replace(consent, "amanat", "other", 1)},
		{consent + "; Domain=example.org"},
		{consent + "; Secure"},
		{strings.Replace(secure, "; Secure", "", 1)},
		{strings.Replace(consent, "34128000", "34128001", 1)},
		{strings.Replace(consent, "; HttpOnly", "", 1)},
		{strings.Replace(consent, "Lax", "None", 1)},
		{consent + "; Expires=x"},
		{strings.Replace(consent, "Path=/", "Path=/api", 1)},
		{strings.Replace(consent, "34128000", "0", 1)},
		{consent + "; Partitioned"},
		{strings.Replace(consent, "1.x", "", 1)},
		{strings.Replace(consent, "1.x", strings.Repeat("x", mostCookie), 1)},
		{""},
		{strings.Replace(gone, "; SameSite=Lax", "", 1)},
		{strings.Replace(gone, "Max-Age=0", "Max-Age=-1", 1)},
	} {
		require.Error(t, undeclared(http.MethodPut, http.Header{"Set-Cookie": lines}), lines)
	}
	require.NoError(t, undeclared(http.MethodGet, http.Header{}))
}

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
				got := w.get("/api/v1/cookies", "Accept-Language", language, "X-Forwarded-Proto", scheme)
				require.Equal(t, http.StatusOK, got.status)
				require.Equal(t, language, got.header.Get("Content-Language"))
				require.Equal(t, "public, max-age=60", got.header.Get("Cache-Control"))
				shown := decode[models.Page[models.CookieView]](t, got)
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
			page := decode[models.Page[models.CookieView]](t, w.get("/api/v1/cookies"+query))
			query = ""
			for _, item := range page.Items {
				seen = append(seen, item.Name)
			}
			if page.NextCursor != nil {
				query = "?limit=2&cursor=" + *page.NextCursor
			}
		}
		require.Equal(t, []string{"amanat-consent", "amanat-memory", "amanat-returning"}, seen)
		got := w.sendLenient(http.MethodGet, "/api/v1/cookies?lang=fa&limit=0", "")
		require.Equal(t, map[string]string{"/lang": "unknown_field", "/limit": "not_a_limit"},
			got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken())
	})
}

// TestReadingSetsNoCookie calls every route that reads, as nobody and as somebody who consented to everything, also
// with cookies that are worth nothing.
func TestReadingSetsNoCookie(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.decide(everything())
		b.remember(`{"first_name":"سارا"}`)
		receipt, editor := w.file(names), w.staff(models.RoleEditor)
		walked := 0
		for _, grant := range w.api.Grants() {
			if grant.Method != http.MethodGet {
				continue
			}
			path := filled(grant.Path, receipt.Reference)
			for _, cookies := range []string{
				"", b.cookieHeader(),
				"amanat-consent=x; amanat-memory=y; amanat-returning=z",
			} {
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					headers := editor.headers("Cookie", cookies, "Sec-GPC", "1")
					if grant.Credential == "receipt" {
						headers[1] = "Receipt " + receipt.ReceiptCode
					}
					require.Empty(t, w.raw(method, path, headers...).Header().Values("Set-Cookie"), "%s %s", method,
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
		receipt := w.file(names)
		code := holding(receipt.ReceiptCode)
		for _, got := range []reply{
			w.post("/api/v1/complaints", names), w.post("/api/v1/feedback", names),
			w.post(policyHistory+"/1/acknowledgements", ""),
			w.post("/api/v1/my/case/messages", `{"body":"سلام"}`, code...),
			w.post("/api/v1/forms/complaint/check", names),
			w.post("/api/v1/receipts/verify", body("proof", receipt.Proof)),
			w.send(http.MethodPut, preferencesPath, `{"choices":{"memory":true},"policy_hash":"old"}`),
			w.sendLenient(http.MethodPut, preferencesPath, `{"choices":{"necessary":false}}`),
			w.send(http.MethodPut, memoryPath, `{"first_name":"سارا"}`), w.send(http.MethodDelete, memoryPath, ""),
			w.post(sessions, credentials("nobody@example.org", password)),
			w.post("/api/v1/my/case/withdraw", "", code...),
			w.send(http.MethodDelete, "/api/v1/my/case", "", code...),
		} {
			require.Empty(t, got.header.Values("Set-Cookie"), string(got.body))
		}
		w.staff(models.RoleEditor)
		require.NotContains(t, w.stored(), "\nconsents.")
	})
}
