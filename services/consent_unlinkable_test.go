package services_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/consent"
	"amanat/services/kernel/kerneltest"
)

// TestADecisionLeadsToNoCase: people consent and complain within the same microsecond, and nothing in the database shows
// that they are the same.
func TestADecisionLeadsToNoCase(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db, func(env *services.Environment) { env.PublicURL = "https://portal.example.org" })
		w.Pass(7*time.Minute + 23*time.Second + 456789*time.Microsecond) // between two minutes
		officer := w.Staff(t, models.RoleOfficer)
		w.Complain(t)
		asked, err := w.Consents.Preferences(t.Context(), consent.Bearer{})
		require.NoError(t, err)
		everything := models.ChoicesForm{Memory: new(true), Returning: new(true), NewsletterInsight: new(true)}
		made := models.PreferencesForm{Choices: everything, PolicyHash: asked.PolicyHash}
		view, err := w.Consents.Save(t.Context(), consent.Bearer{}, models.Persian, kerneltest.With(made))
		require.NoError(t, err)
		bearer := consent.Bearer{Cookie: view.Cookie}
		form := models.ComplaintForm{Person: kerneltest.Sara(), Message: "گواهی‌ام نرسیده است."}
		_, _, err = w.Complaints.Create(t.Context(), kerneltest.Once(form, "complaints", "key"))
		require.NoError(t, err)
		_, _, err = w.Consents.Remember(t.Context(), bearer, kerneltest.With(models.FormMemory{FirstName: "سارا"}))
		require.NoError(t, err)
		withdrawal, err := w.Consents.Withdraw(t.Context(), bearer, models.Persian)
		require.NoError(t, err)
		require.True(t, withdrawal.Withdrawn)
		w.Answered(t, officer)
		require.NoError(t, w.Ledger.Seal(t.Context()))

		all := kerneltest.Cells(t, w.db)
		log, elsewhere := all["consents"], kerneltest.EverythingBut(all, "consents", "policy_versions")
		require.Contains(t, log["consent_id"], view.ConsentID.String())
		fine, minute := w.Now.Format("05.000000"), kerneltest.CellText(w.Now.Truncate(time.Minute))
		require.Contains(t, elsewhere, fine, "the others have times as fine as the clock's")
		require.Contains(t, log["at"], minute)
		require.NotContains(t, elsewhere, strings.ReplaceAll(view.ConsentID.String(), "-", ""))
		require.NotContains(t, strings.Join(slices.Concat(slices.Collect(maps.Values(log))...), "\n"), fine)
		for column, values := range log {
			for _, value := range values {
				// What is one of a few values leads to nobody, and the policy's hash is the same for all.
				if !slices.Contains([]string{"number", "withdrawn", "policy_version", "policy_hash", "language", "gpc"}, column) {
					require.NotContains(t, elsewhere, value, column)
				}
			}
		}
	})
}
