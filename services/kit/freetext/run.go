package freetext

import (
	"strings"
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
	mark    rune // the separator: '-' for every dash, ' ' for blanks alone
	spaced  bool // there is a space in it
	wrapped bool // there is a line end or a tab in it, which are spaces too
}

// scanner walks through a text from one run to the next. A run is a stretch of
// groups with nothing but separators between them; the groups and digits belong
// to the current run. A run ends with its line or table cell, unless the scanner
// looks for wrapped numbers.
type scanner struct {
	text    string
	wrapped bool      // line ends and tabs are separators, and only numbers with one are sought
	found   []Finding // by earlier passes, those that end after the current position
	passed  int       // where the last one of them before the current position ends
	groups  []group
	digits  []byte
	floor   int   // where the last finding ends
	label   label // of the run's first number, once it has been looked up
}

// digit is digitAt, but to it masked characters and those of earlier findings are
// digits that cannot be read. So a text reads the same before and after masking.
func (sc *scanner) digit(at int) (value byte, width int) {
	value, width = digitAt(sc.text, at)
	if len(sc.found) > 0 && sc.isFound(at) {
		if width == 0 {
			_, width = letterAt(sc.text, at)
		}
		return unread, width
	}
	if width > 0 {
		return value, width
	}
	return unread, maskedAt(sc.text, at)
}

func (sc *scanner) isFound(at int) bool {
	for len(sc.found) > 0 && at >= sc.found[0].End {
		sc.passed, sc.found = sc.found[0].End, sc.found[1:]
	}
	return len(sc.found) > 0 && at >= sc.found[0].Start
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
		if wrap := wrapAt(sc.text, at); wrap > 0 && sc.wrapped && !between.wrapped {
			mark, ok, width, between.wrapped = ' ', true, wrap, true
		}
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
// dashes are one mark, and so are all spaces; the ZWNJ and its invisible kin have
// none.
func separator(r rune) (mark rune, ok bool) {
	switch r {
	case ' ', '\u00a0', '\u202f':
		return ' ', true
	case '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\uff0d', tatweel:
		return '-', true
	case '.', '/', '_':
		return r, true
	case '\uff0e', '\uff0f', '\uff3f': // the same in full width
		return r - '\uff01' + '!', true
	case zwnj, zwsp, joiner:
		return 0, true
	default:
		if unicode.Is(unicode.Zs, r) {
			return ' ', true
		}
		return 0, unicode.Is(unicode.Bidi_Control, r)
	}
}

// wrapAt returns the width of the line end or tab at s[at], or 0.
func wrapAt(s string, at int) int {
	switch {
	case at == len(s):
		return 0
	case s[at] == '\n', s[at] == '\t':
		return 1
	case strings.HasPrefix(s[at:], "\r\n"):
		return len("\r\n")
	default:
		return 0
	}
}

// gluesTo reports whether digits beside r are a part of something longer.
func gluesTo(r rune) bool {
	return isAlphanumeric(r) || unicode.IsMark(r)
}
