package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

type document struct {
	plain, packed rendition
	caching       headerValue
	mediaType     headerValue
	varies        headerValue
	renderedAt    time.Time
	// static documents are part of the program and never change.
	static bool
}

// MediaJSON is the media type of views.
const MediaJSON = "application/json; charset=utf-8"

// StaticFile is a part of the program that is served as it is.
type StaticFile File

// File is a document that is no JSON of a view.
type File struct {
	MediaType string
	Body      []byte
}

// headerValue is a value as the header map holds it, so that serving it allocates nothing.
type headerValue []string

type rendition struct {
	body         []byte
	etag, length headerValue
}

// Immutable is a view or a file that never changes under its key, which says everything about it.
type Immutable struct{ View any }

// size is how many bytes a document takes.
func (d document) size() int { return len(d.plain.body) + len(d.packed.body) }

// render makes a document of a view or a file.
func (d *Documents) render(view any, now time.Time) (document, error) {
	var content File
	static := false
	switch view := view.(type) {
	case StaticFile:
		content, static = File(view), true
	case File:
		content = view
	case Immutable:
		rendered, err := d.render(view.View, now)
		rendered.static = true
		return rendered, err
	default:
		body, err := Marshal(view)
		if err != nil {
			return document{}, err
		}
		content = File{MediaType: MediaJSON, Body: body}
	}
	packed, err := pack(content.Body)
	return document{
		plain: newRendition(content.Body), packed: newRendition(packed), renderedAt: now, static: static,
		caching: d.caching, mediaType: headerValue{content.MediaType}, varies: d.varies,
	}, err
}

// Marshal writes a view as it is answered.
func Marshal(view any) ([]byte, error) {
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
	return rendition{
		body: body, etag: headerValue{`"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`},
		length: headerValue{strconv.Itoa(len(body))},
	}
}

func (d document) answer(c *gin.Context) {
	header := c.Writer.Header()
	chosen := d.plain
	if acceptsGzip(c.GetHeader("Accept-Encoding")) {
		chosen = d.packed
		header.Set("Content-Encoding", "gzip")
	}
	if vary := header["Vary"]; len(vary) == 1 && vary[0] == "Accept-Language" {
		header["Vary"] = d.varies // as it nearly always is, in one line
	} else {
		header.Add("Vary", "Accept-Encoding")
	}
	header["Etag"], header["Cache-Control"], header["Content-Type"] = chosen.etag, d.caching, d.mediaType
	if matches(c.GetHeader("If-None-Match"), chosen.etag[0]) {
		header.Del("Content-Encoding")
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	header["Content-Length"] = chosen.length
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
