package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"amanat/api/wire"
	"amanat/services/fault"
)

// headLimit is the largest request head, in bytes.
const headLimit = 16 << 10

// Timeouts bound each phase of a connection, so that a slow or silent client cannot hold it for ever.
type Timeouts struct {
	Head  time.Duration // from the first byte of a request to the end of its head
	Read  time.Duration // to the end of its body
	Write time.Duration // to the end of the answer
	Idle  time.Duration // between two requests
	Drain time.Duration // at the end of the service, for what is in flight
}

// DefaultTimeouts suit people on slow lines.
func DefaultTimeouts() Timeouts {
	return Timeouts{
		Head: 5 * time.Second, Read: 10 * time.Second, Write: 30 * time.Second,
		Idle: 75 * time.Second, Drain: 30 * time.Second,
	}
}

const (
	// heapGrowth lets the heap grow fivefold before it is collected: what lives is small, what a request makes is
	// garbage at its end, and collecting after every 4 MB would cost a tenth of the throughput.
	heapGrowth = 400
	// heapLimit is where collecting becomes frequent again, in bytes.
	heapLimit = 160 << 20
)

// TuneMemory sets the garbage collector of the whole process for this server.
func TuneMemory() {
	debug.SetGCPercent(heapGrowth)
	debug.SetMemoryLimit(heapLimit)
}

// Serve answers requests on the listener until ctx ends. Then it accepts nothing new, finishes what is in flight and
// returns nil, or an error if that took longer than it may.
func (a *API) Serve(ctx context.Context, listener net.Listener) error {
	timeouts := a.options.Timeouts
	server := &http.Server{
		Handler:           a.engine,
		ReadHeaderTimeout: timeouts.Head,
		ReadTimeout:       timeouts.Read,
		WriteTimeout:      timeouts.Write,
		IdleTimeout:       timeouts.Idle,
		MaxHeaderBytes:    headLimit,
		// What net/http has to say of connections names their addresses (clause `auto-ip`).
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	guarded := wire.Guard(server, listener, a.unreadable)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(guarded) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		return drain(context.WithoutCancel(ctx), server, timeouts.Drain)
	}
}

func drain(ctx context.Context, server *http.Server, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("drain: %w", err), server.Close())
	}
	return nil
}

// unreadable describes the refusal of a request that no handler ever saw.
func (a *API) unreadable(status int) wire.Problem {
	problem := wire.Problem{Language: a.options.Language, Time: a.options.Clock()}
	if id, err := a.options.NewID(); err == nil {
		problem.RequestID = id.String()
	}
	body, err := a.problems.Document(unreadable(status), problem.RequestID)
	if err == nil {
		problem.Body = body
	}
	return problem
}

func unreadable(status int) error {
	switch status {
	case http.StatusRequestHeaderFieldsTooLarge:
		return fault.New(fault.HeadersTooLarge, "headers_too_large")
	case http.StatusNotImplemented:
		return fault.New(fault.NotImplemented, "unsupported_transfer_encoding")
	case http.StatusHTTPVersionNotSupported:
		return fault.New(fault.VersionUnsupported, "unsupported_http_version")
	case http.StatusExpectationFailed:
		return fault.New(fault.ExpectationFailed, "expectation_failed")
	default:
		return fault.New(fault.Malformed, "malformed_request")
	}
}

// allowed reads the methods of an Allow header.
func allowed(header http.Header) []string {
	var methods []string
	for method := range strings.SplitSeq(header.Get("Allow"), ",") {
		if method = strings.TrimSpace(method); method != "" {
			methods = append(methods, method)
		}
	}
	return methods
}
