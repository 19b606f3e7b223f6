// Package fault is the domain's error: what kind of failure, a stable code, the violations and the clause of the
// statement behind it. It knows no HTTP status and no language; one place in handlers gives it both.
package fault

import (
	"errors"
	"time"

	"amanat/models"
)

// Kind is the class of a failure. Every kind has exactly one HTTP status.
type Kind int

// The kinds. Internal is the zero value, so that a fault somebody forgot to classify reveals nothing.
const (
	Internal Kind = iota
	Malformed
	Unauthenticated
	Forbidden
	NotFound
	MethodNotAllowed
	Timeout
	Conflict
	TooLarge
	UnsupportedMedia
	Invalid
	TooMany
	Unavailable
	HeadersTooLarge
	ExpectationFailed
	NotImplemented
	VersionUnsupported
	NotSatisfiable
)

// Kinds lists every kind, for tests that walk them.
func Kinds() []Kind {
	return []Kind{
		Internal, Malformed, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, Timeout, Conflict, TooLarge,
		UnsupportedMedia, Invalid, TooMany, Unavailable, HeadersTooLarge, ExpectationFailed, NotImplemented,
		VersionUnsupported, NotSatisfiable,
	}
}

// Error is a failure that may be told to the caller: all of it but the cause, which is for the log.
type Error struct {
	Kind Kind
	// Code is stable and machine-readable; it is also the key of the localised title and detail.
	Code       string
	Violations []Violation
	// Clause is the id of the statement's clause that is being kept, where there is one.
	Clause string
	// Allowed names what would have been possible instead (transitions, methods).
	Allowed []string
	// Notices go along with a dry run's violations.
	Notices []models.Notice
	// RetryAfter says when it may work again.
	RetryAfter time.Duration
	cause      error
}

// Violation is one rule that the input breaks.
type Violation struct {
	// Pointer is a JSON pointer (RFC 6901) into the input; for a query parameter, its name as a pointer.
	Pointer string
	Code    string
	Clause  string
	// Limit is the rule's parameter (a length, the allowed values), for the message.
	Limit string
	// Words take the message's place, by language, where whoever made the rule has said what to say.
	Words map[string]string
}

// New makes a fault of a kind.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// Wrap makes a fault with a cause. The cause is logged and never shown.
func Wrap(kind Kind, code string, cause error) *Error {
	return &Error{Kind: kind, Code: code, cause: cause}
}

// Violated collects violations into a fault; nil when there are none.
func Violated(violations []Violation) error {
	if len(violations) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "validation_failed", Violations: violations}
}

// Error is for logs: the code and the cause, never the input.
func (e *Error) Error() string {
	if e.cause != nil {
		return e.Code + ": " + e.cause.Error()
	}
	return e.Code
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// As finds the fault in an error's chain; an error without one is Internal.
func As(err error) *Error {
	if fault, ok := errors.AsType[*Error](err); ok {
		return fault
	}
	return Wrap(Internal, "internal", err)
}

// Is reports whether the error is a fault with this code.
func Is(err error, code string) bool {
	fault, ok := errors.AsType[*Error](err)
	return ok && fault.Code == code
}
