package textdiff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind is what a character makes a token of.
type kind int

const (
	symbol kind = iota // punctuation, emoji, bytes that are no UTF-8
	word
	space
	invisible // belongs to the token before it
)

// kindOf goes by what NFKD makes of r: the sign ﷼ is the word ریال, a no-break space is a space.
func kindOf(r rune) kind {
	switch {
	case r < utf8.RuneSelf:
		return plainKind(r)
	case isPlainLetter(r):
		return word
	case isInvisible(r):
		return invisible
	case unicode.IsPunct(r), r == utf8.RuneError:
		return symbol
	}
	if k := plainKind(r); k != symbol {
		return k
	}
	decomposed, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
	return plainKind(decomposed)
}

func plainKind(r rune) kind {
	switch {
	case unicode.IsLetter(r), unicode.IsNumber(r):
		return word
	case unicode.IsSpace(r):
		return space
	default:
		return symbol
	}
}

// isInvisible reports what shapes, stretches or directs the letters around it. The controls that override the
// direction are not among them: they change how a text reads.
func isInvisible(r rune) bool {
	switch r {
	case '\u0640', // tatweel
		'\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', // soft hyphen; what joins and what parts
		'\u200e', '\u200f', '\u061c': // direction marks
		return true
	default:
		return unicode.IsMark(r)
	}
}

// fold returns the key under which spellings of a word, or of a run of one punctuation mark, that differ in form alone
// compare equal. text.Fold goes further, for names: it drops case and punctuation, which count here.
func fold(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for rest := norm.NFKD.String(s); rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case isInvisible(r), unicode.IsSpace(r): // ﷺ has spaces in it, and the ones between Arabic letters are form
		case r == utf8.RuneError && size == 1:
			b.WriteString("\xff" + rest[:1]) // two such bytes must not become a letter once nothing stands between
		default:
			b.WriteRune(foldLetter(r))
		}
		rest = rest[size:]
	}
	return b.String()
}

// isPlain reports that fold has nothing to do, as for most words.
func isPlain(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && !isPlainLetter(r) {
			return false
		}
	}
	return true
}

// isPlainLetter reports a Persian letter that fold leaves alone.
func isPlainLetter(r rune) bool {
	return r >= 'ا' && r <= 'غ' || r >= 'ف' && r <= 'و' && r != 'ك' ||
		r == 'پ' || r == 'چ' || r == 'ژ' || r == 'ک' || r == 'گ' || r == 'ی'
}

// foldLetter joins the letters and digits of different keyboards. ۀ comes here as U+06D5 without its hamza.
func foldLetter(r rune) rune {
	switch {
	case r == 'ي', r == 'ى':
		return 'ی'
	case r == 'ك':
		return 'ک'
	case r == '\u06d5':
		return 'ه'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	default:
		return r
	}
}

func isArabicLetter(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) }
