package tally

import (
	"cmp"
	"slices"
)

// mostBins is how many different values are kept of a variable. It suffices for the whole numbers below 10,000.
const mostBins = 10_000

// bins are the different values of a variable and how often each was given, in ascending order of their keys. If there
// are too many they become coarser: whether, and how coarse, follows from which values there are and not from which of
// them came first, because a value is always rounded in the same steps.
type bins struct {
	scale scale
	step  int
	list  []bin
}

type bin struct {
	key   int32
	count uint32
}

func (b bin) compare(key int32) int { return cmp.Compare(b.key, key) }

func (b *bins) add(key int32, count uint32) {
	for step := 1; step <= b.step; step++ {
		key = b.scale.coarse(key, step)
	}
	place, isKnown := slices.BinarySearchFunc(b.list, key, bin.compare)
	if isKnown {
		b.list[place].count += count
		return
	}
	b.list = slices.Insert(b.list, place, bin{key: key, count: count})
	for len(b.list) > mostBins && b.step < b.scale.steps {
		b.coarsen()
	}
}

// coarsen takes one step.
func (b *bins) coarsen() {
	b.step++
	coarse := b.list[:0]
	for _, bin := range b.list {
		bin.key = b.scale.coarse(bin.key, b.step)
		if last := len(coarse) - 1; last >= 0 && coarse[last].key == bin.key {
			coarse[last].count += bin.count
		} else {
			coarse = append(coarse, bin)
		}
	}
	b.list = coarse
}

func (b *bins) merge(other *bins) {
	for b.step < other.step {
		b.coarsen()
	}
	for _, bin := range other.list {
		b.add(bin.key, bin.count)
	}
}
