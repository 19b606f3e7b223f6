package form_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kit/form"
)

// now is noon of 2026-11-22 in Tehran.
func now() time.Time { return time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC) }

// formsAt makes the real forms at a moment, as the services make them: dates are those of Tehran.
func formsAt(t *testing.T, moment time.Time) *form.Forms {
	t.Helper()
	tehran, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	forms, err := form.New(
		func() time.Time { return moment.In(tehran) },
		&models.ComplaintForm{}, &models.FeedbackForm{}, &models.MessageForm{},
		&models.PersonForm{}, &models.ExportForm{}, &models.VerifyForm{}, &models.SurveyResponseForm{},
	)
	require.NoError(t, err)
	return forms
}

// broken normalises a form and answers the codes of the rules that it breaks, by pointer.
func broken(t *testing.T, filled any) map[string]string {
	t.Helper()
	forms := formsAt(t, now())
	forms.Normalise(filled)
	return codes(forms.Violations(filled))
}

func codes(violations []fault.Violation) map[string]string {
	all := map[string]string{}
	for _, violation := range violations {
		all[violation.Pointer] = violation.Code
	}
	return all
}

func sara() models.Person { return models.Person{FirstName: "سارا", LastName: "احمدی"} }

func TestNamesAloneSuffice(t *testing.T) {
	require.Empty(t, broken(t, &models.ComplaintForm{Person: sara()}))
	require.Empty(t, broken(t, &models.FeedbackForm{Person: sara()}))
}

func TestANameThatIsNotGivenIsRequired(t *testing.T) {
	forms := formsAt(t, now())
	for _, blank := range []string{"", " ", "\u200c", " \u00a0\u3000\u200c "} {
		filled := &models.ComplaintForm{Person: models.Person{FirstName: blank, LastName: "احمدی"}}
		forms.Normalise(filled)
		require.Equal(t, []fault.Violation{
			{Pointer: "/first_name", Code: "required", Clause: "names-only"},
		}, forms.Violations(filled), "%q", blank)
	}
}

func TestAllViolationsAreReportedAtOnce(t *testing.T) {
	require.Equal(t, map[string]string{
		"/first_name": "required", "/last_name": "not_a_name", "/email": "not_an_email", "/phone": "not_a_phone",
		"/category": "too_long", "/subject": "control_character", "/message": "control_character",
		"/occurred_on": "in_the_future", "/service": "too_long",
	}, broken(t, &models.ComplaintForm{
		Person:   models.Person{LastName: "احمدی۲", Email: "sara", Phone: "12"},
		Category: strings.Repeat("c", 41), Subject: "a\x00", Message: "a\x1b", OccurredOn: "2027-01-01",
		Service: strings.Repeat("خ", 201),
	}))
	require.Equal(t, map[string]string{
		"/first_name": "too_long", "/last_name": "required", "/email": "too_long", "/phone": "too_long",
		"/kind": "unknown_value", "/subject": "too_long", "/message": "too_long", "/page": "not_a_page",
	}, broken(t, &models.FeedbackForm{
		Person: models.Person{
			FirstName: strings.Repeat("س", 101), Email: strings.Repeat("a", 250) + "@b.ir", Phone: strings.Repeat("1", 33),
		},
		Kind: "rant", Subject: strings.Repeat("م", 201), Message: strings.Repeat("پ", 10001), Page: "javascript:alert(1)",
	}))
}

func TestLengthIsCountedInCharacters(t *testing.T) {
	for name, c := range map[string]struct {
		of   func(n int) any
		most int
	}{
		"first_name": {most: 100, of: func(n int) any {
			return &models.ComplaintForm{Person: models.Person{FirstName: strings.Repeat("س", n), LastName: "احمدی"}}
		}},
		"last_name": {most: 100, of: func(n int) any {
			return &models.FeedbackForm{Person: models.Person{FirstName: "سارا", LastName: strings.Repeat("😀", 0) + strings.Repeat("𐎠", n)}}
		}},
		"subject": {most: 200, of: func(n int) any {
			return &models.ComplaintForm{Person: sara(), Subject: strings.Repeat("😀", n)}
		}},
		"service": {most: 200, of: func(n int) any {
			return &models.ComplaintForm{Person: sara(), Service: strings.Repeat("گ", n)}
		}},
		"category": {most: 40, of: func(n int) any {
			return &models.ComplaintForm{Person: sara(), Category: strings.Repeat("چ", n)}
		}},
		"message": {most: 10000, of: func(n int) any {
			return &models.FeedbackForm{Person: sara(), Message: strings.Repeat("ژ", n)}
		}},
		"page": {most: 500, of: func(n int) any {
			return &models.FeedbackForm{Person: sara(), Page: "/" + strings.Repeat("پ", n-1)}
		}},
		"body": {most: 5000, of: func(n int) any { return &models.MessageForm{Body: strings.Repeat("ک", n)} }},
	} {
		t.Run(name, func(t *testing.T) {
			require.Empty(t, broken(t, c.of(c.most)))
			require.Equal(t, map[string]string{"/" + name: "too_long"}, broken(t, c.of(c.most+1)))
		})
	}
}

