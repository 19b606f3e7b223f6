package attachment

import (
	"image"
	"image/draw"
)

// plain makes an image one that the encoder of the media type knows a fast way for and that holds nothing but pixels.
func plain(img image.Image, mediaType string) image.Image {
	switch img := img.(type) {
	case *image.NYCbCrA:
		if mediaType == typeJPEG {
			return &img.YCbCr
		}
		return straight(img)
	case *image.NRGBA:
		if mediaType == typeJPEG { // opaque: both kinds have the same bytes
			return &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
		}
	case *image.Paletted:
		blankUnused(img)
	case *image.CMYK:
		return mixed(img)
	}
	return img
}

// straight makes every pixel of a lossy WebP with transparency red, green, blue and alpha.
func straight(img *image.NYCbCrA) *image.NRGBA {
	out := mixed(&img.YCbCr)
	for y := range out.Rect.Dy() {
		row := out.Pix[y*out.Stride:]
		for x, alpha := range img.A[y*img.AStride:][:out.Rect.Dx()] {
			row[4*x+3] = alpha
		}
	}
	return &image.NRGBA{Pix: out.Pix, Stride: out.Stride, Rect: out.Rect}
}

// mixed is an opaque image as red, green and blue.
func mixed(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

// blankUnused makes the colours black that no pixel has: a palette has room for 768 bytes that nobody sees.
func blankUnused(img *image.Paletted) {
	var used [256]bool
	for _, index := range img.Pix {
		used[index] = true
	}
	for i := range img.Palette {
		if !used[i] {
			img.Palette[i] = image.Black
		}
	}
}
