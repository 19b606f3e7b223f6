package tally

import (
	"fmt"
	"math"
	"slices"
)

// Merge adds all answers of another tally, which stays as it is. ErrMisfit is returned for one of another layout, and
// ErrTooLarge where there would be too many answers; then nothing is added.
func (t *Tally) Merge(other *Tally) error {
	if !slices.EqualFunc(t.plan.layout, other.plan.layout, Variable.isSame) {
		return fmt.Errorf("another tally: %w", ErrMisfit)
	}
	if uint64(t.answers)+uint64(other.answers) > math.MaxUint32 {
		return fmt.Errorf("%d more answers: %w", other.answers, ErrTooLarge)
	}
	t.answers += other.answers
	addAll(t.counts, other.counts)
	addAll(t.pairs, other.pairs)
	addAll(t.ranks, other.ranks)
	addAll(t.ranked, other.ranked)
	for i, sum := range other.sums {
		t.sums[i] = t.sums[i].plus(sum)
	}
	for i := range other.bins {
		t.bins[i].merge(&other.bins[i])
	}
	return nil
}

func addAll[T uint32 | uint64](counts, others []T) {
	for i, count := range others {
		counts[i] += count
	}
}
