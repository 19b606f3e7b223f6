package text_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
)

// typed draws text as people, telephones and word processors produce it: the
// runes that the normalisers treat specially come far more often than by chance.
func typed() *rapid.Generator[string] {
	special := []rune("ي ك ى ی ک \u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u061c\u00a0\u2000\u2003\u202f\u3000" +
		"\t\n\r\x00\u0085\u2028\u2029\u0653\u0654\u0655\u064b\u0300\u0301\u0327\u0345\u0640\ufffd\ufeff" +
		"۰۹٠٩09+-()./@?#:\\'’.‐‑éÅßİﻋﷲآأإؤئۀةＡ")
	common := []rune("سارا احمدی ABCxyz ک‌ی")
	runes := rapid.OneOf(rapid.SampledFrom(special), rapid.SampledFrom(common), rapid.Rune())
	return rapid.StringOfN(runes, 0, 40, -1)
}

func requireIdempotent(t *testing.T, normalise func(string) string) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		once := normalise(typed().Draw(t, "typed"))
		require.Equal(t, once, normalise(once))
	})
}

func TestPersianAndArabicDigitsBecomeASCII(t *testing.T) {
	for typed, want := range map[string]string{
		"":                    "",
		"1403/05/12":          "1403/05/12",
		"۱۴۰۳/۰۵/۱۲":          "1403/05/12",
		"٠١٢٣٤٥٦٧٨٩":          "0123456789",
		"۰۱۲۳۴۵۶۷۸۹":          "0123456789",
		"۱٤۰3":                "1403",
		"پلاک ۷":              "پلاک 7",
		"\u0966 stays":        "\u0966 stays",
		"bad \xdb byte and ۵": "bad \xdb byte and 5",
	} {
		require.Equal(t, want, text.Digits(typed))
	}
}

func TestDigitsIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Digits)
}

func TestInvalidUTF8ComesBackAsItCame(t *testing.T) {
	for _, bad := range []string{"\xff", " a\xe2\x80 ", "\u200e\xe2\x80\u200e\x8e", "/a?\xff", "a@B\xc3"} {
		for _, normalise := range []func(string) string{
			text.Line, text.Paragraphs, text.Name, text.Phone, text.Email, text.Page, text.Fold,
		} {
			require.Equal(t, bad, normalise(bad))
		}
	}
}