func TestAViolationNamesItsLimit(t *testing.T) {
	forms := formsAt(t, now())
	require.Equal(t, []fault.Violation{{Pointer: "/first_name", Code: "too_long", Limit: "100"}},
		forms.Violations(&models.ComplaintForm{Person: models.Person{FirstName: strings.Repeat("س", 101), LastName: "ا"}}))
	require.Equal(t, []fault.Violation{{Pointer: "/kind", Code: "unknown_value", Limit: "criticism suggestion praise"}},
		forms.Violations(&models.FeedbackForm{Person: sara(), Kind: "rant"}))
}

func TestLengthIsCountedAfterNormalising(t *testing.T) {
	require.Empty(t, broken(t, &models.ComplaintForm{
		Person: models.Person{FirstName: "  " + strings.Repeat("س", 100) + "\u200c ", LastName: "احمدی"},
	}))
}

func TestEveryFieldIsNormalised(t *testing.T) {
	forms := formsAt(t, now())
	complaint := &models.ComplaintForm{
		Person: models.Person{
			FirstName: " علي\u200c ", LastName: "كاظمي  نژاد", Email: " Sara@Example.ORG ", Phone: "۰۹۱۲ ۱۲۳ ۴۵۶۷",
		},
		Category: " delay ", Subject: "گواهي\u00a0 امضا", Message: "  سلام \r\n\r\n\r\n\r\n\r\nيك\t", OccurredOn: " ٢٠٢٦-۱۱-۰۱ ",
		Service: "ثبت\u2003نام ",
	}
	forms.Normalise(complaint)
	require.Equal(t, &models.ComplaintForm{
		Person:   models.Person{FirstName: "علی", LastName: "کاظمی نژاد", Email: "Sara@example.org", Phone: "+989121234567"},
		Category: "delay", Subject: "گواهی امضا", Message: "سلام\n\n\nیک", OccurredOn: "2026-11-01", Service: "ثبت نام",
	}, complaint)
	require.Empty(t, forms.Violations(complaint))

	feedback := &models.FeedbackForm{
		Person: sara(), Kind: " praise ", Subject: " خوب ", Message: "خيلي خوب\r\n",
		Page: " https://sara:secret@portal.ir/my?national_id=1#top ",
	}
	forms.Normalise(feedback)
	require.Equal(t, &models.FeedbackForm{
		Person: sara(), Kind: "praise", Subject: "خوب", Message: "خیلی خوب", Page: "https://portal.ir/my",
	}, feedback)

	message, export := &models.MessageForm{Body: " پيوست \r\n"}, &models.ExportForm{LastName: " احمدي "}
	verify := &models.VerifyForm{Proof: " a.b.c "}
	forms.Normalise(message)
	forms.Normalise(export)
	forms.Normalise(verify)
	require.Equal(t, "پیوست", message.Body)
	require.Equal(t, "احمدی", export.LastName)
	require.Equal(t, "a.b.c", verify.Proof)
}

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	forms := formsAt(t, now())
	complaint := &models.ComplaintForm{Person: sara(), Message: " a \r\n ب ", OccurredOn: "۲۰۲۶-۰۱-۰۲"}
	forms.Normalise(complaint)
	once := *complaint
	forms.Normalise(complaint)
	require.Equal(t, once, *complaint)
}

func TestOnlyFilledFreeTextIsScanned(t *testing.T) {
	forms := formsAt(t, now())
	complaint := &models.ComplaintForm{Person: sara(), Category: "delay", Subject: "موضوع", Message: "متن", Service: "خدمت"}
	require.Equal(t, []form.TextField{
		{Pointer: "/subject", Text: &complaint.Subject},
		{Pointer: "/message", Text: &complaint.Message},
		{Pointer: "/service", Text: &complaint.Service},
	}, forms.FreeText(complaint))

	feedback := &models.FeedbackForm{Person: sara(), Message: "متن", Page: "/services"}
	texts := forms.FreeText(feedback)
	require.Len(t, texts, 1)
	require.Same(t, &feedback.Message, texts[0].Text)
	require.Empty(t, forms.FreeText(&models.FeedbackForm{Person: sara()}))
	require.Len(t, forms.FreeText(&models.MessageForm{Body: "متن"}), 1)
	require.Empty(t, forms.FreeText(&models.PersonForm{}))
}
