package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store"
	"amanat/models/store/storetest"
)

func TestABrokenRuleIsNoOutage(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		for _, statement := range []string{
			"INSERT INTO policy_versions (number, change_class) VALUES (1, 'nothing')",
			"INSERT INTO announcements (id, severity) VALUES ('x', 'loud')",
			"SELECT nothing FROM nowhere",
		} {
			err := db.Exec(statement).Error
			require.Error(t, err)
			require.False(t, store.Unavailable(err), "%s: %v", statement, err)
		}
	})
}

func TestAnAbandonedRequestIsNoFaultOfOurs(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := db.WithContext(ctx).Exec("SELECT 1").Error
		require.Error(t, err)
		require.True(t, store.Unavailable(err), "%v", err)
	})
}
