package freetext

import (
	"unicode"
	"unicode/utf8"
)

// maxGap is the most separators in a row that can stand within one number, as
// in "6037 - 9912".
const maxGap = 4

// group is a stretch of digits with nothing between them.
type group struct {
	start, end int  // byte offsets in the text
	first      int  // index of its first digit in the run's digits
	size       int  // digits
	gap        gap  // what separates it from the group before
	glued      bool // a letter stands directly before
	tailed     bool // a letter stands directly after
}

// gap is what stands between two groups.
type gap struct {
	mark   rune // the separator: '-' for every dash, ' ' for blanks alone
	spaced bool // there is a space in it
}

// scanner walks through a text from one run to the next. A run is a stretch of
// groups with nothing but separators between them; the groups and digits belong
// to the current run.
type scanner struct {
	text   string
	ibans  []Finding // those that end after the current position
	passed int       // where the last IBAN before the current position ends
	groups []group
	digits []byte
	floor  int   // where the last finding ends
	label  label // of the run's first number, once it has been looked up
}

// digit is digitAt, but to it masked characters and those of IBANs are digits
// that cannot be read. So a text reads the same before and after masking.
func (sc *scanner) digit(at int) (value byte, width int) {
	value, width = digitAt(sc.text, at)
	if len(sc.ibans) > 0 && sc.isInIBAN(at) && (width > 0 || isLatin(sc.text[at])) {
		return unread, max(width, 1)
	}
	if width > 0 {
		return value, width
	}
	return unread, maskedAt(sc.text, at)
}

func (sc *scanner) isInIBAN(at int) bool {
	for len(sc.ibans) > 0 && at >= sc.ibans[0].End {
		sc.passed, sc.ibans = sc.ibans[0].End, sc.ibans[1:]
	}
	return len(sc.ibans) > 0 && at >= sc.ibans[0].Start
}

// readRun reads the run which begins at the digit at and returns where it ends.
func (sc *scanner) readRun(at int) int {
	sc.groups, sc.digits, sc.label = sc.groups[:0], sc.digits[:0], notLookedUp
	sc.floor = max(sc.floor, sc.passed)
	var between gap
	for {
		g := group{start: at, first: len(sc.digits), gap: between}
		for at < len(sc.text) {
			value, width := sc.digit(at)
			if width == 0 {
				break
			}
			sc.digits = append(sc.digits, value)
			at += width
		}
		g.end, g.size = at, len(sc.digits)-g.first
		sc.groups = append(sc.groups, g)

		gap, next, found := sc.readGap(at)
		if !found {
			break
		}
		between, at = gap, next
	}
	before, _ := utf8.DecodeLastRuneInString(sc.text[:sc.groups[0].start])
	after, _ := utf8.DecodeRuneInString(sc.text[at:])
	sc.groups[0].glued = gluesTo(before)
	sc.groups[len(sc.groups)-1].tailed = gluesTo(after)
	return at
}

// readGap reads the separators at and reports whether a further group follows.
func (sc *scanner) readGap(at int) (between gap, next int, found bool) {
	for range maxGap {
		r, width := utf8.DecodeRuneInString(sc.text[at:])
		mark, ok := separator(r)
		if !ok {
			return gap{}, 0, false
		}
		if mark == ' ' {
			between.spaced = true
		}
		if mark != 0 && (between.mark == 0 || between.mark == ' ') {
			between.mark = mark
		}
		at += width
		if at == len(sc.text) {
			return gap{}, 0, false
		}
		if _, width := sc.digit(at); width > 0 {
			return between, at, true
		}
	}
	return gap{}, 0, false
}

// separator reports whether r can stand between the groups of a number. All
// dashes are one mark, and so are all spaces; the ZWNJ and the invisible bidi
// marks have none.
func separator(r rune) (mark rune, ok bool) {
	switch r {
	case ' ', '\u00a0', '\u202f':
		return ' ', true
	case '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', tatweel:
		return '-', true
	case '.', '/', '_':
		return r, true
	case zwnj:
		return 0, true
	default:
		if unicode.Is(unicode.Zs, r) {
			return ' ', true
		}
		return 0, unicode.Is(unicode.Bidi_Control, r)
	}
}

// gluesTo reports whether digits beside r are a part of something longer.
func gluesTo(r rune) bool {
	return isAlphanumeric(r) || unicode.IsMark(r)
}

func isLatin(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
