package attachment_test

import (
	"bytes"
	"encoding/binary"
	"image"
	colour "image/color" //nolint:misspell // the package's name
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/webp"
)

// requireUnmarked searches what is kept for everything that the uploads of these tests tell beside their pixels.
func requireUnmarked(t *testing.T, data []byte) {
	t.Helper()
	for _, told := range []string{
		mark, "Exif", "EXIF", "eXIf", "GPS", "http://ns.adobe.com/xap", "Photoshop", "ICC_PROFILE", "iCCP", "tEXt", "zTXt",
		"iTXt", "tIME", "XMP", "PK\x03\x04", "<script", "acTL", "JFXX",
	} {
		require.NotContains(t, string(data), told)
	}
}

func TestNothingButPixelsIsLeftOfAJPEG(t *testing.T) {
	upload := withSegments(jpegOf(t, corners(64, 64)),
		segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"),
		segment(0xe0, "JFXX\x00\x10"+mark),
		exifSegment(6),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+mark+"</x:xmpmeta>"),
		segment(0xe1, "http://ns.adobe.com/xmp/extension/\x00"+mark),
		segment(0xe2, "ICC_PROFILE\x00\x01\x01"+mark),
		segment(0xe2, "MPF\x00"+mark),
		segment(0xed, "Photoshop 3.0\x008BIM"+mark),
		segment(0xef, mark),
		segment(0xfe, mark),
	)
	upload = append(upload, "PK\x03\x04 "+mark+" <script>"...)
	require.Equal(t, 10, strings.Count(string(upload), mark))
	file, _ := clean(t, upload)
	require.Equal(t, "image/jpeg", file.MediaType)
	requireUnmarked(t, file.Data)
	require.True(t, bytes.HasSuffix(file.Data, []byte("\xff\xd9")))
}

func TestNothingButPixelsIsLeftOfAPNG(t *testing.T) {
	stored := corners(5, 4)
	upload := withChunks(pngOf(t, stored),
		chunk("tEXt", "Comment\x00"+mark),
		chunk("zTXt", "Raw profile type exif\x00\x00"+mark),
		chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00http://ns.adobe.com/xap/1.0/"+mark),
		chunk("eXIf", string(tiff(binary.BigEndian, 3))),
		chunk("iCCP", mark+"\x00\x00"),
		chunk("tIME", "\x07\xea\x01\x01\x01\x01\x01"),
		chunk("prVt", mark),
	)
	upload = append(withChunksBehind(upload, chunk("tEXt", "GPS\x00"+mark)), "PK\x03\x04 "+mark+" <script>"...)
	file, seen := clean(t, upload)
	require.Equal(t, "image/png", file.MediaType)
	requireUnmarked(t, file.Data)
	requireTurned(t, 3, stored, seen)
	require.True(t, bytes.HasSuffix(file.Data, chunk("IEND", "")))
}

func TestNothingButPixelsIsLeftOfAWebP(t *testing.T) {
	pixels := corners(20, 20)
	pixels.SetNRGBA(0, 0, colour.NRGBA{})
	for mediaType, pixel := range map[string]func(x, y int) colour.NRGBA{
		"image/jpeg": corners(20, 20).NRGBAAt,
		"image/png":  pixels.NRGBAAt,
	} {
		file, _ := clean(t, append(riff(
			vp8x(1<<2|1<<3|1<<5, 20, 20),
			riffChunk("ICCP", []byte(mark)),
			vp8l(20, 20, pixel),
			riffChunk("EXIF", tiff(binary.LittleEndian, 1)),
			riffChunk("XMP ", []byte("http://ns.adobe.com/xap/1.0/"+mark)),
			riffChunk("PSAI", []byte(mark)),
		), mark...))
		require.Equal(t, mediaType, file.MediaType)
		requireUnmarked(t, file.Data)
	}
}

