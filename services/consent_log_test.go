package services_test

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/fault"
)

// cells is everything that the database holds, as texts: by table, and then by column.
func (w *world) cells(t tester) map[string]map[string][]string {
	t.Helper()
	tables, err := w.db.Migrator().GetTables()
	require.NoError(t, err)
	all := map[string]map[string][]string{}
	for _, table := range tables {
		var rows []map[string]any
		require.NoError(t, w.db.Table(table).Find(&rows).Error)
		all[table] = map[string][]string{}
		for _, row := range rows {
			for column, value := range row {
				all[table][column] = append(all[table][column], cellText(value))
			}
		}
	}
	return all
}

func cellText(value any) string {
	switch value := value.(type) {
	case time.Time:
		return value.UTC().Format("2006-01-02T15:04:05.000000Z")
	case []byte:
		return hex.EncodeToString(value) + " " + string(value)
	case [16]byte:
		return uuid.UUID(value).String()
	default:
		return fmt.Sprint(value)
	}
}

// requireRefused requires that nobody acts upon what stands in the log under an id.
func (w *world) requireRefused(t tester, bearer services.Bearer, id uuid.UUID, why string) {
	t.Helper()
	hash := w.preferences(t, services.Bearer{}).PolicyHash
	before := w.cells(t)["consents"]
	_, err := w.Preferences(t.Context(), bearer)
	require.Equal(t, fault.Internal, fault.As(err).Kind, why)
	_, _, err = w.decideUnder(t, bearer, hash, everything())
	require.Equal(t, fault.Internal, fault.As(err).Kind, why)
	_, err = w.Consents.Withdraw(t.Context(), bearer, models.Persian)
	require.Equal(t, fault.Internal, fault.As(err).Kind, why)
	_, err = w.Consents.Remembered(t.Context(), bearer, "")
	require.Equal(t, fault.Internal, fault.As(err).Kind, why)
	_, _, err = w.Consents.Remember(t.Context(), bearer, with(models.FormMemory{FirstName: "سارا"}))
	require.Equal(t, fault.Internal, fault.As(err).Kind, why)
	_, err = w.Consents.Receipt(t.Context(), id.String(), models.Persian)
	require.Equal(t, fault.Internal, fault.As(err).Kind, why)
	require.Equal(t, before, w.cells(t)["consents"], why)
}

// unguarded takes the trigger away that keeps decisions from being changed, as an administrator of the database could.
func (w *world) unguarded(t tester) {
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
		view, _ := w.decide(t, services.Bearer{}, models.ChoicesForm{Memory: new(false)})
		before := w.cells(t)["consents"]
		require.Error(t, db.Exec("UPDATE consents SET gpc = true").Error)
		require.Error(t, db.Exec("UPDATE consents SET made = made").Error)
		row := w.decisions(t, *view.ConsentID)[0]
		require.Error(t, db.Create(&row).Error, "a second first decision")
		if !store.IsPostgres(db) {
			require.Error(t, db.Exec("REPLACE INTO consents SELECT * FROM consents").Error)
		}
		require.Equal(t, before, w.cells(t)["consents"])
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
			{"at", w.now.Truncate(time.Minute).Add(time.Minute)},
			{"expires_at", w.now.Add(400 * day)},
		} {
			view, bearer := w.decide(t, services.Bearer{}, models.ChoicesForm{Memory: new(false)})
			err := db.Exec("UPDATE consents SET "+alteration.column+" = ? WHERE consent_id = ?", alteration.value, *view.ConsentID).Error
			require.NoError(t, err, alteration.column)
			w.requireRefused(t, bearer, *view.ConsentID, alteration.column)
		}
		w.enact(t, models.Editorial)
		view, bearer := w.decide(t, services.Bearer{}, models.ChoicesForm{Memory: new(false)})
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
			mine, bearer := w.decide(t, services.Bearer{}, models.ChoicesForm{Memory: new(true)})
			theirs, _ := w.decide(t, services.Bearer{}, models.ChoicesForm{Memory: new(false)})
			row := w.decisions(t, *mine.ConsentID)[0]
			forge(&row, w.decisions(t, *theirs.ConsentID)[0])
			require.NoError(t, db.Create(&row).Error, name)
			if row.ConsentID != *mine.ConsentID {
				bearer = services.Bearer{ID: row.ConsentID.String()}
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
		view, bearer := w.decide(t, services.Bearer{}, models.ChoicesForm{Memory: new(false)})
		_, bearer = w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.NoError(t, db.Exec("UPDATE consents SET gpc = true WHERE number = 1").Error)
		require.True(t, w.preferences(t, bearer).Choices.Memory)
		_, err := w.Consents.Receipt(t.Context(), view.ConsentID.String(), models.Persian)
		require.Equal(t, fault.Internal, fault.As(err).Kind)
		require.True(t, w.withdraw(t, bearer), "a withdrawal needs no receipt")
	})
}

