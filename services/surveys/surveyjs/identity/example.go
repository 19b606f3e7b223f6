package identity

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"amanat/services/kit/text"
)

// exampleOf tells what a placeholder shows that is nothing but an example: an e-mail address or a mobile number, of
// which digits may be blanked ("09xxxxxxxxx").
func exampleOf(s string) (what string, asks bool) {
	shown := strings.Trim(norm.NFKC.String(s), punctuation+" \t\n\u200c")
	last := strings.LastIndexFunc(shown, unicode.IsSpace) + 1
	if isEmailAddress(shown[last:]) && introducesExample(shown[:last]) {
		return Email, true
	}
	first := strings.IndexFunc(shown, func(r rune) bool { return unicode.IsDigit(r) || r == '+' })
	if first >= 0 && introducesExample(shown[:first]) && isMobileNumber(shown[first:]) {
		return Phone, true
	}
	return "", false
}

func introducesExample(s string) bool {
	for _, w := range read(s, false) {
		if w.text != "for" && !isExample(w.text) {
			return false
		}
	}
	return true
}

func isMobileNumber(s string) bool {
	unblanked := strings.NewReplacer("x", "0", "X", "0", "*", "0", "_", "0", "#", "0", "•", "0").Replace(s)
	number := text.Phone(unblanked)
	return strings.HasPrefix(number, "+989") && text.IsPhone(number)
}
