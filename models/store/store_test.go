package store_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store"
	"amanat/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestEveryStoredColumnIsDeclaredAndEveryDeclarationHasItsColumn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		require.NoError(t, store.CheckInventory(t.Context(), db))

		require.NoError(t, db.Exec("ALTER TABLE cases ADD COLUMN ip_address TEXT").Error)
		require.NoError(t, db.Exec("CREATE TABLE visitors (fingerprint TEXT)").Error)
		require.NoError(t, db.Exec("ALTER TABLE case_events DROP COLUMN event").Error)
		err := store.CheckInventory(t.Context(), db)
		require.ErrorContains(t, err, "cases.ip_address is stored but not declared")
		require.ErrorContains(t, err, "visitors.fingerprint is stored but not declared")
		require.ErrorContains(t, err, "case_events.event is declared but does not exist")
	})
}

func TestADatabaseWithoutMigrationsIsRefused(t *testing.T) {
	empty := store.Options{SQLiteFile: t.TempDir() + "/empty.db"}
	require.ErrorIs(t, store.RequireMigrated(t.Context(), empty), store.ErrNotMigrated)
	applied, err := store.Migrate(t.Context(), empty)
	require.NoError(t, err)
	require.Positive(t, applied)
	require.NoError(t, store.RequireMigrated(t.Context(), empty))

	again, err := store.Migrate(t.Context(), empty)
	require.NoError(t, err)
	require.Zero(t, again)
}

func TestReplicasThatStartTogetherMigrateOnce(t *testing.T) {
	t.Parallel()
	url := storetest.BarePostgresURL(t)
	total, mu := 0, sync.Mutex{}
	var replicas sync.WaitGroup
	for range 3 {
		replicas.Go(func() {
			applied, err := store.Migrate(t.Context(), store.Options{PostgresURL: url})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			total += applied
		})
	}
	replicas.Wait()
	require.Equal(t, 10, total)
}
