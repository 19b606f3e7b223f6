package freetext_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/freetext"
)

func separators() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{" ", "\u00a0", "\u202f", "\u2009", "\u200c", "-", "–", "‑", ".", "/", "_", " - ", " – ", "ـ", "\u200e-", "\u200b", "\u2060"})
}

// spelled draws a spelling of an ASCII number: each digit in any script.
func spelled(t *rapid.T, number string) string {
	script := rapid.SampledFrom([]func(string) string{strings.Clone, persian, arabic, mixed, fullWidth}).Draw(t, "script")
	return script(number)
}

// scattered puts any separators between any characters of a number from the
// given one on.
func scattered(t *rapid.T, number string, from int) string {
	if !rapid.Bool().Draw(t, "separated") {
		return number
	}
	var b strings.Builder
	b.WriteString(number[:from])
	for i, c := range number[from:] {
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "cut") == 0 {
			b.WriteString(separators().Draw(t, "separator"))
		}
		b.WriteRune(c)
	}
	return b.String()
}

func regular(t *rapid.T, number string, sizes ...int) string {
	if !rapid.Bool().Draw(t, "separated") {
		return number
	}
	return grouped(number, separators().Draw(t, "separator"), sizes...)
}

func drawNationalID(t *rapid.T) string {
	nine := rapid.StringMatching(`[0-8][0-9]{8}`).Filter(func(s string) bool {
		return s[:3] != "000" && strings.Trim(s, s[:1]) != ""
	}).Draw(t, "national id")
	return spelled(t, regular(t, nationalID(nine), 3, 6, 1))
}

func drawCard(t *rapid.T) string {
	if rapid.Bool().Draw(t, "iranian") {
		bank := rapid.SampledFrom([]string{"603799", "610433", "627353", "589210", "207177", "991975", "636797"}).Draw(t, "bank")
		return spelled(t, scattered(t, card(bank+rapid.StringMatching(`[0-9]{9}`).Draw(t, "card")), 0))
	}
	switch rapid.IntRange(0, 2).Draw(t, "network") {
	case 0:
		return spelled(t, regular(t, card(rapid.StringMatching(`(4[0-9]|5[1-5]|62|81)[0-9]{13}`).Draw(t, "card")), 4))
	case 1:
		return spelled(t, regular(t, card(rapid.StringMatching(`3[47][0-9]{12}`).Draw(t, "card")), 4, 6, 5))
	default:
		return spelled(t, regular(t, card(rapid.StringMatching(`(4[0-9]|62)[0-9]{16}`).Draw(t, "card")), 4))
	}
}

func drawIBAN(t *rapid.T) string {
	drawn := rapid.SampledFrom([][2]string{
		{"IR", `[0-9]{22}`},
		{"IR", `[0-9]{22}`},
		{"DE", `[0-9]{18}`},
		{"GB", `[A-Z]{4}[0-9]{14}`},
		{"NO", `[0-9]{11}`},
		{"FR", `[0-9]{10}[0-9A-Z]{11}[0-9]{2}`},
		{"SC", `[A-Z]{4}[0-9]{20}[A-Z]{3}`},
		{"RU", `[0-9]{14}[0-9A-Z]{15}`},
	}).Draw(t, "country")
	number := iban(drawn[0], rapid.StringMatching(drawn[1]).Draw(t, "bban"))
	if rapid.Bool().Draw(t, "small") {
		number = strings.ToLower(number)
	}
	return spelled(t, scattered(t, number, len(drawn[0])-1))
}

// drawWrapped draws a card or an IBAN, perhaps without its IR, in fours over
// several lines or table cells.
func drawWrapped(t *rapid.T) string {
	sheba := iban("IR", rapid.StringMatching(`[0-9]{22}`).Draw(t, "bban"))
	melli := card("603799" + rapid.StringMatching(`[0-9]{9}`).Draw(t, "card"))
	number := rapid.SampledFrom([]string{sheba, sheba[2:], melli}).Draw(t, "wrapped")
	return spelled(t, grouped(number, rapid.SampledFrom([]string{"\n", "\r\n", "\t", " \n"}).Draw(t, "wrap"), 4))
}

func drawSentence(t *rapid.T, name string) string {
	word := rapid.SampledFrom([]string{"سلام", "می‌خواهم", "بدانم", "چرا", "پاسخ", "نمی‌دهید", "این", "من", "Sara", "و", "لطفاً", "عکس", "(", "؛", "،", "\n"})
	return strings.Join(rapid.SliceOfN(word, 0, 8).Draw(t, name), " ")
}

