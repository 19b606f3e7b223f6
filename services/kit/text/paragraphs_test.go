package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
)

func TestParagraphsKeepTheirLayout(t *testing.T) {
	for typed, want := range map[string]string{
		"":                             "",
		"\n \t\u200c\n":                "",
		"سلام\nخوبید؟":                 "سلام\nخوبید؟",
		"سلام\r\nخوبيد؟\rبله":          "سلام\nخوبید؟\nبله",
		"a\r\n\r\nb":                   "a\n\nb",
		"a\n\rb":                       "a\n\nb",
		"a  \nb\t\nc\u00a0\nd\u200c\n": "a\nb\nc\nd",
		"a\n\n\nb":                     "a\n\n\nb",
		"a\n\n\n\nb":                   "a\n\n\nb",
		"a\n \n\t\n\n\n\nb":            "a\n\n\nb",
		"  \n  a\n\n":                  "a",
		"a\n  - b\n\t- c":              "a\n  - b\n\t- c",
		"one  two\tthree":              "one  two\tthree",
		"می\u200cروم":                  "می\u200cروم",
		"كتاب ا\u0653بي":               "کتاب آبی",
		"nul\x00 and \v stay":          "nul\x00 and \v stay",
	} {
		require.Equal(t, want, text.Paragraphs(typed), "%+q", typed)
	}
}

func TestParagraphsIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Paragraphs)
}

func TestParagraphsAreNFCWithoutNeedlessBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paragraphs := text.Paragraphs(typed().Draw(t, "typed"))
		require.True(t, norm.NFC.IsNormalString(paragraphs))
		require.NotContains(t, paragraphs, "\n\n\n\n")
		require.NotContains(t, paragraphs, "\r")
		for line := range strings.SplitSeq(paragraphs, "\n") {
			require.Equal(t, strings.TrimRight(line, " \t\u00a0\u200c\u3000"), line)
		}
	})
}

func TestSeparatorsOfWordProcessorsAreLineEnds(t *testing.T) {
	require.Equal(t, "خط یک\nخط دو\nخط سه", text.Paragraphs("خط یک\u2028خط دو \u2029خط سه\u2028"))
	require.Equal(t, "a\n\nb", text.Paragraphs("a\r\n\u2029b"))
}
