package attachment_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"image"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/cases/attachment"
)

// claimedPNG has a header of its own and nothing else.
func claimedPNG(width, height uint32, depth byte) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(append(header, depth, 0, 0, 0, 0)))...)
}

func claimedJPEG(width, height int) []byte {
	return append([]byte{0xff, 0xd8}, append(frame(0xc0, width, height, []component{{1, 1}}), startOfScan(1, 0, 63)...)...)
}

func claimedVP8L(side int) []byte {
	return riffChunk("VP8L", []byte{0x2f, byte(side - 1), byte((side-1)>>8 | (side-1)<<6), byte((side - 1) >> 2), byte((side - 1) >> 10), 0})
}

// allocated is how many bytes a call takes, freed or not.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestASmallFileThatClaimsToBeHugeTakesNoMemory(t *testing.T) {
	for name, upload := range map[string][]byte{
		"PNG":                         claimedPNG(60_000, 60_000, 8),
		"PNG of enormous sides":       claimedPNG(1<<29, 1<<29, 8),
		"PNG of 16 bits":              claimedPNG(60_000, 60_000, 16),
		"PNG, one pixel too much":     claimedPNG(5_000, 5_001, 8),
		"PNG of one endless row":      claimedPNG(25_000_000, 1, 8),
		"PNG of one endless column":   claimedPNG(1, 30_001, 8),
		"JPEG":                        claimedJPEG(60_000, 60_000),
		"JPEG, one pixel too much":    claimedJPEG(5_001, 5_000),
		"WebP":                        riff(claimedVP8L(1 << 14)),
		"WebP, extended":              riff(vp8x(0, 46_000, 46_000), claimedVP8L(1<<14)),
		"WebP, lossy":                 riff(vp8(1<<14-1, 1<<14-1, false)),
		"WebP, lossy, of transparent": riff(vp8x(1<<4, 40_000, 40_000), alph(0), vp8(1<<14-1, 1<<14-1, false)),
	} {
		t.Run(name, func(t *testing.T) {
			cleaner := attachment.New(1, 0)
			var err error
			taken := allocated(func() { _, err = cleaner.Clean(context.Background(), upload) })
			require.ErrorIs(t, err, attachment.ErrTooManyPixels)
			require.Less(t, taken, uint64(1<<20))
		})
	}
}

func TestAHugeImageInASmallWrapperTakesNoMemory(t *testing.T) {
	for name, upload := range map[string][]byte{
		"beyond what the format allows":   riff(vp8x(0, 1<<24, 1<<24), claimedVP8L(1)),
		"beyond what a decoder counts":    claimedPNG(1<<31-1, 1<<31-1, 8),
		"60000×60000":                     riff(vp8x(0, 60_000, 60_000), claimedVP8L(1)),
		"lossless, larger than its claim": riff(vp8x(0, 8, 8), claimedVP8L(1<<14)),
		"lossy, larger than its claim":    riff(vp8x(0, 8, 8), vp8(1<<14-1, 1<<14-1, false)),
		"two headers":                     append(claimedJPEG(8, 8)[:2+13], claimedJPEG(60_000, 60_000)[2:]...),
	} {
		t.Run(name, func(t *testing.T) {
			cleaner := attachment.New(1, 0)
			var err error
			taken := allocated(func() { _, err = cleaner.Clean(context.Background(), upload) })
			require.ErrorIs(t, err, attachment.ErrDamaged)
			require.Less(t, taken, uint64(1<<20))
		})
	}
}

// A scan that changes nothing takes a few bytes and as much time as any other.
func TestAnImageThatIsPaintedTooOftenIsRefused(t *testing.T) {
	cleaner := attachment.New(1, 0)
	for upload, want := range map[*[]byte]error{
		new(repaintedJPEG(5_000, 5_000, 41)):                   attachment.ErrTooManyPixels,
		new(repaintedJPEG(5_000, 5_000, 100_000)):              attachment.ErrTooManyPixels,
		new(append(repaintedJPEG(64, 64, 100), "\xff\xda"...)): nil,
	} {
		_, err := cleaner.Clean(context.Background(), *upload)
		require.ErrorIs(t, err, want)
	}
}

// The marker of a scan inside of a comment or behind the image is none.
func TestOnlyScansAreCounted(t *testing.T) {
	file := repaintedJPEG(2_000, 2_000, 10)
	scans := string(bytes.Repeat(startOfScan(1, 0, 63), 2_000))
	_, seen := clean(t, append(withSegments(file, segment(0xfe, scans)), scans...))
	require.Equal(t, image.Pt(2_000, 2_000), seen.Bounds().Size())
}

// noise is a row after row of bytes that no compression makes smaller.
func noise(n int) []byte {
	out := make([]byte, 0, n+sha256.Size)
	for i := uint64(0); len(out) < n; i++ {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, i))
		out = append(out, sum[:]...)
	}
	return out[:n]
}

// 16 greys take 4 bits a pixel as they came, and a little more in the bytes of which they are compressed here.
func TestAPNGThatOutgrowsTheLimitIsRefused(t *testing.T) {
	const width, height = 4_096, 2_550
	var pixels bytes.Buffer
	w, err := zlib.NewWriterLevel(&pixels, zlib.NoCompression)
	require.NoError(t, err)
	rows := noise(height * (1 + width/2))
	for y := range height {
		rows[y*(1+width/2)] = 0 // the row is not filtered
	}
	_, err = w.Write(rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	upload := append(claimedPNG(width, height, 4), append(chunk("IDAT", pixels.String()), chunk("IEND", "")...)...)
	require.Less(t, len(upload), attachment.MostBytes)
	_, err = attachment.New(1, 0).Clean(context.Background(), upload)
	require.ErrorIs(t, err, attachment.ErrTooLarge)
}

func TestAPhotoThatCameWithinTheLimitStaysWithinIt(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 3_000, 3_000))
	copy(grey.Pix, noise(len(grey.Pix)))
	upload := jpegOf(t, grey)
	require.InDelta(t, attachment.MostBytes, len(upload), 0.1*attachment.MostBytes)
	file, seen := clean(t, upload)
	require.LessOrEqual(t, len(file.Data), attachment.MostBytes)
	require.Equal(t, grey.Rect, seen.Bounds())
}
