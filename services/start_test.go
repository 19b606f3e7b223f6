package services_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

func TestAdoptingNotesWhatHasChangedOutside(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		replicas := []*services.Services{w.Services, w.replica(t)}
		adopt := func(settings string) {
			results := kerneltest.Together(6, func(side int) error { return replicas[side%2].Adopt(t.Context(), settings) })
			require.Equal(t, 6, kerneltest.Successes(t, results))
		}
		for _, settings := range []string{"a", "a", "b", "a"} {
			adopt(settings)
		}
		counts := map[string]int{}
		require.NoError(t, w.Ledger.Seal(t.Context()))
		for _, entry := range ledgertest.Entries(t, w.db) {
			require.Equal(t, models.RoleSystem, entry.ActorRole)
			counts[entry.Action]++
		}
		require.Equal(t, map[string]int{"settings.changed": 3, "keys.changed": 1, "survey.published": 1}, counts)
	})
}
