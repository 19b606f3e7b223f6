package credential_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
	"amanat/services/staff/credential"
)

const email = "sara.ahmadi@amanat.example"

func TestPassphrasesOfEveryLanguageAreGoodPasswords(t *testing.T) {
	for _, password := range []string{
		"درخت سیب همسایه", "گل‌های باغ پدربزرگ", "باران۲۷پاییز", "باران٢٧پاييز", "tall green bicycle", "qwmzhtpaev",
		"blue-Kettle-9", "Straße nach Süden", "пароль кота Мурки", "六本木の猫が歩いている", "🐈🐕🦜🐢🐬🦊🦉🐝🦋🌵",
		"vx83 kd02 mm1", strings.Repeat("سیب گلاب ", 14) + "ها",
	} {
		require.Empty(t, credential.Refusal(password, email), "%q", password)
	}
}

func TestLengthIsCountedInCharactersOfTheNormalForm(t *testing.T) {
	for password, want := range map[string]string{
		"":                             "password_too_short",
		"سیب‌گلاب۲":                    "password_too_short",
		"سیب‌گلاب۲۷":                   "",
		"tvkq wmzh":                    "password_too_short",
		"tvkq wmzhp":                   "",
		"é\u0301tvkqwmzh":              "",
		"e\u0301tvkqwmzh":              "password_too_short",
		"e\u0301tvkqwmzhp":             "",
		strings.Repeat("سیب گلا ", 16): "",
		strings.Repeat("سیب گلا ", 16) + "ب":     "password_too_long",
		strings.Repeat("e\u0301tvkqwmzhpl", 11):  "",
		strings.Repeat("tall green bicycle", 99): "password_too_long",
	} {
		require.Equal(t, want, credential.Refusal(password, email), "%q", password)
	}
}

func TestWhatCannotBeSeenIsNoPartOfAPassword(t *testing.T) {
	for name, character := range map[string]string{
		"tab": "\t", "line feed": "\n", "carriage return": "\r", "NUL": "\x00", "escape": "\x1b", "delete": "\x7f",
		"next line": "\u0085", "line separator": "\u2028", "paragraph separator": "\u2029",
		"right-to-left mark": "\u200f", "embedding": "\u202b", "isolate": "\u2067", "Arabic letter mark": "\u061c",
		"byte order mark": "\ufeff", "soft hyphen": "\u00ad", "a byte that is not UTF-8": "\xff",
	} {
		for _, password := range []string{character + "tall bicycle", "tall" + character + "bicycle", "tall bicycle" + character, character} {
			require.Equal(t, "control_character", credential.Refusal(password, email), name)
		}
	}
	require.Empty(t, credential.Refusal("می\u200cروم به باغ", email))
	require.Empty(t, credential.Refusal("tall 👩\u200d🌾 bicycle", email))
}

func TestAPasswordDoesNotHaveTheAccountsName(t *testing.T) {
	for _, password := range []string{
		"sara.ahmadi", "sara.ahmadi 27", "27SARA.AHMADI27", "SaraAhmadi1403!", "x-Sara Ahmadi-x",
	} {
		require.Equal(t, "password_has_email", credential.Refusal(password, email), password)
	}
	for address, password := range map[string]string{
		"سارا@amanat.example":            "سارا به باغ رفت",
		"نرگس@amanat.example":            "باغ نرگس۱۴۰۳",
		"ali۲۷@amanat.example":           "tree ali27 house",
		"ali27@amanat.example":           "tree Ali٢٧ house",
		"a.b.c@amanat.example":           "tree a.B.c house",
		"re\u0301mi@amanat.example":      "tree RÉMI house",
		`"odd@part"@amanat.example`:      `tree "ODD@part" house`,
		"without-at-sign":                "tree without-at-sign",
		"كاظمي@amanat.example":           "باغ کاظمی همسایه",
		"sara@ahmadi@wrong.example":      "tree sara@ahmadi house",
		"ABCD@amanat.example":            "tree-abcd-house",
		"four@amanat.example":            "twenty-four trees",
		"\u00a0four\u00a0@amanat.exampl": "twenty four trees",
	} {
		require.Equal(t, "password_has_email", credential.Refusal(password, address), "%q for %q", password, address)
	}
}

