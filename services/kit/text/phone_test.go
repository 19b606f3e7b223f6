package text_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
)

func TestPhoneNumbersBecomeE164(t *testing.T) {
	for typed, want := range map[string]string{
		"09121234567":                         "+989121234567",
		"۰۹۱۲۱۲۳۴۵۶۷":                         "+989121234567",
		"٠٩١٢١٢٣٤٥٦٧":                         "+989121234567",
		"0912 123 4567":                       "+989121234567",
		"0912-123-4567":                       "+989121234567",
		"0912.123.4567":                       "+989121234567",
		"0912/1234567":                        "+989121234567",
		"(021) 8899-1234":                     "+982188991234",
		"02112345678":                         "+982112345678",
		"+989121234567":                       "+989121234567",
		"+98 912 123 4567":                    "+989121234567",
		"+98\u00a0912\u00a0123\u00a04567":     "+989121234567",
		"+98 (0) 912 123 4567":                "+989121234567",
		"+9809121234567":                      "+989121234567",
		"00989121234567":                      "+989121234567",
		"0098 0912 123 4567":                  "+989121234567",
		"\u202a+98 912 123 4567\u202c":        "+989121234567",
		"\u2066\u200e09121234567\u200f\u061c": "+989121234567",
		"  09121234567  ":                     "+989121234567",
		"+1 (212) 555\u20110123":              "+12125550123",
		"0049 30 123456":                      "+4930123456",
		"(+44) 20 7946 0958":                  "+442079460958",
	} {
		require.Equal(t, want, text.Phone(typed), "%+q", typed)
		require.True(t, text.IsPhone(text.Phone(typed)), "%+q", typed)
	}
}

func TestWhatIsNoPhoneNumberComesBackTrimmed(t *testing.T) {
	for typed, want := range map[string]string{
		"":                       "",
		" call me ":              "call me",
		"9121234567":             "9121234567",
		"989121234567":           "989121234567",
		" 0912123456 ":           "0912123456",
		"091212345678":           "091212345678",
		"+0912123456":            "+0912123456",
		"++989121234567":         "++989121234567",
		"98+9121234567":          "98+9121234567",
		"0912123456x":            "0912123456x",
		"09121234567\n":          "09121234567\n",
		"0912,1234567":           "0912,1234567",
		"+1234567":               "+1234567",
		"+1234567890123456":      "+1234567890123456",
		"0000":                   "0000",
		"+":                      "+",
		"00":                     "00",
		"1234567890123456789012": "1234567890123456789012",
	} {
		require.Equal(t, want, text.Phone(typed), "%+q", typed)
		require.False(t, text.IsPhone(text.Phone(typed)), "%+q", typed)
	}
}

func TestIsPhoneWantsE164(t *testing.T) {
	for _, phone := range []string{"+12345678", "+123456789012345", "+989121234567"} {
		require.True(t, text.IsPhone(phone), phone)
	}
	for _, not := range []string{
		"", "+", "+0234567890", "+1234567", "+1234567890123456", "989121234567", "09121234567",
		"+98 9121234567", "+۹۸۹۱۲۱۲۳۴۵۶۷", "+98912123456a", "+98912123456\n", "12345678901",
	} {
		require.False(t, text.IsPhone(not), "%+q", not)
	}
}

func TestPhoneIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Phone)
}

func TestEverySpellingOfAnIranianNumberIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		national := rapid.StringMatching(`[1-9][0-9]{9}`).Draw(t, "national")
		prefix := rapid.SampledFrom([]string{"0", "+98", "0098", "+980", "\u200e+98 ", "(0) "}).Draw(t, "prefix")
		script := rapid.SampledFrom([]rune{'0', '۰', '٠'}).Draw(t, "script")
		spelled := []rune(prefix)
		for _, r := range national {
			separator := rapid.SampledFrom([]string{"", "", " ", "-", ".", "/", "\u00a0", "\u202c"}).Draw(t, "separator")
			spelled = append(append(spelled, []rune(separator)...), script+r-'0')
		}
		require.Equal(t, "+98"+national, text.Phone(string(spelled)))
	})
}
