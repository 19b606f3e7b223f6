package attachment_test

import (
	"context"
	"image"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/cases/attachment"
)

// photo has 12 million pixels: soft colours and a little noise.
func photo() *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, 4_000, 3_000), image.YCbCrSubsampleRatio420)
	grain := noise(1 << 16)
	for i := range img.Y {
		img.Y[i] = byte(i/40_000)%200 + byte(i%4_000/80) + grain[i%65_521]&7
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = byte(i%2_000/16)+60, byte(i/30_000)+80
	}
	return img
}

func BenchmarkClean12MP(b *testing.B) {
	file := jpegOf(b, photo())
	for _, bench := range []struct {
		name   string
		upload []byte
	}{
		{"upright", file},
		{"turned", withSegments(file, exifSegment(6))},
		{"progressive", repaintedJPEG(4_000, 3_000, 10)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			cleaner := attachment.New(1, 0)
			b.ReportAllocs()
			for b.Loop() {
				_, err := cleaner.Clean(context.Background(), bench.upload)
				require.NoError(b, err)
			}
		})
	}
}
