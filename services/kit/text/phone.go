package text

import "unicode/utf8"

const (
	maxPhoneDigits = 15 // ITU-T E.164, country code included
	minPhoneDigits = 8
	iranNational   = 11 // 0 and ten digits
)

// Phone normalises a telephone number to E.164, such as +989121234567. It reads
// Persian and Arabic-Indic digits, the separators space - ( ) . and /, the
// international prefix 00, Iran's national form (0 and ten digits) and the 0
// often left in after +98. Bidi marks, which contact lists paste along, are
// dropped. What is none of this comes back as it was but for spaces at the
// ends, so that IsPhone refuses it.
func Phone(s string) string {
	if !utf8.ValidString(s) {
		return s
	}
	var buf [maxPhoneDigits + len("000")]byte
	digits, plus, ok := dial(s, buf[:0])
	switch {
	case !ok:
		return trimSpaces(s)
	case !plus && len(digits) > 2 && digits[0] == '0' && digits[1] == '0':
		digits = digits[2:]
	case !plus && len(digits) == iranNational && digits[0] == '0':
		digits = append(append(make([]byte, 0, iranNational+1), "98"...), digits[1:]...)
	case !plus:
		return trimSpaces(s)
	}
	if len(digits) == iranNational+2 && string(digits[:3]) == "980" {
		digits = append(digits[:2], digits[3:]...)
	}
	e164 := "+" + string(digits)
	if !IsPhone(e164) {
		return trimSpaces(s)
	}
	return e164
}

// dial reads the digits of a number as ASCII into buf and whether a plus came
// before them. It gives up on anything a telephone number does not have and on
// more digits than buf can hold.
func dial(s string, buf []byte) (digits []byte, plus, ok bool) {
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9' || isPersianDigit(r):
			if len(buf) == cap(buf) {
				return nil, false, false
			}
			buf = append(buf, '0'+byte(r&0x0f))
		case r == '+':
			if plus || len(buf) > 0 {
				return nil, false, false
			}
			plus = true
		case !isPhoneSeparator(r) && !isBidi(r):
			return nil, false, false
		}
	}
	return buf, plus, true
}

// isPhoneSeparator takes the no-break spaces and hyphens that telephones put
// into numbers for plain ones.
func isPhoneSeparator(r rune) bool {
	switch r {
	case '-', '(', ')', '.', '/', '\u2010', '\u2011', '\u2012', '\u2013':
		return true
	default:
		return isSpace(r)
	}
}

// IsPhone reports whether s is an E.164 number: a plus, then 8–15 digits of
// which the first is not 0.
func IsPhone(s string) bool {
	if len(s) < 1+minPhoneDigits || len(s) > 1+maxPhoneDigits || s[0] != '+' || s[1] == '0' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
