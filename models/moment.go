package models

import "time"

// Shown is a stored moment as the API shows it: UTC, whole seconds.
func Shown(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// ShownOrNil is Shown for a moment that may not be set.
func ShownOrNil(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	shown := Shown(*t)
	return &shown
}
