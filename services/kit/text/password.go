package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Password puts a password into the form that is hashed, so that every keyboard types the same one: spaces of every
// width become the ASCII space, then the text becomes NFC (OpaqueString of RFC 8265, section 4.2). Case, and all else,
// stays. It is idempotent and hands text that is not valid UTF-8 back as it came.
func Password(password string) string {
	if !utf8.ValidString(password) {
		return password
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, password))
}
