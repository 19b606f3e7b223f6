package apitest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	colour "image/color" //nolint:misspell // the package's name
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

// PDFFile is a small PDF.
const PDFFile = "%PDF-1.7\n1 0 obj <</Title (گزارش)>> endobj\nstartxref\n9\n%%EOF\n"

// webpFile is one pixel, lossless.
const webpFile = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

// Photograph is a JPEG as a camera makes it: 64 by 32 pixels, red in the left half and blue in the right, to be turned
// a quarter clockwise, with the mark for the maker of the camera and in a comment.
func Photograph(t *testing.T, mark string) []byte {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, jpeg.Encode(&file, halves(), &jpeg.Options{Quality: 90}))
	return bytes.Join([][]byte{
		file.Bytes()[:2], segment(0xe1, "Exif\x00\x00"+exif(mark)), segment(0xfe, mark), file.Bytes()[2:],
	}, nil)
}

// Screenshot is a PNG with the mark in its text.
func Screenshot(t *testing.T, mark string) []byte {
	t.Helper()
	const header = 8 + 25
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, halves()))
	return bytes.Join([][]byte{
		file.Bytes()[:header], chunk("tEXt", "Author\x00"+mark), chunk("iTXt", "Title\x00\x00\x00\x00\x00"+mark),
		file.Bytes()[header:],
	}, nil)
}

// WebP is a picture of one pixel.
func WebP(t *testing.T) []byte {
	t.Helper()
	file, err := base64.StdEncoding.DecodeString(webpFile)
	require.NoError(t, err)
	return file
}

// Bomb is a PNG that says it has many more pixels than anybody has memory for.
func Bomb() []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 100_000), 100_000)
	return bytes.Join([][]byte{
		[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(head)+"\x08\x02\x00\x00\x00"),
		chunk("IDAT", "\x78\x9c\x63\x00\x00\x00\x01\x00\x01"), chunk("IEND", ""),
	}, nil)
}

func halves() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			half := colour.NRGBA{R: 255, A: 255}
			if x >= 32 {
				half = colour.NRGBA{B: 255, A: 255}
			}
			img.SetNRGBA(x, y, half)
		}
	}
	return img
}

// exif has the maker and orientation 6: what is stored has to be turned a quarter clockwise.
func exif(maker string) string {
	const behind = 8 + 2 + 2*12 + 4
	order := binary.BigEndian
	b := order.AppendUint16(order.AppendUint32([]byte("MM\x00*"), 8), 2)
	for _, entry := range []struct {
		tag, kind    uint16
		count, value uint32
	}{{0x010f, 2, uint32(len(maker) + 1), behind}, {0x0112, 3, 1, 6 << 16}} {
		b = order.AppendUint16(order.AppendUint16(b, entry.tag), entry.kind)
		b = order.AppendUint32(order.AppendUint32(b, entry.count), entry.value)
	}
	return string(order.AppendUint32(b, 0)) + maker + "\x00"
}

// segment is a marker segment of a JPEG.
func segment(marker byte, payload string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2)), payload...)
}

// chunk is one of a PNG.
func chunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// RequireRedAboveBlue asserts that a picture is the halves, upright.
func RequireRedAboveBlue(t *testing.T, file []byte) {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(file))
	require.NoError(t, err)
	require.Equal(t, image.Rect(0, 0, 32, 64), img.Bounds())
	r, _, b, _ := img.At(16, 8).RGBA()
	require.Greater(t, r, b+0x8000, "red above")
	r, _, b, _ = img.At(16, 56).RGBA()
	require.Greater(t, b, r+0x8000, "blue below")
}
