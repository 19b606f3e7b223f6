package handlers

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// documents renders public documents once and serves them until they are no longer fresh: with a strong ETag each for
// the plain and the compressed form, and 304 for who has it already (RFC 9110, section 13.1.2).
type documents struct {
	clock func() time.Time
	mu    sync.RWMutex
	byKey map[string]document
}

type document struct {
	plain, packed rendition
	caching       headerValue
	mediaType     headerValue
	renderedAt    time.Time
	// static documents are part of the program and never change.
	static bool
}

const mediaJSON = "application/json; charset=utf-8"

// staticFile is a part of the program that is served as it is.
type staticFile struct {
	mediaType string
	body      []byte
}

// headerValue is a value as the header map holds it, so that serving it allocates nothing.
type headerValue []string

type rendition struct {
	body []byte
	etag headerValue
}

// fresh is how long a replica may serve what another has changed meanwhile.
const fresh = 5 * time.Second

func newDocuments(clock func() time.Time) *documents {
	return &documents{clock: clock, byKey: map[string]document{}}
}

// renderTimeout bounds the work that rendering may take.
const renderTimeout = 10 * time.Second

// serve answers the document under this key, rendering it when there is no fresh one.
func (d *documents) serve(c *gin.Context, key string, build func(context.Context) (any, error)) error {
	now := d.clock()
	d.mu.RLock()
	cached, ok := d.byKey[key]
	d.mu.RUnlock()
	if !ok || !cached.static && now.Sub(cached.renderedAt) >= fresh {
		ctx, cancel := context.WithTimeout(c.Request.Context(), renderTimeout)
		defer cancel()
		view, err := build(ctx)
		if err != nil {
			return err
		}
		if cached, err = render(view, now); err != nil {
			return err
		}
		d.mu.Lock()
		d.byKey[key] = cached
		d.mu.Unlock()
	}
	cached.answer(c)
	return nil
}

// serveOnce answers a document that is not worth keeping.
func (d *documents) serveOnce(c *gin.Context, view any) error {
	rendered, err := render(view, d.clock())
	if err != nil {
		return err
	}
	rendered.answer(c)
	return nil
}

// render makes a document of a view.
func render(view any, now time.Time) (document, error) {
	file, static := view.(staticFile)
	if !static {
		body, err := marshal(view)
		if err != nil {
			return document{}, err
		}
		file = staticFile{mediaType: mediaJSON, body: body}
	}
	packed, err := pack(file.body)
	return document{
		plain: newRendition(file.body), packed: newRendition(packed), renderedAt: now, static: static,
		caching: headerValue{"public, max-age=60"}, mediaType: headerValue{file.mediaType},
	}, err
}

func marshal(view any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(view); err != nil {
		return nil, fmt.Errorf("render document: %w", err)
	}
	return text.Bytes(), nil
}

func pack(body []byte) ([]byte, error) {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write(body); err != nil {
		return nil, fmt.Errorf("compress document: %w", err)
	}
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("compress document: %w", err)
	}
	return packed.Bytes(), nil
}

func newRendition(body []byte) rendition {
	sum := sha256.Sum256(body)
	return rendition{body: body, etag: headerValue{`"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}}
}

func (d document) answer(c *gin.Context) {
	header := c.Writer.Header()
	chosen := d.plain
	if acceptsGzip(c.GetHeader("Accept-Encoding")) {
		chosen = d.packed
		header.Set("Content-Encoding", "gzip")
	}
	header.Add("Vary", "Accept-Encoding")
	header["Etag"], header["Cache-Control"], header["Content-Type"] = chosen.etag, d.caching, d.mediaType
	if matches(c.GetHeader("If-None-Match"), chosen.etag[0]) {
		header.Del("Content-Encoding")
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	c.Status(http.StatusOK)
	_, _ = c.Writer.Write(chosen.body) // who has gone does not hear that they have
}

// matches implements the weak comparison that If-None-Match asks for.
func matches(ifNoneMatch, etag string) bool {
	for candidate := range strings.SplitSeq(ifNoneMatch, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == etag || candidate == "*" {
			return true
		}
	}
	return false
}

// acceptsGzip reads Accept-Encoding (RFC 9110, section 12.5.3) as far as it concerns gzip.
func acceptsGzip(accept string) bool {
	for coding := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			_, quality, weighted := strings.Cut(weight, "=")
			return !weighted || strings.Trim(quality, " 0.") != ""
		}
	}
	return false
}
