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
	"amanat/models/store/storetest"
	"amanat/services/consent"
)

// cells is everything that the database holds, as texts: by table, and then by column.
func (w *world) cells(t tester) map[string]map[string][]string {
	t.Helper()
	tables, err := w.db.Migrator().GetTables()
	require.NoError(t, err)
	all := map[string]map[string][]string{}
	for _, table := range tables {
		if table == (models.SchemaVersion{}).TableName() {
			continue
		}
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
			view, bearer := w.decide(t, consent.Bearer{}, everything())
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
		view, bearer := w.decide(t, consent.Bearer{}, everything())
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
		fine, minute := w.now.Format("05.000000"), cellText(w.now.Truncate(time.Minute))
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
		_, bearer := w.decide(t, consent.Bearer{GPC: true}, everything())
		_, bearer = w.decide(t, bearer, models.ChoicesForm{Memory: new(true)})
		require.True(t, w.withdraw(t, bearer))
		after := w.cells(t)
		require.Len(t, after["consents"]["number"], 3)
		delete(before, "consents")
		delete(after, "consents")
		require.Equal(t, before, after, "not even the ledger")
	})
}
