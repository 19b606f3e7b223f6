package attachment_test

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// component says how many blocks a component has in each unit of a JPEG, across and down.
type component struct{ across, down int }

// blockJPEG writes a baseline JPEG of even blocks of 8×8, with any subsampling: image/jpeg writes only 4:2:0. value is
// that of a component (0–255) in the block at a column and a row of that component.
func blockJPEG(width, height int, components []component, value func(component, column, row int) int) []byte {
	across, down := components[0].across*8, components[0].down*8
	columns, rows := (width+across-1)/across, (height+down-1)/down
	var scan mostFirst
	before := make([]int, len(components))
	for unit := range columns * rows {
		for c, part := range components {
			for block := range part.across * part.down {
				column := unit%columns*part.across + block%part.across
				row := unit/columns*part.down + block/part.across
				dc := 8 * (value(c, column, row) - 128)
				scan.coefficient(dc - before[c])
				before[c] = dc
			}
		}
	}
	return bytes.Join([][]byte{
		{0xff, 0xd8},
		quantisation(),
		frame(0xc0, width, height, components),
		segment(0xc4, "\x00\x00\x00\x00\x0c"+string(make([]byte, 12))+"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b"),
		segment(0xc4, "\x10\x01"+string(make([]byte, 15))+"\x00"),
		startOfScan(len(components), 0, 63),
		scan.finish(),
		{0xff, 0xd9},
	}, nil)
}

// repaintedJPEG is a progressive grey JPEG with so many scans that change nothing.
func repaintedJPEG(width, height, scans int) []byte {
	blocks := (width + 7) / 8 * ((height + 7) / 8)
	var scan mostFirst
	for ; blocks > 0; blocks -= 1<<15 - 1 {
		scan.add(0, 1)        // the end of a band, for 2¹⁴ blocks
		scan.add(1<<14-1, 14) // and as many others
	}
	pass := append(startOfScan(1, 1, 63), scan.finish()...)
	return bytes.Join([][]byte{
		{0xff, 0xd8},
		quantisation(),
		frame(0xc2, width, height, []component{{1, 1}}),
		segment(0xc4, "\x10\x01"+string(make([]byte, 15))+"\xe0"),
		bytes.Repeat(pass, scans),
		{0xff, 0xd9},
	}, nil)
}

func quantisation() []byte {
	return segment(0xdb, "\x00"+string(bytes.Repeat([]byte{1}, 64)))
}

func frame(marker byte, width, height int, components []component) []byte {
	b := binary.BigEndian.AppendUint16([]byte{8}, uint16(height))
	b = append(binary.BigEndian.AppendUint16(b, uint16(width)), byte(len(components)))
	for i, part := range components {
		b = append(b, byte(i+1), byte(part.across<<4|part.down), 0)
	}
	return segment(marker, string(b))
}

func startOfScan(components int, from, to byte) []byte {
	b := []byte{byte(components)}
	for i := range components {
		b = append(b, byte(i+1), 0)
	}
	return segment(0xda, string(append(b, from, to, 0)))
}

// mostFirst writes the bits of a scan.
type mostFirst struct {
	bytes []byte
	last  byte
	n     int
}

func (w *mostFirst) add(value, n int) {
	for i := n - 1; i >= 0; i-- {
		w.last = w.last<<1 | byte(value>>i&1)
		if w.n++; w.n%8 != 0 {
			continue
		}
		w.bytes = append(w.bytes, w.last)
		if w.last == 0xff {
			w.bytes = append(w.bytes, 0)
		}
	}
}

// coefficient writes the first coefficient of a block, as its difference to the one before, and that no others follow.
func (w *mostFirst) coefficient(difference int) {
	size := bits.Len(uint(max(difference, -difference)))
	w.add(size, 4)
	if difference < 0 {
		difference += 1<<size - 1
	}
	w.add(difference, size)
	w.add(0, 1)
}

func (w *mostFirst) finish() []byte {
	for w.n%8 != 0 {
		w.add(1, 1)
	}
	return w.bytes
}
