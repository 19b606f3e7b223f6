package initial

import (
	"strings"
	"unicode"

	"amanat/services/kit/text"
)

// significant are the characters that mean something within a line of CommonMark or GFM: emphasis, code, links, raw
// HTML, entities, strikethrough and cells, and `@`, `:` and `.` for the addresses that GFM makes links of by itself.
// What only counts where a line begins is among them for `#` alone, for no line begins with a part of the publisher.
const significant = "\\`*_[]<>&~|#@:."

// shown is the publisher as the statement's Markdown shows them.
func (p Publisher) shown() Publisher {
	return Publisher{Name: asTyped(p.Name), Contact: asTyped(p.Contact), Address: asTyped(p.Address)}
}

// asTyped is Markdown that shows the text as it was typed, on one line.
func asTyped(typed string) string {
	var escaped strings.Builder
	for _, r := range oneLine(typed) {
		if strings.ContainsRune(significant, r) {
			escaped.WriteByte('\\')
		}
		escaped.WriteRune(r)
	}
	return escaped.String()
}

// oneLine normalises the text. Line breaks and other controls become spaces; what could not be part of a statement, or
// would make it read differently from what it says, is dropped.
func oneLine(typed string) string {
	return text.Line(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case !text.IsLine(string(r)):
			return -1
		default:
			return r
		}
	}, strings.ToValidUTF8(typed, "")))
}
