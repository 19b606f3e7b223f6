package jobs

import (
	"context"
	"log/slog"
	"slices"
	"time"
)

// Job is what is done at the start and again and again, never twice at the same time in one process.
type Job struct {
	Name  string
	Every time.Duration
	// Leased works are done by one of all replicas at a time.
	Leased bool
	// Last works are done once more when nobody is served any longer.
	Last bool
	Do   func(context.Context) (Counts, error)
}

// Counts counts what was done, for the log.
type Counts []slog.Attr

// nothing reports whether there was nothing to do.
func (d Counts) nothing() bool {
	return !slices.ContainsFunc(d, func(count slog.Attr) bool { return count.Value.Int64() != 0 })
}
