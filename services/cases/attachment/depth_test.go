package attachment_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/cases/attachment"
)

// TestDeepImagesCountTwice: a small file of many deep pixels would hold the memory and the processor of everybody else.
func TestDeepImagesCountTwice(t *testing.T) {
	var deep, shallow bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	require.NoError(t, encoder.Encode(&deep, image.NewGray16(image.Rect(0, 0, 5000, 2501))))
	require.NoError(t, encoder.Encode(&shallow, image.NewGray(image.Rect(0, 0, 5000, 2501))))
	cleaner := attachment.New(1, 1)
	_, err := cleaner.Clean(t.Context(), deep.Bytes())
	require.ErrorIs(t, err, attachment.ErrTooManyPixels)
	_, err = cleaner.Clean(t.Context(), shallow.Bytes())
	require.NoError(t, err)
}