func TestUnusedColoursOfAPaletteHideNothing(t *testing.T) {
	hidden := mark + mark[:2] // 12 bytes: four colours
	stored := image.NewPaletted(image.Rect(0, 0, 3, 3), colour.Palette{colour.NRGBA{R: 9, A: 255}, colour.NRGBA{G: 9, A: 9}})
	for i := 0; i < len(hidden); i += 3 {
		stored.Palette = append(stored.Palette, colour.NRGBA{R: hidden[i], G: hidden[i+1], B: hidden[i+2], A: 255})
	}
	stored.Pix[4] = 1
	upload := pngOf(t, stored)
	require.Contains(t, string(upload), mark)
	file, seen := clean(t, upload)
	require.NotContains(t, string(file.Data), mark)
	requireTurned(t, 1, stored, seen)
}

func TestATransparentWebPKeepsItsTransparency(t *testing.T) {
	stored := corners(6, 5)
	stored.SetNRGBA(2, 3, colour.NRGBA{G: 255})
	file, seen := clean(t, riff(vp8l(6, 5, stored.NRGBAAt)))
	require.Equal(t, "image/png", file.MediaType)
	requireTurned(t, 1, stored, seen)
}

// alph is a plane of alpha as it is (RFC 9649, 2.7.1.2).
func alph(alpha ...byte) []byte { return riffChunk("ALPH", append([]byte{0}, alpha...)) }

func TestALossyWebPKeepsItsTransparency(t *testing.T) {
	const transparent = 1 << 4
	file, seen := clean(t, riff(vp8x(transparent|1<<3, 3, 2), alph(0, 50, 100, 150, 200, 250), vp8(3, 2, false),
		riffChunk("EXIF", tiff(binary.LittleEndian, 6))))
	require.Equal(t, "image/png", file.MediaType)
	require.Equal(t, image.Pt(2, 3), seen.Bounds().Size())
	var alpha []uint8
	for y := range 3 {
		for x := range 2 {
			alpha = append(alpha, colour.NRGBAModel.Convert(seen.At(x, y)).(colour.NRGBA).A)
		}
	}
	require.Equal(t, []uint8{150, 0, 200, 50, 250, 100}, alpha)

	file, _ = clean(t, riff(vp8x(transparent, 3, 2), alph(255, 255, 255, 255, 255, 255), vp8(3, 2, false)))
	require.Equal(t, "image/jpeg", file.MediaType)
}

// Black is 16 in VP8 and white 235 (ITU-R BT.601); in JPEG and PNG they are 0 and 255.
func TestALossyWebPKeepsItsContrast(t *testing.T) {
	const side = 32
	picture := vp8(side, side, true)
	raw, err := webp.Decode(bytes.NewReader(riff(picture)))
	require.NoError(t, err)
	stored := raw.(*image.YCbCr)
	require.EqualValues(t, 0, slices.Min(stored.Y))
	require.EqualValues(t, 255, slices.Max(stored.Y))

	_, seen := clean(t, riff(vp8x(1<<4, side, side), alph(bytes.Repeat([]byte{128}, side*side)...), picture))
	file, opaque := clean(t, riff(picture))
	require.Equal(t, "image/jpeg", file.MediaType)
	var fromWide, fromNarrow float64
	for i, y := range stored.Y {
		at := image.Pt(i%stored.YStride, i/stored.YStride)
		grey := float64(colour.GrayModel.Convert(opaque.At(at.X, at.Y)).(colour.Gray).Y)
		fromWide += math.Abs(grey - min(max((float64(y)-16)*255/219, 0), 255))
		fromNarrow += math.Abs(grey - float64(y))
	}
	require.Less(t, fromWide, fromNarrow/2)

	for y := range side {
		for x := range side {
			grey := math.Round((float64(stored.Y[stored.YOffset(x, y)]) - 16) * 255 / 219)
			want := uint8(min(max(grey, 0), 255))
			require.Equal(t, colour.NRGBA{R: want, G: want, B: want, A: 128}, colour.NRGBAModel.Convert(seen.At(x, y)))
		}
	}
}
