package storetest_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestRunIsTheLastThatATestDoes(t *testing.T) {
	var ran atomic.Int32
	count := func(*testing.T, *gorm.DB) { ran.Add(1) }
	t.Run("group", func(t *testing.T) {
		t.Run("test", func(t *testing.T) {
			storetest.Run(t, count)
			require.Zero(t, ran.Load())
		})
	})
	require.EqualValues(t, 2, ran.Load())
	storetest.RunAlone(t, count)
	require.EqualValues(t, 4, ran.Load())
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	open := map[string]func(testing.TB) *gorm.DB{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}
	for name, open := range open {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one, other := open(t), open(t)
			require.NoError(t, one.Exec("ALTER TABLE cases ADD COLUMN ip_address TEXT").Error)
			require.Error(t, store.CheckInventory(t.Context(), one))
			require.NoError(t, store.CheckInventory(t.Context(), other))
		})
	}
}

// TestACopyIsWhatTheMigrationsMake compares the two kinds of databases that a test gets with one that the program itself
// has migrated: what they are made of, and every row that the migrations put into them.
func TestACopyIsWhatTheMigrationsMake(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		options := store.Options{SQLiteFile: filepath.Join(t.TempDir(), "amanat.db")}
		const schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema"
		require.Equal(t, content(t, migrated(t, options), schema), content(t, storetest.SQLite(t), schema))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		options := store.Options{PostgresURL: storetest.BarePostgresURL(t)}
		const schema = `SELECT concat_ws(' ', c.relname, c.relkind, c.reloptions, a.attname, a.attnum, t.typname, a.attnotnull,
				pg_get_expr(d.adbin, d.adrelid), pg_get_indexdef(c.oid), pg_get_viewdef(c.oid))
			FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_type t ON t.oid = a.atttypid
				LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
			WHERE c.relnamespace = 'public'::regnamespace
			UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
			WHERE connamespace = 'public'::regnamespace
			UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
			UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace`
		require.Equal(t, content(t, migrated(t, options), schema), content(t, storetest.Postgres(t), schema))
	})
}

func migrated(t *testing.T, options store.Options) *gorm.DB {
	t.Helper()
	_, err := store.Migrate(t.Context(), options)
	require.NoError(t, err)
	require.NoError(t, store.RequireMigrated(t.Context(), options))
	db, err := store.Open(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close(db)) })
	return db
}

// content is what the query says that the database is made of, and all its rows but the moment of a migration.
func content(t *testing.T, db *gorm.DB, schema string) []string {
	t.Helper()
	var all []string
	require.NoError(t, db.Raw(schema).Scan(&all).Error)
	require.Greater(t, len(all), len(models.Tables()))
	for _, model := range models.Tables() {
		query := db.Model(model)
		if _, ok := model.(models.SchemaVersion); ok {
			query = query.Select("id", "version_id", "is_applied")
		}
		var rows []map[string]any
		require.NoError(t, query.Find(&rows).Error)
		for _, row := range rows {
			all = append(all, fmt.Sprintf("%T %v", model, row))
		}
	}
	slices.Sort(all)
	return all
}

func BenchmarkSQLite(b *testing.B) { benchmark(b, storetest.SQLite) }

func BenchmarkPostgres(b *testing.B) { benchmark(b, storetest.Postgres) }

// benchmark measures what a test pays for its database until the first statement is answered.
func benchmark(b *testing.B, open func(testing.TB) *gorm.DB) {
	b.Helper()
	for b.Loop() {
		require.NoError(b, open(b).Exec("SELECT 1 FROM cases").Error)
	}
}
