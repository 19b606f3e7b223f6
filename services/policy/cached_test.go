package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
)

func TestTheReplicasAgreeOnThePolicyWithinFiveSeconds(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		inForce := func(s *Services) int {
			ref, err := s.Policies.InForce(t.Context(), models.Persian)
			require.NoError(t, err)
			return ref.Version
		}
		require.Equal(t, []int{1, 1}, []int{inForce(w.Services), inForce(other)})
		published := w.publish(t, w.draft(t, models.Material, policyTexts("دو")), 0)
		require.Equal(t, published.Version, inForce(w.Services))
		w.Pass(5 * time.Second)
		require.Equal(t, published.Version, inForce(other))

		// What takes effect by time alone does so on every replica at once.
		next := w.publish(t, w.edit(t, "سه"), time.Hour)
		w.Pass(time.Hour - time.Second)
		require.Equal(t, []int{published.Version, published.Version}, []int{inForce(w.Services), inForce(other)})
		w.Pass(time.Second)
		require.Equal(t, []int{next.Version, next.Version}, []int{inForce(w.Services), inForce(other)})
	})
}
