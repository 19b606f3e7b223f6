package attachment_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"testing"
)

func TestEXIFIsFoundBetweenOtherSegments(t *testing.T) {
	stored := corners(96, 64)
	for name, before := range map[string]string{
		"fill bytes":           "\xff\xff\xff",
		"a comment":            string(segment(0xfe, "\xff\xd9 \xff\xda \xff\xe1\x00\x08Exif\x00\x00")),
		"another APP1":         string(segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00")),
		"what does not belong": string(segment(0xfe, "")) + "سیمرغ\xff\x00",
		"a restart marker":     "\xff\xd3",
	} {
		t.Run(name, func(t *testing.T) {
			_, seen := clean(t, withSegments(jpegOf(t, stored), []byte(before), exifSegment(8)))
			requireAlike(t, 8, stored, seen, middles(image.Pt(96, 64))...)
		})
	}
}

func TestEXIFThatCannotBeReadIsUpright(t *testing.T) {
	order := binary.BigEndian
	head := order.AppendUint32([]byte("MM\x00*"), 8)
	one := append(order.AppendUint16(nil, 1), head...)
	with := func(kind uint16, count uint32, value ...byte) []byte {
		return entry(order, append(bytes.Clone(head), 0, 1), 0x0112, kind, count, value)
	}
	for name, structure := range map[string][]byte{
		"nothing":                 {},
		"a head alone":            head,
		"no head":                 one,
		"an unknown order":        append([]byte("MI"), with(3, 1, 0, 6, 0, 0)[2:]...),
		"another number than 42":  append([]byte("MM\x00+"), with(3, 1, 0, 6, 0, 0)[4:]...),
		"a directory far away":    order.AppendUint32([]byte("MM\x00*"), 1<<32-1),
		"a directory at the end":  order.AppendUint32([]byte("MM\x00*"), 8),
		"more entries than bytes": append(bytes.Clone(head), 0xff, 0xff, 1, 0x12, 0, 3),
		"orientation 0":           with(3, 1, 0, 0, 0, 0),
		"orientation 9":           with(3, 1, 0, 9, 0, 0),
		"orientation 65535":       with(3, 1, 255, 255, 0, 0),
		"an orientation of words": with(2, 1, 0, 6, 0, 0),
		"two orientations":        with(3, 2, 0, 6, 0, 6),
		"a shortened orientation": with(3, 1, 0, 6),
	} {
		t.Run(name, func(t *testing.T) {
			stored := corners(32, 16)
			_, seen := clean(t, withSegments(jpegOf(t, stored), segment(0xe1, "Exif\x00\x00"+string(structure))))
			requireAlike(t, 1, stored, seen, middles(image.Pt(32, 16))...)
			_, seen = clean(t, withChunks(pngOf(t, stored), chunk("eXIf", string(structure))))
			requireTurned(t, 1, stored, seen)
		})
	}
}
