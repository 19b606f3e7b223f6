package jobs

import (
	"bytes"
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
)

// replica is one of several programs on a database, with the clock that the test sets.
func replica(t *testing.T, db *gorm.DB, now *time.Time, log *bytes.Buffer) Locker {
	t.Helper()
	keyring, err := seal.New()
	require.NoError(t, err)
	held, err := NewLeases(kernel.Environment{
		DB: db, Keyring: keyring, Clock: func() time.Time { return *now }, NewID: uuid.NewV7, Zone: time.UTC,
	})
	require.NoError(t, err)
	return NewLocker(held, slog.New(slog.NewTextHandler(log, nil)))
}

func TestOneReplicaAtATimeHasTheLease(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		var log bytes.Buffer
		now := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)
		first, second := replica(t, db, &now, &log), replica(t, db, &now, &log)
		interrupted, interrupt := context.WithCancel(t.Context())
		lock, err := first.Lock(interrupted, "retention")
		require.NoError(t, err)
		_, err = second.Lock(t.Context(), "retention")
		require.Error(t, err)
		_, err = second.Lock(t.Context(), "clocks")
		require.NoError(t, err, "that is another")
		interrupt()
		require.NoError(t, lock.Unlock(interrupted), "also when the work was interrupted")
		_, err = second.Lock(t.Context(), "retention")
		require.NoError(t, err)
		require.NoError(t, lock.Unlock(t.Context()))
		_, err = first.Lock(t.Context(), "retention")
		require.Error(t, err, "what one replica gives back twice is another's now")
		require.Empty(t, log.String(), "all that is as it should be")
	})
}

// TestALeaseThatIsBeingTakenAtTheEndKeepsNobodyWaiting: the program was told to end while it asked for the lease.
func TestALeaseThatIsBeingTakenAtTheEndKeepsNobodyWaiting(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		var log bytes.Buffer
		now := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)
		first, second := replica(t, db, &now, &log), replica(t, db, &now, &log)
		ctx, interrupt := context.WithCancel(t.Context())
		require.NoError(t, db.Callback().Create().Before("gorm:create").Register("interrupt", func(*gorm.DB) { interrupt() }))
		lock, err := first.Lock(ctx, "retention")
		require.NoError(t, err, "it is known whether it was taken")
		_, err = second.Lock(t.Context(), "retention")
		require.Error(t, err)
		require.NoError(t, lock.Unlock(ctx))
		_, err = second.Lock(t.Context(), "retention")
		require.NoError(t, err)
		require.Empty(t, log.String())
	})
}

func TestALeaseThatCannotBeAskedForIsAFailure(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		var log bytes.Buffer
		now := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)
		only := replica(t, db, &now, &log)
		lock, err := only.Lock(t.Context(), "clocks")
		require.NoError(t, err)
		require.NoError(t, store.Close(db))
		_, err = only.Lock(t.Context(), "retention")
		require.Error(t, err)
		require.Contains(t, log.String(), `msg="periodic work failed" work=retention`)
		require.Error(t, lock.Unlock(t.Context()))
		require.Contains(t, log.String(), `msg="lease not given back" work=clocks`)
	})
}

func TestALeasedWorkIsLeftToWhoeverHasTheLease(t *testing.T) {
	t.Parallel()
	db := storetest.SQLite(t)
	var log bytes.Buffer
	now := time.Now()
	other, own := replica(t, db, &now, &log), replica(t, db, &now, &log)
	taken, err := other.Lock(t.Context(), "retention")
	require.NoError(t, err)
	var turns atomic.Int32
	free, ours := make(chan struct{}, 1), make(chan struct{}, 1)
	tell := func(c chan struct{}) {
		select {
		case c <- struct{}{}:
		default:
		}
	}
	end := begin(t, own,
		Job{Name: "retention", Every: often, Leased: true, Do: func(context.Context) (Counts, error) {
			turns.Add(1)
			tell(ours)
			return nil, nil
		}},
		Job{Name: "ledger", Every: often, Do: func(context.Context) (Counts, error) {
			tell(free)
			return nil, nil
		}},
	)
	for range 10 {
		<-free
	}
	require.Zero(t, turns.Load())
	require.NoError(t, taken.Unlock(t.Context()))
	<-ours
	require.Empty(t, end())
	require.Empty(t, log.String())
	_, err = other.Lock(t.Context(), "retention")
	require.NoError(t, err, "it was given back at the end")
}
