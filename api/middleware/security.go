package middleware

import (
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/services/fault"
)

// SecurityHeaders sets what a browser is to be told with every answer. Answers are not to be stored unless a handler
// says otherwise. secure adds HSTS, for a service that is only ever reached through TLS.
func SecurityHeaders(secure bool) gin.HandlerFunc {
	fixed := map[string][]string{
		"X-Content-Type-Options":       {"nosniff"},
		"X-Frame-Options":              {"DENY"},
		"Referrer-Policy":              {"no-referrer"},
		"Content-Security-Policy":      {"default-src 'none'; frame-ancestors 'none'"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Cache-Control":                {"no-store"},
	}
	if secure {
		fixed["Strict-Transport-Security"] = []string{"max-age=63072000; includeSubDomains"}
	}
	return func(c *gin.Context) {
		header := c.Writer.Header()
		maps.Copy(header, fixed)
		c.Next()
	}
}

// Scheme tells handlers whether the caller came over TLS: always, if secure, else when a trusted proxy says so in
// X-Forwarded-Proto. Proxies are addresses or ranges, found to be well-formed.
func Scheme(secure bool, proxies []string) gin.HandlerFunc {
	trusted := prefixes(proxies)
	return func(c *gin.Context) {
		if secure || c.GetHeader("X-Forwarded-Proto") == "https" && comesFrom(trusted, c.RemoteIP()) {
			web.SetSecure(c)
		}
		c.Next()
	}
}

func prefixes(proxies []string) (trusted []netip.Prefix) {
	for _, proxy := range proxies {
		if prefix, err := netip.ParsePrefix(proxy); err == nil {
			trusted = append(trusted, prefix)
		} else if address, err := netip.ParseAddr(proxy); err == nil {
			trusted = append(trusted, netip.PrefixFrom(address, address.BitLen()))
		}
	}
	return trusted
}

func comesFrom(trusted []netip.Prefix, remote string) bool {
	address, err := netip.ParseAddr(remote)
	return err == nil && slices.ContainsFunc(trusted, func(prefix netip.Prefix) bool {
		return prefix.Contains(address.Unmap())
	})
}

// PageSecurity is the content policy of the description's own page, which has scripts and styles of its own.
func PageSecurity(c *gin.Context) {
	c.Header("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "+
		"img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'")
	c.Header("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
	c.Next()
}

// CORS lets the configured origins call the API from a browser (https://fetch.spec.whatwg.org/#http-cors-protocol).
// Another origin is refused with a problem document.
func CORS(origins []string, problems *web.Problems) gin.HandlerFunc {
	allow := cors.New(cors.Config{
		AllowOriginFunc: func(origin string) bool { return slices.Contains(origins, origin) },
		AllowMethods:    []string{"GET", "POST", "PUT", "PATCH", "DELETE"},
		AllowHeaders: []string{
			"Accept-Language", "Authorization", "Consent-Id", "Content-Type", "Idempotency-Key", "If-None-Match",
		},
		AllowCredentials: true,
		ExposeHeaders: []string{
			"Content-Disposition", "Content-Language", "ETag", "Idempotency-Replayed", "RateLimit-Limit",
			"RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "X-Request-Id",
		},
		MaxAge: 2 * time.Hour,
	})
	return func(c *gin.Context) {
		if len(origins) > 0 {
			// Also where there is none: a cache must not give this answer to a browser elsewhere.
			c.Writer.Header().Add("Vary", "Origin")
		}
		origin := c.GetHeader("Origin")
		if origin == "" {
			c.Next()
			return
		}
		if !slices.Contains(origins, origin) && !sameOrigin(origin, c.Request) {
			problems.Answer(c, fault.New(fault.Forbidden, "origin_not_allowed"))
			return
		}
		allow(c)
	}
}

// sameOrigin recognises the Origin header that browsers send along within one site.
func sameOrigin(origin string, r *http.Request) bool {
	return origin == "http://"+r.Host || origin == "https://"+r.Host
}
