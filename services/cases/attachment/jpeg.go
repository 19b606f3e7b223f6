package attachment

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"iter"
)

// Markers of ITU-T T.81, table B.1.
const (
	markerStart    = 0xd8
	markerEnd      = 0xd9
	markerScan     = 0xda
	markerEXIF     = 0xe1 // APP1
	firstRestart   = 0xd0
	lastRestart    = 0xd7
	markerFill     = 0xff
	markerStuffing = 0x00
)

// mostPainted bounds what a JPEG's scans paint: pixels times scans. Usual progressive images have about ten scans. A
// scan that changes nothing takes a few bytes, but as much time as any other.
const mostPainted = 40 * MostPixels

func jpegFormat() format {
	return format{
		mediaType: typeJPEG,
		config:    jpeg.DecodeConfig,
		decode:    jpeg.Decode,
		exif:      jpegEXIF,
		admits: func(data []byte, pixels int) error {
			scans := 0
			for marker := range jpegSegments(data) {
				if marker == markerScan {
					scans++
				}
			}
			if pixels*scans > mostPainted {
				return ErrTooManyPixels
			}
			return nil
		},
	}
}

// jpegEXIF finds the TIFF structure in the first APP1 segment that holds one (CIPA DC-008, 4.7.2).
func jpegEXIF(data []byte) []byte {
	for marker, payload := range jpegSegments(data) {
		if tiff, ok := bytes.CutPrefix(payload, []byte("Exif\x00\x00")); ok && marker == markerEXIF {
			return tiff
		}
	}
	return nil
}

// jpegSegments goes through the marker segments up to the image's end. Like image/jpeg, it passes over whatever stands
// between two of them: the data of a scan, fill bytes, and what does not belong there.
func jpegSegments(data []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for {
			at := bytes.IndexByte(data, 0xff)
			if at < 0 || at+1 >= len(data) {
				return
			}
			marker := data[at+1]
			if marker == markerFill {
				data = data[at+1:]
				continue
			}
			data = data[at+2:]
			switch {
			case marker == markerEnd:
				return
			case marker == markerStart, marker == markerStuffing, marker >= firstRestart && marker <= lastRestart:
				continue
			}
			payload, rest, ok := jpegPayload(data)
			if !ok || !yield(marker, payload) {
				return
			}
			data = rest
		}
	}
}

// jpegPayload splits a segment, whose length counts itself, from what follows it.
func jpegPayload(data []byte) (payload, rest []byte, ok bool) {
	if len(data) < 2 {
		return nil, nil, false
	}
	length := int(binary.BigEndian.Uint16(data))
	if length < 2 || length > len(data) {
		return nil, nil, false
	}
	return data[2:length], data[length:], true
}