func TestAShortNameMayBePartOfAPassword(t *testing.T) {
	for address, password := range map[string]string{
		"ali@amanat.example":   "ali baba and forty",
		"علی@amanat.example":   "علی به باغ رفت",
		"a.b.c@amanat.example": "tree abc house",
		"....@amanat.example":  "tree house garden",
		"-'-.@amanat.example":  "tree house garden",
		"@amanat.example":      "tree house garden",
		"":                     "tree house garden",
		"sara@amanat.example":  "amanat.example tree",
	} {
		require.Empty(t, credential.Refusal(password, address), "%q for %q", password, address)
	}
}

func TestSimplePasswordsAreRefused(t *testing.T) {
	for _, password := range []string{
		"aaaaaaaaaa", "۱۱۱۱۱۱۱۱۱۱", "۱1١۱1١۱1١۱", "aAaAaAaAaA", "abababababab", "aaaaabbbbbb", "          ", "- - - - - - -",
		"a a a a a a", "بببببببببب", "سسسسسسسشششششش", "🐈🐈🐈🐈🐈🐈🐈🐈🐈🐈", "ab........", "👍🏽👍🏽👍🏽👍🏽👍🏽",
		"1234567890", "0123456789", "0987654321", "9876543210", "۱۲۳۴۵۶۷۸۹۰", "٠١٢٣٤٥٦٧٨٩", "۱۲۳٤٥٦789۰", "7890123456",
		"12345678901234567890", "1-2-3-4-5-6", "1122334455", "112233445566", "123123123123", "1234123412341234",
		"abcdefghij", "ABCDEFGHIJ", "zyxwvutsrq", "AbCdEfGhIjKl", "abcabcabcabc", "aabbccddeeff", "ａｂｃｄｅｆｇｈｉｊ",
		"qwertyuiop", "QWERTYUIOP", "poiuytrewq", "qwertyuiopasdfghjkl", "qwerty12345", "qwertyuiop[]", "asdfghjklzxcvbnm",
		"1234abcd1234", "abc123def456", "ضصثقفغعهخح", "ابپتثجچحخدذ", "ابجد هوز حطی", "شسیبلاتنمک", "آبپتثجچحخد", "۱۲۳۴ابپت۵۶۷۸",
		"password123", "Password123!", "PASSWORD۱۲۳", "pass word 123", "P@ssw0rd123", "1q2w3e4r5t", "1qaz2wsx3edc",
		"iran123456", "Iran۱۲۳۴۵۶", "رمزعبور۱۲۳", "رمز عبور ١٢٣", "دوستت دارم", "خدایا شکرت", "بسم الله الرحمن الرحیم",
		"بِسْمِ اللهِ الرحمنِ الرحيم", "CorrectHorseBatteryStaple", "correct horse battery staple",
	} {
		require.Equal(t, "password_too_simple", credential.Refusal(password, email), "%q", password)
	}
}

func TestTheListOfCommonPasswordsIsSpelledAsItIsCompared(t *testing.T) {
	file, err := os.ReadFile("common_passwords.txt")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(file), "\n"), "\n")
	require.True(t, slices.IsSorted(lines))
	require.Len(t, slices.Compact(slices.Clone(lines)), len(lines))
	for _, line := range lines {
		require.Equal(t, text.Fold(line), line)
		spaced := line + "  " // some are shorter than a password once their spaces are gone
		require.GreaterOrEqual(t, utf8.RuneCountInString(spaced), 10, line)
		require.Equal(t, "password_too_simple", credential.Refusal(spaced, email), line)
		require.Empty(t, credential.Refusal("vk"+line+"zt", email), line)
	}
}

