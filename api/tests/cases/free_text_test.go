package cases_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/kernel"
)

// The numbers are made up; they only keep to their checksums.
const (
	cardText = "شماره کارت من ۶۰۳۷ ۹۹۱۱ ۱۱۱۱ ۱۱۱۲ است"
	idText   = "کد ملی من ۰۰۱۲۳۴۵۶۷۹ است"
)

func needless() string {
	return apitest.Body("first_name", "سارا", "last_name", "احمدی", "subject", idText, "message", cardText)
}

func TestNeedlessPersonalDataIsMasked(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(needless())
		require.Len(t, receipt.Notices, 2)
		require.Equal(t, "/subject", receipt.Notices[0].Pointer)
		require.Equal(t, "national_id", receipt.Notices[0].Found)
		require.Equal(t, "payment_card", receipt.Notices[1].Found)
		require.Equal(t, "masked", receipt.Notices[1].Action)
		require.NotEmpty(t, receipt.Notices[1].Detail)
		code := apitest.Holding(receipt.ReceiptCode)
		export := apitest.Decode[models.CaseExport](t,
			w.Post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, code...))
		require.Equal(t, "شماره کارت من •••• •••• •••• •••• است", export.Content.Message)
		require.Equal(t, "کد ملی من •••••••••• است", export.Content.Subject)

		got := w.Post("/api/v1/my/case/messages", apitest.Body("body", cardText), code...)
		message := apitest.Decode[models.MessageView](t, got)
		require.NotContains(t, message.Body, "۶۰۳۷")
		require.Len(t, message.Notices, 1)
	})
}

func TestNeedlessPersonalDataIsRefusedWhereThatIsThePolicy(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		got := w.Post("/api/v1/complaints", needless())
		document := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
		require.Equal(t, map[string]string{
			"/subject": "needless_personal_data", "/message": "needless_personal_data",
		}, document.Broken())
		require.Equal(t, "minimal", document.Errors[0].Clause)
		require.NotContains(t, string(got.Body), "۶۰۳۷")
		require.Zero(t, w.Cases())
	}, apitest.FreeText(kernel.RefuseFreeText))
}

func TestNeedlessPersonalDataIsKeptWhereThatIsThePolicy(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(needless())
		require.Equal(t, "kept", receipt.Notices[0].Action)
		got := w.Post("/api/v1/my/case/export", `{"last_name":"احمدی"}`, apitest.Holding(receipt.ReceiptCode)...)
		require.Equal(t, cardText, apitest.Decode[models.CaseExport](t, got).Content.Message)
	}, apitest.FreeText(kernel.KeepFreeText))
}

func TestCheckSaysWhatTheRealRequestWouldAndStoresNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, form := range []string{"complaint", "feedback"} {
			path := "/api/v1/forms/" + form + "/check"
			clean := w.Post(path, names)
			require.Equal(t, http.StatusOK, clean.Status, string(clean.Body))
			require.Equal(t, models.CheckView{Valid: true, Notices: []models.Notice{}}, apitest.Decode[models.CheckView](t, clean))

			found := apitest.Decode[models.CheckView](t, w.Post(path, needless()))
			require.True(t, found.Valid)
			require.Len(t, found.Notices, 2)

			refused := w.SendLenient(http.MethodPost, path,
				apitest.Body("first_name", "سارا", "message", cardText, "x", "y"))
			document := refused.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
			require.Equal(t, map[string]string{"/last_name": "required", "/x": "unknown_field"}, document.Broken())
			require.Len(t, document.Notices, 1, "notices come along with violations")
		}
		for _, r := range apitest.Refusals() {
			w.SendLenient(http.MethodPost, "/api/v1/forms/complaint/check", r.Body, r.Headers...).Problem(t, r.Status, r.Code)
		}
		w.SendLenient(http.MethodPost, "/api/v1/forms/passport/check", names).Problem(t, http.StatusNotFound, "form_unknown")
		require.Zero(t, w.Cases())
		require.NotContains(t, w.Stored(), "data_keys.")
	})
}
