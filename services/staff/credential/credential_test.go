package credential_test

import (
	"encoding/base64"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/staff/credential"
)

func TestTokensAre32RandomBytes(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		token := credential.NewToken()
		raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
		require.NoError(t, err)
		require.Len(t, raw, 32)
		require.False(t, seen[token])
		seen[token] = true
	}
}

func TestDelayDoublesFromTheFifthFailureUpTo15Minutes(t *testing.T) {
	for failures, want := range map[int]time.Duration{
		math.MinInt: 0, -1: 0, 0: 0, 1: 0, 4: 0,
		5: time.Second, 6: 2 * time.Second, 7: 4 * time.Second, 8: 8 * time.Second, 13: 256 * time.Second,
		14: 512 * time.Second, 15: 15 * time.Minute, 16: 15 * time.Minute, 100: 15 * time.Minute, math.MaxInt: 15 * time.Minute,
	} {
		require.Equal(t, want, credential.Delay(failures), failures)
	}
}

func TestDelayNeverShrinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		failures := rapid.IntRange(0, math.MaxInt-1).Draw(t, "failures")
		require.LessOrEqual(t, credential.Delay(failures), credential.Delay(failures+1))
		require.LessOrEqual(t, credential.Delay(failures), 15*time.Minute)
	})
}
