package initial_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/text"
	"amanat/services/policy/initial"
)

func languages() []string { return []string{"fa", "en"} }

// clauses are those of the statement that the product executes.
func clauses() []string {
	return []string{
		"minimal", "no-publication", "purpose", "prior-consent", "names-only", "survey-optional",
		"auto-ip", "auto-pages", "auto-time", "auto-daily", "auto-bounce", "auto-device", "auto-agent", "auto-activity",
		"not-identifying", "analysis-only",
		"cookie-memory", "cookie-return", "cookie-newsletter", "cookie-delete",
		"use-ux", "use-service", "use-offers", "use-answer",
		"security", "links", "change", "change-view", "change-notice",
	}
}

func first(t *testing.T, language string, p initial.Publisher) initial.Text {
	t.Helper()
	made, err := initial.First(language, p)
	require.NoError(t, err)
	return made
}

// publishers leave out every combination of parts.
func publishers() []initial.Publisher {
	var all []initial.Publisher
	for _, name := range []string{"", "سازمان نمونه", "Sample Organisation"} {
		for _, contact := range []string{"", "privacy@example.org"} {
			for _, address := range []string{"", "تهران، خیابان نمونه، پلاک ۱۲"} {
				all = append(all, initial.Publisher{Name: name, Contact: contact, Address: address})
			}
		}
	}
	return all
}

func TestEveryClauseIsCoveredOnceInEveryLanguage(t *testing.T) {
	for _, language := range languages() {
		covered, err := initial.Clauses(language)
		require.NoError(t, err)
		require.ElementsMatch(t, clauses(), covered, language)
	}
}

func TestBothLanguagesGoTheSameWay(t *testing.T) {
	fa, err := initial.Clauses("fa")
	require.NoError(t, err)
	en, err := initial.Clauses("en")
	require.NoError(t, err)
	require.Equal(t, fa, en)
	for _, p := range publishers() {
		require.Equal(t, outline(first(t, "fa", p).Body), outline(first(t, "en", p).Body))
	}
}

// outline is what each line of the Markdown is, one letter for each: heading, item, table row, paragraph, blank.
func outline(body string) string {
	var kinds strings.Builder
	for line := range strings.SplitSeq(body, "\n") {
		switch {
		case line == "":
			kinds.WriteByte('.')
		case strings.HasPrefix(line, "## "):
			kinds.WriteByte('H')
		case strings.HasPrefix(line, "- "):
			kinds.WriteByte('i')
		case strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "|-"):
			kinds.WriteByte('r')
		default:
			kinds.WriteByte('p')
		}
	}
	return kinds.String()
}

func TestSeventeenHeadings(t *testing.T) {
	for _, language := range languages() {
		body := first(t, language, initial.Publisher{}).Body
		require.Len(t, regexp.MustCompile(`(?m)^#+ `).FindAllString(body, -1), 17)
		require.Len(t, regexp.MustCompile(`(?m)^## \S`).FindAllString(body, -1), 17)
	}
}

func TestNothingOfTheSourceIsLeft(t *testing.T) {
	for _, language := range languages() {
		for _, p := range publishers() {
			made := first(t, language, p)
			for _, part := range []string{made.Title, made.Summary, made.Body} {
				for _, trace := range []string{"{{", "}}", "<", ">", "clause:", "no value", "%!", "]("} {
					require.NotContains(t, part, trace)
				}
			}
		}
	}
}

func TestTheTextIsInNormalForm(t *testing.T) {
	for _, language := range languages() {
		for _, p := range publishers() {
			made := first(t, language, p)
			require.True(t, text.IsParagraphs(made.Body))
			require.Equal(t, text.Paragraphs(made.Body), made.Body)
			require.NotContains(t, made.Body, "\n\n\n")
			for _, line := range []string{made.Title, made.Summary} {
				require.True(t, text.IsLine(line))
				require.Equal(t, text.Line(line), line)
			}
			require.NotContains(t, made.Title+made.Body+made.Summary, "  ")
		}
	}
}

