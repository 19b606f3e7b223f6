package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
)

func TestLineMakesOneSpellingOfMany(t *testing.T) {
	for typed, want := range map[string]string{
		"":                           "",
		" ":                          "",
		"\u200c":                     "",
		"سارا احمدی":                 "سارا احمدی",
		"علي اكبر":                   "علی اکبر",
		"  سارا   احمدی ":            "سارا احمدی",
		"سارا\u00a0احمدی":            "سارا احمدی",
		"سارا\u2003\u202fاحمدی":      "سارا احمدی",
		"\u3000山田\u3000太郎":           "山田 太郎",
		"می\u200cروم":                "می\u200cروم",
		"می\u200c\u200c\u200cروم":    "می\u200cروم",
		"می\u200c روم":               "می روم",
		"می \u200cروم":               "می روم",
		"می \u200c روم":              "می روم",
		"می\u200c\u00a0\u200cروم":    "می روم",
		"\u200cسارا\u200c":           "سارا",
		" \u200c سارا":               "سارا",
		"ا\u0653زاده":                "آزاده",
		"مسي\u0654ول":                "مسئول",
		"e\u0301":                    "é",
		"یک \u0643تاب":               "یک کتاب",
		"tab\there":                  "tab\there",
		"\nline\n":                   "\nline\n",
		" a \t b ":                   "a \t b",
		"nul\x00":                    "nul\x00",
		"zero\u200bwidth, \ufeffBOM": "zero\u200bwidth, \ufeffBOM",
	} {
		require.Equal(t, want, text.Line(typed), "%+q", typed)
	}
}

func TestLineIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Line)
}

func TestLineIsNFCWithoutNeedlessSpaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := text.Line(typed().Draw(t, "typed"))
		require.True(t, norm.NFC.IsNormalString(line))
		require.NotContains(t, line, "  ")
		require.NotContains(t, line, "\u200c\u200c")
		require.NotContains(t, line, " \u200c")
		require.NotContains(t, line, "\u200c ")
		require.Equal(t, strings.Trim(line, " \u200c\u00a0"), line)
		require.False(t, strings.ContainsAny(line, "يك\u00a0\u2003\u3000"))
	})
}

func TestLineIsIdempotentOnHeapsOfMarks(t *testing.T) {
	for marks := range 70 {
		once := text.Line("a" + strings.Repeat("\u0301\u0327", marks))
		require.Equal(t, once, text.Line(once))
	}
}

func TestLineKeepsEveryControlCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := typed().Draw(t, "typed")
		controls := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r < ' ' || r >= 0x7f && r < 0xa0 {
					return r
				}
				return -1
			}, s)
		}
		require.Equal(t, controls(typed), controls(text.Line(typed)))
	})
}

func TestTidyLineCostsNoAllocation(t *testing.T) {
	for _, tidy := range []string{"Sara Ahmadi", "سارا احمدی", "می‌خواهم ۱۲ کتاب، «خوب»", "José é"} {
		require.Zero(t, testing.AllocsPerRun(100, func() { _ = text.Line(tidy) }), tidy)
		require.Zero(t, testing.AllocsPerRun(100, func() { _ = text.Paragraphs(tidy) }), tidy)
	}
}

func TestIsLineRefusesWhatDoesNotShow(t *testing.T) {
	for _, line := range []string{
		"", "سارا احمدی", "می‌خواهم", "a b", "۱۲", "👩‍👧", "\u200eLRM", "quoted \ufffd", "\u00a0", "\ufdf0", "\ufdfc",
	} {
		require.True(t, text.IsLine(line), "%+q", line)
		require.True(t, text.IsParagraphs(line), "%+q", line)
	}
	for _, bad := range []string{
		"\x00", "a\rb", "\x1b[31m", "\x7f", "\u0085", "\u009f", "\u2028", "\u2029",
		"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
		"\ufffe", "\uffff", "\ufdd0", "\ufdef", "\U0001fffe", "\U0010ffff",
		"\xff", "\xed\xa0\x80", "\xc0\x80", "cut \xd8",
	} {
		require.False(t, text.IsLine(bad), "%+q", bad)
		require.False(t, text.IsParagraphs(bad), "%+q", bad)
	}
	for _, layout := range []string{"\n", "\t", "a\nb", "a\tb"} {
		require.False(t, text.IsLine(layout), "%+q", layout)
		require.True(t, text.IsParagraphs(layout), "%+q", layout)
	}
}
