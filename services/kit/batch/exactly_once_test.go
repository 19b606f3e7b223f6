package batch_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/batch"
)

// Any number of callers, some of which give up: whoever got no error was written exactly once, whoever gave up never.
func TestEveryItemIsWrittenExactlyOnce(t *testing.T) {
	rapid.Check(t, func(check *rapid.T) {
		writers := rapid.IntRange(1, 4).Draw(check, "writers")
		most := rapid.IntRange(1, 5).Draw(check, "most")
		givesUp := rapid.SliceOfN(rapid.Bool(), 1, 60).Draw(check, "gives up")

		d := newDesk()
		answers := submit(t, batch.New(writers, most, d.write), d, givesUp)

		written := make([]int, len(givesUp))
		for _, items := range d.batches {
			require.LessOrEqual(check, len(items), most)
			for _, item := range items {
				written[item]++
			}
		}
		require.LessOrEqual(check, d.busiest, writers)
		for item, err := range answers {
			if err == nil {
				require.Equal(check, 1, written[item])
				continue
			}
			require.True(check, givesUp[item])
			require.ErrorIs(check, err, context.Canceled)
			require.Zero(check, written[item])
		}
	})
}

// submit lets a caller for each item loose and answers what they got.
func submit(t *testing.T, group *batch.Group[int], d *desk, givesUp []bool) []error {
	answers := make([]error, len(givesUp))
	synctest.Test(t, func(t *testing.T) {
		d.release = make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		for item, giveUp := range givesUp {
			callers.Go(func() {
				if giveUp {
					answers[item] = group.Do(ctx, item)
				} else {
					answers[item] = group.Do(t.Context(), item)
				}
			})
		}
		go cancel()
		go close(d.release)
		callers.Wait()
	})
	return answers
}
