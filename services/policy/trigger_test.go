package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// printed are the tables of the policy as they are.
type printed struct {
	versions []models.PolicyVersion
	texts    []models.PolicyText
}

func (w *world) printed(t kerneltest.Tester) (p printed) {
	t.Helper()
	require.NoError(t, w.db.Order("number").Find(&p.versions).Error)
	require.NoError(t, w.db.Order("version, language").Find(&p.texts).Error)
	return p
}

// everyState has version 1 superseded, 2 cancelled, 3 superseded, 4 in force since it was published, 5 scheduled, and 6
// and 7 drafts.
func (w *world) everyState(t kerneltest.Tester) {
	t.Helper()
	w.publish(t, w.edit(t, "دو"), kerneltest.Day)
	require.NoError(t, w.cancel(t, "2"))
	w.publish(t, w.edit(t, "سه"), kerneltest.Day)
	w.Pass(2 * kerneltest.Day)
	w.publish(t, w.edit(t, "چهار"), 0)
	w.publish(t, w.edit(t, "پنج"), kerneltest.Day)
	w.edit(t, "شش")
	w.edit(t, "هفت")
	require.Equal(t, []string{
		"1 superseded", "2 cancelled", "3 superseded", "4 in_force", "5 scheduled", "6 draft", "7 draft",
	}, w.states(t))
}

// forgeries are statements that would change, remove or replace what was published, whoever sends them.
func forgeries(postgres bool) []string {
	statements := []string{
		// each column, of each kind of version
		"UPDATE policy_versions SET change_class = CASE change_class WHEN 'material' THEN 'editorial' ELSE 'material' END",
		"UPDATE policy_versions SET number = number + 100 WHERE number = 1",
		"UPDATE policy_versions SET number = 8 WHERE number = 5",
		"UPDATE policy_versions SET number = 8 WHERE number = 6",
		"UPDATE policy_versions SET created_at = '2020-01-01T00:00:00.000000Z' WHERE number = 1",
		"UPDATE policy_versions SET published_at = '2020-01-01T00:00:00.000000Z' WHERE number = 1",
		"UPDATE policy_versions SET effective_at = '2040-01-01T00:00:00.000000Z' WHERE number = 5",
		"UPDATE policy_versions SET previous_hash = '' WHERE number = 3",
		"UPDATE policy_versions SET hash = 'x' WHERE number = 4",
		"UPDATE policy_versions SET hash = 'x' WHERE number = 2",
		// back to a draft
		"UPDATE policy_versions SET published_at = NULL, effective_at = NULL WHERE number = 4",
		"UPDATE policy_versions SET published_at = NULL, effective_at = NULL WHERE number = 5",
		"UPDATE policy_versions SET published_at = NULL, effective_at = NULL, cancelled_at = NULL WHERE number = 2",
		// called off once more, or not after all, or along with something else, or after it took effect
		"UPDATE policy_versions SET cancelled_at = '2026-11-22T09:00:00.000000Z' WHERE number = 2",
		"UPDATE policy_versions SET cancelled_at = NULL WHERE number = 2",
		"UPDATE policy_versions SET hash = 'x', cancelled_at = '2026-11-24T09:00:00.000000Z' WHERE number = 5",
		"UPDATE policy_versions SET cancelled_at = '2026-11-22T08:29:00.000000Z' WHERE number = 1",
		"UPDATE policy_versions SET cancelled_at = '2026-11-22T09:00:00.000000Z' WHERE number = 3",
		"UPDATE policy_versions SET cancelled_at = '2026-11-24T08:29:00.000000Z' WHERE number = 4",
		// removed
		"DELETE FROM policy_versions WHERE number = 1",
		"DELETE FROM policy_versions WHERE number = 2",
		"DELETE FROM policy_versions WHERE number = 5",
		"DELETE FROM policy_versions",
		// upserted
		upsertVersion("4") + " ON CONFLICT (number) DO UPDATE SET hash = 'x'",
		upsertVersion("4") + " ON CONFLICT (number) DO UPDATE SET published_at = NULL, effective_at = NULL",
		// the texts
		"UPDATE policy_texts SET title = 'x' WHERE version = 1",
		"UPDATE policy_texts SET body = body || ' ' WHERE version = 3 AND language = 'fa'",
		"UPDATE policy_texts SET summary = 'x' WHERE version = 2",
		"UPDATE policy_texts SET body = 'x'",
		"UPDATE policy_texts SET language = 'fr' WHERE version = 4 AND language = 'en'",
		"UPDATE policy_texts SET version = 6 WHERE version = 5",
		"UPDATE policy_texts SET version = 5 WHERE version = 6",
		"UPDATE policy_texts SET version = 4, language = 'fr' WHERE version = 6 AND language = 'fa'",
		"DELETE FROM policy_texts WHERE version = 5",
		"DELETE FROM policy_texts",
		insertText("", "4, 'fr'"),
		insertText("", "1, 'fa'") + " ON CONFLICT (version, language) DO UPDATE SET body = 'x'",
		insertText("", "6, 'fa'") + ", (1, 'fa', 't', 'b', 's') ON CONFLICT (version, language) DO UPDATE SET body = 'x'",
	}
	if postgres {
		return append(statements,
			"TRUNCATE policy_versions CASCADE", "TRUNCATE policy_texts", "TRUNCATE policy_texts, policy_versions CASCADE",
			"MERGE INTO policy_texts p USING (SELECT 1) s ON p.version = 1 WHEN MATCHED THEN UPDATE SET body = 'x'",
			"MERGE INTO policy_versions v USING (SELECT 1) s ON v.number = 5 WHEN MATCHED THEN DELETE",
			"WITH gone AS (DELETE FROM policy_texts RETURNING *) SELECT count(*) FROM gone",
		)
	}
	return append(statements,
		"INSERT OR REPLACE"+upsertVersion("1")[len("INSERT"):],
		"REPLACE INTO policy_versions (number, change_class, created_at, previous_hash, hash)"+
			" SELECT number, change_class, created_at, previous_hash, hash FROM policy_versions WHERE number = 4",
		"UPDATE OR REPLACE policy_versions SET number = 1 WHERE number = 6",
		"UPDATE OR REPLACE policy_versions SET rowid = 1 WHERE number = 6",
		insertText("OR REPLACE", "1, 'fa'"),
		insertText("OR REPLACE", "6, 'fa'")+", (1, 'fa', 't', 'b', 's')",
		"UPDATE OR REPLACE policy_texts SET version = 1 WHERE version = 6",
		"UPDATE OR REPLACE policy_texts SET version = 6 WHERE version = 1",
	)
}

