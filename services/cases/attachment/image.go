package attachment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// mostSide is the longest side of an image, in pixels: nearly twice that of the longest screenshots that browsers take.
const mostSide = 30_000

// errPanicked stands for whatever a decoder stumbled over.
var errPanicked = errors.New("the decoder failed")

// format is how images of one media type are read.
type format struct {
	mediaType string
	config    func(io.Reader) (image.Config, error)
	decode    func(io.Reader) (image.Image, error)
	exif      func(data []byte) []byte // the TIFF structure of its EXIF, nil without
	// admits says what is wrong with an image of so many pixels before it is decoded.
	admits func(data []byte, pixels int) error
}

func formatOf(mediaType string) (format, bool) {
	switch mediaType {
	case typeJPEG:
		return jpegFormat(), true
	case typePNG:
		return pngFormat(), true
	case typeWebP:
		return webpFormat(), true
	default:
		return format{}, false
	}
}

// admit looks at the header alone, so that a small file that claims to be a huge image costs nothing.
func (f format) admit(data []byte) error {
	config, err := guarded(func() (image.Config, error) { return f.config(bytes.NewReader(data)) })
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if config.Width < 1 || config.Height < 1 {
		return fmt.Errorf("%w: an image without pixels", ErrDamaged)
	}
	// Sides first: their product could overflow.
	if max(config.Width, config.Height) > mostSide || config.Width*config.Height > MostPixels {
		return ErrTooManyPixels
	}
	return f.admits(data, config.Width*config.Height)
}

// clean decodes an image and encodes its pixels anew. Each step lets go of what it read.
func (f format) clean(ctx context.Context, data []byte) (File, error) {
	img, err := guarded(func() (image.Image, error) {
		return f.decode(&interruptible{bytes.NewReader(data), ctx.Err})
	})
	if ctx.Err() != nil {
		return File{}, fmt.Errorf("decode an image: %w", ctx.Err())
	}
	if err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	mediaType := f.mediaType
	if mediaType == typeWebP {
		mediaType = substitute(img)
	}
	img = plain(img, mediaType)
	img = orientationOf(f.exif(data)).turned(img)
	return encode(ctx, img, mediaType)
}

// guarded turns the panic of a decoder into an error: what it reads was written by strangers.
func guarded[T any](read func() (T, error)) (result T, err error) {
	defer func() {
		if recover() != nil {
			err = errPanicked
		}
	}()
	return read()
}

// encode writes an image. A photo that came within the limit should not be refused for having been encoded better than
// it was, so a JPEG that exceeds MostBytes is tried again in lower qualities.
func encode(ctx context.Context, img image.Image, mediaType string) (File, error) {
	if mediaType == typePNG {
		return write(ctx, mediaType, func(to io.Writer) error { return png.Encode(to, img) })
	}
	for _, quality := range []int{90, 80, 70} {
		file, err := write(ctx, mediaType, func(to io.Writer) error {
			return jpeg.Encode(to, img, &jpeg.Options{Quality: quality})
		})
		if !errors.Is(err, ErrTooLarge) {
			return file, err
		}
	}
	return File{}, ErrTooLarge
}

func write(ctx context.Context, mediaType string, encode func(io.Writer) error) (File, error) {
	kept := &bounded{interrupted: ctx.Err}
	if err := encode(kept); err != nil {
		return File{}, fmt.Errorf("encode %s: %w", mediaType, err)
	}
	return File{MediaType: mediaType, Data: kept.buffer.Bytes()}, nil
}

// interruptible is a reader that fails once the context is over, for decoders know none.
type interruptible struct {
	source      io.Reader
	interrupted func() error
}

func (r *interruptible) Read(into []byte) (int, error) {
	if err := r.interrupted(); err != nil {
		return 0, err
	}
	return r.source.Read(into)
}

// bounded keeps what is written, up to MostBytes and until the context is over.
type bounded struct {
	buffer      bytes.Buffer
	interrupted func() error
}

func (w *bounded) Write(data []byte) (int, error) {
	if err := w.interrupted(); err != nil {
		return 0, err
	}
	if w.buffer.Len()+len(data) > MostBytes {
		return 0, ErrTooLarge
	}
	return w.buffer.Write(data)
}
