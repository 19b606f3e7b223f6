package consent_test

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/consent"
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
			_, bearer := w.decide(t, consent.Bearer{}, everything())
			w.decide(t, bearer, models.ChoicesForm{Memory: new(false)})
		}
		before := w.written(t, "consent_id, number")
		w.Pass(time.Minute)
		_, late := w.decide(t, consent.Bearer{}, everything())
		count, err := w.Consents.Shuffle(t.Context())
		require.NoError(t, err)
		if !store.IsPostgres(db) {
			require.Zero(t, count)
			return
		}
		require.EqualValues(t, 24, count, "those of this minute have to wait")
		var transactions int64
		require.NoError(t, db.Raw("SELECT COUNT(DISTINCT xmin::text) FROM consents WHERE at < ?", w.Now.Truncate(time.Minute)).
			Scan(&transactions).Error)
		require.EqualValues(t, 1, transactions)
		require.Equal(t, before, w.written(t, "ctid")[1:], "in the order of random ids, and otherwise as they were")
		require.True(t, w.withdraw(t, late))
	})
}

func TestDecisionsGoOnWhileTheyAreShuffled(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		bearers := make([]consent.Bearer, 8)
		for i := range bearers {
			_, bearers[i] = w.decide(t, consent.Bearer{}, everything())
		}
		w.Pass(time.Minute)
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

// decisionsOfTheMinute writes so many decisions of this minute each of another browser.
func (w *world) decisionsOfTheMinute(t *testing.T, count int) {
	t.Helper()
	row := w.decisions(t, uuid.Nil)[0]
	rows := make([]models.Consent, count)
	for i := range rows {
		rows[i] = row
		rows[i].ConsentID, rows[i].At = uuid.New(), w.Now.Truncate(time.Minute)
		rows[i].ExpiresAt = rows[i].At.Add(row.ExpiresAt.Sub(row.At))
	}
	require.NoError(t, w.db.CreateInBatches(rows, 1000).Error)
}

// inOrderOfWriting reports whether PostgreSQL keeps the decisions in the order of their ids.
func (w *world) inOrderOfWriting(t *testing.T) bool {
	t.Helper()
	var ids []uuid.UUID
	require.NoError(t, w.db.Model(&models.Consent{}).Order("ctid").Pluck("consent_id", &ids).Error)
	return slices.IsSortedFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
}

func TestABusyHourIsShuffledToo(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		if !store.IsPostgres(db) {
			return
		}
		w := consenting(t, db)
		w.decide(t, consent.Bearer{}, everything())
		w.decisionsOfTheMinute(t, 12_000)
		w.Pass(time.Minute)
		require.False(t, w.inOrderOfWriting(t))
		count, err := w.Consents.Shuffle(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 12_001, count)
		require.True(t, w.inOrderOfWriting(t))
	})
}

func TestWhatCouldNotBeShuffledIsShuffledLater(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		if !store.IsPostgres(db) {
			return
		}
		w := consenting(t, db)
		shuffle := func() int64 {
			count, err := w.Consents.Shuffle(t.Context())
			require.NoError(t, err)
			return count
		}
		w.decide(t, consent.Bearer{}, everything())
		w.Pass(time.Minute)
		require.EqualValues(t, 1, shuffle())
		w.decisionsOfTheMinute(t, 20)
		w.Pass(20 * time.Hour)
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := w.Consents.Shuffle(gone)
		require.Error(t, err)
		require.EqualValues(t, 21, shuffle(), "though twenty hours have passed")
		require.Zero(t, shuffle(), "once is enough")
	})
}