func upsertVersion(number string) string {
	return "INSERT INTO policy_versions (number, change_class, created_at, previous_hash, hash) VALUES (" + number +
		", 'editorial', '2026-11-22T08:30:00.000000Z', '', '')"
}

func insertText(or, key string) string {
	return "INSERT " + or + " INTO policy_texts (version, language, title, body, summary) VALUES (" + key +
		", 't', 'b', 's')"
}

func TestTheDatabaseItselfRefusesToChangeWhatWasPublished(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.everyState(t)
		before := w.printed(t)
		for _, statement := range forgeries(store.IsPostgres(db)) {
			err := db.Exec(statement).Error
			require.ErrorContains(t, err, "privacy policy", statement)
			require.Equal(t, before, w.printed(t), statement)
		}
	})
}

// TestNothingIsCalledOffBeforeItWasPublishedOrOnceItIsInForce: what was published for now never can be; version 5 waits
// since the 24th for the 25th, both at half past eight, and 6 is a draft.
func TestNothingIsCalledOffBeforeItWasPublishedOrOnceItIsInForce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		refused := func(number string, moments ...string) {
			before := w.printed(t)
			for _, moment := range moments {
				err := db.Exec("UPDATE policy_versions SET cancelled_at = ? WHERE number = "+number, moment).Error
				require.ErrorContains(t, err, "constraint")
				require.Equal(t, before, w.printed(t))
			}
		}
		refused("1", "2026-11-22T08:29:59.999999Z", "2026-11-22T08:30:00.000000Z", "2026-11-22T08:30:01.000000Z")
		w.everyState(t)
		refused("5", "2026-11-24T08:29:59.999999Z", "2026-11-25T08:30:00.000000Z", "2026-11-25T08:30:01.000000Z")
		refused("6", "2026-11-24T08:30:00.000000Z")
	})
}

// TestNoRowOfATextCanBeReplacedByItsPlace: SQLite replaces rows without firing what guards their deletion, also by the
// number that it gives to a row's place, wherever there is one.
func TestNoRowOfATextCanBeReplacedByItsPlace(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	w.everyState(t)
	before := w.printed(t)
	for _, statement := range []string{
		"UPDATE OR REPLACE policy_texts SET rowid = 1 WHERE version = 6 AND language = 'fa'",
		"UPDATE OR REPLACE policy_texts SET _rowid_ = (SELECT rowid FROM policy_texts WHERE version = 1 LIMIT 1)" +
			" WHERE version = 6 AND language = 'fa'",
		"INSERT OR REPLACE INTO policy_texts (rowid, version, language, title, body, summary)" +
			" SELECT 1, 6, 'fr', 't', 'b', 's'",
		"DELETE FROM policy_texts WHERE version = 6 AND language = 'fa'; INSERT OR REPLACE INTO policy_texts" +
			" (oid, version, language, title, body, summary) VALUES (1, 6, 'fa', 't', 'b', 's')",
	} {
		require.Error(t, w.db.Transaction(func(tx *gorm.DB) error { return tx.Exec(statement).Error }), statement)
		require.Equal(t, before, w.printed(t), statement)
	}
}

func TestDraftsCanChangeAndWhatWaitsCanBeCalledOffOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.everyState(t)
		cancel := "UPDATE policy_versions SET cancelled_at = '2026-11-24T09:00:00.000000Z' WHERE number = 5"
		for _, statement := range []string{
			"UPDATE policy_versions SET change_class = 'material' WHERE number = 6",
			"UPDATE policy_texts SET body = 'x' WHERE version = 6 AND language = 'fa'",
			"DELETE FROM policy_texts WHERE version = 6 AND language = 'en'",
			insertText("", "6, 'en'"),
			cancel,
			"DELETE FROM policy_versions WHERE number = 7",
		} {
			done := db.Exec(statement)
			require.NoError(t, done.Error, statement)
			require.EqualValues(t, 1, done.RowsAffected, statement)
		}
		w.Pass(5 * time.Second)
		require.Equal(t, []string{
			"1 superseded", "2 cancelled", "3 superseded", "4 in_force", "5 cancelled", "6 draft",
		}, w.states(t))
		require.Len(t, w.printed(t).texts, 12)
		before := w.printed(t)
		require.Error(t, db.Exec(cancel).Error)
		require.Equal(t, before, w.printed(t))
	})
}
