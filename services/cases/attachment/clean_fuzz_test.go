package attachment_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	colour "image/color" //nolint:misspell // the package's name
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/cases/attachment"
)

// FuzzClean does not spend its time on large images.
func FuzzClean(f *testing.F) {
	small := corners(9, 7)
	for _, seed := range [][]byte{
		nil,
		[]byte(pdf),
		withSegments(jpegOf(f, small), exifSegment(6)),
		blockJPEG(16, 16, []component{{2, 1}, {1, 1}, {1, 1}}, func(c, column, row int) int { return c + column + row }),
		repaintedJPEG(16, 16, 3),
		withChunks(pngOf(f, small), chunk("eXIf", string(tiff(binary.LittleEndian, 5)))),
		pngOf(f, image.NewPaletted(image.Rect(0, 0, 3, 3), colour.Palette{image.Black})),
		riff(vp8x(1<<3, 9, 7), vp8l(9, 7, small.NRGBAAt), riffChunk("EXIF", tiff(binary.BigEndian, 7))),
		riff(vp8x(1<<4, 3, 2), alph(0, 1, 2, 3, 4, 5), vp8(3, 2, false)),
	} {
		f.Add(seed)
	}
	cleaner := attachment.New(1, 0)
	f.Fuzz(func(t *testing.T, data []byte) {
		if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && config.Width*config.Height > 1<<16 {
			t.Skip("large")
		}
		file, err := cleaner.Clean(context.Background(), data)
		if err != nil {
			require.Empty(t, file)
			return
		}
		require.Contains(t, []string{"image/jpeg", "image/png", "application/pdf"}, file.MediaType)
		require.LessOrEqual(t, len(file.Data), attachment.MostBytes)
		again, err := cleaner.Clean(context.Background(), file.Data)
		require.NoError(t, err)
		require.Equal(t, file.MediaType, again.MediaType)
	})
}