func TestEveryValidNumberIsFoundAndMasked(t *testing.T) {
	draw := map[freetext.Kind]func(*rapid.T) string{
		freetext.NationalID: drawNationalID, freetext.PaymentCard: drawCard, freetext.IBAN: drawIBAN,
	}
	for kind, drawNumber := range draw {
		t.Run(string(kind), rapid.MakeCheck(func(t *rapid.T) {
			before, number, after := drawSentence(t, "before")+" ", drawNumber(t), " "+drawSentence(t, "after")
			s := before + number + after
			findings := freetext.Scan(s)
			require.Equal(t, []freetext.Finding{{Kind: kind, Start: len(before), End: len(before) + len(number)}}, findings)

			masked := freetext.Mask(s, findings)
			require.True(t, strings.HasPrefix(masked, before))
			require.True(t, strings.HasSuffix(masked, after))
			require.Equal(t, utf8.RuneCountInString(s), utf8.RuneCountInString(masked))
			require.Empty(t, freetext.Scan(masked))
		}))
	}
}

func TestALabelledNationalIDIsFoundInAnyGrouping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nine := rapid.StringMatching(`[1-9][0-9]{8}`).Filter(func(s string) bool { return strings.Trim(s, s[:1]) != "" }).Draw(t, "nine")
		sizes := rapid.SampledFrom([][]int{{10}, {3, 3, 4}, {5}, {2}, {1}, {3, 7}, {4, 3, 3}, {2, 4, 4}, {9, 1}}).Draw(t, "sizes")
		label := rapid.SampledFrom([]string{"کد ملی ", "كد ملي من: ", "کدملی=", "شماره ملی بنده ", "کد ملی‌ام ", "national id: ", "کد ملی\n"}).Draw(t, "label")
		number := spelled(t, grouped(nationalID(nine), separators().Draw(t, "separator"), sizes...))
		require.Equal(t, []freetext.Finding{{Kind: freetext.NationalID, Start: len(label), End: len(label) + len(number)}},
			freetext.Scan(label+number))
	})
}

func TestALabelledShebaIsFoundWithoutIR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := iban("IR", rapid.StringMatching(`[0-9]{22}`).Draw(t, "bban"))[2:]
		label := rapid.SampledFrom([]string{"شبا ", "شماره شبا: ", "شمارهٔ شبا\n", "کد شبا=", "sheba ", "IBAN: "}).Draw(t, "label")
		number := spelled(t, scattered(t, digits, 0))
		require.Equal(t, []freetext.Finding{{Kind: freetext.IBAN, Start: len(label), End: len(label) + len(number)}},
			freetext.Scan(label+number))
	})
}

// pieces draws texts in which numbers, labels and separators meet at random.
func pieces() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(1, 12).Draw(t, "pieces") {
			switch rapid.IntRange(0, 7).Draw(t, "piece") {
			case 0:
				b.WriteString(drawNationalID(t))
			case 1:
				b.WriteString(drawCard(t))
			case 2:
				b.WriteString(drawIBAN(t))
			case 3:
				b.WriteString(drawWrapped(t))
			case 4:
				b.WriteString(rapid.StringMatching(`[0-9]{1,11}`).Draw(t, "digits"))
			case 5:
				b.WriteString(rapid.SampledFrom([]string{"کد ملی ", "تلفن ", "کارت", "IR", "ORD-", "#", " ریال", "+", "USD", "•", "\xff", "،", "شبا ", "\n", "\r\n", "\t"}).Draw(t, "word"))
			default:
				b.WriteString(separators().Draw(t, "separator"))
			}
		}
		return b.String()
	})
}

func requireSound(t require.TestingT, s string) {
	findings := freetext.Scan(s)
	boundaries := map[int]bool{len(s): true}
	for i := range s {
		boundaries[i] = true
	}
	end := 0
	for _, f := range findings {
		require.True(t, end <= f.Start && f.Start < f.End && f.End <= len(s), "%v in %q", f, s)
		require.Contains(t, boundaries, f.Start, "%q", s)
		require.Contains(t, boundaries, f.End, "%q", s)
		end = f.End
	}
	masked := freetext.Mask(s, findings)
	require.Equal(t, utf8.RuneCountInString(s), utf8.RuneCountInString(masked))
	require.Empty(t, freetext.Scan(masked), "%q became %q", s, masked)
	if len(findings) == 0 {
		require.Nil(t, findings)
		require.Equal(t, s, masked)
	}
}

func TestMaskingLeavesNothingToFind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { requireSound(t, pieces().Draw(t, "text")) })
}
