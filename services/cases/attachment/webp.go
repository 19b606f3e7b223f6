package attachment

import (
	"encoding/binary"
	"image"
	"io"
	"iter"

	"golang.org/x/image/webp"
)

const (
	// riffHeader is "RIFF", the size of what follows and "WEBP" (RFC 9649, 2.4).
	riffHeader = 12
	// animated is the flag of an animation in the chunk VP8X (RFC 9649, 2.7).
	animated = 1 << 1
)

func webpFormat() format {
	return format{
		mediaType: typeWebP,
		config:    webp.DecodeConfig,
		decode:    decodeWebP,
		exif:      webpEXIF,
		admits: func(data []byte, _ int) error {
			for name, chunk := range riffChunks(data) {
				if name == "ANIM" || name == "VP8X" && len(chunk) > 0 && chunk[0]&animated != 0 {
					return ErrType
				}
			}
			return nil
		},
	}
}

func webpEXIF(data []byte) []byte {
	for name, chunk := range riffChunks(data) {
		if name == "EXIF" {
			return chunk
		}
	}
	return nil
}

// riffChunks goes through the chunks of a WebP file. One of odd length has a byte of padding behind it.
func riffChunks(data []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for data = data[min(riffHeader, len(data)):]; len(data) >= 8; {
			length := int(binary.LittleEndian.Uint32(data[4:]))
			if length > len(data)-8 || !yield(string(data[:4]), data[8:8+length]) {
				return
			}
			data = data[min(8+length+length&1, len(data)):]
		}
	}
}

// decodeWebP mends the colours of lossy images. VP8 has the narrow range of ITU-R BT.601, black being 16 and white 235,
// which the decoder hands on as if it were the full range of a JPEG: black would come out grey.
func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	switch img := img.(type) {
	case *image.YCbCr:
		widen(img)
	case *image.NYCbCrA:
		widen(&img.YCbCr)
	}
	return img, err
}

func widen(img *image.YCbCr) {
	var luma, chroma [256]byte
	for i := range 256 {
		luma[i] = scaled(i-16, 219)
		chroma[i] = scaled(i-16, 224)
	}
	for i, y := range img.Y {
		img.Y[i] = luma[y]
	}
	for i, cb := range img.Cb {
		img.Cb[i] = chroma[cb]
	}
	for i, cr := range img.Cr {
		img.Cr[i] = chroma[cr]
	}
}

// scaled is value on a scale of 0 to 255 instead of 0 to most, rounded.
func scaled(value, most int) byte {
	return byte(min(max((value*255+most/2)/most, 0), 255))
}

// substitute is the media type that is kept in place of WebP.
func substitute(img image.Image) string {
	if img, ok := img.(interface{ Opaque() bool }); ok && img.Opaque() {
		return typeJPEG
	}
	return typePNG
}
