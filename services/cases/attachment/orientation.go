package attachment

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation tells how the stored rows and columns lie in the picture that people see: a number of 1, upright, to 8
// (CIPA DC-008, 4.6.5, tag Orientation). Those from firstAcross on store rows where columns are seen.
type orientation uint16

const (
	upright     orientation = 1
	firstAcross orientation = 5
	lastKnown   orientation = 8
)

const (
	tagOrientation = 0x0112
	typeShort      = 3
	entryBytes     = 12
)

// orientationOf reads the orientation from a TIFF structure, of which nothing but the first directory is looked at.
// Whatever it cannot read is upright.
func orientationOf(tiff []byte) orientation {
	// Some programs write the mark of JPEG's segment where it does not belong.
	tiff = bytes.TrimPrefix(tiff, []byte("Exif\x00\x00"))
	order, ok := byteOrder(tiff)
	if !ok {
		return upright
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	directory := tiff[at:]
	entries := int(order.Uint16(directory))
	for directory = directory[2:]; entries > 0 && len(directory) >= entryBytes; entries-- {
		if order.Uint16(directory) == tagOrientation {
			return orientationIn(directory[:entryBytes], order)
		}
		directory = directory[entryBytes:]
	}
	return upright
}

func byteOrder(tiff []byte) (order binary.ByteOrder, ok bool) {
	switch {
	case len(tiff) < 8:
		return nil, false
	case string(tiff[:4]) == "II*\x00":
		return binary.LittleEndian, true
	case string(tiff[:4]) == "MM\x00*":
		return binary.BigEndian, true
	default:
		return nil, false
	}
}

// orientationIn reads an entry: tag, type, count, and a short value at the value's left.
func orientationIn(entry []byte, order binary.ByteOrder) orientation {
	value := orientation(order.Uint16(entry[8:]))
	if order.Uint16(entry[2:]) != typeShort || order.Uint32(entry[4:]) != 1 || value < upright || value > lastKnown {
		return upright
	}
	return value
}

// turned is the image as people see it. It shares the pixels of one that is upright.
func (o orientation) turned(img image.Image) image.Image {
	if o == upright {
		return img
	}
	size := img.Bounds().Size()
	seen := image.Rectangle{Max: o.seen(size)}
	width := seen.Dx()
	switch img := img.(type) {
	case *image.Gray:
		return &image.Gray{Pix: o.turn(img.Pix, img.Stride, size, 1), Stride: width, Rect: seen}
	case *image.Gray16:
		return &image.Gray16{Pix: o.turn(img.Pix, img.Stride, size, 2), Stride: 2 * width, Rect: seen}
	case *image.RGBA:
		return &image.RGBA{Pix: o.turn(img.Pix, img.Stride, size, 4), Stride: 4 * width, Rect: seen}
	case *image.RGBA64:
		return &image.RGBA64{Pix: o.turn(img.Pix, img.Stride, size, 8), Stride: 8 * width, Rect: seen}
	case *image.NRGBA:
		return &image.NRGBA{Pix: o.turn(img.Pix, img.Stride, size, 4), Stride: 4 * width, Rect: seen}
	case *image.NRGBA64:
		return &image.NRGBA64{Pix: o.turn(img.Pix, img.Stride, size, 8), Stride: 8 * width, Rect: seen}
	case *image.Paletted:
		turned := image.Paletted{Pix: o.turn(img.Pix, img.Stride, size, 1), Stride: width, Rect: seen}
		turned.Palette = img.Palette
		return &turned
	case *image.YCbCr:
		if turned, ok := o.turnedYCbCr(img); ok {
			return turned
		}
	}
	return o.turned(mixed(img))
}

// turnedYCbCr turns the three planes, each by itself. That is exact only where the samples of colour divide the image
// evenly, and where there is a ratio to call the turned samples by; ok is false otherwise.
func (o orientation) turnedYCbCr(img *image.YCbCr) (turned *image.YCbCr, ok bool) {
	across, down := subsampling(img.SubsampleRatio)
	size := img.Bounds().Size()
	if size.X%across != 0 || size.Y%down != 0 {
		return nil, false
	}
	ratio := img.SubsampleRatio
	if o >= firstAcross {
		if ratio, ok = transposed(ratio); !ok {
			return nil, false
		}
	}
	colours := image.Pt(size.X/across, size.Y/down)
	return &image.YCbCr{
		Y:              o.turn(img.Y, img.YStride, size, 1),
		Cb:             o.turn(img.Cb, img.CStride, colours, 1),
		Cr:             o.turn(img.Cr, img.CStride, colours, 1),
		YStride:        o.seen(size).X,
		CStride:        o.seen(colours).X,
		SubsampleRatio: ratio,
		Rect:           image.Rectangle{Max: o.seen(size)},
	}, true
}

// subsampling is how many pixels share a sample of colour.
func subsampling(ratio image.YCbCrSubsampleRatio) (across, down int) {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	case image.YCbCrSubsampleRatio444:
	}
	return 1, 1
}

// transposed is the ratio of an image whose rows become columns. For 4:1:1 and 4:1:0 there is none.
func transposed(ratio image.YCbCrSubsampleRatio) (image.YCbCrSubsampleRatio, bool) {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return image.YCbCrSubsampleRatio440, true
	case image.YCbCrSubsampleRatio440:
		return image.YCbCrSubsampleRatio422, true
	case image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420:
		return ratio, true
	case image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410:
	}
	return ratio, false
}
