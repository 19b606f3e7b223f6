package kernel

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

// cachedFor is how long a replica may be behind what another has changed. Documents made of it may be as old again, and
// both together are to stay below five seconds.
const cachedFor = 2 * time.Second

// readTimeout bounds a read that others wait for as well.
const readTimeout = 5 * time.Second

// Cache is something small that is read often and changed rarely, read from the database at most once in cachedFor.
type Cache[T any] struct {
	read    func(ctx context.Context) (T, error)
	clock   Clock
	held    atomic.Pointer[held[T]]
	changes atomic.Int64
	flight  singleflight.Group
}

// NewCache caches what read answers.
func NewCache[T any](clock Clock, read func(ctx context.Context) (T, error)) *Cache[T] {
	return &Cache[T]{clock: clock, read: read}
}

type held[T any] struct {
	value   T
	readAt  time.Time
	changes int64
}

// Get answers what is in the database, or was a moment ago. What was read far in the future, before the clock was set
// back, is as old as what was read long ago.
func (c *Cache[T]) Get(ctx context.Context) (T, error) {
	now, changes := c.clock(), c.changes.Load()
	if known := c.fresh(now, changes); known != nil {
		return known.value, nil
	}
	// One reads for all who ask at the same time, lest a slow database gives all its connections to this.
	found, err, _ := c.flight.Do(strconv.FormatInt(changes, 10), func() (any, error) {
		if known := c.fresh(now, changes); known != nil { // somebody's read ended since we looked
			return known.value, nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readTimeout)
		defer cancel()
		value, err := c.read(ctx)
		if err == nil {
			// Whatever changes while it is read makes it old at once: changes were counted before.
			c.held.Store(&held[T]{value: value, readAt: now, changes: changes})
		}
		return value, err
	})
	value, _ := found.(T)
	return value, err
}

// fresh is what is held, unless it is too old or was changed since.
func (c *Cache[T]) fresh(now time.Time, changes int64) *held[T] {
	known := c.held.Load()
	if known == nil || known.changes != changes || now.Sub(known.readAt).Abs() >= cachedFor {
		return nil
	}
	return known
}

// Invalidate is called when this replica has changed it: after that nobody here is answered what was before.
func (c *Cache[T]) Invalidate() { c.changes.Add(1) }
