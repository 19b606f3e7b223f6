package tally

import (
	"encoding/binary"
	"hash/crc32"
)

// version is the first byte of the data.
const version = 1

// Encode writes the tally: the same bytes for the same answers in any order. All numbers are unsigned varints of least
// length: the answers; counts, pairs, ranks and sums of positions, in which a run of zeros is written as 0 and its
// length less one; the lower halves of the sums and then the upper ones, likewise; and of every Number and Month the
// steps by which its values are coarser, how many there are, and for each its key, as the zigzag difference from the
// one before, and its count. A CRC-32 (IEEE, big-endian) of the layout and all of this follows.
func (t *Tally) Encode() []byte {
	data := binary.AppendUvarint([]byte{version}, uint64(t.answers))
	data = appendCounts(data, t.counts)
	data = appendCounts(data, t.pairs)
	data = appendCounts(data, t.ranks)
	data = appendCounts(data, t.ranked)
	low, high := halves(t.sums)
	data = appendCounts(appendCounts(data, low), high)
	for i, variable := range t.plan.layout {
		if variable.hasValues() {
			data = t.bins[i].appendTo(data)
		}
	}
	return binary.BigEndian.AppendUint32(data, checksum(t.plan.layout, data))
}

func checksum(layout Layout, data []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE(layout.appendTo(nil)), crc32.IEEETable, data)
}

func appendCounts[T uint32 | uint64](data []byte, counts []T) []byte {
	for i := 0; i < len(counts); i++ {
		data = binary.AppendUvarint(data, uint64(counts[i]))
		if counts[i] > 0 {
			continue
		}
		first := i
		for i+1 < len(counts) && counts[i+1] == 0 {
			i++
		}
		data = binary.AppendUvarint(data, uint64(i-first)) //nolint:gosec // i comes after first
	}
	return data
}

func halves(sums []amount) (low, high []uint64) {
	for _, sum := range sums {
		low, high = append(low, sum.low), append(high, sum.high)
	}
	return low, high
}

func (b *bins) appendTo(data []byte) []byte {
	data = binary.AppendUvarint(data, uint64(b.step)) //nolint:gosec // steps are counted
	data = binary.AppendUvarint(data, uint64(len(b.list)))
	before := int64(0)
	for _, bin := range b.list {
		data = binary.AppendVarint(data, int64(bin.key)-before)
		data = binary.AppendUvarint(data, uint64(bin.count))
		before = int64(bin.key)
	}
	return data
}
