package form_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/kit/form"
)

func TestAnEmptyOptionalFieldIsAsNotGiven(t *testing.T) {
	for _, blank := range []string{"", " ", "\u200c"} {
		require.Empty(t, broken(t, &models.ComplaintForm{
			Person: sara(), Category: blank, Subject: blank, Message: blank, OccurredOn: blank, Service: blank,
		}), "%q", blank)
		require.Empty(t, broken(t, &models.FeedbackForm{
			Person: sara(), Kind: blank, Subject: blank, Message: blank,
		}), "%q", blank)
	}
	for _, blank := range []string{"", " ", "\u00a0"} {
		require.Empty(t, broken(t, &models.FeedbackForm{
			Person: models.Person{FirstName: "سارا", LastName: "احمدی", Email: blank, Phone: blank}, Page: blank,
		}), "%q", blank)
	}
}

func TestWhatIsNoNameIsRefused(t *testing.T) {
	for _, not := range []string{"سارا۲", "-", "a@b", "سارا\u202e", "سارا\n", "\xff", "<b>"} {
		person := models.Person{FirstName: not, LastName: not}
		require.Equal(t, map[string]string{"/first_name": "not_a_name", "/last_name": "not_a_name"},
			broken(t, &models.ComplaintForm{Person: person}), "%q", not)
	}
}

func TestEmail(t *testing.T) {
	for _, address := range []string{"sara@example.org", "Sara.Ahmadi+gov@EXAMPLE.org", "a@b.ir"} {
		require.Empty(t, broken(t, with(func(p *models.Person) { p.Email = address })), "%q", address)
	}
	for _, not := range []string{"sara", "@example.org", "sara@", "sara@@example.org", "sara ahmadi@example.org", "sara@example.org\x00"} {
		require.Equal(t, map[string]string{"/email": "not_an_email"},
			broken(t, with(func(p *models.Person) { p.Email = not })), "%q", not)
	}
}

func TestPhone(t *testing.T) {
	for _, number := range []string{"09121234567", "۰۹۱۲۱۲۳۴۵۶۷", "+98 912 123 4567", "0098-912-123-4567", "٠٢١٨٨٧٧٦٦٥٥", "+442071234567"} {
		require.Empty(t, broken(t, with(func(p *models.Person) { p.Phone = number })), "%q", number)
	}
	for _, not := range []string{"12", "912123456", "تلفن", "+98", "0912123456x", "++989121234567"} {
		require.Equal(t, map[string]string{"/phone": "not_a_phone"},
			broken(t, with(func(p *models.Person) { p.Phone = not })), "%q", not)
	}
}

func with(change func(*models.Person)) *models.ComplaintForm {
	filled := &models.ComplaintForm{Person: sara()}
	change(&filled.Person)
	return filled
}

func TestSeparatorsOfWordProcessorsBelongInTextOfSeveralLines(t *testing.T) {
	pasted := "a\u2028b"
	require.Equal(t, map[string]string{"/subject": "control_character"},
		broken(t, &models.ComplaintForm{Person: sara(), Subject: pasted, Message: pasted}))
}

func TestControlCharactersAreRefused(t *testing.T) {
	for _, control := range []string{"a\x00b", "a\x1b[31m", "a\u202eb", "a\x7fb", "a\u0085b", "a\xffb"} {
		require.Equal(t, map[string]string{
			"/category": "control_character", "/subject": "control_character", "/message": "control_character",
			"/service": "control_character",
		}, broken(t, &models.ComplaintForm{Person: sara(), Category: control, Subject: control, Message: control, Service: control}),
			"%q", control)
		require.Equal(t, map[string]string{"/body": "control_character"}, broken(t, &models.MessageForm{Body: control}), "%q", control)
	}
	require.Empty(t, broken(t, &models.ComplaintForm{Person: sara(), Message: "یک\n\tدو"}), "a text may have lines")
	require.Equal(t, map[string]string{"/subject": "control_character"},
		broken(t, &models.ComplaintForm{Person: sara(), Subject: "یک\nدو"}), "a subject may not")
}

func TestTheKindOfFeedback(t *testing.T) {
	for _, kind := range []string{"criticism", "suggestion", "praise"} {
		require.Empty(t, broken(t, &models.FeedbackForm{Person: sara(), Kind: kind}))
	}
	for _, not := range []string{"Praise", "praise criticism", "انتقاد"} {
		require.Equal(t, map[string]string{"/kind": "unknown_value"}, broken(t, &models.FeedbackForm{Person: sara(), Kind: not}))
	}
}

func TestPage(t *testing.T) {
	for _, page := range []string{
		"/", "/services/certificates", "/خدمات/گواهی", "https://portal.ir", "http://portal.ir/a", "HTTPS://portal.ir/a", "https://درگاه.ایران/a",
	} {
		require.Empty(t, broken(t, &models.FeedbackForm{Person: sara(), Page: page}), "%q", page)
	}
	for _, not := range []string{
		"services", "//evil.example", "/\\evil.example", "javascript:alert(1)", "ftp://portal.ir", "https://", "https:///a",
		"https:portal.ir", "/a b", "/a\x00", "https://portal.ir:port/", "data:text/html,x", "https://[::1",
	} {
		require.Equal(t, map[string]string{"/page": "not_a_page"}, broken(t, &models.FeedbackForm{Person: sara(), Page: not}), "%q", not)
	}
}

func TestDate(t *testing.T) {
	for _, date := range []string{"2026-11-22", "2026-11-01", "۲۰۲۶-۱۱-۰۱", "٢٠٢٦-١١-٠١", " 2026-11-01 ", "1900-01-01", "2024-02-29"} {
		require.Empty(t, broken(t, &models.ComplaintForm{Person: sara(), OccurredOn: date}), "%q", date)
	}
	for _, not := range []string{
		"1899-12-31", "0000-01-01", "2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-1-1", "2026/11/01", "01-11-2026",
		"1405-09-01", "20261101", "2026-11-01T00:00:00Z", "yesterday", "-2026-11-01", "12026-11-01", "2026-11-01\n",
	} {
		require.Equal(t, map[string]string{"/occurred_on": "not_a_date"},
			broken(t, &models.ComplaintForm{Person: sara(), OccurredOn: not}), "%q", not)
	}
}

func TestADayBeginsAtMidnightInTehran(t *testing.T) {
	midnight := time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC) // that of the 23rd
	tomorrow := &models.ComplaintForm{Person: sara(), OccurredOn: "2026-11-23"}

	require.Equal(t, map[string]string{"/occurred_on": "in_the_future"},
		codes(formsAt(t, midnight.Add(-time.Microsecond)).Violations(tomorrow)))
	require.Empty(t, formsAt(t, midnight).Violations(tomorrow))
}

func TestNoDateAfterTodayIsAccepted(t *testing.T) {
	today := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	forms := formsAt(t, now())
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(-40000, 40000).Draw(t, "days")
		filled := &models.ComplaintForm{Person: sara(), OccurredOn: today.AddDate(0, 0, days).Format(time.DateOnly)}
		require.Equal(t, days > 0, len(forms.Violations(filled)) > 0, filled.OccurredOn)
	})
}

func TestARuleWithoutACodeOfItsOwnIsStillReported(t *testing.T) {
	type tracking struct {
		Code string `json:"code" normalise:"line" validate:"hexcolor" privacy:"none_personal;retention=permanent"`
	}
	forms, err := form.New(now, &tracking{})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"/code": "invalid"}, codes(forms.Violations(&tracking{Code: "7"})))
}
