package freetext

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const nationalIDDigits = 10

// isNationalID judges n groups from i on which have ten digits together.
func (sc *scanner) isNationalID(i, n int) bool {
	digits := sc.number(i, n)
	if !passesNationalIDChecksum(digits) || sc.groups[i+n-1].tailed {
		return false
	}
	label := sc.labelOf(i)
	if label == labelsNationalID {
		return !sc.isDate(i)
	}
	return label != labelsOther && !sc.groups[i].glued && isIssued(digits) && sc.isShapedNationalID(i, n) &&
		!sc.isLinked(i, n) && !sc.followsDialCode(i) && !sc.isAmount(i, n)
}

// passesNationalIDChecksum is the rule of the National Organisation for Civil
// Registration: the sum of the first nine digits weighted 10 to 2, modulo 11, is
// the check digit if below 2, else 11 minus it. Ten equal digits pass, but are
// no number.
func passesNationalIDChecksum(digits []byte) bool {
	sum, equal := 0, true
	for i, d := range digits {
		if d == unread {
			return false
		}
		equal = equal && d == digits[0]
		if i < nationalIDDigits-1 {
			sum += int(d) * (nationalIDDigits - i)
		}
	}
	check := sum % 11
	if check >= 2 {
		check = 11 - check
	}
	return !equal && int(digits[nationalIDDigits-1]) == check
}

// isIssued reports that the first three digits can be a civil registry's code.
// Ten digits that begin with 9 are a mobile number without its 0; those that
// begin with 000 are some counter.
func isIssued(digits []byte) bool {
	return digits[0] != 9 && (digits[0] != 0 || digits[1] != 0 || digits[2] != 0)
}

// isShapedNationalID reports a grouping that shows a national id without a label:
// none at all, the 3-6-1 of the id's own parts, or another one in a number that
// begins with 0 though no telephone number begins like it.
func (sc *scanner) isShapedNationalID(i, n int) bool {
	if n == 1 {
		return sc.isApart(i, n, 0)
	}
	switch shape(sc.groups[i : i+n]) {
	case 361:
		return sc.isApart(i, n, 0)
	case 334, 343, 37, 55, 3331:
		return n == len(sc.groups) && sc.beginsUndialably(i)
	case 433, 442, 46:
		return n == len(sc.groups) && sc.beginsUndialably(i) && sc.number(i, n)[1] != 0
	default:
		return false
	}
}

// beginsUndialably reports a leading 0 which neither a mobile prefix (09) nor one
// of Iran's area codes follows.
func (sc *scanner) beginsUndialably(i int) bool {
	d := sc.digits[sc.groups[i].first:]
	if d[0] != 0 {
		return false
	}
	switch 10*int(d[1]) + int(d[2]) {
	case 11, 13, 17, 21, 23, 24, 25, 26, 28, 31, 34, 35, 38, 41, 44, 45, 51, 54, 56, 58,
		61, 66, 71, 74, 76, 77, 81, 83, 84, 86, 87:
		return false
	default:
		return d[1] != 9
	}
}

// followsDialCode reports that group i is a telephone number's ten digits: the
// prefix 0 or Iran's country code stands before it, perhaps in parentheses.
func (sc *scanner) followsDialCode(i int) bool {
	if sc.number(i, 1)[0] == 0 {
		return false
	}
	if i > 0 {
		return sc.groups[i-1].start >= sc.floor && isDialCode(sc.number(i-1, 1))
	}
	before := strings.TrimRightFunc(sc.text[sc.floor:sc.groups[0].start], func(r rune) bool {
		_, ok := separator(r)
		return ok || r == ')' || r == '+'
	})
	var code []byte
	for len(before) > 0 && len(code) <= len("0098") {
		r, width := utf8.DecodeLastRuneInString(before)
		before = before[:len(before)-width]
		value, width := digitAt(string(r), 0)
		if width == 0 {
			break
		}
		code = append(code, value)
	}
	slices.Reverse(code)
	return isDialCode(code)
}

func isDialCode(digits []byte) bool {
	switch {
	case len(digits) == 1:
		return digits[0] == 0
	case len(digits) < 2 || len(digits) > 4:
		return false
	default:
		n := len(digits) - 2
		return digits[n] == 9 && digits[n+1] == 8 && prefix(digits, n) == 0
	}
}

// isDate reports that the groups from i on begin with a date of the Jalali or
// Gregorian calendar, year first or last.
func (sc *scanner) isDate(i int) bool {
	if i+3 > len(sc.groups) {
		return false
	}
	value := func(j int) (value, size int) {
		for _, d := range sc.number(j, 1) {
			value = 10*value + int(d)
		}
		return value, sc.groups[j].size
	}
	year, yearSize := value(i)
	month, monthSize := value(i + 1)
	day, daySize := value(i + 2)
	if yearSize <= 2 && daySize == 4 {
		year, day, yearSize, daySize = day, year, daySize, yearSize
	}
	if yearSize != 4 || monthSize > 2 || daySize > 2 || month > 31 || day > 31 {
		return false
	}
	return year >= 1200 && year < 1500 || year >= 1800 && year < 2200
}
