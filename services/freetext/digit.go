package freetext

import "strings"

const (
	bullet  = '\u2022'
	tatweel = '\u0640'
	zwnj    = '\u200c'

	// unread is the value of a digit that cannot be read: a masked one, or a
	// character of an IBAN that has been found already.
	unread = 10
)

// digitAt returns the value of the digit at s[at], Latin, Persian or
// Arabic-Indic, and its width in bytes; the width is 0 when there is none.
func digitAt(s string, at int) (value byte, width int) {
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

// hasTenDigits is the early exit for the great majority of texts: nothing that
// Scan looks for has fewer.
func hasTenDigits(s string) bool {
	digits := 0
	for at := range len(s) {
		if _, width := digitAt(s, at); width > 0 {
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
