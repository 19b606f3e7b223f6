package locale_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"amanat/handlers/locale"
)

func catalog(t testing.TB, preferred string) *locale.Catalog {
	t.Helper()
	c, err := locale.New(preferred)
	require.NoError(t, err)
	return c
}

// leaves are the texts of a language by their path, such as problems/not_found/title.
func leaves(t *testing.T, language string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(language + ".json")
	require.NoError(t, err)
	require.True(t, jsontext.Value(text).IsValid(), "no text is written twice")
	var tree map[string]any
	require.NoError(t, json.Unmarshal(text, &tree))
	found := map[string]string{}
	var walk func(path string, node any)
	walk = func(path string, node any) {
		switch node := node.(type) {
		case map[string]any:
			for key, child := range node {
				walk(strings.TrimPrefix(path+"/"+key, "/"), child)
			}
		case string:
			found[path] = node
		default:
			require.Failf(t, "not a text", "%s: %T", path, node)
		}
	}
	walk("", tree)
	return found
}

func keys(texts map[string]string) []string {
	var all []string
	for key := range texts {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	fa, en := leaves(t, "fa"), leaves(t, "en")
	require.Equal(t, keys(en), keys(fa))
	for key := range fa {
		require.NotEmpty(t, strings.TrimSpace(fa[key]), key)
		require.NotEmpty(t, strings.TrimSpace(en[key]), key)
		require.NotEqual(t, en[key], fa[key], key)
	}
}

// A key that stands twice in a file would hide one of its texts.
func TestNoTextIsWrittenTwice(t *testing.T) {
	for _, language := range locale.Languages() {
		text, err := os.ReadFile(language + ".json")
		require.NoError(t, err)
		written := len(regexp.MustCompile(`": "`).FindAll(text, -1))
		require.Len(t, leaves(t, language), written, language)
	}
}

func TestBothLanguagesHaveTheSamePlaceholders(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[^}]*\}`)
	fa, en := leaves(t, "fa"), leaves(t, "en")
	for key := range fa {
		require.Equal(t, placeholder.FindAllString(en[key], -1), placeholder.FindAllString(fa[key], -1), key)
		for _, name := range placeholder.FindAllString(fa[key], -1) {
			require.Equal(t, "{limit}", name, key)
		}
	}
	require.Contains(t, fa["violations/too_long"], "{limit}")
}

// Persian letters from an Arabic keyboard and digits that are not Persian look foreign in a Persian sentence.
func TestPersianTextsArePersian(t *testing.T) {
	for key, text := range leaves(t, "fa") {
		require.NotContains(t, text, "ي", key)
		require.NotContains(t, text, "ك", key)
		require.True(t, strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }), key)
		require.False(t, strings.ContainsFunc(text, func(r rune) bool { return r >= '٠' && r <= '٩' }), key)
	}
	for key, text := range leaves(t, "en") {
		require.False(t, strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }), key)
	}
}

func TestOnlyALanguageThatExistsCanBePreferred(t *testing.T) {
	for _, language := range []string{"", "de", "FA", "fa-IR", "mul"} {
		_, err := locale.New(language)
		require.ErrorContains(t, err, "there are none in", "%q", language)
	}
}

func TestNegotiate(t *testing.T) {
	huge := strings.Repeat("en-US,de;q=0.9,", 5000)
	for header, want := range map[string]struct{ persian, english string }{
		"":                         {"fa", "en"},
		"fa":                       {"fa", "fa"},
		"en":                       {"en", "en"},
		"FA":                       {"fa", "fa"},
		"fa-IR":                    {"fa", "fa"},
		"fa_IR":                    {"fa", "fa"},
		"fa-AF":                    {"fa", "fa"},
		"en-US":                    {"en", "en"},
		"en-US,en;q=0.9":           {"en", "en"},
		"fa-IR,fa;q=0.9,en;q=0.8":  {"fa", "fa"},
		"en-US;q=0.5,fa;q=0.9":     {"fa", "fa"},
		"fa;q=0.5, en;q=0.9":       {"en", "en"},
		"fa;q=0, en":               {"en", "en"},
		"en;q=0":                   {"fa", "en"},
		"de, en;q=0.5":             {"en", "en"},
		"de, fa;q=0.5":             {"fa", "fa"},
		"de":                       {"fa", "en"},
		"zh-Hant-TW":               {"fa", "en"},
		"*":                        {"fa", "en"},
		"*;q=0.5":                  {"fa", "en"},
		"fa, *;q=0.1":              {"fa", "fa"},
		"\x00\xff":                 {"fa", "en"},
		";;;,,,":                   {"fa", "en"},
		"en;q=x":                   {"fa", "en"},
		"فارسی":                    {"fa", "en"},
		strings.Repeat("x", 1<<16): {"fa", "en"},
		strings.Repeat("-", 1<<16): {"fa", "en"},
		huge:                       {"fa", "en"},
	} {
		name := header[:min(len(header), 40)]
		require.Equal(t, want.persian, catalog(t, "fa").Negotiate(header), "%q", name)
		require.Equal(t, want.english, catalog(t, "en").Negotiate(header), "%q", name)
	}
}

func FuzzNegotiate(f *testing.F) {
	c := catalog(f, "fa")
	for _, seed := range []string{"", "fa", "en-US,en;q=0.9", "*", "fa;q=0", "\xff", "a-b-c-d", "x-private", "i-klingon"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		require.Contains(t, locale.Languages(), c.Negotiate(header))
	})
}

func TestAProblemIsToldInTheLanguage(t *testing.T) {
	c := catalog(t, "fa")
	require.Equal(t, locale.Problem{
		Title: "There is nothing at this address", Detail: "See /docs for everything that is.",
	}, c.Problem("en", "not_found"))
	require.Equal(t, "در این نشانی چیزی نیست", c.Problem("fa", "not_found").Title)
}

func TestNothingIsEverBlank(t *testing.T) {
	c := catalog(t, "fa")
	for _, language := range locale.Languages() {
		require.Equal(t, c.Problem(language, "internal"), c.Problem(language, "no_such_code"))
		require.NotEmpty(t, c.Problem(language, "no_such_code").Title)
		require.Equal(t, c.Violation(language, "invalid", ""), c.Violation(language, "no_such_code", ""))
		require.NotEmpty(t, c.Violation(language, "no_such_code", ""))
	}
}

func TestTheLimitIsInTheMessage(t *testing.T) {
	c := catalog(t, "fa")
	require.Equal(t, "At most 100 characters are possible.", c.Violation("en", "too_long", "100"))
	require.Equal(t, "This must be given.", c.Violation("en", "required", "1"))
	for _, language := range locale.Languages() {
		require.NotContains(t, c.Violation(language, "too_long", "100"), "{")
	}
}

func TestANoticeIsToldInTheLanguage(t *testing.T) {
	c := catalog(t, "fa")
	require.Equal(t, "A payment card number was found and masked. It is not needed here.", c.Notice("en", "payment_card", "masked"))
	require.Equal(t, "یک شمارهٔ کارت بانکی پیدا و پوشانده شد. در اینجا نیازی به آن نیست.", c.Notice("fa", "payment_card", "masked"))
	require.Empty(t, c.Notice("fa", "shoe_size", "masked"))
}
