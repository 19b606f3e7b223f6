package batch

import "time"

// The limits of what writes to the database in batches.
const (
	// Writers is one: while it waits for its commit the next batch gathers, and larger batches cost the database less
	// than more of them at a time do. SQLite could not use a second one anyway.
	Writers = 1
	// MaxItems bounds how much one failing item can cost the others.
	MaxItems = 128
	// WriteTimeout bounds one batch, so that a database that hangs gives its callers an answer.
	WriteTimeout = 10 * time.Second
)