func TestSizes(t *testing.T) {
	for _, language := range languages() {
		for _, p := range publishers() {
			made := first(t, language, p)
			require.NotEmpty(t, made.Title)
			require.LessOrEqual(t, utf8.RuneCountInString(made.Title), 100)
			require.NotEmpty(t, made.Summary)
			require.LessOrEqual(t, utf8.RuneCountInString(made.Summary), 600)
			require.Less(t, len(made.Body), 40_000)
			words := len(strings.FieldsFunc(made.Body, func(r rune) bool {
				return unicode.IsSpace(r) || strings.ContainsRune("|#-*", r)
			}))
			require.GreaterOrEqual(t, words, 1200, language)
			require.LessOrEqual(t, words, 2000, language)
		}
	}
}

func TestPersianIsWrittenAsPersian(t *testing.T) {
	made := first(t, "fa", initial.Publisher{})
	for _, part := range []string{made.Title, made.Summary, made.Body} {
		require.NotRegexp(t, `[0-9٠-٩]`, part)
		require.NotRegexp(t, `[يكىةٱ]`, part)
		require.NotRegexp(t, `[,;?"“”%]`, part)
		require.NotRegexp(t, `(^|[^\p{L}])ن?می [^\s،.؛]`, part) // the prefix is joined by a half-space
		require.NotRegexp(t, `\p{L} ها(ی|یی)?([\s،.؛:]|$)`, part)
		require.NotRegexp(t, `\s[،.؛:؟!»]`, part)
		require.NotRegexp(t, `[،؛؟]\p{L}`, part)
		require.NotContains(t, part, "\u0640")
	}
	require.Equal(t, strings.Count(made.Body, "«"), strings.Count(made.Body, "»"))
	require.Greater(t, strings.Count(made.Body, "\u200c"), 200)
	require.Contains(t, made.Summary, "\u200c")
}

func TestNoLatinWordsInPersianButNamesOfTechnology(t *testing.T) {
	made := first(t, "fa", initial.Publisher{})
	latin := regexp.MustCompile(`[A-Za-z]+`).FindAllString(made.Title+"\n"+made.Summary+"\n"+made.Body, -1)
	slices.Sort(latin)
	require.Equal(t, []string{"Atom", "GPC", "IP", "PDF"}, slices.Compact(latin))
}

func TestEnglishIsWrittenAsEnglish(t *testing.T) {
	made := first(t, "en", initial.Publisher{})
	for _, part := range []string{made.Title, made.Summary, made.Body} {
		require.NotRegexp(t, `[^\x00-\x7f]`, part)
		require.NotRegexp(t, `(?i)[a-z](iz(e|ed|es|ing|ation)|yz(e|ed|ing))\b`, part)
	}
}

func TestTheLegalBasisIsNamed(t *testing.T) {
	fa, en := first(t, "fa", initial.Publisher{}).Body, first(t, "en", initial.Publisher{}).Body
	for _, part := range []string{"مادهٔ ۷", "۱۱۲۷۱۲۸", "شورای عالی اداری", "۲۸ اسفند ۱۳۹۵"} {
		require.Contains(t, fa, part)
	}
	for _, part := range []string{"Article 7", "1127128", "Supreme Administrative Council", "28 Esfand 1395"} {
		require.Contains(t, en, part)
	}
}

func TestOtherLanguagesAreRefused(t *testing.T) {
	for _, language := range []string{"", "de", "FA", "fa-IR", "en.md", "../first.fa", "fa\x00"} {
		made, err := initial.First(language, initial.Publisher{})
		require.ErrorIs(t, err, initial.ErrLanguage)
		require.Zero(t, made)
		covered, err := initial.Clauses(language)
		require.ErrorIs(t, err, initial.ErrLanguage)
		require.Empty(t, covered)
	}
}
