package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const tatweel = '\u0640'

// Fold returns the key under which spellings of one name compare equal; it is
// not for showing. Case is folded, the letters of Persian and Arabic keyboards
// are made one, digits become ASCII; combining marks, tatweel, invisible format
// characters, spaces, hyphens, apostrophes and full stops are dropped. So
// «سید‌علي كاظمی» and «سيد علی کاظمي» meet, and "O’Neil" meets "ONEIL".
//
// The form is NFKD: decomposed, so that a mark can be dropped whether or not it
// came composed with its letter (آ, é), and compatible, so that the presentation
// forms which PDF files leave behind (ﻋﻠﯽ) and full-width Latin meet plain letters.
// Two names that differ in marks alone are one to Fold.
func Fold(s string) string {
	if !utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.IsMark(r), isDroppedByFold(r):
		case isPersianDigit(r):
			b.WriteByte('0' + byte(r&0x0f))
		default:
			foldCase(&b, foldLetter(r))
		}
	}
	return b.String()
}

// foldCase writes the caseless form of r. Going through the capital joins
// letters with two small forms (σ and ς). NFKD has taken apart every other
// letter whose folding is longer than itself, so ß alone is left to spell out.
func foldCase(b *strings.Builder, r rune) {
	r = unicode.ToLower(unicode.ToUpper(r))
	if r == 'ß' {
		b.WriteString("ss")
		return
	}
	b.WriteRune(r)
}

// foldLetter joins the letters which Unicode keeps apart though people take them
// for one. Those with hamza or madda above (أ إ آ ؤ ئ ۂ) come here decomposed.
func foldLetter(r rune) rune {
	switch r {
	case '\u0671': // ٱ
		return '\u0627'
	case arabicYeh, '\u0649': // ي ى
		return persianYeh
	case arabicKaf, '\u06aa': // ك ڪ
		return persianKaf
	case '\u0629', '\u06d5', '\u06c1', '\u06c3', '\u06be': // ة ە ہ ۃ ھ
		return '\u0647'
	default:
		return r
	}
}

// isDroppedByFold reports what joins or stretches names and tells none apart.
func isDroppedByFold(r rune) bool {
	switch r {
	case ' ', '-', '\'', '.', '`', tatweel, '\u2018', '\u2019', '\u02bc', '\u2212':
		return true
	default:
		return r >= utf8.RuneSelf && (isSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf))
	}
}
