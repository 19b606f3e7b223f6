package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs/identity"
)

func TestWhatAsksForIdentityIsFound(t *testing.T) {
	for what, texts := range askingCases() {
		for _, text := range texts {
			t.Run(text, func(t *testing.T) {
				found, asks := identity.Asked(text)
				require.True(t, asks)
				require.Equal(t, what, found)
			})
		}
	}
}

func TestOrdinaryQuestionsPass(t *testing.T) {
	for _, text := range ordinaryCases() {
		t.Run(text, func(t *testing.T) {
			found, asks := identity.Asked(text)
			require.False(t, asks, found)
			require.Empty(t, found)
		})
	}
}

func TestChoicesThatAskAreFound(t *testing.T) {
	for _, text := range askingChoices() {
		t.Run(text, func(t *testing.T) {
			found, asks := identity.AskedInChoice(text)
			require.True(t, asks)
			require.NotEmpty(t, found)
		})
	}
}

func TestChannelsAndAnswersPassAsChoices(t *testing.T) {
	for _, text := range answers() {
		t.Run(text, func(t *testing.T) {
			found, asks := identity.AskedInChoice(text)
			require.False(t, asks, found)
		})
	}
}

func TestAChannelAsksAsATitle(t *testing.T) {
	for _, text := range []string{"Phone", "E-mail", "تلفن", "پست الکترونیک"} {
		_, asks := identity.Asked(text)
		require.True(t, asks, text)
	}
}

func TestTheFirstThingAskedIsTold(t *testing.T) {
	for text, first := range map[string]string{
		"شماره تماس و نام": identity.Phone,
		"E-mail, name":     identity.Email,
		"نام سامانه و کد ملی خود را بنویسید": identity.NationalID,
	} {
		what, asks := identity.Asked(text)
		require.True(t, asks, text)
		require.Equal(t, first, what, text)
	}
}

func TestNothingIsReadBehindTenThousandCharacters(t *testing.T) {
	_, asks := identity.Asked(strings.Repeat("ـ", 9_990) + "Surname")
	require.True(t, asks)
	_, asks = identity.Asked(strings.Repeat("ـ", 10_000) + "Surname")
	require.False(t, asks)
}
