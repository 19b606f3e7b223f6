package expression

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// isSpace is ECMA-262's WhiteSpace and LineTerminator.
func isSpace(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', ' ', '\u2028', '\u2029', '\uFEFF':
		return true
	default:
		return r > unicode.MaxASCII && unicode.Is(unicode.Zs, r)
	}
}

func trim(text string) string { return strings.TrimFunc(text, isSpace) }

// lower is String.prototype.toLowerCase. Only two letters become in the full mapping what they are not in the simple
// one: the dotted capital I and the sigma that ends a word.
func lower(text string) string {
	if strings.ContainsAny(text, "İΣ") {
		return cases.Lower(language.Und).String(text)
	}
	return strings.ToLower(text)
}

// sameText compares as = does.
func sameText(x, y string) bool {
	if x == y {
		return true
	}
	x, y = trim(x), trim(y)
	const most = 5 // a letter takes up to five times as many bytes as another that has its lower case
	if len(x) > most*len(y) || len(y) > most*len(x) {
		return false
	}
	// What folds apart has no lower case in common, but for the dotted capital I; this settles most pairs at a glance.
	if !strings.EqualFold(x, y) && !strings.EqualFold(undotted(x), undotted(y)) {
		return false
	}
	return x == y || lower(x) == lower(y)
}

// undotted writes the dotted capital I as its lower case, which is two characters.
func undotted(text string) string { return strings.ReplaceAll(text, "İ", "i̇") }

// compareText compares by UTF-16 code units, in which U+E000 to U+FFFF come after all that lies beyond.
func compareText(x, y string) int {
	for i := range min(len(x), len(y)) {
		if x[i] == y[i] {
			continue
		}
		const privateUse, supplementary = 0xEE, 0xF0
		if min(x[i], y[i]) >= privateUse && (x[i] >= supplementary) != (y[i] >= supplementary) {
			return strings.Compare(y[i:], x[i:])
		}
		return strings.Compare(x[i:], y[i:])
	}
	return len(x) - len(y)
}

func utf16Length(text string) int {
	length := 0
	for _, r := range text {
		length++
		if r > 0xFFFF {
			length++
		}
	}
	return length
}