func TestTheLogKeepsNothingButTheDecision(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		columns, err := db.Migrator().ColumnTypes("consents")
		require.NoError(t, err)
		var names []string
		for _, column := range columns {
			names = append(names, column.Name())
		}
		require.ElementsMatch(t, []string{
			"consent_id", "number", "at", "withdrawn", "shown", "made", "policy_version", "policy_hash", "language", "gpc",
			"expires_at", "mac",
		}, names)
	})
}

func TestTheLogHasRandomIDsAndTimesOfTheMinute(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for range 20 {
			view, bearer := w.decide(t, services.Bearer{}, everything())
			w.pass(7*time.Second + 123457*time.Microsecond)
			require.True(t, w.withdraw(t, bearer))
			for _, row := range w.decisions(t, *view.ConsentID) {
				require.Equal(t, uuid.Version(4), row.ConsentID.Version())
				require.Equal(t, uuid.RFC4122, row.ConsentID.Variant())
				require.Equal(t, row.At.Truncate(time.Minute), row.At)
				require.Equal(t, row.At.Add(395*day), row.ExpiresAt)
			}
		}
		row := w.decisions(t, uuid.Nil)[0]
		row.ConsentID, row.At = uuid.New(), row.At.Add(time.Second)
		require.Error(t, db.Create(&row).Error, "the database itself refuses a finer time")
	})
}

// TestADecisionLeadsToNoCase: people consent and complain within the same microsecond, and nothing in the database shows
// that they are the same.
func TestADecisionLeadsToNoCase(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		officer := w.staff(t, models.RoleOfficer)
		w.complain(t)
		view, bearer := w.decide(t, services.Bearer{}, everything())
		form := models.ComplaintForm{Person: sara(), Message: "گواهی‌ام نرسیده است."}
		_, _, err := w.Complaints.Create(t.Context(), once(form, "complaints", "key"))
		require.NoError(t, err)
		_, _, err = w.Consents.Remember(t.Context(), bearer, with(models.FormMemory{FirstName: "سارا"}))
		require.NoError(t, err)
		require.True(t, w.withdraw(t, bearer))
		w.answered(t, officer)
		require.NoError(t, w.Ledger.Seal(t.Context()))

		all := w.cells(t)
		log, elsewhere := all["consents"], everythingBut(all, "consents", "policy_versions")
		require.Contains(t, log["consent_id"], view.ConsentID.String())
		fine, minute := w.now.Format("05.000000"), w.now.Format("2006-01-02T15:04:00.000000Z")
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

// everythingBut is what all tables but these hold, in one text.
func everythingBut(all map[string]map[string][]string, but ...string) string {
	var text strings.Builder
	for table, columns := range all {
		for _, values := range columns {
			if !slices.Contains(but, table) {
				text.WriteString(strings.Join(values, "\n") + "\n")
			}
		}
	}
	return text.String()
}

func TestDecisionsEnterTheLogAndNothingElse(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		before := w.cells(t)
		_, bearer := w.decide(t, services.Bearer{GPC: true}, everything())
		_, bearer = w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.True(t, w.withdraw(t, bearer))
		after := w.cells(t)
		require.Len(t, after["consents"]["number"], 3)
		delete(before, "consents")
		delete(after, "consents")
		require.Equal(t, before, after, "not even the ledger")
	})
}
