// Package crockford makes and reads what people copy by hand, in Crockford's base 32: receipt codes, references of
// cases, and the random symbols of one-time passwords, recovery codes and invitations.
package crockford

import (
	"crypto/rand"
	"strings"
)

// Alphabet is Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U.
const Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	// codeDigits carry 5 random bits each; one check symbol follows them.
	codeDigits = 23
	codeLength = codeDigits + 1
	groupSize  = 4
	// checkModulus is the prime of Crockford's check symbol. It exceeds 32, so one changed symbol or two swapped
	// neighbours always show.
	checkModulus = 37

	referenceDigits = 8
)

// Code is a receipt code in canonical form: 23 random symbols and the check symbol, without separators.
type Code string

// NewCode draws a code. Crockford's check symbol has five values beyond the alphabet (*~$=U) that are hard to say and
// to type, so codes that would need one are drawn again: 115 − log₂(37/32) ≈ 114.8 random bits.
func NewCode() Code {
	for {
		digits := Random(codeDigits)
		if check := checkValue(digits); check < len(Alphabet) {
			return Code(digits) + Code(Alphabet[check])
		}
	}
}

// ParseCode reads a code back as people write it: in any case, with or without dashes and spaces, with O for 0 and I or
// L for 1, with Persian or Arabic digits. ok is false when the shape or the check symbol is wrong, which needs no
// look-up.
func ParseCode(text string) (code Code, ok bool) {
	var symbols strings.Builder
	symbols.Grow(codeLength)
	for _, r := range text {
		symbol, separator := readSymbol(r)
		if separator {
			continue
		}
		if symbol == 0 || symbols.Len() == codeLength {
			return "", false
		}
		symbols.WriteByte(symbol)
	}
	code = Code(symbols.String())
	if len(code) != codeLength {
		return "", false
	}
	check := checkValue(string(code[:codeDigits]))
	return code, check < len(Alphabet) && Alphabet[check] == code[codeDigits]
}

// String shows the code in groups of four.
func (c Code) String() string { return Group(string(c)) }

// NewReference draws a reference such as C-7F3K-9QX2: speakable, neither a credential nor a counter. 40 random bits;
// whoever stores it draws again on the rare collision.
func NewReference(prefix string) string {
	return prefix + "-" + Group(Random(referenceDigits))
}

func readSymbol(r rune) (symbol byte, separator bool) {
	switch {
	case r == '-' || r == ' ' || r == '\u2010' || r == '\u2011' || r == '\u2013' || r == '\u00a0' || r == '\u200c':
		return 0, true
	case r >= '۰' && r <= '۹':
		return digit(r - '۰'), false
	case r >= '٠' && r <= '٩':
		return digit(r - '٠'), false
	case r >= 'a' && r <= 'z':
		r -= 'a' - 'A'
	}
	switch r {
	case 'O':
		return '0', false
	case 'I', 'L':
		return '1', false
	}
	if i := strings.IndexRune(Alphabet, r); i >= 0 {
		return Alphabet[i], false
	}
	return 0, false
}

func digit(value rune) byte { return "0123456789"[value] }

// checkValue is the number that the symbols spell, modulo 37.
func checkValue(symbols string) int {
	value := 0
	for i := range len(symbols) {
		value = (value*len(Alphabet) + strings.IndexByte(Alphabet, symbols[i])) % checkModulus
	}
	return value
}

// Random draws n symbols of five bits each.
func Random(n int) string {
	symbols := make([]byte, n)
	_, _ = rand.Read(symbols) // never fails: crypto/rand ends the program instead
	for i, b := range symbols {
		symbols[i] = Alphabet[b%byte(len(Alphabet))] // 256 is a multiple of 32: no bias
	}
	return string(symbols)
}

// Group parts symbols into groups of four with dashes between.
func Group(symbols string) string {
	var text strings.Builder
	for i := 0; i < len(symbols); i += groupSize {
		if i > 0 {
			text.WriteByte('-')
		}
		text.WriteString(symbols[i:min(i+groupSize, len(symbols))])
	}
	return text.String()
}
