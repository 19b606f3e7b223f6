package web

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/singleflight"
)

// Documents is a response cache. It renders public documents once and serves them until they are no longer fresh: with
// a strong ETag each for the plain and the compressed form, and 304 for who has it already (RFC 9110, section 13.1.2).
type Documents struct {
	clock   func() time.Time
	caching headerValue
	varies  headerValue
	mu      sync.RWMutex
	byKey   map[string]document
	// bytes is what they take, changes how often everything was forgotten.
	bytes, changes int
	flight         singleflight.Group
}

// fresh is how long a document is served though it may have changed meanwhile; what it is made of may be as old again.
const fresh = 2 * time.Second

// mostDocuments and mostBytes bound the memory that documents take.
const (
	mostDocuments = 200
	mostBytes     = 16 << 20
)

// Values of Cache-Control.
const (
	// CacheMinute lets caches answer for a while without asking, CacheRevalidate only after asking every time.
	CacheMinute     = "public, max-age=60"
	CacheRevalidate = "public, no-cache"
	// CachePrivate is CacheRevalidate for who is signed in, and nobody else.
	CachePrivate = "private, no-cache"
	// PrivateNoStore is for answers that are one browser's alone.
	PrivateNoStore = "private, no-store"
)

// NewDocuments makes an empty cache, whose documents are sent with one value of Cache-Control.
func NewDocuments(clock func() time.Time, caching string) *Documents {
	return &Documents{
		clock: clock, caching: headerValue{caching}, varies: headerValue{"Accept-Language, Accept-Encoding"},
		byKey: map[string]document{},
	}
}

// renderTimeout bounds the work that rendering may take.
const renderTimeout = 10 * time.Second

// Serve answers the document under this key. Where there is no fresh one it renders what build answers: a File, a
// StaticFile, an Immutable, or else a view, as JSON.
func (d *Documents) Serve(c *gin.Context, key string, build func(context.Context) (any, error)) error {
	now := d.clock()
	d.mu.RLock()
	cached, ok := d.byKey[key]
	changes := d.changes
	d.mu.RUnlock()
	if !ok || !cached.static && now.Sub(cached.renderedAt).Abs() >= fresh {
		var err error
		if cached, err = d.renew(c.Request.Context(), key, changes, build); err != nil {
			return err
		}
	}
	cached.answer(c)
	return nil
}

// renew renders a document, once for all who ask for it at the same time, unless it has changed between them.
func (d *Documents) renew(
	ctx context.Context, key string, changes int, build func(context.Context) (any, error),
) (document, error) {
	rendered, err, _ := d.flight.Do(strconv.Itoa(changes)+" "+key, func() (any, error) {
		// Who asked first may go, and others wait for the same.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renderTimeout)
		defer cancel()
		now := d.clock()
		view, err := build(ctx)
		if err != nil {
			return document{}, err
		}
		rendered, err := d.render(view, now)
		if err == nil {
			d.keep(key, rendered, changes)
		}
		return rendered, err
	})
	found, _ := rendered.(document)
	return found, err
}

// keep keeps a document, unless everything was forgotten while it was rendered.
func (d *Documents) keep(key string, rendered document, changes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.changes != changes {
		return
	}
	old := d.byKey[key]
	if d.bytes += rendered.size() - old.size(); d.bytes > mostBytes || len(d.byKey) >= mostDocuments {
		clear(d.byKey)
		d.bytes = rendered.size()
	}
	d.byKey[key] = rendered
}

// Invalidate empties the cache, when what documents show has changed.
func (d *Documents) Invalidate() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.byKey)
	d.bytes = 0
	d.changes++
}

// ServeUncached answers a document, of the same kinds as Serve, that is not worth keeping.
func (d *Documents) ServeUncached(c *gin.Context, view any) error {
	rendered, err := d.render(view, d.clock())
	if err != nil {
		return err
	}
	rendered.answer(c)
	return nil
}
