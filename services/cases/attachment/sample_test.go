package attachment_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	colour "image/color" //nolint:misspell // the package's name
	"image/jpeg"
	"image/png"

	"github.com/stretchr/testify/require"
)

// mark is what no cleaned file may contain.
const mark = "سیمرغ"

// tiff is the structure of EXIF with the orientation, a camera and a place.
func tiff(order binary.AppendByteOrder, orientation uint16) []byte {
	head := "II*\x00"
	if order.String() == binary.BigEndian.String() {
		head = "MM\x00*"
	}
	const camera, place = 8 + 2 + 3*12 + 4, 8 + 2 + 3*12 + 4 + 24
	b := order.AppendUint32([]byte(head), 8)
	b = order.AppendUint16(b, 3)
	b = entry(order, b, 0x010f, 2, uint32(len(mark)+1), order.AppendUint32(nil, camera))
	b = entry(order, b, 0x0112, 3, 1, append(order.AppendUint16(nil, orientation), 0, 0))
	b = entry(order, b, 0x8825, 4, 1, order.AppendUint32(nil, place))
	b = append(order.AppendUint32(b, 0), mark+"\x00GPS Exif 35.69N"[:24-len(mark)]...)
	b = order.AppendUint16(b, 1)
	b = entry(order, b, 1, 2, 2, []byte("N\x00\x00\x00"))
	return order.AppendUint32(b, 0)
}

func entry(order binary.AppendByteOrder, b []byte, tag, kind uint16, count uint32, value []byte) []byte {
	b = order.AppendUint16(b, tag)
	b = order.AppendUint16(b, kind)
	b = order.AppendUint32(b, count)
	return append(b, value...)
}

// segment is a marker segment of a JPEG.
func segment(marker byte, payload string) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2))
	return append(b, payload...)
}

func exifSegment(orientation uint16) []byte {
	return segment(0xe1, "Exif\x00\x00"+string(tiff(binary.BigEndian, orientation)))
}

// withSegments puts segments behind a JPEG's first marker.
func withSegments(file []byte, segments ...[]byte) []byte {
	return bytes.Join([][]byte{file[:2], bytes.Join(segments, nil), file[2:]}, nil)
}

func chunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// withChunks puts chunks before a PNG's pixels.
func withChunks(file []byte, chunks ...[]byte) []byte {
	const header = 8 + 25
	return bytes.Join([][]byte{file[:header], bytes.Join(chunks, nil), file[header:]}, nil)
}

// withChunksBehind puts chunks behind a PNG's pixels.
func withChunksBehind(file []byte, chunks ...[]byte) []byte {
	end := len(file) - 12
	return bytes.Join([][]byte{file[:end], bytes.Join(chunks, nil), file[end:]}, nil)
}

// riff is a file of chunks, an odd one padded.
func riff(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func riffChunk(name string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data)))
	b = append(b, data...)
	return append(b, make([]byte, len(data)%2)...)
}

// vp8x is the header of an extended WebP; flags are those of RFC 9649, 2.7.
func vp8x(flags byte, width, height int) []byte {
	data := []byte{flags, 0, 0, 0}
	for _, side := range []int{width - 1, height - 1} {
		data = append(data, byte(side), byte(side>>8), byte(side>>16))
	}
	return riffChunk("VP8X", data)
}

// vp8l is a lossless image of colours whose channels are 0 or 255 each: without transforms, every code one bit long.
func vp8l(width, height int, pixel func(x, y int) colour.NRGBA) []byte {
	var bits leastFirst
	bits.add(0x2f, 8)
	bits.add(width-1, 14)
	bits.add(height-1, 14)
	bits.add(1, 1) // alpha is used
	bits.add(0, 3) // version
	bits.add(0, 3) // no transform, no cache of colours, no groups of codes
	for range 4 {  // green, red, blue, alpha
		bits.add(1, 1) // a simple code
		bits.add(1, 1) // of two symbols
		bits.add(0, 1) // the first of which is one bit long
		bits.add(0, 1)
		bits.add(255, 8)
	}
	bits.add(0b0001, 4) // distance: a simple code of one symbol, 0
	for y := range height {
		for x := range width {
			at := pixel(x, y)
			for _, channel := range []uint8{at.G, at.R, at.B, at.A} {
				bits.add(int(channel&1), 1)
			}
		}
	}
	return riffChunk("VP8L", bits.bytes)
}

type leastFirst struct {
	bytes []byte
	n     int
}

func (w *leastFirst) add(value, bits int) {
	for i := range bits {
		if w.n%8 == 0 {
			w.bytes = append(w.bytes, 0)
		}
		w.bytes[w.n/8] |= byte(value >> i & 1 << (w.n % 8))
		w.n++
	}
}

// vp8 is a lossy key frame: one even grey, or greys of every kind where it is rough.
func vp8(width, height int, rough bool) []byte {
	const first, second = 4096, 4096
	tag := 0x10 | first<<5 // a key frame that is shown
	data := []byte{byte(tag), byte(tag >> 8), byte(tag >> 16), 0x9d, 0x01, 0x2a}
	data = binary.LittleEndian.AppendUint16(data, uint16(width))
	data = binary.LittleEndian.AppendUint16(data, uint16(height))
	compressed := make([]byte, first+second)
	if rough {
		compressed[2] = 0xfe // about where the step of quantisation stands
		for i := first; i < len(compressed); i++ {
			compressed[i] = byte(i * 167 >> 3)
		}
	}
	return riffChunk("VP8 ", append(data, compressed...))
}

func pngOf(t require.TestingT, img image.Image) []byte {
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	return b.Bytes()
}

func jpegOf(t require.TestingT, img image.Image) []byte {
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 75}))
	return b.Bytes()
}

// corners has another colour in each quarter.
func corners(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetNRGBA(x, y, cornerColour(x >= width/2, y >= height/2))
		}
	}
	return img
}

func cornerColour(right, low bool) colour.NRGBA {
	switch {
	case right && low:
		return colour.NRGBA{R: 255, G: 255, B: 255, A: 255}
	case right:
		return colour.NRGBA{G: 255, A: 255}
	case low:
		return colour.NRGBA{B: 255, A: 255}
	default:
		return colour.NRGBA{R: 255, A: 255}
	}
}
