package text

import "unicode/utf8"

// maxBreaks is one line's end and two blank lines.
const maxBreaks = 3

// Paragraphs normalises text of several lines: NFC, Persian ی and ک for the
// Arabic ي and ك, LF for CRLF, CR and the separators that word processors
// paste, no blanks at the ends of lines, at most two blank lines in a row, none
// at either end. Blanks are spaces of any kind,
// tabs and ZWNJ; within a line they stay as they are. Other control characters
// stay, so that IsParagraphs refuses them.
func Paragraphs(s string) string {
	if isTidyParagraphs(s) && isNFC(s) || !utf8.ValidString(s) {
		return s
	}
	s = nfc(s)
	w := rewrite(s)
	gap, indent, breaks := 0, 0, 0 // where the gap before i and its last line begin; its line ends
	for i, r := range s {
		next := i + utf8.RuneLen(r)
		switch {
		case r == '\n' && i > 0 && s[i-1] == '\r':
			indent = next
			continue
		case r == '\n' || r == '\r' || isSeparator(r):
			breaks, indent = breaks+1, next
			continue
		case isBlank(r):
			continue
		case gap == 0:
			w.replace(0, i, "")
		case breaks > 0:
			w.replace(gap, indent, "\n\n\n"[:min(breaks, maxBreaks)])
		}
		gap, breaks = next, 0
		if letter := persianLetter(r); letter != "" {
			w.replace(i, next, letter)
		}
	}
	w.replace(gap, len(s), "")
	return w.finish()
}

// isTidyParagraphs reports that Paragraphs would have nothing to do but NFC.
func isTidyParagraphs(s string) bool {
	last, breaks := '\n', 0
	for i, r := range s {
		switch {
		case r == '\n':
			breaks++
			if isBlank(last) || breaks > maxBreaks || i == 0 {
				return false
			}
		case r == '\r', isSeparator(r), r == utf8.RuneError, persianLetter(r) != "", i == 0 && isBlank(r):
			return false
		default:
			breaks = 0
		}
		last = r
	}
	return s == "" || last != '\n' && !isBlank(last)
}

// isSeparator recognises LINE SEPARATOR and PARAGRAPH SEPARATOR.
func isSeparator(r rune) bool { return r == '\u2028' || r == '\u2029' }

func isBlank(r rune) bool {
	return r == '\t' || r == zwnj || isSpace(r)
}

// IsParagraphs is IsLine for text of several lines: LF and tab are accepted too.
func IsParagraphs(s string) bool {
	return isClean(s, true)
}
