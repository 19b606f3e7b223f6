package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const names = `{"first_name":"سارا","last_name":"احمدی"}`

func TestNamesAloneSuffice(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for path, kind := range map[string]models.CaseKind{
			"/api/v1/complaints": models.KindComplaint,
			"/api/v1/feedback":   models.KindFeedback,
		} {
			got := w.post(path, names)
			require.Equal(t, http.StatusCreated, got.status, string(got.body))
			receipt := decode[models.Receipt](t, got)
			require.Equal(t, kind, receipt.Kind)
			require.Equal(t, []string{"first_name", "last_name"}, receipt.Kept)
			require.Regexp(t, `^[CF](-[0-9A-HJKMNP-TV-Z]{4}){2}$`, receipt.Reference)
			require.Regexp(t, `^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$`, receipt.ReceiptCode)
			require.Equal(t, "no-store", got.header.Get("Cache-Control"))
			require.Empty(t, receipt.Notices)
		}
		require.EqualValues(t, 2, w.cases())
	})
}

func TestNoFormDemandsMoreThanTheNames(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, form := range []string{"complaint", "feedback"} {
			var required []string
			for _, field := range decode[models.FormView](t, w.get("/api/v1/forms/"+form)).Fields {
				if field.Required {
					required = append(required, field.Name)
				}
				require.NotEmpty(t, field.Purposes, field.Name)
				require.NotEmpty(t, field.Retention, field.Name)
			}
			require.Equal(t, []string{"first_name", "last_name"}, required)
		}
		w.get("/api/v1/forms/passport").problem(t, http.StatusNotFound, "form_unknown")
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
			got := w.post("/api/v1/feedback", body("first_name", name, "last_name", "احمدی"))
			require.Equal(t, http.StatusCreated, got.status, "%q: %s", name, got.body)
		}
		before := w.cases()
		for name, code := range refused {
			got := w.sendLenient(http.MethodPost, "/api/v1/feedback", body("first_name", "سارا", "last_name", name))
			found := got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken()
			require.Equal(t, map[string]string{"/last_name": code}, found, "%q", name)
		}
		require.Equal(t, before, w.cases())
	})
}

func TestWhatIsGivenIsNormalisedAndKept(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		got := w.sendLenient(http.MethodPost, "/api/v1/complaints", body(
			"first_name", " علي ", "last_name", "كريمي", "email", " Sara@EXAMPLE.org ", "phone", "۰۹۱۲ ۱۲۳ ۴۵۶۷",
			"occurred_on", "۲۰۲۶-۱۱-۰۱", "category", "delay", "message", "خط یک\r\nخط دو", "subject", "", "service", ""))
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		receipt := decode[models.Receipt](t, got)
		require.Equal(t,
			[]string{"first_name", "last_name", "email", "phone", "category", "message", "occurred_on"}, receipt.Kept)

		got = w.post("/api/v1/my/case/export", body("last_name", "کریمی"), holding(receipt.ReceiptCode)...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		export := decode[models.CaseExport](t, got)
		require.Equal(t, models.Person{
			FirstName: "علی", LastName: "کریمی", Email: "Sara@example.org", Phone: "+989121234567",
		}, export.Person)
		require.Equal(t, models.Content{Message: "خط یک\nخط دو", OccurredOn: "2026-11-01"}, export.Content)
		require.Equal(t, "delay", export.Category)
	})
}
