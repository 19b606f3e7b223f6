package credential

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"amanat/services/kit/crockford"
	"amanat/services/kit/text"
)

const (
	shortestPassword = 10
	longestPassword  = 128
	// shortestLocalPart spares those whose address begins with a letter or a syllable that many words have.
	shortestLocalPart = 4

	passwordSymbols = 20
)

// Refusal answers the code of what is wrong with a new password for the account of this e-mail address, "" when nothing
// is. It follows NIST SP 800-63B-4, section 3.1.1.2: what counts is the length, in characters of the normalised
// password, and that it is neither what everybody takes nor made of the account's own name; there are no rules about
// capitals, digits or signs. Ten characters lie between the eight asked for beside a second factor and the fifteen
// without one.
func Refusal(password, email string) (code string) {
	normal := text.Password(password)
	length := utf8.RuneCountInString(normal)
	switch {
	case !utf8.ValidString(normal) || strings.ContainsFunc(normal, isControl):
		return "control_character"
	case length < shortestPassword:
		return "password_too_short"
	case length > longestPassword:
		return "password_too_long"
	case hasLocalPart(normal, email):
		return "password_has_email"
	case isSimple(normal):
		return "password_too_simple"
	default:
		return ""
	}
}

// NewPassword makes a one-time password: 20 random symbols of Crockford's base 32 (100 bits) in lower case, in groups
// of four with dashes between.
func NewPassword() string {
	return strings.ToLower(crockford.Group(crockford.Random(passwordSymbols)))
}

// isControl holds for line ends and for what is pasted without being seen, such as bidi marks and the byte order mark.
// The two joiners are letters of a kind: Persian is typed with them.
func isControl(r rune) bool {
	switch r {
	case '\u200c', '\u200d':
		return false
	default:
		return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	}
}

// hasLocalPart looks for the local part as it is written and as text.Fold spells it, for which sara.ahmadi and
// SaraAhmadi are one.
func hasLocalPart(password, email string) bool {
	local := text.Password(email)
	if at := strings.LastIndexByte(local, '@'); at >= 0 {
		local = local[:at]
	}
	for _, fold := range []func(string) string{strings.ToLower, text.Fold} {
		folded := fold(local)
		if utf8.RuneCountInString(folded) >= shortestLocalPart && strings.Contains(fold(password), folded) {
			return true
		}
	}
	return false
}
