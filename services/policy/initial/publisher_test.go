package initial_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	renderer "github.com/yuin/goldmark/renderer/html"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
	"amanat/services/policy/initial"
)

func TestThePublisherIsNamed(t *testing.T) {
	p := initial.Publisher{Name: "سازمان نمونه", Contact: "تلفن ۰۲۱۸۸۰۰۰۰۰۰", Address: "تهران، خیابان نمونه، پلاک ۱۲"}
	for _, language := range languages() {
		named, unnamed := first(t, language, p), first(t, language, initial.Publisher{})
		for _, part := range []string{p.Name, p.Contact, p.Address} {
			require.Equal(t, 1, strings.Count(named.Body, part), language)
			require.NotContains(t, unnamed.Body, part)
		}
		require.Equal(t, unnamed.Title, named.Title)
		require.Equal(t, unnamed.Summary, named.Summary)
	}
}

func TestWhatThePublisherLeavesOutIsSaidGenerally(t *testing.T) {
	for language, want := range map[string]struct{ name, contact, address string }{
		"fa": {"سازمان ناشر این درگاه", "لطفاً از فرم شکایت استفاده کنید", "نشانی ما:"},
		"en": {"the organisation that publishes this portal", "please use the complaint form", "Our address:"},
	} {
		for _, nothing := range []string{"", " ", "\n\t", "\u200c", "\x00\u202e", "\xff"} {
			body := first(t, language, initial.Publisher{Name: nothing, Contact: nothing, Address: nothing}).Body
			require.Contains(t, body, want.name)
			require.Contains(t, body, want.contact)
			require.NotContains(t, body, want.address)
		}
		body := first(t, language, initial.Publisher{Name: "A", Contact: "B", Address: "C"}).Body
		require.NotContains(t, body, want.name)
		require.NotContains(t, body, want.contact)
		require.Contains(t, body, want.address+" C\n")
	}
}

func TestLineBreaksOfThePublisherBecomeSpaces(t *testing.T) {
	for _, lineBreak := range []string{"\n", "\r\n", "\r", "\n\n", "\u2028", "\u2029", "\u0085", "\v", "\f", "\t", " \n "} {
		p := initial.Publisher{Name: "A" + lineBreak + "# B", Address: lineBreak + "C" + lineBreak + "- D" + lineBreak}
		body := first(t, "en", p).Body
		require.Contains(t, body, `statement of A \# B. It`)
		require.Contains(t, body, "Our address: C - D\n")
	}
}

func TestThePublisherIsNormalised(t *testing.T) {
	p := initial.Publisher{Name: "سازمان  علوم پزشكي\u200c ", Address: "\u202eabc\u202c\u2066\ufffe كوچه"}
	body := first(t, "fa", p).Body
	require.Contains(t, body, "سازمان علوم پزشکی است.")
	require.Contains(t, body, "نشانی ما: abc کوچه\n")
}

func TestMarkupOfThePublisherIsEscaped(t *testing.T) {
	for typed, escaped := range map[string]string{
		"*a* _b_ `c` ~d~":     "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~",
		"[a](b) ![c]":         `\[a\](b) !\[c\]`,
		"<b>&amp;</b>":        `\<b\>\&amp;\</b\>`,
		"# a | b \\":          `\# a \| b \\`,
		"<!-- clause: x -->":  `\<!-- clause\: x --\>`,
		"{{.Contact}}":        `{{\.Contact}}`,
		"https://example.org": `https\://example\.org`,
		"a@example.org":       `a\@example\.org`,
	} {
		require.Contains(t, first(t, "en", initial.Publisher{Name: typed}).Body, "statement of "+escaped+". It")
		require.Contains(t, first(t, "en", initial.Publisher{Address: typed}).Body, "Our address: "+escaped+"\n")
	}
}

// rendered is the statement as people see it, by a renderer that lets raw HTML through and makes links of addresses.
func rendered(t require.TestingT, language string, p initial.Publisher) string {
	made, err := initial.First(language, p)
	require.NoError(t, err)
	var html bytes.Buffer
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(renderer.WithUnsafe()))
	require.NoError(t, markdown.Convert([]byte(made.Body), &html))
	return html.String()
}

