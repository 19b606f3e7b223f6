package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
)

// history is the rows of a ledger.
type history struct {
	entries []models.LedgerEntry
	heads   []models.LedgerHead
	tips    []models.LedgerTip
}

func historyOf(t *testing.T, db *gorm.DB) (h history) {
	t.Helper()
	require.NoError(t, db.Order("sequence").Find(&h.entries).Error)
	require.NoError(t, db.Order("number").Find(&h.heads).Error)
	require.NoError(t, db.Find(&h.tips).Error)
	return h
}

// restore puts the rows in the place of those that are there.
func (h history) restore(t *testing.T, db *gorm.DB) {
	t.Helper()
	wipe(t, db)
	for _, rows := range []any{h.entries, h.heads, h.tips} {
		require.NoError(t, db.Create(rows).Error)
	}
}

func wipe(t *testing.T, db *gorm.DB) {
	t.Helper()
	for _, table := range []string{"ledger_entries", "ledger_heads", "ledger_tips"} {
		require.NoError(t, db.Exec("DELETE FROM "+table).Error)
	}
}

// written fills a place with a ledger of several entries and a head behind the last of them.
func written(t *testing.T, at place) *gorm.DB {
	t.Helper()
	p := at.serve(t)
	for range 3 {
		complain(t, p)
	}
	p.stop(t)
	db := at.open(t)
	complaints := strings.Count(strings.Join(actions(t, db), " "), "case.received")
	require.Equal(t, 3, complaints)
	exit, out, log := at.finish(t, "", "verify", "ledger")
	require.Zero(t, exit, log)
	require.Contains(t, out, "The ledger holds.")
	require.Contains(t, out, fmt.Sprintf("entries:    %d\n", count(t, db, &models.LedgerEntry{})))
	require.Contains(t, out, fmt.Sprintf("heads:      %d\nkept heads: 0\n", count(t, db, &models.LedgerHead{})))
	require.NotContains(t, out, "findings")
	return db
}

func TestTamperingWithTheLedgerIsNamed(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		db := written(t, at)
		genuine := historyOf(t, db)
		last := len(genuine.entries)
		for _, tampering := range []struct{ how, finding string }{
			{"UPDATE ledger_entries SET action = 'case.erased' WHERE sequence = 2", "altered: sequence 2\n"},
			{"UPDATE ledger_entries SET detail = 'x' WHERE sequence = 3", "altered: sequence 3\n"},
			{"DELETE FROM ledger_entries WHERE sequence = 2", "missing: sequence 2\n"},
			{"DELETE FROM ledger_entries WHERE sequence IN (2, 3)", "missing: sequence 2, until 3\n"},
			{fmt.Sprintf("DELETE FROM ledger_entries WHERE sequence = %d", last), fmt.Sprintf("truncated: sequence %d", last)},
			{"DELETE FROM ledger_heads", "head_missing: head 1"},
			{
				"UPDATE ledger_heads SET proof = 'e30.e30.e30' WHERE number = 1",
				fmt.Sprintf("head_forged: sequence %d, head 1\n", genuine.heads[0].Sequence),
			},
			{"UPDATE ledger_tips SET sequence = sequence - 1", "state_forged\n"},
			{"DELETE FROM ledger_tips", "state_forged\n"},
		} {
			require.NoError(t, db.Exec(tampering.how).Error)
			exit, out, log := at.finish(t, "", "verify", "ledger")
			require.Equal(t, 1, exit, tampering.how)
			require.Contains(t, out, "The ledger does not hold.\n")
			require.Contains(t, out, "  "+tampering.finding, tampering.how)
			require.Contains(t, log, "amanat: the ledger does not hold\n")
			genuine.restore(t, db)
		}
		exit, out, _ := at.finish(t, "", "verify", "ledger")
		require.Zero(t, exit, out)
	})
}

func TestALedgerThatWasBegunAnewIsCaughtByAHeadKeptElsewhere(t *testing.T) {
	everywhere(t, func(t *testing.T, at place) {
		db := written(t, at)
		heads := historyOf(t, db).heads
		kept := heads[len(heads)-1].Proof
		exit, out, log := at.finish(t, fmt.Sprintf(`{"items": [{"number": 1, "proof": %q}]}`, kept), "verify", "ledger", "--heads", "-")
		require.Zero(t, exit, log)
		require.Contains(t, out, "kept heads: 1\n")

		wipe(t, db)
		exit, out, _ = at.finish(t, "", "verify", "ledger")
		require.Equal(t, 1, exit, "there was one")
		require.Contains(t, out, "state_forged")
		require.NoError(t, db.Exec("DELETE FROM ledger_digests").Error)
		exit, out, _ = at.finish(t, "", "verify", "ledger")
		require.Zero(t, exit, "a ledger that nothing was written into cannot know better")
		require.Contains(t, out, "entries:    0\n")
		file := filepath.Join(t.TempDir(), "heads.json")
		require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, `[{"proof": %q}]`, kept), 0o600))
		exit, out, log = at.finish(t, "", "verify", "ledger", "--heads", file)
		require.Equal(t, 1, exit)
		require.Contains(t, out, "  truncated: ")
		require.Contains(t, log, "the ledger does not hold")
	})
}

func TestTheHeadsThatAnybodyMayFetchAreThoseThatVerifyReads(t *testing.T) {
	t.Parallel()
	at := newPlace(t)
	written(t, at)
	p := at.serve(t)
	status, answer := p.request(t, http.MethodGet, "/api/v1/ledger/heads", "", "")
	require.Equal(t, http.StatusOK, status)
	exit, out, log := at.finish(t, string(answer), "verify", "ledger", "--heads", "-")
	require.Zero(t, exit, log)
	require.Regexp(t, `kept heads: [1-9]\n`, out)
	p.stop(t)
}

func TestAHeadThatWasNotSignedHereIsNoProof(t *testing.T) {
	t.Parallel()
	at := newPlace(t)
	written(t, at)
	exit, out, _ := at.finish(t, `{"number": 1, "proof": "e30.e30.e30"}`, "verify", "ledger", "--heads", "-")
	require.Equal(t, 1, exit)
	require.Contains(t, out, "  head_forged: a head that was not signed here\n")

	exit, out, log := at.finish(t, `{"items": [{"number": 1}]}`, "verify", "ledger", "--heads", "-")
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "heads: value 1: head 1 has no proof")
	exit, out, log = at.finish(t, "", "verify", "ledger", "--heads", "nowhere.json")
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "heads: open nowhere.json")
}

func TestVerifyingMakesNothing(t *testing.T) {
	t.Parallel()
	dataDir := filepath.Join(t.TempDir(), "data")
	exit, out, log := finish(t, []string{"verify", "ledger"}, "AMANAT_DATA_DIR="+dataDir)
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "there is no keyring file")
	require.NoDirExists(t, dataDir)

	at := placeIn(dataDir, "")
	at.serve(t).stop(t)
	require.NoError(t, os.Rename(filepath.Join(dataDir, "amanat.db"), filepath.Join(dataDir, "elsewhere.db")))
	exit, out, log = at.finish(t, "", "verify", "ledger")
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "no such file")
	require.NoFileExists(t, filepath.Join(dataDir, "amanat.db"))

	at.settings = []string{"AMANAT_DATABASE_URL=" + storetest.BarePostgresURL(t), "AMANAT_MIGRATE=true"}
	exit, _, log = at.finish(t, "", "verify", "ledger")
	require.Equal(t, 1, exit)
	require.Contains(t, log, "amanat migrate")
}
