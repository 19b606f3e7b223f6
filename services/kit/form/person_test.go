package form_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestARectificationMayChangeNothing(t *testing.T) {
	forms := formsAt(t, now())
	filled := &models.PersonForm{}
	forms.Normalise(filled)
	require.Empty(t, forms.Violations(filled))
	require.Equal(t, &models.PersonForm{}, filled, "what was not given stays not given")
}

func TestAnEmptyContactRemovesIt(t *testing.T) {
	for _, blank := range []string{"", " "} {
		filled := &models.PersonForm{Email: new(blank), Phone: new(blank)}
		require.Empty(t, broken(t, filled), "%q", blank)
		kept := filled.Rectify(models.Person{FirstName: "سارا", LastName: "احمدی", Email: "sara@example.org", Phone: "+989121234567"})
		require.Equal(t, sara(), kept)
	}
}

func TestAnEmptyNameIsRefused(t *testing.T) {
	for _, blank := range []string{"", " ", "\u200c"} {
		require.Equal(t, map[string]string{"/first_name": "required", "/last_name": "required"},
			broken(t, &models.PersonForm{FirstName: new(blank), LastName: new(blank)}), "%q", blank)
	}
}

func TestAMissingNameOfAMessageOrAnExportIsRequired(t *testing.T) {
	require.Equal(t, map[string]string{"/last_name": "required"}, broken(t, &models.ExportForm{LastName: " "}))
	require.Equal(t, map[string]string{"/body": "required"}, broken(t, &models.MessageForm{Body: " \r\n\t"}))
	require.Equal(t, map[string]string{"/proof": "required"}, broken(t, &models.VerifyForm{}))
	require.Equal(t, map[string]string{"/proof": "too_long"}, broken(t, &models.VerifyForm{Proof: strings.Repeat("a", 60_001)}))
}

func TestWhatIsRectifiedIsNormalised(t *testing.T) {
	filled := &models.PersonForm{
		FirstName: new(" علي "), LastName: new("كاظمي"), Email: new(" a@EXAMPLE.org"), Phone: new("۰۹۱۲۱۲۳۴۵۶۷"),
		CurrentLastName: new("احمدي "),
	}
	require.Empty(t, broken(t, filled))
	require.Equal(t, &models.PersonForm{
		FirstName: new("علی"), LastName: new("کاظمی"), Email: new("a@example.org"), Phone: new("+989121234567"),
		CurrentLastName: new("احمدی"),
	}, filled)
}

func TestTheRulesOfAPersonHoldForItsRectification(t *testing.T) {
	require.Equal(t, map[string]string{
		"/first_name": "not_a_name", "/last_name": "too_long", "/email": "not_an_email", "/phone": "not_a_phone",
		"/current_last_name": "too_long",
	}, broken(t, &models.PersonForm{
		FirstName: new("سارا۲"), LastName: new(strings.Repeat("ا", 101)), Email: new("sara"), Phone: new("12"),
		CurrentLastName: new(strings.Repeat("ا", 101)),
	}))
	require.Equal(t, map[string]string{"/email": "too_long", "/phone": "too_long"}, broken(t, &models.PersonForm{
		Email: new(strings.Repeat("a", 250) + "@b.ir"), Phone: new(strings.Repeat("1", 33)),
	}))
}
