package identity_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/surveyjs/identity"
)

func asking() *rapid.Generator[string] {
	return rapid.SampledFrom(slices.Sorted(maps.Keys(kinds())))
}

// kinds returns what every asking text asks for.
func kinds() map[string]string {
	kinds := map[string]string{}
	for what, texts := range askingCases() {
		for _, text := range texts {
			kinds[text] = what
		}
	}
	return kinds
}

// spellings keep what people read and so every verdict.
func spellings() map[string]func(string) string {
	return map[string]func(string) string{
		"Arabic keyboard": strings.NewReplacer("ی", "ي", "ک", "ك", "ه ", "ة ").Replace,
		"half-space open": strings.NewReplacer("\u200c", " ").Replace,
		"marks":           func(s string) string { return behindPersian(s, "\u064e") },
		"tatweel":         func(s string) string { return behindPersian(s, "ـ") },
		"soft hyphens":    func(s string) string { return behindPersian(s, "\u00ad") },
		"bold":            func(s string) string { return around(s, "<b>", "</b>") },
		"tagged":          func(s string) string { return around(s, `<span lang="fa" title='name'>`, "</span>") },
		"Markdown":        func(s string) string { return around(s, "**", "**") },
		"spaces":          func(s string) string { return " \u00a0" + strings.ReplaceAll(s, " ", " \u200f") + "  " },
		"a paragraph":     func(s string) string { return "<p dir=rtl>" + s + "</p>\n" },
	}
}

func behindPersian(s, mark string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
		if unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) {
			b.WriteString(mark)
		}
	}
	return b.String()
}

// around puts something around every word with letters.
func around(s, before, after string) string {
	words := strings.Split(s, " ")
	for i, word := range words {
		if strings.ContainsFunc(word, unicode.IsLetter) {
			words[i] = before + word + after
		}
	}
	return strings.Join(words, " ")
}

func TestEverySpellingHasTheSameVerdict(t *testing.T) {
	texts := append(slices.Collect(maps.Keys(kinds())), ordinaryCases()...)
	for name, spelt := range spellings() {
		t.Run(name, func(t *testing.T) {
			for _, text := range texts {
				if name == "Markdown" && (strings.ContainsAny(text, "@<") || strings.HasPrefix(text, "+98")) {
					continue
				}
				what, asks := identity.Asked(text)
				again, still := identity.Asked(spelt(text))
				require.Equal(t, asks, still, spelt(text))
				require.Equal(t, what, again, spelt(text))
			}
		})
	}
}

func TestAskingDoesNotDependOnCase(t *testing.T) {
	known := kinds()
	rapid.Check(t, func(t *rapid.T) {
		text := asking().Draw(t, "text")
		if strings.Contains(text, "://") {
			t.Skip("a link's scheme")
		}
		upper := rapid.SliceOfN(rapid.Bool(), len(text), len(text)).Draw(t, "upper")
		at := 0
		spelt := strings.Map(func(r rune) rune {
			at++
			if upper[at-1] {
				return unicode.ToUpper(r)
			}
			return unicode.ToLower(r)
		}, text)
		for _, s := range []string{spelt, strings.ToUpper(text), strings.ToLower(text)} {
			what, asks := identity.Asked(s)
			require.True(t, asks, s)
			require.Equal(t, known[text], what, s)
		}
	})
}

func TestAskingDoesNotDependOnHalfSpaces(t *testing.T) {
	for text, what := range kinds() {
		joined := strings.ReplaceAll(text, "\u200c", "")
		found, asks := identity.Asked(joined)
		require.True(t, asks, joined)
		require.Equal(t, what, found, joined)
	}
}

func TestFullWidthLettersAreLetters(t *testing.T) {
	for text, what := range kinds() {
		if strings.ContainsAny(text, "@<&/") || strings.Contains(text, "xx") {
			continue
		}
		wide := strings.Map(func(r rune) rune {
			if r > ' ' && r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				return r + 0xfee0
			}
			return r
		}, text)
		found, asks := identity.Asked(wide)
		require.True(t, asks, wide)
		require.Equal(t, what, found, wide)
	}
}

func TestAnAskingSentenceAsksAmongOthers(t *testing.T) {
	ordinary := rapid.SampledFrom([]string{"Thank you for your time.", "از شما سپاسگزاریم.", "How did you like it?", "سامانه مفید بود؟"})
	known := kinds()
	rapid.Check(t, func(t *rapid.T) {
		text := asking().Filter(func(s string) bool {
			return !strings.ContainsAny(s, "۰@") && !strings.Contains(s, "09") && !strings.Contains(s, "+98")
		}).Draw(t, "text")
		what, asks := identity.Asked(ordinary.Draw(t, "before") + "\n" + text + "\n" + ordinary.Draw(t, "after"))
		require.True(t, asks)
		require.Equal(t, known[text], what)
	})
}

func TestTheAnswerIsAlwaysOneOfTheKinds(t *testing.T) {
	words := rapid.SampledFrom([]string{
		"name", "your", "phone", "نام", "شماره", "تماس", "خود", "بنویسید", "not", "آیا", "(", ")", ":", ",", "،", ".", "?", "of", "enter", "to",
		"سامانه", "https://a.b/c", "a@b.c", "12345", "<b>", "<", "e.g.", "n", "a", "m", "e", "ی", "\u200c", "را", "if", "For", "ID", "-",
	})
	rapid.Check(t, func(t *rapid.T) {
		requireSound(t, strings.Join(rapid.SliceOfN(words, 0, 40).Draw(t, "words"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "between")))
	})
}

// requireSound holds for every text at all.
func requireSound(t require.TestingT, text string) {
	what, asks := identity.Asked(text)
	all := []string{identity.Name, identity.Phone, identity.Email, identity.NationalID, identity.Address}
	if asks {
		require.Contains(t, all, what)
	} else {
		require.Empty(t, what)
	}
	inChoice, asksInChoice := identity.AskedInChoice(text)
	if asksInChoice {
		require.True(t, asks, "a choice asks for less than a title")
		require.Contains(t, all, inChoice)
	} else {
		require.Empty(t, inChoice)
	}
}

func FuzzAsked(f *testing.F) {
	for text := range kinds() {
		f.Add(text)
	}
	for _, text := range slices.Concat(ordinaryCases(), askingChoices(), answers()) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { requireSound(t, text) })
}
