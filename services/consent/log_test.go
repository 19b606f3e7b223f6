package consent_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// requireRefused requires that nobody acts upon what stands in the log under an id.
func (w *world) requireRefused(t kerneltest.Tester, bearer consent.Bearer, id uuid.UUID, why string) {
	t.Helper()
	hash := w.preferences(t, consent.Bearer{}).PolicyHash
	before := kerneltest.Cells(t, w.db)["consents"]
	_, err := w.Preferences(t.Context(), bearer)
	kerneltest.RequireFault(t, err, fault.Internal, "internal")
	_, _, err = w.decideUnder(t, bearer, hash, everything())
	kerneltest.RequireFault(t, err, fault.Internal, "internal")
	_, err = w.Consents.Withdraw(t.Context(), bearer, models.Persian)
	kerneltest.RequireFault(t, err, fault.Internal, "internal")
	_, err = w.Consents.Remembered(t.Context(), bearer, "")
	kerneltest.RequireFault(t, err, fault.Internal, "internal")
	_, _, err = w.Consents.Remember(t.Context(), bearer, kerneltest.With(models.FormMemory{FirstName: "سارا"}))
	kerneltest.RequireFault(t, err, fault.Internal, "internal")
	_, err = w.Consents.Receipt(t.Context(), id.String(), models.Persian)
	kerneltest.RequireFault(t, err, fault.Internal, "internal")
	require.Equal(t, before, kerneltest.Cells(t, w.db)["consents"], why)
}

// unguarded takes the trigger away that keeps decisions from being changed, as an administrator of the database could.
func (w *world) unguarded(t kerneltest.Tester) {
	t.Helper()
	drop := "DROP TRIGGER consents_append_only"
	if store.IsPostgres(w.db) {
		drop += " ON consents"
	}
	require.NoError(t, w.db.Exec(drop).Error)
}

func TestADecisionCannotBeChanged(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		view, _ := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(false)})
		before := kerneltest.Cells(t, w.db)["consents"]
		require.Error(t, db.Exec("UPDATE consents SET gpc = true").Error)
		require.Error(t, db.Exec("UPDATE consents SET made = made").Error)
		row := w.decisions(t, *view.ConsentID)[0]
		require.Error(t, db.Create(&row).Error, "a second first decision")
		if !store.IsPostgres(db) {
			require.Error(t, db.Exec(`REPLACE INTO consents SELECT consent_id, number, at, withdrawn, shown, made,
				policy_version, policy_hash, language, NOT gpc, expires_at, mac FROM consents`).Error)
		}
		require.Equal(t, before, kerneltest.Cells(t, w.db)["consents"])
	})
}

func TestAnAlteredDecisionIsRefused(t *testing.T) {
	granted := `{"memory":"granted","returning":"granted","newsletter_insight":"granted"}`
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		w.unguarded(t)
		for _, alteration := range []struct {
			column string
			value  any
		}{
			{"made", granted},
			{"made", ""},
			{"shown", granted},
			{"gpc", true},
			{"language", "en"},
			{"withdrawn", true},
			{"policy_hash", strings.Repeat("0", 64)},
			{"number", 2},
			{"mac", make([]byte, 32)},
			{"mac", []byte{}},
			{"at", w.Now.Truncate(time.Minute).Add(time.Minute)},
			{"expires_at", w.Now.Add(400 * kerneltest.Day)},
		} {
			view, bearer := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(false)})
			err := db.Exec("UPDATE consents SET "+alteration.column+" = ? WHERE consent_id = ?", alteration.value, *view.ConsentID).Error
			require.NoError(t, err, alteration.column)
			w.requireRefused(t, bearer, *view.ConsentID, alteration.column)
		}
		w.enact(t, models.Editorial)
		view, bearer := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(false)})
		require.NoError(t, db.Exec("UPDATE consents SET policy_version = 1 WHERE consent_id = ?", *view.ConsentID).Error)
		w.requireRefused(t, bearer, *view.ConsentID, "policy_version")
	})
}

func TestAForgedDecisionIsRefused(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for name, forge := range map[string]func(row *models.Consent, other models.Consent){
			"an invented one":        func(row *models.Consent, _ models.Consent) { row.Number, row.MAC = 2, []byte("مهر") },
			"one without a hash":     func(row *models.Consent, _ models.Consent) { row.Number, row.MAC = 2, []byte{} },
			"one that is repeated":   func(row *models.Consent, _ models.Consent) { row.Number = 2 },
			"one of somebody else":   func(row *models.Consent, other models.Consent) { row.ConsentID, row.Number = other.ConsentID, 2 },
			"one of nobody's so far": func(row *models.Consent, _ models.Consent) { row.ConsentID = uuid.New() },
		} {
			mine, bearer := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(true)})
			theirs, _ := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(false)})
			row := w.decisions(t, *mine.ConsentID)[0]
			forge(&row, w.decisions(t, *theirs.ConsentID)[0])
			require.NoError(t, db.Create(&row).Error, name)
			if row.ConsentID != *mine.ConsentID {
				bearer = consent.Bearer{ID: row.ConsentID.String()}
			}
			w.requireRefused(t, bearer, row.ConsentID, name)
		}
	})
}

// TestAnAlteredHistoryGivesNoReceipt, though the last decision of it is genuine and holds.
func TestAnAlteredHistoryGivesNoReceipt(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		w.unguarded(t)
		view, bearer := w.decide(t, consent.Bearer{}, models.ChoicesForm{Memory: new(false)})
		_, bearer = w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.NoError(t, db.Exec("UPDATE consents SET gpc = true WHERE number = 1").Error)
		require.True(t, w.preferences(t, bearer).Choices.Memory)
		_, err := w.Consents.Receipt(t.Context(), view.ConsentID.String(), models.Persian)
		kerneltest.RequireFault(t, err, fault.Internal, "internal")
		require.True(t, w.withdraw(t, bearer), "a withdrawal needs no receipt")
	})
}
