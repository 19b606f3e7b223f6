// Package middleware is what every request passes on its way to a handler.
package middleware

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"amanat/handlers/web"
	"amanat/services/fault"
)

// RequestID gives each request an id of our own making. One that the client sends is not taken over: it would be
// somebody else's text in our logs.
func RequestID(newID func() (uuid.UUID, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		if id, err := newID(); err == nil {
			c.Header(web.RequestIDHeader, id.String())
		}
		c.Next()
	}
}

// AccessLog writes one line per request: what was called and how it went. Who called is not in it: no address, no
// agent, no query, and of the path only the route's pattern, since a path may hold a secret.
func AccessLog(log *slog.Logger, clock func() time.Time) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := clock()
		c.Next()
		if !log.Enabled(c.Request.Context(), slog.LevelInfo) {
			return
		}
		end := clock()
		// The logger itself would look up where in the program this is, for every request.
		line := slog.NewRecord(end, slog.LevelInfo, "request", 0)
		line.AddAttrs(
			slog.String("request_id", web.RequestID(c)),
			slog.String("method", knownMethod(c.Request.Method)),
			slog.String("route", c.FullPath()),
			slog.Int("status", c.Writer.Status()),
			slog.Int64("duration_us", end.Sub(start).Microseconds()),
			slog.Int("bytes", max(c.Writer.Size(), 0)),
		)
		_ = log.Handler().Handle(c.Request.Context(), line) // a log that cannot be written cannot be told of
	}
}

// knownMethod keeps a made-up method, which is the client's text, out of the log.
func knownMethod(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return method
	default:
		return "other"
	}
}

// Recover turns a panic into a problem document. The log gets the stack, and the panic's own words only when they come
// from the Go runtime: any others could hold somebody's data.
func Recover(problems *web.Problems, log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			words := fmt.Sprintf("%T", cause)
			if failure, ok := cause.(runtime.Error); ok {
				words = failure.Error()
			}
			log.ErrorContext(c.Request.Context(), "panic", "request_id", web.RequestID(c),
				"route", c.FullPath(), "panic", words, "stack", string(debug.Stack()))
			if c.Writer.Written() {
				c.Abort()
				return
			}
			problems.Answer(c, fault.New(fault.Internal, "internal"))
		}()
		c.Next()
	}
}

// Deadline bounds the work of a request.
func Deadline(limit time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

// Lasting is Deadline for what may take longer than the server otherwise waits for a body and an answer.
func Lasting(limit time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
		defer cancel()
		control := http.NewResponseController(c.Writer)
		if until, ok := ctx.Deadline(); ok {
			// Where there is no connection, as in a test, there is nothing to extend.
			_ = errors.Join(control.SetReadDeadline(until), control.SetWriteDeadline(until.Add(limit)))
		}
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}
