package batch_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/batch"
)

// desk is a writer that shows each batch it was handed and writes it only when told to. Every test runs in a synctest
// bubble, which fails if a goroutine is left at its end.
type desk struct {
	release chan struct{}

	mu      sync.Mutex
	batches [][]int
	busy    int
	busiest int
}

func newDesk() *desk { return &desk{release: make(chan struct{})} }

func (d *desk) write(_ context.Context, items []int) []error {
	d.mu.Lock()
	d.batches = append(d.batches, slices.Clone(items))
	d.busy++
	d.busiest = max(d.busiest, d.busy)
	d.mu.Unlock()
	<-d.release
	d.mu.Lock()
	d.busy--
	d.mu.Unlock()
	return make([]error, len(items))
}

// begun are the batches whose writing began, once nothing moves any more.
func (d *desk) begun() [][]int {
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.batches)
}

// do starts Do and waits until the item is being written or waits.
func do(ctx context.Context, group *batch.Group[int], item int) <-chan error {
	answer := make(chan error, 1)
	go func() { answer <- group.Do(ctx, item) }()
	synctest.Wait()
	return answer
}

func TestAnItemAloneIsWrittenAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		answer := do(t.Context(), batch.New(1, 10, d.write), 1)
		require.Equal(t, [][]int{{1}}, d.begun())
		require.Empty(t, answer)

		d.release <- struct{}{}
		require.NoError(t, <-answer)
	})
}

func TestWhatArrivesDuringAWriteSharesTheNextBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		group := batch.New(1, 10, d.write)
		first := do(t.Context(), group, 1)
		second, third := do(t.Context(), group, 2), do(t.Context(), group, 3)
		require.Equal(t, [][]int{{1}}, d.begun())

		d.release <- struct{}{}
		require.NoError(t, <-first)
		require.Equal(t, [][]int{{1}, {2, 3}}, d.begun())
		require.Empty(t, second)

		d.release <- struct{}{}
		require.NoError(t, <-second)
		require.NoError(t, <-third)
	})
}

func TestABatchNeverExceedsMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		group := batch.New(1, 3, d.write)
		for item := range 8 {
			do(t.Context(), group, item)
		}
		for range 4 {
			d.begun()
			d.release <- struct{}{}
		}
		require.Equal(t, [][]int{{0}, {1, 2, 3}, {4, 5, 6}, {7}}, d.begun())
	})
}

func TestNoMoreThanSoManyWritersAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		group := batch.New(2, 10, d.write)
		for item := range 6 {
			do(t.Context(), group, item)
		}
		require.Equal(t, [][]int{{0}, {1}}, d.begun())

		close(d.release)
		require.Equal(t, [][]int{{0}, {1}, {2, 3, 4, 5}}, d.begun())
		require.Equal(t, 2, d.busiest)
	})
}

func TestAnIdleGroupWorksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		close(d.release)
		group := batch.New(1, 10, d.write)
		for item := range 3 {
			require.NoError(t, <-do(t.Context(), group, item))
		}
		require.Equal(t, [][]int{{0}, {1}, {2}}, d.begun())
	})
}

func TestEveryItemGetsItsOwnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		group := batch.New(1, 100, func(_ context.Context, items []int) []error {
			<-release
			errs := make([]error, len(items))
			for i, item := range items {
				if item%2 == 1 {
					errs[i] = fmt.Errorf("item %d", item)
				}
			}
			return errs
		})
		var answers []<-chan error
		for item := range 20 {
			answers = append(answers, do(t.Context(), group, item))
		}
		close(release)
		for item, answer := range answers {
			if item%2 == 1 {
				require.EqualError(t, <-answer, fmt.Sprintf("item %d", item))
			} else {
				require.NoError(t, <-answer)
			}
		}
	})
}

func TestACancelledItemThatWaitsIsNotWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		group := batch.New(1, 10, d.write)
		do(t.Context(), group, 1)
		do(t.Context(), group, 2)
		ctx, cancel := context.WithCancel(t.Context())
		third := do(ctx, group, 3)
		do(t.Context(), group, 4)

		cancel()
		require.ErrorIs(t, <-third, context.Canceled)

		close(d.release)
		require.Equal(t, [][]int{{1}, {2, 4}}, d.begun())
	})
}

func TestAnItemThatIsBeingWrittenIsWaitedForInSpiteOfCancelling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		group := batch.New(1, 10, func(ctx context.Context, _ []int) []error {
			<-release
			return []error{ctx.Err()}
		})
		ctx, cancel := context.WithCancel(t.Context())
		answer := do(ctx, group, 1)
		cancel()
		synctest.Wait()
		require.Empty(t, answer, "whether it will be written is not known yet")

		close(release)
		require.NoError(t, <-answer, "it was written, under a context that the caller cannot cancel")
	})
}

func TestTheWriterSeesTheValuesOfTheContext(t *testing.T) {
	type trace struct{}
	group := batch.New(1, 10, func(ctx context.Context, _ []int) []error {
		return []error{fmt.Errorf("trace %v", ctx.Value(trace{}))}
	})
	require.EqualError(t, group.Do(context.WithValue(t.Context(), trace{}, 7), 1), "trace 7")
}

func TestPanicOfTheWriterIsAnErrorOfItsItems(t *testing.T) {
	g := batch.New(1, 8, func(context.Context, []int) []error { panic("spoiled") })
	for range 3 {
		err := g.Do(t.Context(), 1)
		require.ErrorContains(t, err, "panicked")
		require.NotContains(t, err.Error(), "spoiled", "a panic's words may hold somebody's data")
	}
}
