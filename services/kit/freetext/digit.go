package freetext

import "strings"

const (
	bullet  = '\u2022'
	tatweel = '\u0640'
	zwnj    = '\u200c'
	zwsp    = '\u200b'
	joiner  = '\u2060' // the word joiner

	// unread is the value of a digit that cannot be read: a masked one, or a
	// character of what has been found already.
	unread = 10
)

// digitAt returns the value of the digit at s[at], Latin, Persian, Arabic-Indic
// or full-width, and its width in bytes; the width is 0 when there is none.
func digitAt(s string, at int) (value byte, width int) {
	if s[at] == 0xef {
		return fullWidthDigitAt(s, at)
	}
	return plainDigitAt(s, at)
}

// plainDigitAt is digitAt without the full-width digits.
func plainDigitAt(s string, at int) (value byte, width int) {
	c := s[at]
	if c >= '0' && c <= '9' {
		return c - '0', 1
	}
	// ۰–۹ are DB B0–B9 in UTF-8, ٠–٩ are D9 A0–A9.
	if (c == 0xdb || c == 0xd9) && at+1 < len(s) {
		first := byte(0xa0)
		if c == 0xdb {
			first = 0xb0
		}
		if value := s[at+1] - first; value <= 9 {
			return value, 2
		}
	}
	return 0, 0
}

// fullWidthDigitAt is digitAt for ０–９, EF BC 90–99 in UTF-8.
func fullWidthDigitAt(s string, at int) (value byte, width int) {
	if !strings.HasPrefix(s[at:], "\xef\xbc") || at+2 == len(s) || s[at+2]-0x90 > 9 {
		return 0, 0
	}
	return s[at+2] - 0x90, 3
}

// letterAt returns the Latin letter at s[at], plain or full-width, as an ASCII
// capital, and its width in bytes; the width is 0 when there is none.
func letterAt(s string, at int) (c byte, width int) {
	const small = 'a' - 'A'
	if c = s[at] &^ small; c >= 'A' && c <= 'Z' {
		return c, 1
	}
	// Ａ–Ｚ are EF BC A1–BA, ａ–ｚ are EF BD 81–9A.
	if s[at] != 0xef || at+2 >= len(s) {
		return 0, 0
	}
	nth := byte(0xff)
	switch s[at+1] {
	case 0xbc:
		nth = s[at+2] - 0xa1
	case 0xbd:
		nth = s[at+2] - 0x81
	}
	if nth >= 26 {
		return 0, 0
	}
	return 'A' + nth, 3
}

// hasTenDigits is the early exit for the great majority of texts: nothing that
// Scan looks for has fewer.
func hasTenDigits(s string) bool {
	digits := 0
	for at := range len(s) {
		_, width := plainDigitAt(s, at) // small enough to be put in line, as digitAt is not
		if s[at] == 0xef {
			_, width = fullWidthDigitAt(s, at)
		}
		if width > 0 {
			if digits++; digits == nationalIDDigits {
				return true
			}
		}
	}
	return false
}

// maskedAt returns the width of a bullet at s[at], or 0.
func maskedAt(s string, at int) int {
	const utf8Bullet = string(bullet)
	if s[at] == utf8Bullet[0] && strings.HasPrefix(s[at:], utf8Bullet) {
		return len(utf8Bullet)
	}
	return 0
}
