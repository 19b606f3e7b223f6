package credential

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"amanat/services/kit/text"
)

const (
	stepSeconds     = 30
	totpSecretBytes = 20
	// leastSecretBytes is what RFC 4226, section 4, R6 demands. Most of all it keeps out the empty secret, whose codes
	// everybody can compute.
	leastSecretBytes = 16
)

// NewTOTPSecret makes a secret of 20 random bytes in base 32 for codes after RFC 6238 (SHA-1, six digits, 30 seconds),
// and the otpauth:// URI that authenticators read from a QR code. Neither issuer nor account may be empty.
func NewTOTPSecret(issuer, account string) (secret, uri string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer, AccountName: account, Period: stepSeconds, SecretSize: totpSecretBytes,
	})
	if err != nil {
		return "", "", fmt.Errorf("make TOTP secret: %w", err)
	}
	return key.Secret(), key.URL(), nil
}

// TOTPStep reports whether code is what the secret gives now, one step ago or one step ahead (RFC 6238, section 5.2),
// and which step (Unix seconds / 30) it belongs to. A code counts once: refuse a step that is not later than the last
// one accepted. Should two steps have the same code, the later is answered, so that the code does not count again. The
// digits may be Persian or Arabic and spaced. A secret that NewTOTPSecret cannot have made fits no code.
func TOTPStep(secret, code string, now time.Time) (step int64, ok bool) {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil || len(key) < leastSecretBytes {
		return 0, false
	}
	typed := []byte(digitsOf(code))
	current := now.Unix() / stepSeconds
	for candidate := current - 1; candidate <= current+1; candidate++ {
		expected, err := totp.GenerateCode(secret, time.Unix(candidate*stepSeconds, 0))
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare([]byte(expected), typed) == 1 {
			step, ok = candidate, true // and on: the time does not tell which step it was
		}
	}
	return step, ok
}

// digitsOf drops what stands between the digits of a code as authenticators show it.
func digitsOf(code string) string {
	return strings.Map(func(r rune) rune {
		if isSeparator(r) {
			return -1
		}
		return r
	}, text.Digits(code))
}
