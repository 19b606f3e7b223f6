package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Line normalises one line of text: NFC, Persian ی and ک for the Arabic ي and
// ك, every kind of space as one plain space, none at the ends. The ZWNJ is
// kept, but runs of it become one and it goes where it cannot show: beside a
// space and at the ends. Control characters stay, so that IsLine refuses them.
func Line(s string) string {
	if isTidyLine(s) && isNFC(s) || !utf8.ValidString(s) {
		return s
	}
	s = nfc(s)
	w := rewrite(s)
	gap, by := 0, "" // where the gap before i begins, and what to write for it
	for i, r := range s {
		switch {
		case isSpace(r):
			by = " "
			continue
		case r == zwnj:
			if by == "" {
				by = string(zwnj)
			}
			continue
		case gap == 0:
			by = "" // the text begins here
		}
		if by != s[gap:i] {
			w.replace(gap, i, by)
		}
		gap, by = i+utf8.RuneLen(r), ""
		if letter := persianLetter(r); letter != "" {
			w.replace(i, gap, letter)
		}
	}
	w.replace(gap, len(s), "")
	return w.finish()
}

// isTidyLine reports that Line would have nothing to do but NFC.
func isTidyLine(s string) bool {
	last := ' '
	for _, r := range s {
		if r == ' ' || r == zwnj {
			if last == ' ' || last == zwnj {
				return false
			}
		} else if isSpace(r) || persianLetter(r) != "" || r == utf8.RuneError {
			return false
		}
		last = r
	}
	return s == "" || last != ' ' && last != zwnj
}

// nfc spares text that is NFC already the slower look-ups of norm.
func nfc(s string) string {
	if isNFC(s) {
		return s
	}
	return norm.NFC.String(s)
}

// isNFC answers for Latin and Persian text without the tables of norm.
func isNFC(s string) bool {
	for i, r := range s {
		if !isInert(r) {
			// One rune back, for a mark may compose with its letter.
			_, width := utf8.DecodeLastRuneInString(s[:i])
			return norm.NFC.IsNormalString(s[i-width:])
		}
	}
	return true
}

// isInert reports ranges in which every code point is its own NFC form, has
// combining class 0 and composes with nothing before it.
func isInert(r rune) bool {
	switch {
	case r < 0x0300:
		return true
	case r < 0x0600:
		return false
	case r < 0x064b:
		return r <= 0x060f || r >= 0x061b
	case r < 0x0700:
		return r >= 0x0660 && r <= 0x066f || r >= 0x0671 && r <= 0x06d5 || r >= 0x06ee
	default:
		return r >= 0x2002 && r <= 0x206f
	}
}

// IsLine reports that s is one line of valid UTF-8 which shows what it says: no
// control characters, no line or paragraph separators, no bidi embeddings,
// overrides or isolates, no noncharacters. A genuine U+FFFD is accepted: people
// quote broken pages. A decoder that replaces bad input by U+FFFD must refuse
// that input itself.
func IsLine(s string) bool {
	return isClean(s, false)
}

func isClean(s string, multiline bool) bool {
	for i, r := range s {
		switch {
		case r < ' ':
			if !multiline || r != '\n' && r != '\t' {
				return false
			}
		case r < 0x7f:
		case r < 0xa0, r == lineSep, r == paragraphSep, isBidiControl(r), isNoncharacter(r):
			return false
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			return false
		}
	}
	return true
}

// isNoncharacter reports the 66 code points that Unicode reserves for internal use.
func isNoncharacter(r rune) bool {
	return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef
}
