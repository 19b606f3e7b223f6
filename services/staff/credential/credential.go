// Package credential makes and checks what staff sign in with: passwords and their hashes, codes of authenticators
// (TOTP), recovery codes and session tokens. It keeps nothing; where they are stored is not its business.
package credential

import (
	"crypto/rand"
	"encoding/base64"
	"time"
)

const (
	tokenBytes = 32

	freeFailures = 4
	longestDelay = 15 * time.Minute
	// doublings lead from one second past the longest delay.
	doublings = 10
)

// NewToken makes a session token: 32 random bytes in base64url without padding (RFC 4648, section 5), 43 characters.
func NewToken() string {
	token := make([]byte, tokenBytes)
	_, _ = rand.Read(token) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(token)
}

// Delay is how long sign-in for one address is refused after so many failures in a row: not at all up to four, then one
// second, doubling with each further failure up to 15 minutes. It grows and ends by itself: nobody can lock a colleague
// out by failing in their name.
func Delay(failures int) time.Duration {
	if failures <= freeFailures {
		return 0
	}
	doubled := min(failures-freeFailures-1, doublings)
	return min(time.Second<<doubled, longestDelay)
}
