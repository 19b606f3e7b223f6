// Package text normalises and checks what people type, Persian first.
//
// Normalising and refusing are two steps. The normalisers (Line, Paragraphs,
// Name, Phone, Email, Page, Digits) make one spelling out of many and never
// lose what they do not understand; the checks (IsLine, IsParagraphs, IsName,
// IsPhone) say whether the result can be accepted. Every normaliser is
// idempotent and hands text that is not valid UTF-8 back as it came.
package text

import (
	"strings"
	"unicode/utf8"
)

const (
	zwnj         = '\u200c' // ZERO WIDTH NON-JOINER, the Persian half-space
	arabicYeh    = '\u064a'
	arabicKaf    = '\u0643'
	persianYeh   = '\u06cc'
	persianKaf   = '\u06a9'
	lineSep      = '\u2028'
	paragraphSep = '\u2029'
)

// Digits returns s with Persian (U+06F0–U+06F9) and Arabic-Indic
// (U+0660–U+0669) digits as ASCII, for numbers and dates.
func Digits(s string) string {
	first := strings.IndexFunc(s, isPersianDigit)
	if first < 0 {
		return s
	}
	w := rewrite(s)
	for i, r := range s[first:] {
		if isPersianDigit(r) {
			value := int(r & 0x0f)
			w.replace(first+i, first+i+utf8.RuneLen(r), "0123456789"[value:value+1])
		}
	}
	return w.finish()
}

// isPersianDigit holds for both blocks: in each the low four bits of the code
// point are the digit's value.
func isPersianDigit(r rune) bool {
	return r >= '\u06f0' && r <= '\u06f9' || r >= '\u0660' && r <= '\u0669'
}

// persianLetter returns the letter to write for the two that Arabic keyboards
// type in place of Persian ones, and "" for every other rune.
func persianLetter(r rune) string {
	switch r {
	case arabicYeh:
		return "ی"
	case arabicKaf:
		return "ک"
	default:
		return ""
	}
}

// isSpace reports the characters of Unicode's category Zs: spaces of every
// width, no-break ones too, but no tab and no line break.
func isSpace(r rune) bool {
	switch {
	case r == ' ':
		return true
	case r < 0xa0:
		return false
	case r >= 0x2000 && r <= 0x200a:
		return true
	default:
		return r == 0xa0 || r == 0x1680 || r == 0x202f || r == 0x205f || r == 0x3000
	}
}

// isBidiControl reports the embeddings, overrides and isolates, which can make
// text read differently from what it says.
func isBidiControl(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// isBidi adds the three invisible marks that contact lists and right-to-left
// pages paste along with numbers and addresses.
func isBidi(r rune) bool {
	return r == 0x200e || r == 0x200f || r == 0x061c || isBidiControl(r)
}

// withoutBidi drops bidi marks and controls. It expects valid UTF-8.
func withoutBidi(s string) string {
	return strings.Map(func(r rune) rune {
		if isBidi(r) {
			return -1
		}
		return r
	}, s)
}

// trimSpaces leaves tabs and line breaks alone, so that a check can refuse them.
func trimSpaces(s string) string {
	return strings.TrimFunc(s, isSpace)
}
