package credential_test

import (
	"encoding/base32"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/staff/credential"
)

// rfcSecret is the seed of RFC 6238, appendix B: "12345678901234567890".
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

func codeAt(t require.TestingT, secret string, at time.Time) string {
	code, err := totp.GenerateCode(secret, at)
	require.NoError(t, err)
	return code
}

func TestTheVectorsOfRFC6238(t *testing.T) {
	for seconds, code := range map[int64]string{
		59:          "287082",
		1111111109:  "081804",
		1111111111:  "050471",
		1234567890:  "005924",
		2000000000:  "279037",
		20000000000: "353130",
	} {
		step, ok := credential.TOTPStep(rfcSecret, code, time.Unix(seconds, 0))
		require.True(t, ok, seconds)
		require.Equal(t, seconds/30, step)
	}
}

func TestACodeCountsOneStepBeforeAndAfter(t *testing.T) {
	issued := time.Unix(1_800_000_000, 0) // the start of a step
	code := codeAt(t, rfcSecret, issued)
	for offset, want := range map[time.Duration]bool{
		-31 * time.Second: false, -30 * time.Second: true, -time.Second: true, 0: true, 29 * time.Second: true,
		30 * time.Second: true, 59 * time.Second: true, 60 * time.Second: false, time.Hour: false,
	} {
		step, ok := credential.TOTPStep(rfcSecret, code, issued.Add(offset))
		require.Equal(t, want, ok, offset)
		if want {
			require.Equal(t, int64(60_000_000), step, offset)
		} else {
			require.Zero(t, step)
		}
	}
}

func TestCodesAreReadInEverySpelling(t *testing.T) {
	now := time.Unix(1234567890, 0)
	for _, code := range []string{
		"005924", "005 924", " 005924 ", "00 59 24", "005-924", "۰۰۵۹۲۴", "۰۰۵ ۹۲۴", "٠٠٥٩٢٤", "۰۰٥9۲٤", "005\u00a0924",
		"\u200f۰۰۵\u200c۹۲۴", "005924\n",
	} {
		_, ok := credential.TOTPStep(rfcSecret, code, now)
		require.True(t, ok, "%+q", code)
	}
	for _, code := range []string{
		"", " ", "5924", "00592", "0059244", "0005924", "+05924", "005925", "005924x", "005.924", "۰۰۵۹۲س", "00592\xff", "００５９２４",
	} {
		step, ok := credential.TOTPStep(rfcSecret, code, now)
		require.False(t, ok, "%+q", code)
		require.Zero(t, step)
	}
}

func TestAnImproperSecretFitsNoCode(t *testing.T) {
	now := time.Unix(1234567890, 0)
	short := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("15 bytes of key"))
	computed := 0
	for _, secret := range []string{"", " ", "\n", "========", strings.Repeat("\n", 32), short, "no base 32!", rfcSecret + "="} {
		// The library computes a code for some of them, the empty one too, which must not count.
		if code, err := totp.GenerateCode(secret, now); err == nil {
			computed++
			_, ok := credential.TOTPStep(secret, code, now)
			require.False(t, ok, "%q", secret)
		}
		_, ok := credential.TOTPStep(secret, "005924", now)
		require.False(t, ok, "%q", secret)
	}
	require.Positive(t, computed)
}

func TestOfTwoStepsWithOneCodeTheLaterIsAnswered(t *testing.T) {
	first := time.Unix(910_737*30, 0) // the earliest pair of the seed
	second := first.Add(30 * time.Second)
	code := codeAt(t, rfcSecret, first)
	require.Equal(t, code, codeAt(t, rfcSecret, second))
	for _, now := range []time.Time{first, second} {
		step, ok := credential.TOTPStep(rfcSecret, code, now)
		require.True(t, ok)
		require.Equal(t, int64(910_738), step)
	}
}

func TestANewSecretWorksInAnAuthenticator(t *testing.T) {
	secret, uri, err := credential.NewTOTPSecret("امانت", email)
	require.NoError(t, err)
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	require.NoError(t, err)
	require.Len(t, key, 20)

	parsed, err := url.Parse(uri)
	require.NoError(t, err)
	require.Equal(t, "otpauth", parsed.Scheme)
	require.Equal(t, "totp", parsed.Host)
	require.Equal(t, "/امانت:"+email, parsed.Path)
	require.Equal(t, url.Values{
		"secret": {secret}, "issuer": {"امانت"}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"},
	}, parsed.Query())

	other, _, err := credential.NewTOTPSecret("امانت", email)
	require.NoError(t, err)
	require.NotEqual(t, secret, other)
}

func TestASecretNeedsIssuerAndAccount(t *testing.T) {
	_, _, err := credential.NewTOTPSecret("", email)
	require.Error(t, err)
	_, _, err = credential.NewTOTPSecret("Amanat", "")
	require.Error(t, err)
}

func TestTheStepIsTheOneOfTheCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "key")
		secret := base32.StdEncoding.EncodeToString(key)
		issued := rapid.Int64Range(60, 4_102_444_800).Draw(t, "issued")
		late := rapid.Int64Range(-1, 1).Draw(t, "steps late")
		code := codeAt(t, secret, time.Unix(issued, 0))
		now := time.Unix(issued+30*late, 0)
		step, ok := credential.TOTPStep(secret, code, now)
		require.True(t, ok)
		require.Equal(t, code, codeAt(t, secret, time.Unix(step*30, 0)))
		require.GreaterOrEqual(t, step, issued/30)
		require.LessOrEqual(t, step, now.Unix()/30+1)
	})
}

func FuzzTOTPStep(f *testing.F) {
	f.Add(rfcSecret, "287082", int64(59))
	f.Add(rfcSecret, "۰۰۵ ۹۲۴", int64(1234567890))
	f.Add(rfcSecret, "٠٥٠٤٧١", int64(1111111111))
	f.Add("", "328482", int64(0))
	f.Add("no secret", "\xff", int64(-1))
	f.Fuzz(func(t *testing.T, secret, code string, seconds int64) {
		now := time.Unix(seconds, 0)
		step, ok := credential.TOTPStep(secret, code, now)
		if !ok {
			require.Zero(t, step)
			return
		}
		require.LessOrEqual(t, step, seconds/30+1)
		require.GreaterOrEqual(t, step, seconds/30-1)
		_, ok = credential.TOTPStep(secret, codeAt(t, secret, time.Unix(step*30, 0)), now)
		require.True(t, ok)
	})
}
