package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/ledger/ledgertest"
)

// TestALedgerThatIsSpoiledCanStillBeRead, and looked into.
func TestALedgerThatIsSpoiledCanStillBeRead(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.bygone(t)
		require.NoError(t, db.Exec("UPDATE ledger_tips SET mac = hash").Error)
		w.goOn(t)
		require.Len(t, ledgertest.Lines(t, w.Ledger, ""), 14, "all but the one reading of a case")
		require.NoError(t, db.Exec("UPDATE ledger_entries SET detail = 'x' WHERE sequence = 3").Error)
		require.Len(t, ledgertest.Lines(t, w.Ledger, ""), 14)
	})
}

// TestSpoiledRowsAreNamedThoughTheyCannotBeRead: SQLite lets a column hold what it is not meant for.
func TestSpoiledRowsAreNamedThoughTheyCannotBeRead(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWorld(t, db)
	genuine := w.bygone(t)
	for statement, finding := range map[string]string{
		"UPDATE ledger_entries SET at = 'gestern' WHERE sequence = 7": "altered entry 7",
		"UPDATE ledger_entries SET hash = 'x' WHERE sequence = 15":    "altered entry 15",
		"UPDATE ledger_heads SET at = 'gestern' WHERE number = 2":     "head_forged head 2",
		"UPDATE ledger_heads SET sequence = 'neun' WHERE number = 2":  "head_forged head 2",
		"UPDATE ledger_tips SET sequence = 'x'":                       "state_forged",
	} {
		t.Run(statement, func(t *testing.T) {
			w.restore(t, genuine)
			require.NoError(t, db.Exec(statement).Error)
			require.Contains(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)), finding)
		})
	}
}

// TestNobodyElseEntersAnything, and nothing that they write keeps the rest from being linked.
func TestNobodyElseEntersAnything(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		genuine := w.bygone(t)
		for _, acts := range []string{
			"x", "{}", `[{"at":"gestern"}]`, `[{"at":"-2026-11-22T08:30:00Z"}]`, "[]",
			`[{"at":"2026-11-22T08:30:00Z","role":"admin","action":"case.read"}]`,
		} {
			w.restore(t, genuine)
			id, err := w.env.NewID()
			require.NoError(t, err)
			require.NoError(t, db.Create(&models.LedgerPending{ID: id, Acts: []byte(acts), MAC: []byte("made up")}).Error)
			w.complain(t)
			report := ledgertest.Verify(t, w.Ledger)
			require.EqualValues(t, 16, report.Entries, "what was entered is linked nevertheless: %s", acts)
			require.Equal(t, []string{"pending_forged"}, ledgertest.Found(report), acts)
		}
	})
}

// TestALedgerThatWasTakenAwayIsMissed: a database that has been served has one.
func TestALedgerThatWasTakenAwayIsMissed(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.begin(t)
		w.complain(t)
		require.True(t, ledgertest.Verify(t, w.Ledger).Holds)
		for _, table := range []string{"ledger_entries", "ledger_heads", "ledger_tips", "ledger_pending"} {
			require.NoError(t, db.Exec("DELETE FROM "+table).Error)
		}
		require.Contains(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)), "state_forged")
		w.begin(t)
		w.complain(t)
		require.Contains(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)), "state_forged", "nothing begins it anew")
	})
}
