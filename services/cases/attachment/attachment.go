// Package attachment cleans uploaded files before anybody keeps them. Of an image only the pixels stay: it is decoded,
// turned upright and encoded anew, so that no place, no camera, no comment and nothing hidden behind the image remains.
// A PDF document is checked and kept as it is.
package attachment

import (
	"context"
	"errors"
	"fmt"

	"github.com/gabriel-vasile/mimetype"
)

const (
	// MostBytes is the size, in bytes, of the largest upload and of the largest file that is kept of one.
	MostBytes = 5 << 20
	// MostPixels is width times height of the largest image, half as many where a PNG has 16 bits a sample.
	MostPixels = 25_000_000
)

// Media types (https://www.iana.org/assignments/media-types) of what is accepted. WebP is never what is kept.
const (
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typeWebP = "image/webp"
	typePDF  = "application/pdf"
)

var (
	// ErrType says that the file is something else than a JPEG, PNG or still WebP image or a PDF document.
	ErrType = errors.New("neither a JPEG, PNG or WebP image nor a PDF document")
	// ErrTooLarge says that the file, or what would be kept of it, exceeds MostBytes.
	ErrTooLarge = errors.New("more than 5 MiB")
	// ErrTooManyPixels says that the image exceeds MostPixels, that one of its sides is absurdly long, or that it
	// paints its pixels over and over again.
	ErrTooManyPixels = errors.New("more than 25 million pixels")
	// ErrDamaged says that the file begins as one of the accepted types, but cannot be read to its end: it is
	// truncated, broken, or of a variety that is not read here, such as a JPEG with arithmetic coding.
	ErrDamaged = errors.New("the file is damaged")
	// ErrBusy says that too many images are being cleaned or waiting already. Try again in a moment.
	ErrBusy = errors.New("too many images at once")
)

// File is what is kept of an upload.
type File struct {
	// MediaType is image/jpeg, image/png or application/pdf.
	MediaType string
	// Data is the whole file, at most MostBytes.
	Data []byte
}

// Cleaner bounds how many images are in memory at a time. It is safe for concurrent use.
type Cleaner struct {
	admitted chan struct{} // whoever decodes or waits
	decoding chan struct{}
}

// New makes a Cleaner that decodes at most so many images at a time (at least one) and lets at most so many wait.
// An image near MostPixels takes 75 to 200 MB, usually, and up to 600 MB if it was made to (a progressive JPEG whose
// colours are not subsampled, a PNG of 16 bits a channel).
func New(concurrent, waiting int) *Cleaner {
	concurrent, waiting = max(concurrent, 1), max(waiting, 0)
	return &Cleaner{
		admitted: make(chan struct{}, concurrent+waiting),
		decoding: make(chan struct{}, concurrent),
	}
}

// Clean answers what may be kept of an upload. Its type is read from its content:
//
//   - A JPEG becomes a JPEG, a PNG a PNG, and a WebP a JPEG if it is opaque, otherwise a PNG. The orientation that EXIF
//     tells is applied. Of an animated PNG the picture stays that programs without animation show; an animated WebP is
//     refused with ErrType.
//   - A PDF document is answered byte for byte, in the same memory.
//
// The error is one of this package, or the context's if that ended before the image was clean.
func (c *Cleaner) Clean(ctx context.Context, data []byte) (File, error) {
	if len(data) > MostBytes {
		return File{}, ErrTooLarge
	}
	mediaType := sniff(data)
	if mediaType == typePDF {
		return document(data)
	}
	from, ok := formatOf(mediaType)
	if !ok {
		return File{}, ErrType
	}
	if err := from.admit(data); err != nil {
		return File{}, err
	}
	if err := c.enter(ctx); err != nil {
		return File{}, err
	}
	defer c.leave()
	return from.clean(ctx, data)
}

// sniff answers the first media type of this package that the content's type is or descends from, or "".
func sniff(data []byte) string {
	for is := mimetype.Detect(data); is != nil; is = is.Parent() {
		for _, accepted := range []string{typeJPEG, typePNG, typeWebP, typePDF} {
			if is.Is(accepted) {
				return accepted
			}
		}
	}
	return ""
}

// enter takes a place among those who decode, waiting for one if there is room to wait.
func (c *Cleaner) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("clean an image: %w", err)
	}
	select {
	case c.admitted <- struct{}{}:
	default:
		return ErrBusy
	}
	select {
	case c.decoding <- struct{}{}:
		return nil
	case <-ctx.Done():
		<-c.admitted
		return fmt.Errorf("wait to clean an image: %w", ctx.Err())
	}
}

func (c *Cleaner) leave() {
	<-c.decoding
	<-c.admitted
}