func TestEveryPieceOfEverySequenceIsTooSimple(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := []rune(rapid.SampledFrom([]string{
			"1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "ضصثقفغعهخحجچ",
		}).Draw(t, "row"))
		if rapid.Bool().Draw(t, "backwards") {
			slices.Reverse(row)
		}
		start := rapid.IntRange(0, len(row)-1).Draw(t, "start")
		length := rapid.IntRange(10, 40).Draw(t, "length")
		zero := rapid.SampledFrom([]rune{'0', '۰', '٠'}).Draw(t, "zero")
		var password strings.Builder
		for i := range length {
			r := row[(start+i)%len(row)]
			if r >= '0' && r <= '9' {
				r += zero - '0'
			}
			password.WriteRune(r)
		}
		require.Equal(t, "password_too_simple", credential.Refusal(password.String(), email))
		require.Equal(t, "password_too_simple", credential.Refusal(strings.ToUpper(password.String()), email))
	})
}

// likely draws text in which what text.Password and Refusal treat specially comes far more often than by chance.
func likely() *rapid.Generator[string] {
	special := []rune("يكىیک \u200c\u200d\u200f\u202a\u00a0\u2000\u2003\u202f\u3000\t\n\x00\u0085\u2028\u0653\u0654\u0300\u0301\u0345\ufffd" +
		"۰۹٠٩09+-.@'éÅßİﻋﷲآأئaAbB12")
	runes := rapid.OneOf(rapid.SampledFrom(special), rapid.Rune())
	return rapid.StringOfN(runes, 0, 40, -1)
}

func TestNormaliseIsIdempotentNFCWithoutOddSpaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { requireNormal(t, likely().Draw(t, "password")) })
}

func requireNormal(t require.TestingT, password string) {
	normal := text.Password(password)
	require.Equal(t, normal, text.Password(normal))
	if !utf8.ValidString(password) {
		require.Equal(t, password, normal)
		return
	}
	require.True(t, norm.NFC.IsNormalString(normal))
	require.NotContains(t, normal, "\u00a0")
	require.NotContains(t, normal, "\u3000")
	require.Equal(t, credential.Refusal(password, email), credential.Refusal(normal, email))
}

func TestNormaliseMeetsOpaqueString(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		password := likely().Draw(t, "password")
		if opaque, err := precis.OpaqueString.String(password); err == nil {
			compared++
			require.Equal(t, opaque, text.Password(password))
		}
	})
	require.Positive(t, compared)
}

func TestNormaliseKeepsCaseAndDigits(t *testing.T) {
	for password, want := range map[string]string{
		"":                         "",
		"AbC ۱٢3":                  "AbC ۱٢3",
		"a\u00a0b\u2003c\u3000d":   "a b c d",
		" two  spaces ":            " two  spaces ",
		"كتاب ي":                   "كتاب ي",
		"می\u200cروم":              "می\u200cروم",
		"\u0627\u0653b e\u0301":    "\u0622b é",
		"ﷲ ｱ ﬁ":                    "ﷲ ｱ ﬁ",
		"bad \xdb byte and\u00a0x": "bad \xdb byte and\u00a0x",
	} {
		require.Equal(t, want, text.Password(password), "%+q", password)
	}
}

func FuzzRefusal(f *testing.F) {
	for _, password := range []string{
		"", "درخت سیب همسایه", "password123", "۱۲۳۴۵۶۷۸۹۰", "sara.ahmadi 27", "tall\x00bicycle", "\xff", "e\u0301tvkqwmzh",
		"می\u200cروم به باغ", "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ", strings.Repeat("ab ", 50),
	} {
		f.Add(password, email)
	}
	f.Add("tree house garden", "-'-.@x")
	f.Fuzz(func(t *testing.T, password, email string) {
		requireNormal(t, password)
		length := utf8.RuneCountInString(text.Password(password))
		switch code := credential.Refusal(password, email); code {
		case "":
			require.True(t, utf8.ValidString(password))
			require.True(t, length >= 10 && length <= 128)
		case "password_too_short":
			require.Less(t, length, 10)
		case "password_too_long":
			require.Greater(t, length, 128)
		default:
			require.Contains(t, []string{"control_character", "password_has_email", "password_too_simple"}, code)
		}
	})
}

func TestNewPasswordsAre100BitsInGroupsAndAccepted(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		password := credential.NewPassword()
		require.Regexp(t, `^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){4}$`, password)
		require.Empty(t, credential.Refusal(password, email))
		require.False(t, seen[password])
		seen[password] = true
	}
}
