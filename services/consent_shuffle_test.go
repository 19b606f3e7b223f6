package services_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services"
)

// written are all decisions, in the order in which PostgreSQL has written them.
func (w *world) written(t *testing.T, order string) (rows []models.Consent) {
	t.Helper()
	require.NoError(t, w.db.Order(order).Find(&rows).Error)
	return rows
}

func TestNoOrderOfWritingTellsWhenADecisionWasMade(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		for range 12 {
			w.complain(t)
			_, bearer := w.decide(t, services.Bearer{}, everything())
			w.decide(t, bearer, models.ChoicesForm{Memory: new(false)})
		}
		before := w.written(t, "consent_id, number")
		w.pass(time.Minute)
		_, late := w.decide(t, services.Bearer{}, everything())
		count, err := w.Consents.Shuffle(t.Context())
		require.NoError(t, err)
		if !store.IsPostgres(db) {
			require.Zero(t, count)
			return
		}
		require.Equal(t, 24, count, "those of this minute have to wait")
		var transactions int64
		require.NoError(t, db.Raw("SELECT COUNT(DISTINCT xmin::text) FROM consents WHERE at < ?", w.now.Truncate(time.Minute)).
			Scan(&transactions).Error)
		require.EqualValues(t, 1, transactions)
		require.Equal(t, before, w.written(t, "ctid")[1:], "in the order of random ids, and otherwise as they were")
		require.True(t, w.withdraw(t, late))
	})
}

func TestDecisionsGoOnWhileTheyAreShuffled(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		bearers := make([]services.Bearer, 8)
		for i := range bearers {
			_, bearers[i] = w.decide(t, services.Bearer{}, everything())
		}
		w.pass(time.Minute)
		var all sync.WaitGroup
		for _, bearer := range bearers {
			all.Go(func() {
				for range 5 {
					w.decide(t, bearer, everything())
				}
				w.withdraw(t, bearer)
			})
		}
		all.Go(func() {
			for range 20 {
				_, err := w.Consents.Shuffle(t.Context())
				require.NoError(t, err)
			}
		})
		all.Wait()
		require.Len(t, w.written(t, "consent_id, number"), 8*7)
		for _, bearer := range bearers {
			require.False(t, w.preferences(t, bearer).Decided)
		}
	})
}
