package crockford

import "strings"

// ParseReference reads a reference back as people write it, as forgivingly as a code: c7f3k9qx2 is C-7F3K-9QX2.
func ParseReference(text string) (reference string, ok bool) {
	var symbols strings.Builder
	for _, r := range strings.TrimSpace(text) {
		symbol, separator := readSymbol(r)
		if separator {
			continue
		}
		if symbol == 0 || symbols.Len() > referenceDigits {
			return "", false
		}
		symbols.WriteByte(symbol)
	}
	all := symbols.String()
	if len(all) != 1+referenceDigits || all[0] != 'C' && all[0] != 'F' {
		return "", false
	}
	return all[:1] + "-" + Group(all[1:]), true
}
