package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
)

func TestEmailDomainIsLowerCasedAndMarksGo(t *testing.T) {
	for typed, want := range map[string]string{
		"":                             "",
		"sara@example.ir":              "sara@example.ir",
		" Sara@Example.IR ":            "Sara@example.ir",
		"\u200esara@example.ir\u200f":  "sara@example.ir",
		"\u202asara@EXAMPLE.ir\u202c ": "sara@example.ir",
		"a@b@C.ir":                     "a@b@c.ir",
		"\"A@B\"@C.ir":                 "\"A@B\"@c.ir",
		"NoDomain":                     "NoDomain",
		"A@":                           "A@",
		"sara@example.ir\n":            "sara@example.ir\n",
		"سارا@نمونه.IR":                "سارا@نمونه.ir",
	} {
		require.Equal(t, want, text.Email(typed), "%+q", typed)
	}
}

func TestEmailIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Email)
}

func TestPageLosesWhatMayBePersonal(t *testing.T) {
	for typed, want := range map[string]string{
		"":                    "",
		"/":                   "/",
		" /services/pay ":     "/services/pay",
		"/services?name=sara": "/services",
		"/services#sara":      "/services",
		"/services ?q":        "/services",
		"/?":                  "/",
		"/@sara/post":         "/@sara/post",
		"/خدمات/پرداخت?نام=سارا":                "/خدمات/پرداخت",
		"https://example.ir/a?b#c":              "https://example.ir/a",
		"https://example.ir?b":                  "https://example.ir",
		"HTTPS://example.ir/a?b":                "HTTPS://example.ir/a",
		"https://sara:secret@example.ir/a":      "https://example.ir/a",
		"http://sara@example.ir":                "http://example.ir",
		"http://a@b@example.ir/x@y":             "http://example.ir/x@y",
		"http:///sara:secret@example.ir/":       "http:///example.ir/",
		`http:\\sara@example.ir`:                `http:\\example.ir`,
		`http://sara\@example.ir/`:              "http://example.ir/",
		"http://x@//sara@example.ir":            "http://example.ir",
		"//sara@example.ir/a":                   "//example.ir/a",
		`/\sara@example.ir/a`:                   `/\example.ir/a`,
		"http://":                               "http://",
		"ftp://sara@example.ir/?q":              "ftp://sara@example.ir/?q",
		" the page about taxes? ":               "the page about taxes?",
		"http:sara@example.ir":                  "http:sara@example.ir",
		"javascript:alert(1)":                   "javascript:alert(1)",
		"https://example.ir/a\n":                "https://example.ir/a\n",
		"https://example.ir/%3Fnot-a-query?yes": "https://example.ir/%3Fnot-a-query",
	} {
		require.Equal(t, want, text.Page(typed), "%+q", typed)
	}
}

func TestPageIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Page)
	addresses := rapid.Custom(func(t *rapid.T) string {
		scheme := rapid.SampledFrom([]string{"", "http:", "https:", "HTTP:"}).Draw(t, "scheme")
		return scheme + rapid.StringOfN(rapid.SampledFrom([]rune(`/\@:?# a.`)), 0, 20, -1).Draw(t, "rest")
	})
	rapid.Check(t, func(t *rapid.T) {
		once := text.Page(addresses.Draw(t, "address"))
		require.Equal(t, once, text.Page(once))
	})
}

func TestNoUserInformationIsLeftInAPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slashes := rapid.StringMatching(`[/\\]{2,4}`).Draw(t, "slashes")
		user := rapid.StringMatching(`[a-z:@\\]{1,12}`).Draw(t, "user")
		page := text.Page("https:" + slashes + user + "@example.ir/path")
		require.NotContains(t, page, "@")
		require.True(t, strings.HasSuffix(page, "example.ir/path"))
	})
}
