package markdown_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/policy/markdown"
)

func TestMarkdownBecomesHTML(t *testing.T) {
	for source, want := range map[string]string{
		"":                          "",
		" \n\n":                     "",
		"سلام":                      "<p>سلام</p>\n",
		"# یک\n## دو\n###### شش":    "<h1>یک</h1>\n<h2>دو</h2>\n<h6>شش</h6>\n",
		"*یک* **دو** ~~سه~~ `چهار`": "<p><em>یک</em> <strong>دو</strong> <del>سه</del> <code>چهار</code></p>\n",
		"- یک\n- دو":                "<ul>\n<li>یک</li>\n<li>دو</li>\n</ul>\n",
		"3. یک\n4. دو":              "<ol start=\"3\">\n<li>یک</li>\n<li>دو</li>\n</ol>\n",
		"1. یک":                     "<ol>\n<li>یک</li>\n</ol>\n",
		"> نقل":                     "<blockquote>\n<p>نقل</p>\n</blockquote>\n",
		"```go\nx < 1\n```":         "<pre><code>x &lt; 1\n</code></pre>\n",
		"یک\\\nدو\n\n---":           "<p>یک<br>\nدو</p>\n<hr>\n",
		"|حق|مهلت|شمار|\n|:-|:-:|-:|\n|دسترسی|۳۰|1|": "<table>\n<thead>\n<tr>\n" +
			"<th align=\"left\">حق</th>\n<th align=\"center\">مهلت</th>\n<th align=\"right\">شمار</th>\n</tr>\n</thead>\n" + //nolint:misspell // HTML's spelling
			"<tbody>\n<tr>\n<td align=\"left\">دسترسی</td>\n<td align=\"center\">۳۰</td>\n<td align=\"right\">1</td>\n" + //nolint:misspell // HTML's spelling
			"</tr>\n</tbody>\n</table>\n",
		"[ما](/policy?lang=fa#حقوق)":   "<p><a href=\"/policy?lang=fa#%D8%AD%D9%82%D9%88%D9%82\">ما</a></p>\n",
		"[خانه](/)":                    "<p><a href=\"/\">خانه</a></p>\n",
		"[بالا](#)":                    "<p>بالا</p>\n",
		"[پایین](#end)":                "<p><a href=\"#end\">پایین</a></p>\n",
		"[نامه](mailto:a@example.com)": "<p><a href=\"mailto:a@example.com\">نامه</a></p>\n",
		"<a@example.com>":              "<p><a href=\"mailto:a@example.com\">a@example.com</a></p>\n",
		"![نقشهٔ **راه**](/map.png)":   "<p>نقشهٔ <strong>راه</strong></p>\n",
		"یک <b>دو</b> سه":              "<p>یک دو سه</p>\n",
		"<div>\nیک\n</div>\n\nدو":      "\n<p>دو</p>\n",
	} {
		require.Equal(t, want, inner(t, render(t, source)), source)
	}
}

func TestLinksToOtherSitesKeepQuiet(t *testing.T) {
	const rel = ` rel="nofollow noopener noreferrer"`
	for source, href := range map[string]string{
		"[x](https://example.com)":                       "https://example.com",
		"[x](HTTP://example.com/A?b=c#d)":                "http://example.com/A?b=c#d",
		"[x](&#104;ttps://example.com)":                  "https://example.com",
		"[x][1]\n\n[1]: https://example.com/a \"عنوان\"": "https://example.com/a",
	} {
		require.Equal(t, `<p><a href="`+href+`"`+rel+">x</a></p>\n", inner(t, render(t, source)), source)
	}
	require.Equal(t, `<p><a href="https://example.com/"`+rel+">https://example.com/</a></p>\n",
		inner(t, render(t, "<https://example.com/>")))
}

func TestThePlaceOfThisSiteIsNoOtherSite(t *testing.T) {
	for _, source := range []string{"[x](/policy)", "[x](#end)", "[x](mailto:a@example.com)", "[x](MAILTO:a@example.com)"} {
		rendered := render(t, source)
		require.Contains(t, rendered, "<a ")
		require.NotContains(t, rendered, "rel=", source)
	}
}

func TestTheArticleSaysItsLanguage(t *testing.T) {
	for lang, opened := range map[string]string{
		"fa": `<article lang="fa" dir="rtl">`, "fa-IR": `<article lang="fa-IR" dir="rtl">`,
		"en": `<article lang="en" dir="ltr">`, "EN-gb": `<article lang="en-GB" dir="ltr">`,
	} {
		rendered, err := markdown.New().HTML(lang, "x")
		require.NoError(t, err)
		require.Equal(t, opened+"\n<p>x</p>\n</article>\n", rendered)
	}
	for _, lang := range []string{"", "فارسی", `fa" onclick="x`, "fa><script>", "123", strings.Repeat("a", 1000)} {
		_, err := markdown.New().HTML(lang, "x")
		require.Equal(t, markdown.ErrLanguage, err, lang)
	}
}

// The zero-width non-joiner, diacritics, both kinds of digits, guillemets, and the marks of direction.
func TestPersianIsKeptExactly(t *testing.T) {
	const words = "می‌خواهم داده‌هایِ شما را «پاک» کنیم؛ ۰۱۲۳۴۵۶۷۸۹ و ٠١٢٣٤٥٦٧٨٩، هیأتِ مسئلهٔ ك ي \u200fراست\u200e \u2067جدا\u2069 آ آ"
	require.Equal(t, "<p>"+words+"</p>\n", inner(t, render(t, words)))
	require.Equal(t, "<p><strong>کتاب</strong>\u200cها</p>\n", inner(t, render(t, "**کتاب**\u200cها")))
	require.Equal(t, "<ul>\n<li>"+words+"</li>\n</ul>\n", inner(t, render(t, "- "+words)))
}

func TestWordsWithoutMarkupAreKeptExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[\x{0621}-\x{063A}\x{0641}-\x{0652}\x{0660}-\x{0669}\x{06A9}\x{06AF}\x{06CC}`+
			`\x{06F0}-\x{06F9}\x{200C}]{1,12}( [\x{0621}-\x{063A}\x{0641}-\x{0652}\x{06F0}-\x{06F9}\x{200C}]{1,12}){0,20}`).
			Draw(t, "words")
		require.Equal(t, "<p>"+words+"</p>\n", inner(t, render(t, words)))
	})
}

func TestWhatIsNoUTF8IsReplaced(t *testing.T) {
	require.Equal(t, "<p>الف\uFFFDب\uFFFD</p>\n", inner(t, render(t, "الف\xff\xfeب\x00")))
}

func TestARendererIsSharedSafely(t *testing.T) {
	renderer := markdown.New()
	want := render(t, "[x](https://example.com) **یک**")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				rendered, err := renderer.HTML("fa", "[x](https://example.com) **یک**")
				if err != nil || rendered != want {
					t.Error("rendered differently", rendered, err)
				}
			}
		})
	}
	all.Wait()
}
