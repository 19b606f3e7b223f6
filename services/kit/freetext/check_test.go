package freetext

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func digitsOf(number string) []byte {
	digits := make([]byte, 0, len(number))
	for at := 0; at < len(number); {
		value, width := digitAt(number, at)
		digits, at = append(digits, value), at+width
	}
	return digits
}

func TestNationalIDChecksum(t *testing.T) {
	for _, good := range []string{"0012345679", "0123456789", "۰۰۱۲۳۴۵۶۷۹", "٠٠١٢٣٤٥٦٧٩", "4750187100", "1234567891"} {
		require.True(t, passesNationalIDChecksum(digitsOf(good)), good)
	}
	for _, bad := range []string{"0012345678", "0000000000", "1111111111", "9999999999", "0012345697"} {
		require.False(t, passesNationalIDChecksum(digitsOf(bad)), bad)
	}
	require.False(t, passesNationalIDChecksum([]byte{unread, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
}

func TestOneWrongDigitFailsEveryChecksum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, number := range []string{"0012345679", "4111111111111111"} {
			digits := digitsOf(number)
			wrong := rapid.IntRange(0, len(digits)-1).Draw(t, "place")
			digits[wrong] = (digits[wrong] + byte(rapid.IntRange(1, 9).Draw(t, "off"))) % 10
			if len(digits) == nationalIDDigits {
				require.False(t, passesNationalIDChecksum(digits))
			} else {
				require.False(t, passesLuhn(digits))
			}
		}
	})
}

func TestCardsAreOfAnIssuer(t *testing.T) {
	for _, number := range []string{
		"4111111111111111", "4222222222222", "4000000000000000006", "5555555555554444", "2221000000000009", "2720990000000007",
		"378282246310005", "341111111111111", "6200000000000005", "62000000000000000", "620000000000000000", "8100000000000000000",
	} {
		require.True(t, isNetworkCard(digitsOf(number)), number)
	}
	for _, number := range []string{
		"41111111111111", "411111111111111", "2220990000000000", "2721000000000000", "5000000000000000", "5600000000000000",
		"3600000000000000", "350000000000000", "3782822463100050", "620000000000000", "1234567890123456", "55555555555544440",
	} {
		require.False(t, isNetworkCard(digitsOf(number)), number)
	}
	require.True(t, isIranianCard(digitsOf("6037991234567890")))
	require.False(t, isIranianCard(digitsOf("60379912345678901")))
	require.False(t, isIranianCard(digitsOf("6037981234567890")))
}

func TestLabels(t *testing.T) {
	for before, want := range map[string]label{
		"":                        unlabelled,
		"کد ملی ":                 labelsNationalID,
		"كد ملّي من: ":            labelsNationalID,
		"کد‌ملی‌ام = ":            labelsNationalID,
		"کد ملیم\n":               labelsNationalID,
		"کد ملی\n\n":              unlabelled,
		"NATIONAL ID NUMBER: ":    labelsNationalID,
		"کد ملی و کد پستی ":       labelsOther,
		"کد پستی و کد ملی ":       labelsNationalID,
		"کارت بانک ملی ":          labelsCard,
		"بانک ملی ":               unlabelled,
		"شماره کارت ملی ":         labelsNationalID,
		"شماره کارت من این است: ": labelsCard,
		"تلفن: ":                  labelsOther,
		"با تلفن گفتند ":          unlabelled,
		"تلفن، ":                  unlabelled,
		"تلفن؟ ":                  unlabelled,
		"تلفن 5 ":                 unlabelled,
		"تلفن • ":                 unlabelled,
		"سفارش " + "شماره کد شناسه من ما این ": unlabelled,
		"order #":         labelsOther,
		"شماره شبای من: ": labelsIBAN,
		"شبام ":           labelsIBAN,
		"شبا (بدون IR) ":  labelsIBAN,
		"شب ":             unlabelled,
		"تلفن ----------": unlabelled,
		"بنمادین‌ترینناممممممممممممممممممممممم ": unlabelled,
	} {
		require.Equal(t, want, labelBefore(before), before)
	}
}
