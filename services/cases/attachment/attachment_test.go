package attachment_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/cases/attachment"
)

const pdf = "%PDF-1.7\n1 0 obj <</Title (گزارش) /Encrypt 2 0 R>> endobj\nstartxref\n9\n%%EOF\n"

func TestOtherTypesAreRefused(t *testing.T) {
	for name, upload := range map[string]string{
		"nothing":                "",
		"text":                   "سلام، شکایت من این است.",
		"SVG":                    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"SVG without a prologue": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"HTML":                   "<!DOCTYPE html><html><body>%PDF-1.7 %%EOF</body></html>",
		"GIF":                    "GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
		"BMP":                    "BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x18\x00",
		"TIFF":                   string(tiff(binary.LittleEndian, 1)),
		"ZIP":                    "PK\x03\x04\x14\x00\x00\x00\x08\x00" + strings.Repeat("\x00", 64),
		"ZIP with a PDF inside":  "PK\x03\x04\x14\x00\x00\x00\x00\x00" + pdf,
		"EXE":                    "MZ\x90\x00\x03\x00\x00\x00" + strings.Repeat("\x00", 64) + pdf,
		"script":                 "#!/bin/sh\necho\n" + pdf,
		"HEIC":                   "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
		"RIFF that is no WebP":   "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00",
		"JPEG with a PDF's mark": string(withSegments(jpegOf(t, corners(8, 8)), segment(0xfe, pdf))),
		"PNG with a PDF's mark":  string(withChunks(pngOf(t, corners(8, 8)), chunk("tEXt", "a\x00"+pdf))),
		"animated WebP":          string(riff(vp8x(1<<1, 8, 8), riffChunk("ANIM", make([]byte, 6)))),
		"unmarked animation":     string(riff(vp8x(0, 8, 8), riffChunk("ANIM", make([]byte, 6)))),
		"zeros":                  strings.Repeat("\x00", 4096),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := attachment.New(1, 0).Clean(context.Background(), []byte(upload))
			require.ErrorIs(t, err, attachment.ErrType)
		})
	}
}

