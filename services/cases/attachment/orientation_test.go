package attachment_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	colour "image/color" //nolint:misspell // the package's name
	"image/jpeg"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/webp"
	"pgregory.net/rapid"

	"amanat/services/cases/attachment"
)

// sides is the table of CIPA DC-008, 4.6.5: which side of the picture the stored row 0 and column 0 are.
func sides(orientation uint16) (row, column string) {
	table := [...][2]string{
		1: {"top", "left"},
		2: {"top", "right"},
		3: {"bottom", "right"},
		4: {"bottom", "left"},
		5: {"left", "top"},
		6: {"right", "top"},
		7: {"right", "bottom"},
		8: {"left", "bottom"},
	}
	return table[orientation][0], table[orientation][1]
}

// seenSize is that of the picture.
func seenSize(orientation uint16, stored image.Point) image.Point {
	if row, _ := sides(orientation); row == "left" || row == "right" {
		return image.Pt(stored.Y, stored.X)
	}
	return stored
}

// seenAt is where in the picture a stored pixel is.
func seenAt(orientation uint16, stored, size image.Point) image.Point {
	at, seen := image.Point{}, seenSize(orientation, size)
	inwards := func(side string, distance int) {
		switch side {
		case "top":
			at.Y = distance
		case "bottom":
			at.Y = seen.Y - 1 - distance
		case "left":
			at.X = distance
		case "right":
			at.X = seen.X - 1 - distance
		}
	}
	row, column := sides(orientation)
	inwards(row, stored.Y)
	inwards(column, stored.X)
	return at
}

func clean(t require.TestingT, data []byte) (attachment.File, image.Image) {
	file, err := attachment.New(1, 0).Clean(context.Background(), data)
	require.NoError(t, err)
	img, format, err := image.Decode(bytes.NewReader(file.Data))
	require.NoError(t, err)
	require.Equal(t, file.MediaType, "image/"+format)
	return file, img
}

// requireTurned compares an image pixel by pixel with the stored one.
func requireTurned(t require.TestingT, orientation uint16, stored, seen image.Image) {
	size := stored.Bounds().Size()
	require.Equal(t, seenSize(orientation, size), seen.Bounds().Size())
	for y := range size.Y {
		for x := range size.X {
			at := seenAt(orientation, image.Pt(x, y), size)
			if colour.NRGBA64Model.Convert(stored.At(x, y)) != colour.NRGBA64Model.Convert(seen.At(at.X, at.Y)) {
				require.Failf(t, "another colour", "orientation %d, stored %d,%d, seen %v", orientation, x, y, at)
			}
		}
	}
}

// requireAlike compares an image with the stored one where JPEG keeps colours: in the middle of even areas.
func requireAlike(t require.TestingT, orientation uint16, stored, seen image.Image, points ...image.Point) {
	size := stored.Bounds().Size()
	require.Equal(t, seenSize(orientation, size), seen.Bounds().Size())
	for _, point := range points {
		at := seenAt(orientation, point, size)
		wantR, wantG, wantB, _ := stored.At(point.X, point.Y).RGBA()
		r, g, b, _ := seen.At(at.X, at.Y).RGBA()
		require.InDelta(t, wantR>>8, r>>8, 8, "orientation %d, red of %v", orientation, point)
		require.InDelta(t, wantG>>8, g>>8, 8, "orientation %d, green of %v", orientation, point)
		require.InDelta(t, wantB>>8, b>>8, 8, "orientation %d, blue of %v", orientation, point)
	}
}

func middles(size image.Point) []image.Point {
	left, right, top, low := size.X/4, size.X-1-size.X/4, size.Y/4, size.Y-1-size.Y/4
	return []image.Point{{left, top}, {right, top}, {left, low}, {right, low}}
}

func TestAPhotoIsTurnedUpright(t *testing.T) {
	for orientation := uint16(1); orientation <= 8; orientation++ {
		stored := corners(96, 64)
		_, seen := clean(t, withSegments(jpegOf(t, stored), exifSegment(orientation)))
		requireAlike(t, orientation, stored, seen, middles(image.Pt(96, 64))...)
	}
}

