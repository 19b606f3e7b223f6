package text_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/text"
)

func TestNamesOfEveryScriptAreNames(t *testing.T) {
	for _, name := range []string{
		"سارا", "احمدی", "علی‌اکبر", "سید محمّد", "قائم‌مقامی", "آذر", "ژاله", "عبدُالله", "شهرۀ", "مؤمنی",
		"Sara", "O'Neil", "O’Neil", "Jean-Luc", "Anne‐Marie", "J. R. R.", "José", "Jose\u0301", "Åsa", "Nguyễn",
		"محمد علي", "أحمد", "山田", "김", "Иван", "Ζωή", "דוד", "राम", "ไพลิน", "ʻOkina", "X", "و",
	} {
		require.True(t, text.IsName(name), "%+q", name)
		require.True(t, text.IsName(text.Name(name)), "%+q", name)
	}
}

func TestWhatIsNotANameIsRefused(t *testing.T) {
	for _, not := range []string{
		"", " ", "-", ".", "'", "\u200c", "\u0640", "\u3164", "\u02bc",
		"سارا1", "سارا۱", "سارا١", "राम१", "Sara²", "Ⅷ",
		"\u0301a", "\u064eسارا", "سارا\u200d", "\u200eسارا", "سارا\u200f", "سارا\u202e", "سارا\u061c",
		"سارا😀", "😀", "سارا\n", "سارا\tاحمدی", "a\x00", "a\u00a0b", "a_b", "a,b", "سارا،", "a/b", "a@b", "a&b",
		"<b>", "a\"b", "a\ufeffb", "a\u200bb", "a\ufffdb", "a\xff", "a\ue000b", "a–b",
	} {
		require.False(t, text.IsName(not), "%+q", not)
	}
}

func TestEveryNameIsALine(t *testing.T) {
	nameLike := rapid.StringOfN(rapid.OneOf(
		rapid.SampledFrom([]rune("سارایکabcé \u200c-'’.\u0301\u064e\u2028\u202e\n")), rapid.Rune(),
	), 1, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		name := nameLike.Draw(t, "name")
		if text.IsName(name) {
			require.True(t, text.IsLine(name))
		}
	})
	for r := rune(0); r <= 0x10ffff; r++ {
		if name := "a" + string(r); text.IsName(name) && !text.IsLine(name) {
			require.Failf(t, "a name that is no line", "%+q", name)
		}
	}
}

func TestNameIsIdempotent(t *testing.T) {
	requireIdempotent(t, text.Name)
}

func TestNameWithArabicLettersBecomesPersian(t *testing.T) {
	require.Equal(t, "علی‌اکبر کاظمی", text.Name(" علي\u200cاكبر  كاظمي\u200c"))
}
