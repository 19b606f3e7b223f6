package freetext

import "unicode/utf8"

// A separate number has at least this many digits; shorter ones beside a
// separator belong to it, as in an order number 1403/1234567890.
const minSeparateDigits = 7

// judgeRun appends the findings in the current run.
func (sc *scanner) judgeRun(findings []Finding) []Finding {
	for i := sc.afterInternationalNumber(); i < len(sc.groups); {
		kind, n := sc.numberAt(i)
		if n == 0 {
			i++
			continue
		}
		start, end := sc.groups[i].start, sc.groups[i+n-1].end
		findings = append(findings, Finding{Kind: kind, Start: start, End: end})
		i, sc.floor = i+n, end
	}
	return findings
}

// numberAt returns what the groups from i on make, and of how many groups.
func (sc *scanner) numberAt(i int) (kind Kind, groups int) {
	if sc.wrapped {
		return sc.wrappedAt(i)
	}
	return sc.longestAt(i)
}

// longestAt is numberAt for what stands on one line.
func (sc *scanner) longestAt(i int) (kind Kind, groups int) {
	digits, most := 0, maxCardDigits
	if i == 0 {
		most = shebaDigits // which only a label tells
	}
	for n := 1; i+n <= len(sc.groups); n++ {
		digits += sc.groups[i+n-1].size
		switch {
		case digits > most:
			return kind, groups
		case digits == shebaDigits && sc.isSheba(i, n):
			kind, groups = IBAN, n
		case digits == nationalIDDigits && sc.isNationalID(i, n):
			kind, groups = NationalID, n
		case digits >= minCardDigits && digits <= maxCardDigits && sc.isCard(i, n):
			kind, groups = PaymentCard, n
		}
	}
	return kind, groups
}

// wrappedAt is numberAt for what goes on behind a line end or a tab. Lines and
// table cells are seldom one number, so only groups as they are printed on cards
// and in IBANs are.
func (sc *scanner) wrappedAt(i int) (kind Kind, groups int) {
	switch {
	case sc.isWrappedInto(i, 4, 4, 4, 4, 4, 4) && sc.isSheba(i, 6):
		return IBAN, 6
	case sc.isWrappedInto(i, 2, 4, 4, 4, 4, 4, 2) && sc.isSheba(i, 7):
		return IBAN, 7
	case sc.isWrappedInto(i, 4, 4, 4, 4) && sc.isCard(i, 4):
		return PaymentCard, 4
	default:
		return "", 0
	}
}

// isWrappedInto reports groups of the given sizes from i on with a line end or a
// tab between two of them.
func (sc *scanner) isWrappedInto(i int, sizes ...int) bool {
	if i+len(sizes) > len(sc.groups) {
		return false
	}
	wrapped := false
	for j, size := range sizes {
		g := sc.groups[i+j]
		if g.size != size {
			return false
		}
		wrapped = wrapped || j > 0 && g.gap.wrapped
	}
	return wrapped
}

// number returns the digits of n groups from i on.
func (sc *scanner) number(i, n int) []byte {
	last := sc.groups[i+n-1]
	return sc.digits[sc.groups[i].first : last.first+last.size]
}

// afterInternationalNumber returns the index of the first group behind a
// telephone number that begins with a plus, 0 when there is none.
func (sc *scanner) afterInternationalNumber() int {
	before := sc.text[:sc.groups[0].start]
	r, width := utf8.DecodeLastRuneInString(before)
	if mark, ok := separator(r); ok && mark == 0 { // bidi marks
		r, _ = utf8.DecodeLastRuneInString(before[:len(before)-width])
	}
	if r != '+' {
		return 0
	}
	const maxDigits, iranDigits = 15, 12 // ITU-T E.164; 98 and ten digits
	i, digits := 0, 0
	for i < len(sc.groups) && digits+sc.groups[i].size <= maxDigits && !sc.groups[i].gap.wrapped {
		if digits == iranDigits && sc.digits[0] == 9 && sc.digits[1] == 8 {
			break
		}
		digits += sc.groups[i].size
		i++
	}
	return i
}

// isApart reports that n groups from i on do not read on into their neighbours.
// Where blanks separate them, blanks cannot end the number too, unless the
// neighbour has another size than the row's; a row of 0 means any size.
func (sc *scanner) isApart(i, n, row int) bool {
	blanks := n > 1 && sc.groups[i+1].gap.mark == ' '
	apart := func(between gap, neighbour int) bool {
		readsOn := blanks && (row == 0 || neighbour == row)
		return neighbour >= minSeparateDigits || between.spaced && !readsOn
	}
	if i > 0 && !apart(sc.groups[i].gap, sc.groups[i-1].size) {
		return false
	}
	return i+n == len(sc.groups) || apart(sc.groups[i+n].gap, sc.groups[i+n].size)
}

// isLinked reports that a separator ties n groups from i on to Latin letters, as
// in ORD-1234567890, report_1234567890.pdf and 1234567890@example.ir.
func (sc *scanner) isLinked(i, n int) bool {
	if i == 0 {
		before := sc.text[:sc.groups[0].start]
		r, width := utf8.DecodeLastRuneInString(before)
		if isLink(r) && endsInLatin(before[:len(before)-width]) {
			return true
		}
	}
	if i+n < len(sc.groups) {
		return false
	}
	after := sc.text[sc.groups[i+n-1].end:]
	r, width := utf8.DecodeRuneInString(after)
	if !isLink(r) || len(after) == width {
		return r == '@'
	}
	_, width = letterAt(after, width)
	return width > 0
}

func endsInLatin(s string) bool {
	_, last := utf8.DecodeLastRuneInString(s)
	if last == 0 {
		return false
	}
	_, width := letterAt(s, len(s)-last)
	return width > 0
}

func isLink(r rune) bool {
	mark, ok := separator(r)
	return ok && mark != ' ' && mark != 0
}

// shape writes the sizes of groups as one decimal number: 361 for 3, 6 and 1
// digits. It is 0 where a group has more than nine digits or the groups are not
// separated alike.
func shape(groups []group) int {
	sizes := 0
	for i, g := range groups {
		if g.size > 9 || i > 1 && g.gap.mark != groups[1].gap.mark {
			return 0
		}
		sizes = 10*sizes + g.size
	}
	return sizes
}
