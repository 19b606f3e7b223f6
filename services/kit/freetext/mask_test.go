package freetext_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/freetext"
)

func TestMaskKeepsSeparatorsAndSurroundings(t *testing.T) {
	sheba := iban("IR", "0170000000123456789012")
	for typed, want := range map[string]string{
		"کد ملی " + nationalID("001234567") + " است":                 "کد ملی •••••••••• است",
		persian(grouped(nationalID("127045678"), "\u200c", 3, 6, 1)): "•••\u200c••••••\u200c•",
		grouped(card("603799123456789"), "ـ", 4) + "!":               "••••ـ••••ـ••••ـ••••!",
		"شبا" + grouped(sheba, " ", 4) + ".":                         "شبا•••• •••• •••• •••• •••• •••• ••.",
		"\xff" + nationalID("001234567") + "\xff":                    "\xff••••••••••\xff",
	} {
		require.Equal(t, want, freetext.Mask(typed, freetext.Scan(typed)))
	}
}

func TestMaskPassesOverFindingsThatDoNotFit(t *testing.T) {
	outside := []freetext.Finding{{Start: -1, End: 2}, {Start: 2, End: 1}, {Start: 1, End: 2}, {Start: 0, End: 1}, {Start: 3, End: 9}}
	require.Equal(t, "a•c", freetext.Mask("abc", outside))
	require.Equal(t, "abc", freetext.Mask("abc", nil))
}

func TestKindsHaveTheirPublishedNames(t *testing.T) {
	require.Equal(t, []freetext.Kind{"national_id", "payment_card", "iban"},
		[]freetext.Kind{freetext.NationalID, freetext.PaymentCard, freetext.IBAN})
}

func TestATextWithoutTenDigitsCostsNoAllocation(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = freetext.Scan(message) }))
}
