package attachment

import (
	"strings"
	"unicode"
)

const (
	zwnj = '\u200c' // ZERO WIDTH NON-JOINER, the Persian half-space
	// mostMarks is how many marks one letter can bear: more than any language writes, and few enough not to paint over
	// the lines above and below.
	mostMarks = 8
)

// visible keeps the characters of a name that show, and a ZWNJ behind a letter, a mark or a digit. Every kind of space
// and line break is a plain space, and what Windows forbids in names is _.
func visible(name string) string {
	var out strings.Builder
	inWord, marks := false, 0
	for _, r := range name {
		switch {
		case r == zwnj:
			if !inWord {
				continue
			}
		case unicode.IsSpace(r):
			r = ' '
		case strings.ContainsRune(`<>:"|?*`, r):
			r = '_'
		case !shows(r):
			continue
		}
		marks++
		if !unicode.IsMark(r) {
			marks = 0
		}
		if marks > mostMarks {
			continue
		}
		out.WriteRune(r)
		inWord = unicode.In(r, unicode.Letter, unicode.Mark, unicode.Number)
	}
	return out.String()
}

// shows reports that something of a character can be seen. Format characters cannot, but for Arabic ones such as
// U+0601, which are written around numbers; nor can some letters, marks and symbols.
func shows(r rune) bool {
	switch {
	case r == '\u2800': // BRAILLE PATTERN BLANK
		return false
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return false
	default:
		return unicode.IsGraphic(r) || unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
}
