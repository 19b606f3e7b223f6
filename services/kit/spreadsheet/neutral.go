package spreadsheet

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxUnits is how many UTF-16 code units a cell holds (Excel specifications and limits). What is longer in a CSV file
// spills over into cells of its own, which nobody made harmless.
const maxUnits = 32767

// Neutral makes text harmless as the content of a cell: what a spreadsheet program may take for a formula gets an
// apostrophe in front (OWASP, CSV Injection). That is text in which, after white space, invisible characters and
// quotation marks, the first character is one of = + - @ | in any of its widths, and text that has a tab or a line end
// before its first character. Negative numbers in ASCII digits, such as -12.5, stay as they are; telephone numbers such
// as +98… do not.
//
// Characters that XML 1.0 forbids are left out, bytes that are no UTF-8 become U+FFFD, and what a cell does not hold is
// cut off. Neutral text stays as it is.
func Neutral(cell string) string {
	cell = cut(strings.Map(permitted, cell), maxUnits)
	if !dangerous(cell) {
		return cell
	}
	return "'" + cut(cell, maxUnits-1)
}

func dangerous(cell string) bool {
	content := strings.TrimLeftFunc(cell, passedOver)
	if strings.ContainsAny(cell[:len(cell)-len(content)], "\t\r\n") {
		return true
	}
	first, _ := utf8.DecodeRuneInString(content)
	// Some programs fold the widths of characters before they look for a formula.
	folded := norm.NFKC.String(string(first))
	return strings.IndexAny(folded, "=+-@|") == 0 && !number(cell)
}

func passedOver(r rune) bool { return unicode.In(r, unicode.Z, unicode.Cc, unicode.Cf) || r == '"' }

func number(cell string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(cell, "-"), ".")
	return digits(whole) && (!point || digits(fraction))
}

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// permitted drops what is no Char of XML 1.0.
func permitted(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return r
	case r < ' ', r == '\uFFFE', r == '\uFFFF':
		return -1
	}
	return r
}

// cut shortens text to a number of UTF-16 code units, between two characters.
func cut(text string, units int) string {
	if len(text) <= units {
		return text
	}
	for i, r := range text {
		units -= utf16.RuneLen(r)
		if units < 0 {
			return text[:i]
		}
	}
	return text
}
