package credential

import (
	"crypto/rand"
	"strings"
	"unicode"
)

const (
	// symbols is Crockford's base 32 (https://www.crockford.com/base32.html): the letters that look like others, and U,
	// are left out.
	symbols   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	groupSize = 4
)

// randomSymbols draws n symbols of five bits each.
func randomSymbols(n int) string {
	drawn := make([]byte, n)
	_, _ = rand.Read(drawn) // never fails: crypto/rand ends the program instead
	for i := range drawn {
		drawn[i] = symbols[drawn[i]%byte(len(symbols))] // 256 is a multiple of 32: no bias
	}
	return string(drawn)
}

func grouped(ungrouped string) string {
	var groups []string
	for start := 0; start < len(ungrouped); start += groupSize {
		groups = append(groups, ungrouped[start:start+groupSize])
	}
	return strings.Join(groups, "-")
}

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
		return upper, strings.ContainsRune(symbols, upper)
	}
}

// isSeparator holds for what people and programs put between groups: spaces and dashes of every kind, and the invisible
// marks that come along when a text is copied.
func isSeparator(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r == '\u2212' ||
		unicode.In(r, unicode.Zs, unicode.Pd, unicode.Cf)
}
