package identity

import (
	"html"
	"strings"
	"unicode"
)

// givenMark stands for what a text tells rather than asks: a link, an e-mail address, a long number.
const givenMark = '\ue000'

// visible returns what people see of a text, with a mark in place of every link and e-mail address within it.
func visible(s string) string {
	s = strings.ToValidUTF8(s, " ")
	runes := 0
	for i := range s {
		if runes == maxRunes {
			s = s[:i]
			break
		}
		runes++
	}
	return withoutTags(html.UnescapeString(withoutTags(s)))
}

// withoutTags takes away the tags of HTML. What is in angle brackets but no tag ("<your name>") stays, for people see
// it.
func withoutTags(s string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:open])
		s = s[open+1:]
		end := strings.IndexAny(s, "<>")
		if end < 0 || s[end] == '<' {
			b.WriteByte('<')
			continue
		}
		instead, known := tagLeaves(s[:end])
		if !known {
			b.WriteByte('<')
			continue
		}
		b.WriteString(instead)
		s = s[end+1:]
	}
}

// tagLeaves returns what a tag leaves between the words around it: nothing inside a line, a line end at a block.
func tagLeaves(tag string) (instead string, known bool) {
	name := strings.TrimPrefix(tag, "/")
	if end := strings.IndexFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '/' }); end >= 0 {
		name = name[:end]
	}
	switch strings.ToLower(name) {
	case "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
		"q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr":
		return "", true
	case "article", "aside", "blockquote", "br", "button", "dd", "details", "div", "dl", "dt", "fieldset",
		"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "img", "input",
		"label", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table",
		"tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul":
		return "\n", true
	default:
		return "", strings.HasPrefix(name, "!--")
	}
}

// withGivenMarked puts the mark in place of links and e-mail addresses.
func withGivenMarked(s string) string {
	if !strings.ContainsAny(s, "@/") && !strings.Contains(s, "www.") {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		end := strings.IndexFunc(s, unicode.IsSpace)
		if end < 0 {
			end = len(s)
		}
		if end == 0 {
			end = strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) })
			if end < 0 {
				break
			}
			b.WriteString(s[:end])
		} else {
			writeMarked(&b, s[:end])
		}
		s = s[end:]
	}
	return b.String()
}

func writeMarked(b *strings.Builder, chunk string) {
	link := len(chunk)
	for _, begin := range []string{"http://", "https://", "www.", "mailto:", "tel:+"} {
		if at := strings.Index(chunk, begin); at >= 0 {
			link = min(link, at)
		}
	}
	switch {
	case link < len(chunk):
		b.WriteString(chunk[:link])
		b.WriteRune(givenMark)
		if end := strings.IndexAny(chunk[link:], ")>]\""); end >= 0 {
			b.WriteString(chunk[link+end:])
		}
	case isEmailAddress(strings.Trim(chunk, punctuation)):
		b.WriteRune(givenMark)
		b.WriteString(chunk[len(strings.TrimRight(chunk, punctuation)):])
	default:
		b.WriteString(chunk)
	}
}

const punctuation = "()[]{}<>«»\"'`*.,:;!?،؛؟"

func isEmailAddress(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	return found && local != "" && strings.Trim(domain, ".") == domain && strings.Contains(domain, ".")
}
