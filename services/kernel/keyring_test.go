package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
)

func TestDatabaseIsServedWithItsOwnKeyringOnly(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		own, err := seal.New()
		require.NoError(t, err)
		other, err := seal.New()
		require.NoError(t, err)
		for range 2 {
			require.NoError(t, kernel.ClaimKeyring(t.Context(), db, own))
			require.ErrorIs(t, kernel.ClaimKeyring(t.Context(), db, other), kernel.ErrForeignKeyring)
		}
	})
}
