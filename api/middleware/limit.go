package middleware

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/httprate"

	"amanat/handlers/web"
	"amanat/services/fault"
	"amanat/services/kit/crockford"
)

// pseudonymLife is how long the key lives that turns addresses into pseudonyms.
const pseudonymLife = time.Hour

// Limiter bounds how often one caller may call a group of routes. It counts in memory, per process, by a keyed hash of
// the address or the credential; the key is random, never stored, and replaced every hour, so that no count can be
// traced to anybody (clause `auto-ip`).
type Limiter struct {
	clock    func() time.Time
	problems *web.Problems

	mu      sync.Mutex
	key     [32]byte
	expires time.Time
}

// NewLimiter makes a limiter.
func NewLimiter(clock func() time.Time, problems *web.Problems) *Limiter {
	return &Limiter{clock: clock, problems: problems}
}

// Key says who is counted together; the empty key is not counted.
type Key func(c *gin.Context) string

// Caller counts by the address that a request comes from.
func Caller(c *gin.Context) string { return network(c.ClientIP()) }

// Credential counts by the receipt code that the caller shows, whatever address it is shown from and however it is
// spelled: each spelling would have tries of its own otherwise. What is no code opens nothing and is not counted.
func Credential(c *gin.Context) string {
	code, ok := crockford.ParseCode(web.ReceiptCode(c))
	if !ok {
		return ""
	}
	return string(code)
}

// Limit bounds the requests in a window with the same key, over all routes that share the handler.
func (l *Limiter) Limit(requests int, window time.Duration, by Key) gin.HandlerFunc {
	counter := httprate.NewRateLimiter(requests, window, httprate.WithResponseHeaders(httprate.ResponseHeaders{
		Limit: "RateLimit-Limit", Remaining: "RateLimit-Remaining", Reset: "RateLimit-Reset", RetryAfter: "Retry-After",
	}))
	return func(c *gin.Context) {
		caller := by(c)
		if caller == "" {
			c.Next()
			return
		}
		over := counter.OnLimit(c.Writer, c.Request, l.pseudonym(caller))
		reset := l.untilReset(c.Writer.Header())
		if over {
			refused := fault.New(fault.TooMany, "too_many_requests")
			refused.RetryAfter = reset
			l.problems.Answer(c, refused)
			return
		}
		c.Next()
	}
}

// untilReset turns the library's point in time into the seconds left, as the RateLimit header fields have it
// (draft-ietf-httpapi-ratelimit-headers).
func (l *Limiter) untilReset(header http.Header) time.Duration {
	at, err := strconv.ParseInt(header.Get("RateLimit-Reset"), 10, 64)
	if err != nil {
		return time.Second
	}
	left := max(time.Unix(at, 0).Sub(l.clock()), time.Second).Round(time.Second)
	header.Set("RateLimit-Reset", strconv.Itoa(int(left.Seconds())))
	return left
}

func (l *Limiter) pseudonym(caller string) string {
	key := l.currentKey()
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte(caller))
	return string(mac.Sum(nil))
}

func (l *Limiter) currentKey() [32]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.clock(); !now.Before(l.expires) {
		_, _ = rand.Read(l.key[:]) // never fails: crypto/rand ends the program instead
		l.expires = now.Add(pseudonymLife)
	}
	return l.key
}

// network is what one caller is taken to be: an IPv4 address, or the /64 that an IPv6 household has.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
