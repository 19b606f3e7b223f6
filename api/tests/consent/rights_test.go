package consent_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestRightsWaitForNobodysConsent: a new version that touches people is in force, nobody has acknowledged or decided
// anything, and there is not one cookie; all that people have a right to works, and asks for nothing more.
func TestRightsWaitForNobodysConsent(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		before := w.File(names)
		w.Clock.Advance(time.Hour)
		w.PublishPolicy(models.Material, "اثرگذار", 0)
		for _, receipt := range []models.Receipt{before, w.File(names)} {
			w.exercise(apitest.Holding(receipt.ReceiptCode))
		}
		var acknowledged, decided int64
		require.NoError(t, w.DB.Model(&models.PolicyAcknowledgementCount{}).Count(&acknowledged).Error)
		require.NoError(t, w.DB.Model(&models.Consent{}).Count(&decided).Error)
		require.Zero(t, acknowledged+decided)
	})
}

// TestRightsAreThoseOfWhoeverRefused everything, too, and of whoever decided under a text that is no longer in force.
func TestRightsAreThoseOfWhoeverRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		b := w.Browser()
		b.Decide(map[string]bool{"memory": false, "returning": false, "newsletter_insight": false})
		w.PublishPolicy(models.Material, "اثرگذار", 0)
		require.True(t, b.Preferences().NeedsRenewal)
		w.exercise(append(apitest.Holding(w.File(names).ReceiptCode), "Cookie", b.CookieHeader(), "Sec-GPC", "1"))
		got := b.Send(http.MethodDelete, preferencesPath, "")
		require.Equal(t, http.StatusOK, got.Status, "a withdrawal needs no decision about the new text: %s", got.Body)
	})
}

// exercise does all that the holder of a receipt has a right to, and what anybody has.
func (w *world) exercise(headers []string) {
	w.T.Helper()
	for _, call := range []struct {
		method, path, form string
		status             int
	}{
		{http.MethodPost, "/api/v1/complaints", names, http.StatusCreated},
		{http.MethodPost, "/api/v1/feedback", names, http.StatusCreated},
		{http.MethodGet, policyPath, "", http.StatusOK},
		{http.MethodGet, "/api/v1/cookies", "", http.StatusOK},
		{http.MethodGet, preferencesPath, "", http.StatusOK},
		{http.MethodGet, "/api/v1/my/case", "", http.StatusOK},
		{http.MethodPost, "/api/v1/my/case/messages", `{"body":"سلام"}`, http.StatusCreated},
		{http.MethodGet, "/api/v1/my/case/accesses", "", http.StatusOK},
		{http.MethodPost, "/api/v1/my/case/export", `{"last_name":"احمدی"}`, http.StatusOK},
		{http.MethodPatch, "/api/v1/my/case/person", `{"first_name":"زهرا"}`, http.StatusOK},
		{http.MethodPost, "/api/v1/my/case/withdraw", "", http.StatusOK},
		{http.MethodDelete, "/api/v1/my/case", "", http.StatusNoContent},
	} {
		got := w.SendLenient(call.method, call.path, call.form, headers...)
		require.Equal(w.T, call.status, got.Status, "%s %s: %s", call.method, call.path, got.Body)
		require.Empty(w.T, got.Header.Values("Set-Cookie"), call.path)
	}
	nobody := w.Send(http.MethodDelete, preferencesPath, "")
	require.Equal(w.T, http.StatusOK, nobody.Status, string(nobody.Body))
	require.Len(w.T, nobody.Header.Values("Set-Cookie"), 3, "every cookie expires for whoever asks")
}
