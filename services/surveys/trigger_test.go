package surveys_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// surveyForgeries are statements that would change, remove or replace a version that was published, whoever sends them.
// Version 1 is settled, 2 takes answers and 3 is a draft.
func surveyForgeries(postgres bool) []string {
	statements := []string{
		"UPDATE survey_versions SET definition = '{}' WHERE number = 1",
		"UPDATE survey_versions SET definition = definition || ' ' WHERE number = 2",
		"UPDATE survey_versions SET definition = '{}', hash = 'x'",
		"UPDATE survey_versions SET hash = 'x' WHERE number = 2",
		"UPDATE survey_versions SET k = 1000 WHERE number = 2",
		"UPDATE survey_versions SET k = 4 WHERE number = 1",
		"UPDATE survey_versions SET number = 9 WHERE number = 2",
		"UPDATE survey_versions SET number = 2 WHERE number = 3",
		"UPDATE survey_versions SET created_at = '2020-01-01T00:00:00.000000Z' WHERE number = 1",
		// back to a draft
		"UPDATE survey_versions SET published_at = NULL WHERE number = 2",
		"UPDATE survey_versions SET published_at = '2020-01-01T00:00:00.000000Z' WHERE number = 2",
		// open again, after its figures are final
		"UPDATE survey_versions SET settled_at = NULL WHERE number = 1",
		"UPDATE survey_versions SET closed_at = NULL WHERE number = 1",
		"UPDATE survey_versions SET closes_at = '2040-01-01T00:00:00.000000Z' WHERE number = 1",
		"UPDATE survey_versions SET settled_at = NULL, closed_at = NULL WHERE number = 1",
		// another survey's
		"UPDATE survey_versions SET survey_id = (SELECT id FROM surveys WHERE slug = 'other') WHERE number = 2",
		// removed
		"DELETE FROM survey_versions WHERE number = 1",
		"DELETE FROM survey_versions WHERE number = 2",
		"DELETE FROM survey_versions",
		"DELETE FROM surveys WHERE slug = 'climate'",
		insertVersion("") + " ON CONFLICT (id) DO UPDATE SET definition = '{}'",
		insertVersion("") + " ON CONFLICT (survey_id, number) DO UPDATE SET hash = 'x'",
	}
	if postgres {
		return append(statements,
			"TRUNCATE survey_versions CASCADE", "TRUNCATE surveys CASCADE",
			"MERGE INTO survey_versions v USING (SELECT 1) s ON v.number = 2 WHEN MATCHED THEN UPDATE SET hash = 'x'",
			"MERGE INTO survey_versions v USING (SELECT 1) s ON v.number = 1 WHEN MATCHED THEN DELETE",
			"WITH gone AS (DELETE FROM survey_versions RETURNING *) SELECT count(*) FROM gone",
		)
	}
	return append(statements,
		insertVersion("OR REPLACE"),
		insertVersion("OR IGNORE"),
		"UPDATE OR REPLACE survey_versions SET number = 2 WHERE number = 3",
		"UPDATE OR REPLACE survey_versions SET id = (SELECT id FROM survey_versions WHERE number = 1) WHERE number = 3",
		"UPDATE OR REPLACE survey_versions SET rowid = (SELECT rowid FROM survey_versions WHERE k = 4) WHERE number = 3",
		`INSERT OR REPLACE INTO survey_versions (rowid, id, survey_id, number, definition, hash, k, created_at)
			SELECT rowid, 'x', survey_id, 9, '{}', 'x', k, created_at FROM survey_versions WHERE number = 2`,
		"UPDATE OR REPLACE surveys SET slug = 'climate' WHERE slug = 'other'",
	)
}

// insertVersion would write version 2 once more, as a draft with another definition.
func insertVersion(or string) string {
	return "INSERT " + or + ` INTO survey_versions (id, survey_id, number, definition, hash, k, created_at)
		SELECT id, survey_id, number, '{}', 'x', k, created_at FROM survey_versions WHERE number = 2`
}

// TestTheDatabaseItselfRefusesToChangeAPublishedSurvey: also for who has the database's password.
func TestTheDatabaseItselfRefusesToChangeAPublishedSurvey(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(mood()))
		for _, k := range []int{4, 5} {
			_, err := w.surveyChanged(t, "climate", models.SurveyChangeForm{SurveySettings: models.SurveySettings{K: &k}})
			require.NoError(t, err)
			if k == 4 {
				w.surveyPublished(t, "climate")
			}
		}
		w.surveyDraft(t, "other", questions(mood()))
		require.NotNil(t, w.version(t, "climate", 1).SettledAt)
		before := kerneltest.Cells(t, w.db)["survey_versions"]
		for _, forgery := range surveyForgeries(store.IsPostgres(db)) {
			err := db.Session(&gorm.Session{NewDB: true}).Exec(forgery).Error
			if forgery != insertVersion("OR IGNORE") { // which may pass, and do nothing
				require.Error(t, err, forgery)
			}
			after := kerneltest.Cells(t, w.db)["survey_versions"]
			require.Equal(t, before, after, forgery)
		}
	})
}

// TestADraftIsChangedAndDeletedFreely: what forbids the one must not forbid the other.
func TestADraftIsChangedAndDeletedFreely(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.surveyDraft(t, "climate", questions(mood()))
		for _, statement := range []string{
			"UPDATE survey_versions SET definition = '{}', hash = 'x', k = 5",
			"DELETE FROM survey_versions", "DELETE FROM surveys",
		} {
			done := db.Exec(statement)
			require.NoError(t, done.Error)
			require.EqualValues(t, 1, done.RowsAffected)
		}
	})
}
