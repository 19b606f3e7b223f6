package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
)

// cookiesOf are the cookies that may be set in this request.
func cookiesOf(c *gin.Context) models.CookieJar { return models.Cookies(web.Secure(c)) }

// setCookie is the one way in which the service sets a cookie: with the attributes that it is declared with.
func setCookie(c *gin.Context, cookie models.Cookie, value string) {
	write(c, cookie, value, int(cookie.Lifetime.Seconds()))
}

// expireCookie has the browser delete a cookie: with the very attributes that it was set with, or it would be another.
func expireCookie(c *gin.Context, cookie models.Cookie) { write(c, cookie, "", -1) }

func write(c *gin.Context, cookie models.Cookie, value string, maxAge int) {
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure wherever there is TLS; see models.Cookies
		Name: cookie.Name, Value: value, Path: cookie.Path, MaxAge: maxAge, Secure: cookie.Secure,
		HttpOnly: cookie.HTTPOnly, SameSite: http.SameSiteLaxMode,
	})
}

// cookieValues are the values of all cookies of that name: somebody else may have planted one beside the real one.
func cookieValues(c *gin.Context, cookie models.Cookie) (values []string) {
	for _, found := range c.Request.CookiesNamed(cookie.Name) {
		values = append(values, found.Value)
	}
	return values
}

// readCookie is the cookie's value; empty when there is none, or more than one: a second one was planted.
func readCookie(c *gin.Context, cookie models.Cookie) string {
	values := cookieValues(c, cookie)
	if len(values) != 1 {
		return ""
	}
	return values[0]
}

// describeCookies describes the cookies of a jar.
func describeCookies(l web.Localizer, language string, jar models.CookieJar) []models.CookieView {
	var views []models.CookieView
	for _, cookie := range jar.All() {
		views = append(views, models.CookieView{
			Name: cookie.Name, Category: cookie.Category, Lifetime: cookie.ISO,
			Purpose: l.Text(language, "cookie_"+string(cookie.Category)+"_purpose"),
			MaxAge:  int(cookie.Lifetime.Seconds()), HTTPOnly: cookie.HTTPOnly, Secure: cookie.Secure,
			SameSite: cookie.SameSite, Path: cookie.Path,
			LostWhenDeleted: lostWith(l, models.Language(language), cookie),
		})
	}
	return views
}

// expired says what the deletion of a cookie costs.
func expired(l web.Localizer, language models.Language, cookie models.Cookie) models.ExpiredCookie {
	return models.ExpiredCookie{Name: cookie.Name, LostWhenDeleted: lostWith(l, language, cookie)}
}

// lostWith says what is lost with a cookie.
func lostWith(l web.Localizer, language models.Language, cookie models.Cookie) string {
	return l.Text(string(language), "cookie_"+string(cookie.Category)+"_lost")
}
