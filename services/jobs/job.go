// Package jobs does periodic work while the program serves: a scheduler, and leases in the database, so that of many
// replicas one does what is leased. What is done when is listed in services/schedule.go.
//
// A lease is a row of leases with a holder and an end; it is taken by an upsert that only replaces one that has ended,
// and given back when the work is done. A replica that vanished keeps the others from its work for two minutes.
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
