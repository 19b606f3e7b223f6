package credential

import (
	"strings"
	"unicode"

	"amanat/services/kit/crockford"
)

// readSymbol takes a character for the symbol that it stands for.
func readSymbol(r rune) (symbol rune, ok bool) {
	upper := r
	if r >= 'a' && r <= 'z' {
		upper = r - 'a' + 'A'
	}
	switch upper {
	case 'O':
		return '0', true
	case 'I', 'L':
		return '1', true
	default:
		return upper, strings.ContainsRune(crockford.Alphabet, upper)
	}
}

// isSeparator holds for what people and programs put between groups: spaces and dashes of every kind, and the invisible
// marks that come along when a text is copied.
func isSeparator(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r == '\u2212' ||
		unicode.In(r, unicode.Zs, unicode.Pd, unicode.Cf)
}
