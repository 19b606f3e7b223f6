package consent_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/kernel/kerneltest"
)

func TestTheDatabaseItselfRefusesToChangeADecisionAboutCookies(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		decide := func() {
			form := models.PreferencesForm{PolicyHash: w.preferences(t, consent.Bearer{}).PolicyHash, Choices: models.ChoicesForm{Memory: new(true)}}
			_, err := w.Consents.Save(t.Context(), consent.Bearer{}, models.Persian, kerneltest.With(form))
			require.NoError(t, err)
		}
		decide()
		decide()
		var before, after []models.Consent
		require.NoError(t, db.Order("consent_id").Find(&before).Error)
		require.Len(t, before, 2)
		copied := " INTO consents (consent_id, number, at, withdrawn, shown, made, policy_version, policy_hash, language," +
			" gpc, expires_at, mac) SELECT consent_id, number, at, NOT withdrawn, shown, made, policy_version, 'x'," +
			" language, NOT gpc, expires_at, mac FROM consents WHERE true"
		statements := []string{"INSERT" + copied + " ON CONFLICT (consent_id, number) DO UPDATE SET made = 'x'"}
		for column, value := range map[string]string{
			"consent_id": "'7c9e6679-7425-40de-944b-e07fc1f90ae7'", "number": "2", "at": "expires_at", "withdrawn": "NOT withdrawn",
			"shown": "'x'", "made": "'x'", "policy_version": "policy_version", "policy_hash": "'x'", "language": "'en'",
			"gpc": "NOT gpc", "expires_at": "at", "mac": "mac",
		} {
			statements = append(statements, "UPDATE consents SET "+column+" = "+value)
		}
		if !store.IsPostgres(db) {
			statements = append(statements,
				"INSERT OR REPLACE"+copied, "REPLACE"+copied, "UPDATE OR REPLACE consents SET made = 'x'",
				"UPDATE OR REPLACE consents SET consent_id = (SELECT max(consent_id) FROM consents)")
		}
		for _, statement := range statements {
			err := db.Exec(statement).Error
			require.ErrorContains(t, err, "a decision that was made cannot be changed", statement)
			after = nil
			require.NoError(t, db.Order("consent_id").Find(&after).Error)
			require.Equal(t, before, after, statement)
		}
	})
}
