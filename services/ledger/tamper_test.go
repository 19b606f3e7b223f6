package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services/ledger/ledgertest"
)

// headEvery is how often a head is signed, at the most.
const headEvery = time.Minute

// tampering is one thing that somebody with the database in their hands may do, and what has to be found.
type tampering struct {
	name  string
	do    []string
	found []string
}

// requireFound does each to a ledger of fifteen entries and four heads (of entries 5, 9, 13 and 15).
func requireFound(t *testing.T, all []tampering) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		genuine := w.bygone(t)
		require.Empty(t, ledgertest.Found(ledgertest.Verify(t, w.Ledger)))
		for _, one := range all {
			t.Run(one.name, func(t *testing.T) {
				w.restore(t, genuine)
				for _, statement := range one.do {
					require.NoError(t, db.Exec(statement).Error)
				}
				require.Equal(t, one.found, ledgertest.Found(ledgertest.Verify(t, w.Ledger)))
				require.Equal(t, one.found, ledgertest.Found(ledgertest.Verify(t, w.Ledger)), "verifying mends nothing")
				w.goOn(t)
				require.False(t, ledgertest.Verify(t, w.Ledger).Holds, "nor does going on")
			})
		}
	})
}

func TestAnAlteredEntryIsFound(t *testing.T) {
	altered := []string{"altered entry 7"}
	requireFound(t, []tampering{
		{"time", []string{"UPDATE ledger_entries SET at = '2026-11-22T08:30:00.000001Z' WHERE sequence = 7"}, altered},
		{"role", []string{"UPDATE ledger_entries SET actor_role = 'officer' WHERE sequence = 7"}, altered},
		{"actor", []string{"UPDATE ledger_entries SET actor = '' WHERE sequence = 7"}, altered},
		{"action", []string{"UPDATE ledger_entries SET action = 'case.read' WHERE sequence = 7"}, altered},
		{"subject", []string{"UPDATE ledger_entries SET subject = 'C-7F3K-9QX2' WHERE sequence = 7"}, altered},
		{"detail", []string{`UPDATE ledger_entries SET detail = '{"from":"received","to":"rejected"}' WHERE sequence = 7`}, altered},
		{"no detail", []string{"UPDATE ledger_entries SET detail = '{}' WHERE sequence = 7"}, altered},
		{"detail that is none", []string{"UPDATE ledger_entries SET detail = 'سلام' WHERE sequence = 7"}, altered},
		{"detail of another shape", []string{`UPDATE ledger_entries SET detail = '{"from":1}' WHERE sequence = 7`}, altered},
		{"previous hash", []string{"UPDATE ledger_entries SET previous_hash = hash WHERE sequence = 7"}, altered},
		{
			"hash",
			[]string{"UPDATE ledger_entries SET hash = previous_hash WHERE sequence = 7"},
			[]string{"altered entry 7", "unlinked entry 8"},
		},
		{"the first", []string{"UPDATE ledger_entries SET action = 'case.read' WHERE sequence = 1"}, []string{"altered entry 1"}},
		{"the last", []string{"UPDATE ledger_entries SET action = 'case.exported' WHERE sequence = 15"}, []string{"altered entry 15"}},
		{"the hash of the last", []string{"UPDATE ledger_entries SET hash = previous_hash WHERE sequence = 15"}, []string{"altered entry 15"}},
		{
			"two",
			[]string{"UPDATE ledger_entries SET subject = '' WHERE sequence IN (3, 11)"},
			[]string{"altered entry 3", "altered entry 11"},
		},
		{
			"every role",
			[]string{"UPDATE ledger_entries SET actor_role = 'lead' WHERE actor_role = 'person'"},
			[]string{"altered entry 2", "altered entry 6", "altered entry 10", "altered entry 14"},
		},
		// The same text to a parser, and another to whoever reads the table.
		{"detail in other words", []string{
			`UPDATE ledger_entries SET detail = '{"from":"x","from":"acknowledged","to":"in_progress"}' WHERE sequence = 4`,
		}, []string{"altered entry 4"}},
	})
}

func TestAMissingEntryIsFound(t *testing.T) {
	requireFound(t, []tampering{
		{"the first", []string{"DELETE FROM ledger_entries WHERE sequence = 1"}, []string{"missing entry 1"}},
		{"one between", []string{"DELETE FROM ledger_entries WHERE sequence = 7"}, []string{"missing entry 7"}},
		{"one with a head", []string{"DELETE FROM ledger_entries WHERE sequence = 9"}, []string{"missing entry 9"}},
		{"several", []string{"DELETE FROM ledger_entries WHERE sequence BETWEEN 4 AND 12"}, []string{"missing entry 4 to 12"}},
		{"the last", []string{"DELETE FROM ledger_entries WHERE sequence = 15"}, []string{"truncated entry 15"}},
		{"the tail", []string{"DELETE FROM ledger_entries WHERE sequence > 10"}, []string{"truncated entry 11 to 15"}},
		{"the tail with its heads", []string{
			"DELETE FROM ledger_entries WHERE sequence > 10", "DELETE FROM ledger_heads WHERE sequence > 10",
		}, []string{"head_missing head 3 to 4", "truncated entry 11 to 15"}},
		{"all", []string{"DELETE FROM ledger_entries"}, []string{"truncated entry 1 to 15"}},
		{
			"all and every head",
			[]string{"DELETE FROM ledger_entries", "DELETE FROM ledger_heads"},
			[]string{"head_missing head 1 to 4", "truncated entry 1 to 15"},
		},
		{
			"all but the heads",
			[]string{"DELETE FROM ledger_entries", "DELETE FROM ledger_tips"},
			[]string{"state_forged", "truncated entry 1 head 4 to 15"},
		},
	})
}

func TestAMovedEntryIsFound(t *testing.T) {
	moved := func(from, to string) string {
		return "UPDATE ledger_entries SET sequence = " + to + " WHERE sequence = " + from
	}
	requireFound(t, []tampering{
		{
			"two swapped",
			[]string{moved("6", "0"), moved("12", "6"), moved("0", "12")},
			[]string{"reordered entry 6", "reordered entry 12"},
		},
		{
			"two neighbours swapped",
			[]string{moved("7", "0"), moved("8", "7"), moved("0", "8")},
			[]string{"reordered entry 7", "reordered entry 8"},
		},
		{
			"the ends swapped",
			[]string{moved("1", "0"), moved("15", "1"), moved("0", "15")},
			[]string{"reordered entry 1", "reordered entry 15"},
		},
		{"one before the beginning", []string{moved("5", "-5")}, []string{"reordered", "missing entry 5"}},
		{"the last behind the end", []string{moved("15", "16")}, []string{"missing entry 15", "added entry 16"}},
	})
}

func TestAnAddedEntryIsFound(t *testing.T) {
	added := func(sequence string) string {
		return `INSERT INTO ledger_entries (sequence, at, actor_role, actor, action, subject, detail, previous_hash, hash)
			SELECT ` + sequence + `, at, actor_role, actor, action, subject, detail, hash, previous_hash
			FROM ledger_entries WHERE sequence = 15`
	}
	requireFound(t, []tampering{
		{"behind the end", []string{added("16")}, []string{"added entry 16"}},
		{"several", []string{added("16"), added("17"), added("18")}, []string{"added entry 16 to 18"}},
		{"far behind the end", []string{added("1000")}, []string{"added entry 16 to 1000"}},
	})
}
