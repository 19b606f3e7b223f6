package credential

import (
	"strings"

	"amanat/services/kit/crockford"
	"amanat/services/kit/text"
)

const (
	recoveryCodes   = 10
	recoverySymbols = 12
)

// NewRecoveryCodes makes the ten codes of which each replaces the authenticator once: 12 random symbols of Crockford's
// base 32 (60 bits) in groups of four with dashes between. Keep a hash of what ParseRecoveryCode makes of each.
func NewRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = crockford.Group(crockford.Random(recoverySymbols))
	}
	return codes
}

// ParseRecoveryCode reads a recovery code as people write it into its canonical form, 12 symbols in capitals without
// dashes: in any case, with or without dashes and spaces, with O for 0 and I or L for 1, with Persian or Arabic digits.
// ok is false, and the code "", for what cannot be one.
func ParseRecoveryCode(written string) (code string, ok bool) {
	var canonical strings.Builder
	for _, r := range text.Digits(written) {
		if isSeparator(r) {
			continue
		}
		symbol, known := readSymbol(r)
		if !known || canonical.Len() == recoverySymbols {
			return "", false
		}
		canonical.WriteRune(symbol)
	}
	if canonical.Len() != recoverySymbols {
		return "", false
	}
	return canonical.String(), true
}