func TestOfAnAnimatedPNGThePictureStays(t *testing.T) {
	stored := corners(6, 4)
	upload := withChunks(pngOf(t, stored), chunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"))
	file, seen := clean(t, withChunksBehind(upload, chunk("fdAT", "\x00\x00\x00\x01"+mark)))
	requireUnmarked(t, file.Data)
	requireTurned(t, 1, stored, seen)
}

func TestTruncatedImagesAreDamaged(t *testing.T) {
	cleaner := attachment.New(1, 0)
	for _, upload := range [][]byte{
		jpegOf(t, corners(64, 64)), pngOf(t, corners(64, 64)), riff(vp8l(64, 64, corners(64, 64).NRGBAAt)),
		riff(vp8(64, 64, false)),
	} {
		for _, length := range []int{len(upload) / 4, len(upload) / 2, len(upload) - 20} {
			_, err := cleaner.Clean(context.Background(), upload[:length])
			require.ErrorIs(t, err, attachment.ErrDamaged, "%d bytes of %d", length, len(upload))
		}
	}
	for _, upload := range [][]byte{claimedJPEG(0, 0), claimedJPEG(8, 0), claimedPNG(0, 8, 8)} {
		_, err := cleaner.Clean(context.Background(), upload)
		require.ErrorIs(t, err, attachment.ErrDamaged)
	}
}

func TestAPDFDocumentStaysAsItIs(t *testing.T) {
	for _, upload := range []string{
		pdf, "\ufeff" + pdf, "\r\n" + pdf, pdf + "\x00\x00", strings.TrimSpace(pdf),
		pdf + strings.Repeat(" ", 1000), pdf[:9] + strings.Repeat("%\n", 2_000_000) + pdf,
	} {
		data := []byte(upload)
		file, err := attachment.New(1, 0).Clean(context.Background(), data)
		require.NoError(t, err)
		require.Equal(t, "application/pdf", file.MediaType)
		require.Equal(t, upload, string(file.Data))
		require.Same(t, &data[0], &file.Data[0], "a copy")
	}
}

func TestATruncatedPDFDocumentIsDamaged(t *testing.T) {
	for _, upload := range []string{
		"%PDF-", "%PDF-1.7", pdf[:len(pdf)-3], pdf + strings.Repeat(" ", 1024),
		pdf + strings.Repeat("PK\x03\x04 an archive behind it", 50),
	} {
		_, err := attachment.New(1, 0).Clean(context.Background(), []byte(upload))
		require.ErrorIs(t, err, attachment.ErrDamaged, "%q", upload)
	}
}

func TestTheLimitOfBytesIsExact(t *testing.T) {
	cleaner := attachment.New(1, 0)
	upload := pdf[:9] + strings.Repeat("%", attachment.MostBytes-len(pdf)-9) + pdf
	_, err := cleaner.Clean(context.Background(), []byte(upload))
	require.NoError(t, err)
	_, err = cleaner.Clean(context.Background(), []byte(upload+"\n"))
	require.ErrorIs(t, err, attachment.ErrTooLarge)
	_, err = cleaner.Clean(context.Background(), bytes.Repeat([]byte("x"), attachment.MostBytes+1))
	require.ErrorIs(t, err, attachment.ErrTooLarge)
}

// slow is a context that holds up whoever asks for the second time whether it is over: an image that is being decoded.
type slow struct {
	context.Context //nolint:containedctx // it is one

	mutex   sync.Mutex
	asked   int
	entered chan struct{}
	open    chan struct{}
}

func newSlow() *slow {
	return &slow{Context: context.Background(), entered: make(chan struct{}), open: make(chan struct{})}
}

func (c *slow) Err() error {
	c.mutex.Lock()
	c.asked++
	asked := c.asked
	c.mutex.Unlock()
	if asked == 2 {
		close(c.entered)
		<-c.open
	}
	return c.Context.Err()
}

// watched is a context that tells when somebody waits for its end.
type watched struct {
	context.Context //nolint:containedctx // it is one

	once    sync.Once
	waiting chan struct{}
}

func (c *watched) Done() <-chan struct{} {
	c.once.Do(func() { close(c.waiting) })
	return c.Context.Done()
}

func TestSoManyDecodeSoManyWaitAndTheRestIsTurnedAway(t *testing.T) {
	cleaner, upload := attachment.New(1, 1), pngOf(t, corners(8, 8))
	decoding, errs := newSlow(), make(chan error, 2)
	go func() {
		_, err := cleaner.Clean(decoding, upload)
		errs <- err
	}()
	<-decoding.entered

	inner, cancel := context.WithCancel(context.Background())
	waiting := &watched{Context: inner, waiting: make(chan struct{})}
	gone := make(chan error)
	go func() {
		_, err := cleaner.Clean(waiting, upload)
		gone <- err
	}()
	<-waiting.waiting

	_, err := cleaner.Clean(context.Background(), upload)
	require.ErrorIs(t, err, attachment.ErrBusy)
	_, err = cleaner.Clean(context.Background(), []byte(pdf))
	require.NoError(t, err, "a PDF document needs no place")
	_, err = cleaner.Clean(context.Background(), claimedPNG(60_000, 60_000, 8))
	require.ErrorIs(t, err, attachment.ErrTooManyPixels, "nor does what is refused")

	cancel()
	require.ErrorIs(t, <-gone, context.Canceled)
	next := &watched{Context: context.Background(), waiting: make(chan struct{})}
	go func() {
		_, err := cleaner.Clean(next, upload)
		errs <- err
	}()
	<-next.waiting
	close(decoding.open)
	require.NoError(t, <-errs)
	require.NoError(t, <-errs)
	_, err = cleaner.Clean(context.Background(), upload)
	require.NoError(t, err, "all places are free again")
}

// counted is a context that is over when it has been asked so many times.
type counted struct {
	context.Context //nolint:containedctx // it is one

	left int
}

func (c *counted) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestWhoIsGoneTakesNoPlaceAnyMore(t *testing.T) {
	cleaner, upload := attachment.New(1, 0), jpegOf(t, corners(640, 640))
	asked := 0
	for ; ; asked++ {
		_, err := cleaner.Clean(&counted{context.Background(), asked}, upload)
		if err == nil {
			break
		}
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorIs(t, err, attachment.ErrDamaged)
	}
	require.Greater(t, asked, 5, "asked while it decodes and while it encodes")
}

func TestACleanerAlwaysHasAPlace(t *testing.T) {
	_, err := attachment.New(0, -1).Clean(context.Background(), pngOf(t, corners(8, 8)))
	require.NoError(t, err)
}

func TestManyAtOnceAreEachCleaned(t *testing.T) {
	cleaner, upload := attachment.New(2, 30), withSegments(jpegOf(t, corners(96, 64)), exifSegment(6))
	want, _ := clean(t, upload)
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			file, err := cleaner.Clean(context.Background(), upload)
			if err != nil || !bytes.Equal(want.Data, file.Data) {
				t.Errorf("another image, or %v", err)
			}
		})
	}
	all.Wait()
}
