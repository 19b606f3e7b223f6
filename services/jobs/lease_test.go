package jobs

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

func TestLeasesLetOneReplicaWork(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		clock := kerneltest.NewClock()
		replicas := make([]*Leases, 3)
		for i := range replicas {
			leases, err := NewLeases(kerneltest.Environment(t, db, clock))
			require.NoError(t, err)
			replicas[i] = leases
		}
		take := func(side int) error { return replicas[side%3].Take(t.Context(), "clocks") }
		results := kerneltest.Together(9, take)
		require.Equal(t, 1, kerneltest.Successes(t, results, "lease_taken"))
		require.NoError(t, replicas[0].Take(t.Context(), "ledger"), "another work")

		clock.Pass(3 * time.Minute) // the one that had it is gone
		require.Equal(t, 1, kerneltest.Successes(t, kerneltest.Together(9, take), "lease_taken"))
		for _, replica := range replicas {
			require.NoError(t, replica.Release(t.Context(), "clocks"), "nobody's but their own")
		}
		require.Equal(t, 1, kerneltest.Successes(t, kerneltest.Together(9, take), "lease_taken"))
	})
}
