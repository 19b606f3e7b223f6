package text

import "unicode"

// Name normalises a person's name, as Line does.
func Name(s string) string {
	return Line(s)
}

// IsName reports whether s can be a person's name: letters and combining marks
// of any script, space, ZWNJ, hyphen, apostrophe and full stop, and nothing
// else. There must be a letter that shows, and no mark may come first. The
// length is not checked.
func IsName(s string) bool {
	letter := false
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
			letter = letter || isVisibleLetter(r)
		case unicode.IsMark(r):
			if i == 0 {
				return false
			}
		case !isNameJoiner(r):
			return false
		}
	}
	return letter
}

// isNameJoiner reports what may stand between the letters of a name.
func isNameJoiner(r rune) bool {
	switch r {
	case ' ', zwnj, '-', '\u2010', '\u2011', '\'', '\u2019', '.':
		return true
	default:
		return false
	}
}

// isVisibleLetter leaves out letters that make no name by themselves: blank
// ones such as the Hangul fillers, and those that Fold drops.
func isVisibleLetter(r rune) bool {
	return !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) && !isDroppedByFold(r)
}
