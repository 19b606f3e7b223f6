package crockford_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/crockford"
)

// alphabet is what Crockford gives, with the value of each symbol being its place.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func TestACodeIsSixGroupsOfFourSymbols(t *testing.T) {
	for range 2000 {
		require.Regexp(t, `^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$`, crockford.NewCode().String())
	}
}

// 23 free symbols of 32 and a check symbol that is one of 32 in 37: 115 − log₂(37/32) > 114 bits.
func TestEverySymbolOccursInEveryPlace(t *testing.T) {
	seen := [24][256]bool{}
	for range 3000 {
		for place, symbol := range []byte(crockford.NewCode()) {
			seen[place][symbol] = true
		}
	}
	for place := range seen {
		for _, symbol := range []byte(alphabet) {
			require.True(t, seen[place][symbol], "%c in place %d", symbol, place)
		}
	}
}

func TestTheLastSymbolIsTheNumberModulo37(t *testing.T) {
	for range 500 {
		code, value := string(crockford.NewCode()), 0
		for _, symbol := range code[:23] {
			value = (value*32 + strings.IndexRune(alphabet, symbol)) % 37
		}
		require.Less(t, value, 32, "a check symbol of *~$=U")
		require.Equal(t, alphabet[value], code[23])
	}
}

func TestCodesDoNotRepeat(t *testing.T) {
	seen := map[crockford.Code]bool{}
	for range 5000 {
		code := crockford.NewCode()
		require.False(t, seen[code])
		seen[code] = true
	}
}

// asTyped draws one of the ways in which people write a code.
func asTyped(t *rapid.T, code crockford.Code) string {
	looksLike := map[rune][]string{'0': {"0", "O", "o", "۰", "٠"}, '1': {"1", "I", "i", "L", "l", "۱", "١"}}
	separator := rapid.SampledFrom([]string{"", "", "", "-", " ", "\u200c", "\u00a0", "\u2010", "\u2011", "–", " - "})
	var text strings.Builder
	for _, symbol := range string(code) {
		ways := looksLike[symbol]
		switch {
		case ways != nil:
		case symbol <= '9':
			ways = []string{string(symbol), string(symbol - '0' + '۰'), string(symbol - '0' + '٠')}
		default:
			ways = []string{string(symbol), strings.ToLower(string(symbol))}
		}
		text.WriteString(separator.Draw(t, "separator"))
		text.WriteString(rapid.SampledFrom(ways).Draw(t, "symbol"))
	}
	return text.String() + separator.Draw(t, "end")
}

func TestACodeIsReadHoweverItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := crockford.NewCode()
		text := asTyped(t, code)
		back, ok := crockford.ParseCode(text)
		require.True(t, ok, "%q", text)
		require.Equal(t, code, back, "%q", text)
	})
}

func TestACodeIsReadAsItIsShown(t *testing.T) {
	code := crockford.NewCode()
	for _, text := range []string{code.String(), strings.ToLower(code.String()), string(code), " " + code.String() + " "} {
		back, ok := crockford.ParseCode(text)
		require.True(t, ok, "%q", text)
		require.Equal(t, code, back)
	}
}

func TestAnySingleWrongSymbolIsNoticed(t *testing.T) {
	for range 100 {
		code := string(crockford.NewCode())
		for place := range code {
			for _, other := range alphabet {
				if byte(other) == code[place] {
					continue
				}
				requireRefused(t, code[:place]+string(other)+code[place+1:])
			}
		}
	}
}

func TestAnyTwoSwappedNeighboursAreNoticed(t *testing.T) {
	for range 2000 {
		code := []byte(crockford.NewCode())
		for place := range len(code) - 1 {
			if code[place] == code[place+1] {
				continue
			}
			code[place], code[place+1] = code[place+1], code[place]
			requireRefused(t, string(code))
			code[place], code[place+1] = code[place+1], code[place]
		}
	}
}

func TestAWrongSymbolIsNoticedHoweverItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := string(crockford.NewCode())
		place := rapid.IntRange(0, 23).Draw(t, "place")
		others := strings.ReplaceAll(alphabet, code[place:place+1], "")
		other := rapid.SampledFrom([]byte(others)).Draw(t, "other")
		wrong := code[:place] + string(other) + code[place+1:]
		requireRefused(t, asTyped(t, crockford.Code(wrong)))
	})
}

func TestAnotherLengthIsNoCode(t *testing.T) {
	code := crockford.NewCode().String()
	for n := range len(code) {
		requireRefused(t, code[:n])
	}
	for _, symbol := range alphabet {
		requireRefused(t, code+string(symbol))
		requireRefused(t, string(symbol)+code)
	}
	requireRefused(t, code+code)
	requireRefused(t, strings.Repeat("0", 1<<16))
}

func TestOtherSymbolsAreNoCode(t *testing.T) {
	code := string(crockford.NewCode())
	for _, other := range []string{
		"U", "u", "*", "~", "$", "=", "_", ".", "\n", "\x00", "\xff", "ا", "²", "Ⅰ", "А", "\u017f", "\u212a", "０", "०", "😀",
	} {
		for place := range code {
			requireRefused(t, code[:place]+other+code[place+1:])
			requireRefused(t, code[:place]+other+code[place:])
		}
	}
}

func requireRefused(t require.TestingT, text string) {
	if _, ok := crockford.ParseCode(text); ok {
		require.Failf(t, "read as a code", "%q", text)
	}
}

func TestAReferenceCanBeSpoken(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		reference := crockford.NewReference("C")
		require.Regexp(t, `^C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`, reference)
		seen[reference] = true
	}
	require.Len(t, seen, 500)
	require.Regexp(t, `^F-`, crockford.NewReference("F"))
}

func TestAReferenceIsNoCode(t *testing.T) {
	for range 100 {
		requireRefused(t, crockford.NewReference("C"))
	}
}

func FuzzParseCode(f *testing.F) {
	code := crockford.NewCode()
	for _, seed := range []string{
		code.String(), string(code), strings.ToLower(code.String()), "7F3K-9QX2-M4TB-61ZD-RW8C-YN5E", "", "-", "\u200c",
		"۷F۳K ۹QX۲ M۴TB ۶۱ZD RW۸C YN۵E", "٧f٣k", "OIL", "\xff", strings.Repeat("0", 24), strings.Repeat("Z", 25),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, ok := crockford.ParseCode(text)
		if !ok {
			return
		}
		require.Len(t, string(code), 24)
		require.Empty(t, strings.Trim(string(code), alphabet))
		again, ok := crockford.ParseCode(code.String())
		require.True(t, ok)
		require.Equal(t, code, again)
		requireRefused(t, text+"0")
	})
}
