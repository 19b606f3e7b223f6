package freetext

import "unicode/utf8"

// A separate number has at least this many digits; shorter ones beside a
// separator belong to it, as in an order number 1403/1234567890.
const minSeparateDigits = 7

// judgeRun appends the findings in the current run.
func (sc *scanner) judgeRun(findings []Finding) []Finding {
	for i := sc.afterInternationalNumber(); i < len(sc.groups); {
		kind, n := sc.longestAt(i)
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

// longestAt returns what the groups from i on make, and of how many groups.
func (sc *scanner) longestAt(i int) (kind Kind, groups int) {
	digits := 0
	for n := 1; i+n <= len(sc.groups); n++ {
		digits += sc.groups[i+n-1].size
		switch {
		case digits > maxCardDigits:
			return kind, groups
		case digits == nationalIDDigits && sc.isNationalID(i, n):
			kind, groups = NationalID, n
		case digits >= minCardDigits && sc.isCard(i, n):
			kind, groups = PaymentCard, n
		}
	}
	return kind, groups
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
	for i < len(sc.groups) && digits+sc.groups[i].size <= maxDigits {
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
		if end := len(before) - width; isLink(r) && end > 0 && isLatin(before[end-1]) {
			return true
		}
	}
	if i+n < len(sc.groups) {
		return false
	}
	after := sc.text[sc.groups[i+n-1].end:]
	r, width := utf8.DecodeRuneInString(after)
	return r == '@' || isLink(r) && len(after) > width && isLatin(after[width])
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
