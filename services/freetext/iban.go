package freetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxIBANLength = 34 // ISO 13616-1

// findIBANs returns every IBAN in s: a country code, two check digits and as
// many characters of the right classes as the country's structure has, which
// together pass mod 97. Between them separators may stand.
func findIBANs(s string) []Finding {
	var findings []Finding
	for at := 0; at+1 < len(s); {
		if !isLatin(s[at]) {
			at++
			continue
		}
		if end := ibanAt(s, at); end > 0 && startsAnew(s[:at]) {
			findings = append(findings, Finding{Kind: IBAN, Start: at, End: end})
			at = end
			continue
		}
		for at < len(s) && isLatin(s[at]) {
			at++
		}
	}
	return findings
}

// startsAnew reports that a country code after the text before is not a part of
// something longer. A letter of another script is not: «شباIR…» is common.
func startsAnew(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return r != bullet && (!gluesTo(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r))
}

// ibanAt returns the end of the IBAN whose country code is at s[at], or 0.
func ibanAt(s string, at int) int {
	if c, _ := ibanCharacter(s, at+2); c == 0 || c > '9' {
		return 0 // spares words the look-up
	}
	var chars [maxIBANLength]byte
	chars[0], chars[1] = upper(s[at]), upper(s[at+1])
	structure := bbanStructure(chars[:2])
	if structure == "" {
		return 0
	}
	n, end := 2, at+2
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
	if after, _ := utf8.DecodeRuneInString(s[end:]); gluesTo(after) || !passesMod97(chars[:n]) {
		return 0
	}
	return end
}

// ibanCharacter returns the next letter (as a capital) or digit (as ASCII) from
// at on, past separators, and where it ends; 0 when there is none.
func ibanCharacter(s string, at int) (c byte, end int) {
	for range maxGap + 1 {
		if at >= len(s) {
			break
		}
		if value, width := digitAt(s, at); width > 0 {
			return '0' + value, at + width
		}
		if isLatin(s[at]) {
			return upper(s[at]), at + 1
		}
		r, width := utf8.DecodeRuneInString(s[at:])
		if _, ok := separator(r); !ok {
			break
		}
		at += width
	}
	return 0, 0
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

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
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
