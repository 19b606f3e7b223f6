package freetext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"amanat/services/kit/text"
)

// label is what the words directly before a number say it is.
type label int

const (
	notLookedUp label = iota
	unlabelled
	labelsNationalID
	labelsCard
	labelsIBAN
	labelsOther // a postal code, a telephone, a tracking number, an order, …
)

const (
	maxLabelWords  = 6  // between a label and its number, the label included
	maxWordRunes   = 24 // longer ones are no label
	maxPunctuation = 8  // between two words
)

// labelOf returns the label of the number that begins with group i. Only the
// first number of a run has one: before the others there are digits.
func (sc *scanner) labelOf(i int) label {
	if i > 0 {
		return unlabelled
	}
	if sc.label == notLookedUp {
		sc.label = labelBefore(sc.text[sc.floor:sc.groups[0].start])
	}
	return sc.label
}

// labelBefore reads backwards from the end of before, over the words which stand
// between a label and its number («کد ملی من این است: …»), up to the one that
// says what the number is. Any other word ends the search, for in «با تلفن گفتند
// …» the telephone is no label.
func labelBefore(before string) label {
	for range maxLabelWords {
		word, rest := lastWord(before)
		says, known := meaning(text.Fold(word))
		switch {
		case !known:
			return unlabelled
		case says == labelsNationalID && isBank(rest):
			// «کارت بانک ملی …»: Melli is the bank's name.
		case says != unlabelled:
			return says
		}
		before = rest
	}
	return unlabelled
}

func isBank(before string) bool {
	word, _ := lastWord(before)
	return text.Fold(word) == "بانک"
}

// lastWord splits off the last word of s, past punctuation; a number sign counts
// as a word. The word is empty where another number, a comma, a stronger stop or
// an empty line comes first.
func lastWord(s string) (word, rest string) {
	lines := 0
	for range maxPunctuation {
		r, width := utf8.DecodeLastRuneInString(s)
		switch {
		case r == '#' || r == '№':
			return "#", s[:len(s)-width]
		case unicode.IsLetter(r) || unicode.IsMark(r):
			return splitWord(s)
		case r == '\n':
			lines++
		}
		if lines > 1 || r == bullet || unicode.IsNumber(r) || strings.ContainsRune("،,؛;!?؟", r) {
			break
		}
		s = s[:len(s)-width]
	}
	return "", s
}

// splitWord splits s before the letters and marks at its end.
func splitWord(s string) (word, rest string) {
	start := len(s)
	for range maxWordRunes {
		r, width := utf8.DecodeLastRuneInString(s[:start])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return s[start:], s[:start]
		}
		start -= width
	}
	return "", s
}

// isAmount reports a unit directly behind n groups from i on, or a currency sign
// directly before. An extension («داخلی») tells a telephone number likewise.
func (sc *scanner) isAmount(i, n int) bool {
	if i == 0 {
		before := strings.TrimRight(sc.text[:sc.groups[0].start], " ")
		if r, _ := utf8.DecodeLastRuneInString(before); unicode.Is(unicode.Sc, r) {
			return true
		}
	}
	if i+n < len(sc.groups) {
		return false
	}
	after := sc.text[sc.groups[i+n-1].end:]
	for range maxGap {
		r, width := utf8.DecodeRuneInString(after)
		switch {
		case unicode.Is(unicode.Sc, r), r == '%', r == '٪':
			return true
		case unicode.IsLetter(r):
			return isUnit(text.Fold(firstWord(after)))
		}
		if _, ok := separator(r); !ok {
			return false
		}
		after = after[width:]
	}
	return false
}

func firstWord(s string) string {
	end := 0
	for range maxWordRunes {
		r, width := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		end += width
	}
	return s[:end]
}
