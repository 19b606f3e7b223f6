package textdiff_test

import (
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/policy/textdiff"
)

func TestHTMLMarksWhatChanged(t *testing.T) {
	r := textdiff.Compare("# عنوان\n\nنام شما می‌ماند\n\nپایان", "# عنوان\n\nنام تو می‌ماند\n\nتماس", textdiff.Options{})
	require.Equal(t, `<article lang="fa" dir="rtl" class="policy-diff">
<p class="same"># عنوان</p>
<p class="changed">نام <del>شما</del><ins>تو</ins> می‌ماند</p>
<p class="removed"><del>پایان</del></p>
<p class="added"><ins>تماس</ins></p>
</article>
`, textdiff.HTML(r, "fa"))
}

func TestOtherLanguagesRunLeftToRight(t *testing.T) {
	require.Equal(t, "<article lang=\"en\" dir=\"ltr\" class=\"policy-diff\">\n</article>\n",
		textdiff.HTML(textdiff.Result{}, "en"))
	require.Contains(t, textdiff.HTML(textdiff.Result{}, `"><script>`), `<article lang="&#34;&gt;&lt;script&gt;" dir="ltr"`)
}

func TestInvalidBytesDoNotReachHTML(t *testing.T) {
	fragment := textdiff.HTML(textdiff.Compare("a \xff b", "a \xfe b", textdiff.Options{}), "en")
	require.True(t, utf8.ValidString(fragment))
	require.Contains(t, fragment, "<p class=\"changed\">a <del>\uFFFD</del><ins>\uFFFD</ins> b</p>")
}

// What is left of a fragment without its own tags must be text.
func TestMarkupNeverSurvives(t *testing.T) {
	own := regexp.MustCompile(`<article lang="en" dir="ltr" class="policy-diff">|</article>|` +
		`<p class="(same|added|removed|changed)">|</p>|</?(ins|del)>`)
	pieces := rapid.SampledFrom([]string{
		"<script>alert(1)</script>", `"><img onerror=alert(1) src=x>`, "<ins>", "</p>", "<!--", "'", "&lt;", "<", ">", "\x00",
		"متن", "text", " ", "\n\n", "- ", "\xff", "javascript:", "<svg/onload=x>",
	})
	texts := rapid.Custom(func(t *rapid.T) string { return join(rapid.SliceOfN(pieces, 0, 30).Draw(t, "pieces")) })
	rapid.Check(t, func(t *rapid.T) {
		o := textdiff.Options{IgnoreForm: rapid.Bool().Draw(t, "form")}
		r := textdiff.Compare(texts.Draw(t, "before"), texts.Draw(t, "after"), o)
		require.NotRegexp(t, `[<>"']`, own.ReplaceAllString(textdiff.HTML(r, "en"), ""))
	})
}
