package freetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxIBANLength = 34 // ISO 13616-1
	shebaDigits   = 24 // of an Iranian IBAN behind its IR
)

// findIBANs returns every IBAN in s: a country code, two check digits and as
// many characters of the right classes as the country's structure has, which
// together pass mod 97. Between them separators may stand.
func findIBANs(s string) []Finding {
	var findings []Finding
	for at := 0; at+1 < len(s); {
		if _, width := letterAt(s, at); width == 0 {
			at++
			continue
		}
		if end := ibanAt(s, at); end > 0 && startsAnew(s[:at]) {
			findings = append(findings, Finding{Kind: IBAN, Start: at, End: end})
			at = end
			continue
		}
		at = wordEnd(s, at)
	}
	return findings
}

// wordEnd returns where the Latin letters from s[at] on end.
func wordEnd(s string, at int) int {
	for at < len(s) {
		_, width := letterAt(s, at)
		if width == 0 {
			break
		}
		at += width
	}
	return at
}

// startsAnew reports that a country code after the text before is not a part of
// something longer. A letter of another script is not: «شباIR…» is common.
func startsAnew(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return r != bullet && (!gluesTo(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r))
}

// ibanAt returns the end of the IBAN whose country code is at s[at], or 0.
func ibanAt(s string, at int) int {
	var chars [maxIBANLength]byte
	n, end := 0, at
	for ; n < len("IR") && end < len(s); n++ {
		c, width := letterAt(s, end)
		if width == 0 {
			return 0
		}
		chars[n], end = c, end+width
	}
	if c, _ := ibanCharacter(s, end); c == 0 || c > '9' {
		return 0 // spares words the look-up
	}
	structure := bbanStructure(chars[:n])
	if structure == "" {
		return 0
	}
	for class, count := range elements("n2" + structure) {
		for range count {
			c, next := ibanCharacter(s, end)
			if next == 0 || !belongs(c, class) {
				return 0
			}
			chars[n], end = c, next
			n++
		}
	}
	after, _ := utf8.DecodeRuneInString(s[end:])
	if gluesTo(after) || !passesMod97(chars[:n]) || !isWrappedWell(s[at:end]) {
		return 0
	}
	return end
}

// isWrappedWell reports that an IBAN has no line end or tab in it, or is written
// in capitals and groups of four, the last perhaps shorter; the country code and
// the check digits may be groups too. So «No 12» and a telephone number on the
// next line are none.
func isWrappedWell(number string) bool {
	if !strings.ContainsAny(number, "\n\t") {
		return true
	}
	const fours, country = 4, 2
	chars, size := 0, 0
	for _, r := range number {
		if isAlphanumeric(r) {
			chars++
			size++
			if size > fours || chars <= country && !unicode.IsUpper(r) {
				return false
			}
			continue
		}
		if size%fours != 0 && chars != country && chars != fours {
			return false
		}
		size = 0
	}
	return true
}

// ibanCharacter returns the next letter (as a capital) or digit (as ASCII) from
// at on, past separators and a line end or tab, and where it ends; 0 when there
// is none.
func ibanCharacter(s string, at int) (c byte, end int) {
	wrapped := false
	for range maxGap + 1 {
		if at >= len(s) {
			break
		}
		if value, width := digitAt(s, at); width > 0 {
			return '0' + value, at + width
		}
		if c, width := letterAt(s, at); width > 0 {
			return c, at + width
		}
		if wrap := wrapAt(s, at); wrap > 0 && !wrapped {
			at, wrapped = at+wrap, true
			continue
		}
		r, width := utf8.DecodeRuneInString(s[at:])
		if _, ok := separator(r); !ok {
			break
		}
		at += width
	}
	return 0, 0
}

// isSheba judges n groups from i on which have 24 digits together: what Iranian
// forms, with the IR printed beside the field, leave to write of an IBAN.
func (sc *scanner) isSheba(i, n int) bool {
	if sc.groups[i+n-1].tailed || sc.labelOf(i) != labelsIBAN {
		return false
	}
	chars := append(make([]byte, 0, len("IR")+shebaDigits), "IR"...)
	for _, d := range sc.number(i, n) {
		if d == unread {
			return false
		}
		chars = append(chars, '0'+d)
	}
	return passesMod97(chars)
}

// belongs reports whether c is of the class: n digits, a letters, c both.
func belongs(c, class byte) bool {
	switch class {
	case 'n':
		return c <= '9'
	case 'a':
		return c > '9'
	default:
		return true
	}
}

// passesMod97 is the check of ISO 7064 MOD 97-10: country code and check digits
// go to the end, letters count 10 to 35, and the remainder is 1.
func passesMod97(chars []byte) bool {
	remainder := 0
	for i := range chars {
		c := chars[(i+4)%len(chars)]
		if c <= '9' {
			remainder = (remainder*10 + int(c-'0')) % 97
		} else {
			remainder = (remainder*100 + int(c-'A') + 10) % 97
		}
	}
	return remainder == 1
}

// elements yields the classes of a structure such as "a4n14" with their counts.
func elements(structure string) func(yield func(class byte, count int) bool) {
	return func(yield func(class byte, count int) bool) {
		for i := 0; i < len(structure); {
			class, count := structure[i], 0
			for i++; i < len(structure) && structure[i] <= '9'; i++ {
				count = 10*count + int(structure[i]-'0')
			}
			if !yield(class, count) {
				return
			}
		}
	}
}

// bbanStructure returns what follows the check digits in a country's IBANs, or
// "" for a country without IBANs.
func bbanStructure(country []byte) string {
	at := strings.Index(structures, "\n"+string(country)+" ")
	if at < 0 {
		return ""
	}
	structure, _, _ := strings.Cut(structures[at+len("\nCC "):], "\n")
	return structure
}
