package attachment

import "image"

// tile is the side of the squares, in pixels, in which planes are copied: a column read from top to bottom would bring
// in a line of the processor's cache for each pixel, and push it out again before its neighbour is read.
const tile = 64

// seen is the size of the picture whose stored size is given.
func (o orientation) seen(size image.Point) image.Point {
	if o >= firstAcross {
		return image.Pt(size.Y, size.X)
	}
	return size
}

// turn copies a plane of pixels. stride and pixel are in bytes, size in pixels as stored.
func (o orientation) turn(from []byte, stride int, size image.Point, pixel int) []byte {
	start, right, below := o.path(size, stride, pixel)
	seen := o.seen(size)
	out := make([]byte, seen.X*seen.Y*pixel)
	for top := 0; top < seen.Y; top += tile {
		for left := 0; left < seen.X; left += tile {
			for y := top; y < min(top+tile, seen.Y); y++ {
				row := out[y*seen.X*pixel:][left*pixel : min(left+tile, seen.X)*pixel]
				gather(row, from, start+left*right+y*below, right, pixel)
			}
		}
	}
	return out
}

// gather fills a row with the pixels that stand in a plane from a place on, so many bytes apart.
func gather(row, from []byte, at, apart, pixel int) {
	if pixel == 1 { // the planes of most photos: a plain loop takes half the time
		for x := range row {
			row[x] = from[at]
			at += apart
		}
		return
	}
	for x := 0; x < len(row); x += pixel {
		copy(row[x:x+pixel], from[at:at+pixel])
		at += apart
	}
}

// path says where in a stored plane the picture's first pixel is, and how many bytes on its neighbours to the right and
// below are.
func (o orientation) path(size image.Point, stride, pixel int) (start, right, below int) {
	lastColumn, lastRow := (size.X-1)*pixel, (size.Y-1)*stride
	switch o {
	case 2:
		return lastColumn, -pixel, stride
	case 3:
		return lastRow + lastColumn, -pixel, -stride
	case 4:
		return lastRow, pixel, -stride
	case 5:
		return 0, stride, pixel
	case 6:
		return lastRow, -stride, pixel
	case 7:
		return lastRow + lastColumn, -stride, -pixel
	case 8:
		return lastColumn, stride, -pixel
	case upright:
	}
	return 0, pixel, stride
}
