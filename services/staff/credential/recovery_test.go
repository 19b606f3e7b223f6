package credential_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/staff/credential"
)

// crockford is the alphabet as its author gives it.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func TestRecoveryCodesAreTenOfThreeGroups(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		codes := credential.NewRecoveryCodes()
		require.Len(t, codes, 10)
		for _, code := range codes {
			require.Regexp(t, `^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$`, code)
			require.False(t, seen[code])
			seen[code] = true
			canonical, ok := credential.ParseRecoveryCode(code)
			require.True(t, ok)
			require.Equal(t, strings.ReplaceAll(code, "-", ""), canonical)
		}
	}
}

func TestEverySymbolOccursInEveryPlace(t *testing.T) {
	seen := [12][256]bool{}
	for range 300 {
		for _, code := range credential.NewRecoveryCodes() {
			for place, symbol := range []byte(strings.ReplaceAll(code, "-", "")) {
				seen[place][symbol] = true
			}
		}
	}
	for place := range seen {
		for _, symbol := range []byte(crockford) {
			require.True(t, seen[place][symbol], "%c in place %d", symbol, place)
		}
	}
}

func TestARecoveryCodeIsReadHoweverItIsWritten(t *testing.T) {
	looksLike := map[rune][]string{'0': {"0", "O", "o", "۰", "٠"}, '1': {"1", "I", "i", "L", "l", "۱", "١"}}
	separators := []string{
		"", "", "", "-", " ", " - ", "\u200c", "\u00a0", "\u2010", "\u2011", "–", "—", "\u2212", "\u200f", "\u2066", "\t", "\r\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		canonical := rapid.StringOfN(rapid.SampledFrom([]rune(crockford)), 12, 12, -1).Draw(t, "code")
		var written strings.Builder
		for _, symbol := range canonical {
			ways := looksLike[symbol]
			switch {
			case ways != nil:
			case symbol <= '9':
				ways = []string{string(symbol), string(symbol - '0' + '۰'), string(symbol - '0' + '٠')}
			default:
				ways = []string{string(symbol), strings.ToLower(string(symbol))}
			}
			written.WriteString(rapid.SampledFrom(separators).Draw(t, "separator"))
			written.WriteString(rapid.SampledFrom(ways).Draw(t, "symbol"))
		}
		written.WriteString(rapid.SampledFrom(separators).Draw(t, "end"))
		code, ok := credential.ParseRecoveryCode(written.String())
		require.True(t, ok)
		require.Equal(t, canonical, code)
	})
}

func TestWhatCannotBeARecoveryCodeIsRefused(t *testing.T) {
	for _, written := range []string{
		"", "-", "7F3K-9QX2-M4T", "7F3K-9QX2-M4TVA", "7F3K-9QX2-M4TU", "7F3K-9QX2-M4T*", "7F3K_9QX2_M4TV", "7F3K-9QX2-M4T\x00",
		"7F3K-9QX2-M4T\xff", "۷F۳K-۹QX۲-M۴Tس", "7F3K-9QX2-M4T\u017f", "7F3K-9QX2-M4T\u0131", "７F3K-9QX2-M4TV",
		"7F3K-9QX2-M4TV7F3K-9QX2-M4TV",
	} {
		code, ok := credential.ParseRecoveryCode(written)
		require.False(t, ok, "%+q", written)
		require.Empty(t, code)
	}
}

func FuzzParseRecoveryCode(f *testing.F) {
	for _, written := range []string{
		"7F3K-9QX2-M4TV", "7f3k 9qx2 m4tv", "۷f۳k‌۹qx۲–m٤tv", "OoIiLl012345", "", "\xff7F3K9QX2M4TV", "7F3K-9QX2-M4TU",
	} {
		f.Add(written)
	}
	f.Fuzz(func(t *testing.T, written string) {
		code, ok := credential.ParseRecoveryCode(written)
		if !ok {
			require.Empty(t, code)
			return
		}
		require.Regexp(t, `^[0-9A-HJKMNP-TV-Z]{12}$`, code)
		again, ok := credential.ParseRecoveryCode(strings.ToLower(code))
		require.True(t, ok)
		require.Equal(t, code, again)
	})
}
