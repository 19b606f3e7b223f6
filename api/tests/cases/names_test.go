package cases_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestNamesAloneSuffice(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for path, kind := range map[string]models.CaseKind{
			"/api/v1/complaints": models.KindComplaint,
			"/api/v1/feedback":   models.KindFeedback,
		} {
			got := w.Post(path, names)
			require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
			receipt := apitest.Decode[models.Receipt](t, got)
			require.Equal(t, kind, receipt.Kind)
			require.Equal(t, []string{"first_name", "last_name"}, receipt.Kept)
			require.Regexp(t, `^[CF](-[0-9A-HJKMNP-TV-Z]{4}){2}$`, receipt.Reference)
			require.Regexp(t, `^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$`, receipt.ReceiptCode)
			require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
			require.Empty(t, receipt.Notices)
		}
		require.EqualValues(t, 2, w.Cases())
	})
}

func TestNoFormDemandsMoreThanTheNames(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, form := range []string{"complaint", "feedback"} {
			var required []string
			for _, field := range apitest.Decode[models.FormView](t, w.Get("/api/v1/forms/"+form)).Fields {
				if field.Required {
					required = append(required, field.Name)
				}
				require.NotEmpty(t, field.Purposes, field.Name)
				require.NotEmpty(t, field.Retention, field.Name)
			}
			require.Equal(t, []string{"first_name", "last_name"}, required)
		}
		w.Get("/api/v1/forms/passport").Problem(t, http.StatusNotFound, "form_unknown")
	})
}

func TestEveryNameOfEveryScriptIsAccepted(t *testing.T) {
	accepted := []string{
		"سارا", "علی‌رضا", "محمّد", "مُحَمَّد", "نیک‌نام", "عبد الله", "O’Neil", "D'Arc", "Jean-Luc", "José", "Jose\u0301",
		"Nguyễn", "Мария", "李", "J. R.", "آ", strings.Repeat("ب", 100),
	}
	refused := map[string]string{
		"   ": "required", "\u200c": "required", "س4را": "not_a_name", "سارا۲": "not_a_name", "<b>": "not_a_name",
		"a@b": "not_a_name", "😀": "not_a_name", "-": "not_a_name", "سارا\u202e": "not_a_name", "a/b": "not_a_name",
		"a\u200db": "not_a_name", "\u0301": "not_a_name", strings.Repeat("ب", 101): "too_long",
	}
	everywhere(t, func(t *testing.T, w *world) {
		for _, name := range accepted {
			got := w.Post("/api/v1/feedback", apitest.Body("first_name", name, "last_name", "احمدی"))
			require.Equal(t, http.StatusCreated, got.Status, "%q: %s", name, got.Body)
		}
		before := w.Cases()
		for name, code := range refused {
			got := w.SendLenient(http.MethodPost, "/api/v1/feedback",
				apitest.Body("first_name", "سارا", "last_name", name))
			found := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken()
			require.Equal(t, map[string]string{"/last_name": code}, found, "%q", name)
		}
		require.Equal(t, before, w.Cases())
	})
}

func TestWhatIsGivenIsNormalisedAndKept(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		got := w.SendLenient(http.MethodPost, "/api/v1/complaints", apitest.Body(
			"first_name", " علي ", "last_name", "كريمي", "email", " Sara@EXAMPLE.org ", "phone", "۰۹۱۲ ۱۲۳ ۴۵۶۷",
			"occurred_on", "۲۰۲۶-۱۱-۰۱", "category", "delay", "message", "خط یک\r\nخط دو", "subject", "", "service", ""))
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		receipt := apitest.Decode[models.Receipt](t, got)
		require.Equal(t,
			[]string{"first_name", "last_name", "email", "phone", "category", "message", "occurred_on"}, receipt.Kept)

		got = w.Post("/api/v1/my/case/export", apitest.Body("last_name", "کریمی"),
			apitest.Holding(receipt.ReceiptCode)...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		export := apitest.Decode[models.CaseExport](t, got)
		require.Equal(t, models.Person{
			FirstName: "علی", LastName: "کریمی", Email: "Sara@example.org", Phone: "+989121234567",
		}, export.Person)
		require.Equal(t, models.Content{Message: "خط یک\nخط دو", OccurredOn: "2026-11-01"}, export.Content)
		require.Equal(t, "delay", export.Category)
	})
}
