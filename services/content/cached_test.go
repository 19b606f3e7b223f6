package content_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// whenRead has something done each time that a table has been read, and before anybody knows what was in it.
func whenRead(t *testing.T, db *gorm.DB, table string, do func()) {
	t.Helper()
	require.NoError(t, db.Callback().Query().After("gorm:query").Register("when read", func(tx *gorm.DB) {
		if tx.Statement.Table == table {
			do()
		}
	}))
	t.Cleanup(func() { require.NoError(t, db.Callback().Query().Remove("when read")) })
}

// linkTitles are those of the links, as readers see them.
func linkTitles(t kerneltest.Tester, s *Services) (titles []string) {
	t.Helper()
	views, more, err := s.Links.List(t.Context(), kerneltest.With(models.LanguageQuery{}), models.English, uuid.Nil, 100)
	require.NoError(t, err)
	require.False(t, more)
	for _, view := range views {
		titles = append(titles, view.Title)
	}
	return titles
}

// addLink registers a link of this title through a replica.
func addLink(ctx context.Context, s *Services, title string) error {
	form := linkForm("https://my.gov.ir/", "https://my.gov.ir/")
	form.Texts.En.Title = title
	_, _, err := s.Links.Create(ctx, models.Actor{Role: models.RoleEditor}, kerneltest.With(form))
	return err
}

func TestWhatIsReadOftenIsReadFromTheDatabaseOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		var reads atomic.Int64
		whenRead(t, db, "links", func() { reads.Add(1) })
		for range 20 {
			require.Empty(t, linkTitles(t, w.Services))
		}
		require.EqualValues(t, 1, reads.Load())
		w.Pass(time.Minute)
		for range 20 {
			require.Empty(t, linkTitles(t, w.Services))
		}
		require.EqualValues(t, 2, reads.Load())
	})
}

func TestAReplicaSeesItsOwnChangesAtOnceAndTheOthersWithinFiveSeconds(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		require.Empty(t, linkTitles(t, w.Services))
		require.Empty(t, linkTitles(t, other))

		require.NoError(t, addLink(t.Context(), w.Services, "one"))
		require.Equal(t, []string{"one"}, linkTitles(t, w.Services))
		w.Pass(5 * time.Second)
		require.Equal(t, []string{"one"}, linkTitles(t, other))
	})
}

// TestWhatChangesWhileItIsReadIsReadAgain: what was read before the change must not be taken for what is there after it.
func TestWhatChangesWhileItIsReadIsReadAgain(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		reads := 0
		whenRead(t, db, "links", func() {
			if reads++; reads == 1 { // to register a link reads them too
				require.NoError(t, addLink(t.Context(), w.Services, "meanwhile"))
			}
		})
		linkTitles(t, w.Services)
		require.Equal(t, []string{"meanwhile"}, linkTitles(t, w.Services))
	})
}

func TestAFailureIsNotKept(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.NoError(t, addLink(t.Context(), w.Services, "one"))
		broken := errors.New("broken")
		failing := func(tx *gorm.DB) { _ = tx.AddError(broken) }
		require.NoError(t, db.Callback().Query().Before("gorm:query").Register("fail", failing))
		_, _, err := w.Links.List(t.Context(), kerneltest.With(models.LanguageQuery{}), models.English, uuid.Nil, 100)
		require.ErrorIs(t, err, broken)
		require.NoError(t, db.Callback().Query().Remove("fail"))
		require.Equal(t, []string{"one"}, linkTitles(t, w.Services))
	})
}

// TestOfManyWhoAskAtOnceOneReads: a slow database must not lose all its connections to what everybody reads. Nobody is
// kept waiting by somebody who asked first and went.
func TestOfManyWhoAskAtOnceOneReads(t *testing.T) {
	const sides = 20
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		require.NoError(t, addLink(t.Context(), w.Services, "one"))
		var reads atomic.Int64
		var all, asking sync.WaitGroup
		asking.Add(sides)
		whenRead(t, db, "links", func() {
			reads.Add(1)
			asking.Wait()
		})
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for range sides {
			all.Go(func() {
				asking.Done()
				views, _, err := w.Links.List(gone, kerneltest.With(models.LanguageQuery{}), models.English, uuid.Nil, 100)
				require.NoError(t, err)
				require.Len(t, views, 1)
			})
		}
		all.Wait()
		require.EqualValues(t, 1, reads.Load())
	})
}

// TestAClockThatIsSetBackHidesNothing: what was read in a future that is none any more is not new for all that time.
func TestAClockThatIsSetBackHidesNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		other := w.replica(t)
		require.Empty(t, linkTitles(t, w.Services))
		w.Pass(-time.Hour)
		require.NoError(t, addLink(t.Context(), other, "one"))
		w.Pass(5 * time.Second)
		require.Equal(t, []string{"one"}, linkTitles(t, w.Services))
	})
}

// TestNobodyIsAnsweredWhatWasBeforeTheirOwnChange, however many read and change at the same time.
func TestNobodyIsAnsweredWhatWasBeforeTheirOwnChange(t *testing.T) {
	const sides, times = 4, 8
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		results := kerneltest.Together(sides, func(int) error {
			for range times {
				title := uuid.NewString()
				if err := addLink(t.Context(), w.Services, title); err != nil {
					return err
				}
				require.Contains(t, linkTitles(t, w.Services), title)
			}
			return nil
		})
		require.Equal(t, sides, kerneltest.Successes(t, results))
		require.Len(t, linkTitles(t, w.Services), sides*times)
	})
}
