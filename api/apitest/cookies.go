package apitest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"amanat/models"
)

// MostCookie is what browsers keep of a cookie, in bytes (RFC 6265, section 6.1).
const MostCookie = 4096

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
		if twice || len(line) > MostCookie {
			return fmt.Errorf("%d bytes of a cookie, or the second of one name: %q", len(line), line)
		}
	}
	return nil
}

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
