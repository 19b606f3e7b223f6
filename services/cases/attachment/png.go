package attachment

import (
	"encoding/binary"
	"image/png"
)

const (
	pngSignature = 8
	// pngAround is what a chunk has beside its data: length and type before, check sum behind.
	pngAround = 12
)

func pngFormat() format {
	return format{
		mediaType: typePNG,
		config:    png.DecodeConfig,
		decode:    png.Decode,
		exif:      pngEXIF,
		admits:    admitsPNG,
	}
}

// pngDepth is where the header says how many bits a sample has (PNG, third edition, 11.2.1).
const pngDepth = 24

// admitsPNG counts the pixels of 16-bit samples twice: they take twice the memory, and are small only when somebody
// made them so.
func admitsPNG(data []byte, pixels int) error {
	if data[pngDepth] == 16 && 2*pixels > MostPixels {
		return ErrTooManyPixels
	}
	return nil
}

// pngEXIF finds the eXIf chunk, which may stand before or behind the pixels (PNG, third edition, 11.3.4.5).
func pngEXIF(data []byte) []byte {
	for data = data[min(pngSignature, len(data)):]; len(data) >= pngAround; {
		length := int(binary.BigEndian.Uint32(data))
		if length > len(data)-pngAround {
			return nil
		}
		if string(data[4:8]) == "eXIf" {
			return data[8 : 8+length]
		}
		data = data[pngAround+length:]
	}
	return nil
}
