package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/models"
	"amanat/services"
)

// The numbers are made up; they only keep to their checksums.
const (
	cardText = "شماره کارت من ۶۰۳۷ ۹۹۱۱ ۱۱۱۱ ۱۱۱۲ است"
	idText   = "کد ملی من ۰۰۱۲۳۴۵۶۷۹ است"
)

func policy(p services.FreeTextPolicy) setting {
	return func(e *services.Environment, _ *api.Options) { e.FreeText = p }
}

func needless() string {
	return body("first_name", "سارا", "last_name", "احمدی", "subject", idText, "message", cardText)
}

func TestNeedlessPersonalDataIsMasked(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.file(needless())
		require.Len(t, receipt.Notices, 2)
		require.Equal(t, "/subject", receipt.Notices[0].Pointer)
		require.Equal(t, "national_id", receipt.Notices[0].Found)
		require.Equal(t, "payment_card", receipt.Notices[1].Found)
		require.Equal(t, "masked", receipt.Notices[1].Action)
		require.NotEmpty(t, receipt.Notices[1].Detail)
		code := holding(receipt.ReceiptCode)
		export := decode[models.CaseExport](t, w.post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, "شماره کارت من •••• •••• •••• •••• است", export.Content.Message)
		require.Equal(t, "کد ملی من •••••••••• است", export.Content.Subject)

		got := w.post("/api/v1/my/case/messages", body("body", cardText), code...)
		message := decode[models.MessageView](t, got)
		require.NotContains(t, message.Body, "۶۰۳۷")
		require.Len(t, message.Notices, 1)
	})
}

func TestNeedlessPersonalDataIsRefusedWhereThatIsThePolicy(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		got := w.post("/api/v1/complaints", needless())
		document := got.problem(t, http.StatusUnprocessableEntity, "validation_failed")
		require.Equal(t, map[string]string{
			"/subject": "needless_personal_data", "/message": "needless_personal_data",
		}, document.broken())
		require.Equal(t, "minimal", document.Errors[0].Clause)
		require.NotContains(t, string(got.body), "۶۰۳۷")
		require.Zero(t, w.cases())
	}, policy(services.RefuseFreeText))
}

func TestNeedlessPersonalDataIsKeptWhereThatIsThePolicy(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.file(needless())
		require.Equal(t, "kept", receipt.Notices[0].Action)
		got := w.post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, holding(receipt.ReceiptCode)...)
		require.Equal(t, cardText, decode[models.CaseExport](t, got).Content.Message)
	}, policy(services.KeepFreeText))
}

func TestCheckSaysWhatTheRealRequestWouldAndStoresNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, form := range []string{"complaint", "feedback"} {
			path := "/api/v1/forms/" + form + "/check"
			clean := w.post(path, names)
			require.Equal(t, http.StatusOK, clean.status, string(clean.body))
			require.Equal(t, models.CheckView{Valid: true, Notices: []models.Notice{}}, decode[models.CheckView](t, clean))

			found := decode[models.CheckView](t, w.post(path, needless()))
			require.True(t, found.Valid)
			require.Len(t, found.Notices, 2)

			refused := w.sendLenient(http.MethodPost, path, body("first_name", "سارا", "message", cardText, "x", "y"))
			document := refused.problem(t, http.StatusUnprocessableEntity, "validation_failed")
			require.Equal(t, map[string]string{"/last_name": "required", "/x": "unknown_field"}, document.broken())
			require.Len(t, document.Notices, 1, "notices come along with violations")
		}
		for _, r := range refusals() {
			w.sendLenient(http.MethodPost, "/api/v1/forms/complaint/check", r.body, r.headers...).problem(t, r.status, r.code)
		}
		w.sendLenient(http.MethodPost, "/api/v1/forms/passport/check", names).problem(t, http.StatusNotFound, "form_unknown")
		require.Zero(t, w.cases())
		require.NotContains(t, w.stored(), "data_keys.")
	})
}