func TestEverySubsamplingIsTurned(t *testing.T) {
	for _, luma := range []component{{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {4, 2}} {
		for _, size := range []image.Point{{128, 96}, {127, 93}} {
			value := func(c, column, row int) int {
				if c == 0 {
					column, row = column/luma.across, row/luma.down
				}
				right, low := column*8*luma.across >= 64, row*8*luma.down >= 48
				corner := cornerColour(right, low)
				y, cb, cr := colour.RGBToYCbCr(corner.R, corner.G, corner.B)
				return []int{int(y), int(cb), int(cr)}[c]
			}
			file := blockJPEG(size.X, size.Y, []component{luma, {1, 1}, {1, 1}}, value)
			stored, err := jpeg.Decode(bytes.NewReader(file))
			require.NoError(t, err)
			for orientation := uint16(1); orientation <= 8; orientation++ {
				t.Run(fmt.Sprint(luma, size, orientation), func(t *testing.T) {
					_, seen := clean(t, withSegments(file, exifSegment(orientation)))
					requireAlike(t, orientation, stored, seen, middles(size)...)
				})
			}
		}
	}
}

func TestGreyAndInksAreTurned(t *testing.T) {
	value := func(c, column, row int) int { return 40 + 30*column + 60*row + 10*c }
	grey := blockJPEG(32, 16, []component{{1, 1}}, value)
	inks := blockJPEG(32, 16, []component{{1, 1}, {1, 1}, {1, 1}, {1, 1}}, value)
	inks = withSegments(inks, segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x00"))
	for orientation := uint16(1); orientation <= 8; orientation++ {
		for _, file := range [][]byte{grey, inks} {
			stored, err := jpeg.Decode(bytes.NewReader(file))
			require.NoError(t, err)
			_, seen := clean(t, withSegments(file, exifSegment(orientation)))
			requireAlike(t, orientation, stored, seen, image.Pt(4, 4), image.Pt(28, 4), image.Pt(4, 12), image.Pt(28, 12))
		}
	}
}

// drawn is an image of any kind that a PNG holds, of any small size, with any pixels.
func drawn(t *rapid.T) image.Image {
	bounds := image.Rect(0, 0, rapid.IntRange(1, 70).Draw(t, "width"), rapid.IntRange(1, 70).Draw(t, "height"))
	size := bounds.Dx() * bounds.Dy()
	first := rapid.IntRange(0, 1000).Draw(t, "first")
	pixels := func(n int) []byte { return noise(first + n*size)[first:] }
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return &image.Gray{Pix: pixels(1), Stride: bounds.Dx(), Rect: bounds}
	case 1:
		return &image.Gray16{Pix: pixels(2), Stride: 2 * bounds.Dx(), Rect: bounds}
	case 2:
		return &image.NRGBA{Pix: pixels(4), Stride: 4 * bounds.Dx(), Rect: bounds}
	case 3:
		return &image.NRGBA64{Pix: pixels(8), Stride: 8 * bounds.Dx(), Rect: bounds}
	default:
		img := &image.Paletted{Pix: pixels(1), Stride: bounds.Dx(), Rect: bounds}
		for i := range 256 {
			img.Palette = append(img.Palette, colour.NRGBA{R: byte(i), G: byte(i * first), A: byte(255 - i%9)})
		}
		return img
	}
}

func TestEveryPixelOfAPNGIsWhereItIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stored := drawn(t)
		orientation := rapid.Uint16Range(1, 8).Draw(t, "orientation")
		exif := chunk("eXIf", string(tiff(binary.LittleEndian, orientation)))
		place := rapid.SampledFrom([]func([]byte, ...[]byte) []byte{withChunks, withChunksBehind}).Draw(t, "place")
		file, seen := clean(t, place(pngOf(t, stored), exif))
		require.Equal(t, "image/png", file.MediaType)
		requireTurned(t, orientation, stored, seen)
	})
}

func TestOpaqueColoursOf16BitsAreTurned(t *testing.T) {
	for orientation := uint16(1); orientation <= 8; orientation++ {
		stored := image.NewRGBA64(image.Rect(0, 0, 5, 3))
		for i := range stored.Pix {
			stored.Pix[i] = byte(17 * i)
			if i%8 >= 6 {
				stored.Pix[i] = 255
			}
		}
		_, seen := clean(t, withChunks(pngOf(t, stored), chunk("eXIf", string(tiff(binary.BigEndian, orientation)))))
		requireTurned(t, orientation, stored, seen)
	}
}

// The lossless data has an odd length here, so that the chunk of EXIF stands behind a byte of padding.
func TestAWebPIsTurnedUpright(t *testing.T) {
	const width, height = 63, 47
	for orientation := uint16(1); orientation <= 8; orientation++ {
		for _, prefix := range []string{"", "Exif\x00\x00"} {
			pixels := vp8l(width, height, corners(width, height).NRGBAAt)
			exif := riffChunk("EXIF", append([]byte(prefix), tiff(binary.LittleEndian, orientation)...))
			file := riff(vp8x(1<<3, width, height), pixels, exif)
			stored, err := webp.Decode(bytes.NewReader(file))
			require.NoError(t, err)
			kept, seen := clean(t, file)
			require.Equal(t, "image/jpeg", kept.MediaType)
			requireAlike(t, orientation, stored, seen, middles(image.Pt(width, height))...)
		}
	}
}