func TestHostilePublishersShowAsTheyWereTyped(t *testing.T) {
	for _, typed := range []string{
		"*bold* **bold** _it_ __it__ ***", "`code` ``", "[a](javascript:alert(1))", "![x](https://example.org/x.png)",
		"<script>alert(1)</script>", "<https://example.org>", "<a@example.org>", "&lt;b&gt; &copy; &#60;", "~~gone~~",
		"https://example.org/?a=b", "www.example.org", "a@example.org", "mailto:a@example.org", "ftp://example.org",
		"# heading", "- item", "1. item", "1) item", "> quote", "| a | b |", "--- ===", "```", "\\", "\\\\", "a\\*b\\",
		"[^1] [a]: /b", "- [ ] task", "{{.Name}} {{end}}", "<!-- clause: minimal -->", "<!--", "${x} $x$", "a*b_c",
	} {
		requireShownAsTyped(t, typed)
		requireShownAsTyped(t, "الف "+typed+" ب")
	}
}

func TestAnyPublisherShowsAsItWasTyped(t *testing.T) {
	symbol := rapid.SampledFrom([]rune("\\`*_[]()<>{}#+-.!|~&@:$^='\"/;?%,1aAwx \n،بی۱\u200c\u0654é"))
	word := rapid.SampledFrom([]string{"www.", "https://", "a@b.org", "&amp;", "<b>", "**", "~~", "](", "<!--", "\n\n# "})
	rapid.Check(t, func(t *rapid.T) {
		var typed strings.Builder
		for range rapid.IntRange(0, 12).Draw(t, "parts") {
			if rapid.Bool().Draw(t, "as a word") {
				typed.WriteString(word.Draw(t, "word"))
			} else {
				typed.WriteRune(symbol.Draw(t, "symbol"))
			}
		}
		requireShownAsTyped(t, typed.String())
	})
}

// requireShownAsTyped compares with the statement of a harmless publisher.
func requireShownAsTyped(t require.TestingT, typed string) {
	const name, contact, address = "NAMENAME", "CONTACTCONTACT", "ADDRESSADDRESS"
	line := text.Line(strings.ReplaceAll(typed, "\n", " "))
	if line == "" {
		return
	}
	html := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(line)
	for _, language := range languages() {
		harmless := rendered(t, language, initial.Publisher{Name: name, Contact: contact, Address: address})
		want := strings.NewReplacer(name, html, contact, html, address, html).Replace(harmless)
		got := rendered(t, language, initial.Publisher{Name: typed, Contact: typed, Address: typed})
		require.Equal(t, want, got, "%q", typed)
	}
}

func TestTheStatementRendersWithItsTable(t *testing.T) {
	for _, language := range languages() {
		html := rendered(t, language, initial.Publisher{})
		require.Equal(t, 17, strings.Count(html, "<h2"))
		require.Equal(t, 1, strings.Count(html, "<table>"))
		require.Equal(t, 5, strings.Count(html, "<tr>"))
		require.NotContains(t, html, "**")
		require.NotContains(t, html, "<td></td>")
		require.NotContains(t, html, "<a ")
		require.NotContains(t, html, "|")
	}
}

func FuzzFirst(f *testing.F) {
	for _, seed := range []string{"", "سازمان نمونه", "a\n# b", "*_`[<", "\xff\x00", "\u202e", "e\u0301", "\u0301", "www.a.b", "\u200c"} {
		f.Add(seed, "", seed)
		f.Add("", seed, "")
	}
	plain, err := initial.First("fa", initial.Publisher{Name: "A", Contact: "B", Address: "C"})
	require.NoError(f, err)
	lines := strings.Count(plain.Body, "\n")
	f.Fuzz(func(t *testing.T, name, contact, address string) {
		made := first(t, "fa", initial.Publisher{Name: name, Contact: contact, Address: address})
		require.True(t, text.IsParagraphs(made.Body))
		require.Equal(t, text.Paragraphs(made.Body), made.Body)
		require.Contains(t, []int{lines, lines - 2}, strings.Count(made.Body, "\n"))
		require.Equal(t, plain.Title, made.Title)
		require.Equal(t, plain.Summary, made.Summary)
	})
}
