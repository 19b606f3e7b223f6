package textdiff

import (
	"html"
	"strings"
)

// HTML shows a result as a fragment: an article of class policy-diff, in which every paragraph is a p whose class is
// its Change. It runs right to left when the language (an HTML lang, such as "en") is "fa". All text is escaped, so
// Markdown and markup show as their source; bytes that are no UTF-8 show as U+FFFD.
func HTML(r Result, language string) string {
	direction := "ltr"
	if language == "fa" {
		direction = "rtl"
	}
	var b strings.Builder
	b.WriteString(`<article lang="` + escape(language) + `" dir="` + direction + `" class="policy-diff">` + "\n")
	for _, p := range r.Paragraphs {
		b.WriteString(`<p class="` + escape(string(p.Change)) + `">`)
		for _, s := range p.Segments {
			b.WriteString(markup(s))
		}
		b.WriteString("</p>\n")
	}
	b.WriteString("</article>\n")
	return b.String()
}

func markup(s Segment) string {
	text := escape(s.Text)
	switch s.Op {
	case Insert:
		return "<ins>" + text + "</ins>"
	case Delete:
		return "<del>" + text + "</del>"
	case Equal:
		return text
	}
	return text
}

func escape(s string) string { return html.EscapeString(strings.ToValidUTF8(s, "\uFFFD")) }
