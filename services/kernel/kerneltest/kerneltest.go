// Package kerneltest is what the tests of every room stand on: an environment over a real database, a clock that the
// test sets, requests, what a refusal has to be, and the same thing done from many sides at once.
//
// Each room has a world of its own, made of that room and those below it:
//
//	type world struct {
//		*kerneltest.Clock
//		Links *content.Links
//		DB    *gorm.DB
//	}
package kerneltest

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
)

// Day is what most times in tests are counted in.
const Day = 24 * time.Hour

// Tester is what *testing.T and *rapid.T have in common.
type Tester interface {
	require.TestingT
	Helper()
	Context() context.Context
}

// Clock is a clock that the test sets.
type Clock struct{ Now time.Time }

// NewClock begins on a Sunday at noon in Tehran.
func NewClock() *Clock { return &Clock{Now: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)} }

// Pass lets time go by; a negative duration sets the clock back.
func (c *Clock) Pass(d time.Duration) { c.Now = c.Now.Add(d) }

// Environment is one over a database, with the keys of a keyring that was made for it, in Tehran. A room makes it ready
// with kernel.New and its forms.
func Environment(t Tester, db *gorm.DB, clock *Clock) kernel.Environment {
	t.Helper()
	keyring, err := seal.New()
	require.NoError(t, err)
	zone, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	return kernel.Environment{
		DB: db, Keyring: keyring, Clock: func() time.Time { return clock.Now }, NewID: uuid.NewV7, Zone: zone,
		FreeText: kernel.MaskFreeText,
	}
}

// With is the input of a request without an Idempotency-Key.
func With[F any](form F) kernel.Input[F] { return kernel.Input[F]{Form: &form} }

// Once is the input of a request with an Idempotency-Key.
func Once[F any](form F, scope, key string) kernel.Input[F] {
	return kernel.Input[F]{Form: &form, Request: kernel.Request{Scope: scope, Key: key, Body: []byte(key)}}
}

// Sara is somebody who complains.
func Sara() models.Person { return models.Person{FirstName: "سارا", LastName: "احمدی"} }

// Editor is somebody who edits, without an account.
func Editor() models.Actor { return models.Actor{Role: models.RoleEditor} }

// Staff is somebody of the staff, with an account that only the ledger knows.
func Staff(role models.Role) models.Actor { return models.Actor{Role: role, Account: uuid.New()} }

// RequireFault fails unless an error is this fault, and answers it.
func RequireFault(t Tester, err error, kind fault.Kind, code string) fault.Error {
	t.Helper()
	require.Error(t, err)
	refused := fault.As(err)
	require.Equal(t, code, refused.Code, "%v", err)
	require.Equal(t, kind, refused.Kind, "%v", err)
	return *refused
}

// RequireViolation fails unless this, and nothing else, is what is wrong with the form.
func RequireViolation(t Tester, err error, pointer, code string) {
	t.Helper()
	refused := RequireFault(t, err, fault.Invalid, "validation_failed")
	require.Len(t, refused.Violations, 1, "%v", refused.Violations)
	require.Equal(t, []string{pointer, code}, []string{refused.Violations[0].Pointer, refused.Violations[0].Code})
}

// Violated are the pointers and codes of what is wrong with a form, sorted.
func Violated(t Tester, err error) []string {
	t.Helper()
	refused := RequireFault(t, err, fault.Invalid, "validation_failed")
	lines := []string{}
	for _, violation := range refused.Violations {
		lines = append(lines, violation.Pointer+" "+violation.Code)
	}
	slices.Sort(lines)
	return lines
}
