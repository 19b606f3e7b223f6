package tally

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
)

// ErrDamaged is returned for data that was not written by a tally of the layout.
var ErrDamaged = errors.New("a damaged tally")

// Decode reads what Encode wrote. ErrDamaged is returned for anything else, such as the data of another layout, and
// ErrLayout and ErrTooLarge as from New. What it allocates depends on the layout and on the length of the data only.
func Decode(layout Layout, data []byte) (*Tally, error) {
	t, err := New(layout)
	if err != nil {
		return nil, err
	}
	end := len(data) - crc32.Size
	if end < 1 || data[0] != version || binary.BigEndian.Uint32(data[end:]) != checksum(layout, data[:end]) {
		return nil, ErrDamaged
	}
	r := reader{data: data[1:end]}
	t.read(&r)
	if r.isDamaged || len(r.data) > 0 || !t.isSound() {
		return nil, ErrDamaged
	}
	return t, nil
}

func (t *Tally) read(r *reader) {
	t.answers = uint32(r.number(math.MaxUint32)) //nolint:gosec // within its bound
	most := uint64(t.answers)
	readCounts(r, t.counts, most)
	readCounts(r, t.pairs, most)
	readCounts(r, t.ranks, most)
	readCounts(r, t.ranked, most*mostSlots)
	low, high := halves(t.sums)
	readCounts(r, low, math.MaxUint64)
	readCounts(r, high, math.MaxUint64)
	for i := range t.sums {
		t.sums[i] = amount{low: low[i], high: high[i]}
	}
	for i, variable := range t.plan.layout {
		if variable.hasValues() {
			t.bins[i].read(r, most)
		}
	}
}

func readCounts[T uint32 | uint64](r *reader, counts []T, most uint64) {
	wasZero := false
	for i := 0; i < len(counts) && !r.isDamaged; i++ {
		counts[i] = T(r.number(most))
		if counts[i] == 0 {
			r.isDamaged = r.isDamaged || wasZero
			i += int(r.number(uint64(len(counts) - 1 - i))) //nolint:gosec // within its bound
		}
		wasZero = counts[i] == 0
	}
}

func (b *bins) read(r *reader, most uint64) {
	b.step = int(r.number(uint64(b.scale.steps))) //nolint:gosec // within its bound
	key := int64(0)
	for left := r.number(mostBins); left > 0 && !r.isDamaged; left-- {
		difference := r.difference()
		key += difference
		isAscending := len(b.list) == 0 || difference > 0
		if !isAscending || key != int64(int32(key)) || !b.isKey(int32(key)) { //nolint:gosec // that is looked at
			r.isDamaged = true
			return
		}
		count := uint32(r.number(most)) //nolint:gosec // within its bound
		r.isDamaged = r.isDamaged || count == 0
		b.list = append(b.list, bin{key: int32(key), count: count}) //nolint:gosec // looked at above
	}
}

// isKey says whether a value can have the key after the steps that were taken.
func (b *bins) isKey(key int32) bool {
	if !b.scale.isKey(key) {
		return false
	}
	coarse := key
	for step := 1; step <= b.step; step++ {
		coarse = b.scale.coarse(coarse, step)
	}
	return coarse == key
}

// isSound says whether the counts can be of one and the same set of answers, as far as results rely on it.
func (t *Tally) isSound() bool {
	for slot, count := range t.counts {
		for before, pairs := range t.pairs[t.plan.rows[slot]:t.plan.rows[slot+1]] {
			if pairs > count || pairs > t.counts[before] {
				return false
			}
		}
	}
	for i, variable := range t.plan.layout {
		unanswered := t.counts[t.plan.places[i].slot+variable.categories()]
		if variable.hasValues() && t.bins[i].total() != uint64(t.answers-unanswered) {
			return false
		}
		if variable.Kind == Ranking && !t.isSoundRanking(i) {
			return false
		}
	}
	return true
}

func (t *Tally) isSoundRanking(variable int) bool {
	categories := t.plan.layout[variable].Categories
	for category := range categories {
		slot, total := t.plan.places[variable].slot+category, uint64(0)
		for _, count := range t.ranksOf(variable, category) {
			total += uint64(count)
		}
		if total != uint64(t.counts[slot]) {
			return false
		}
		for by, positions := range t.rankedOf(variable, category) {
			count := uint64(t.pairs[t.plan.rows[slot]+by])
			if positions < count || positions > count*uint64(categories) {
				return false
			}
		}
	}
	return true
}

func (b *bins) total() uint64 {
	total := uint64(0)
	for _, bin := range b.list {
		total += uint64(bin.count)
	}
	return total
}

// reader takes numbers from data. Once it is damaged they are all 0.
type reader struct {
	data      []byte
	isDamaged bool
}

// number reads an unsigned varint of least length up to a bound.
func (r *reader) number(most uint64) uint64 {
	number, length := binary.Uvarint(r.data)
	isLeast := length == 1 || length > 1 && r.data[length-1] > 0
	if r.isDamaged || !isLeast || number > most {
		r.isDamaged = true
		return 0
	}
	r.data = r.data[length:]
	return number
}

// difference reads a zigzag varint.
func (r *reader) difference() int64 {
	number := r.number(math.MaxUint32)
	return int64(number>>1) ^ -int64(number&1)
}
