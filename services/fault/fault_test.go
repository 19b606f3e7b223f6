package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/fault"
)

func TestKindsListsEveryKindOnce(t *testing.T) {
	for i, kind := range fault.Kinds() {
		require.Equal(t, fault.Kind(i), kind)
	}
	require.Equal(t, fault.NotSatisfiable, fault.Kinds()[len(fault.Kinds())-1])
}

func TestTheZeroFaultIsInternal(t *testing.T) {
	require.Equal(t, fault.Internal, new(fault.Error).Kind)
}

func TestAFaultIsFoundInAChain(t *testing.T) {
	refused := fault.New(fault.NotFound, "form_unknown")
	err := fmt.Errorf("describe: %w", errors.Join(io.EOF, fmt.Errorf("form: %w", refused)))

	require.Same(t, refused, fault.As(err))
	require.True(t, fault.Is(err, "form_unknown"))
	require.False(t, fault.Is(err, "not_found"))
}

func TestTheOutermostFaultCounts(t *testing.T) {
	inner := fault.New(fault.NotFound, "not_found")
	outer := fault.Wrap(fault.Conflict, "idempotency_conflict", inner)

	require.Equal(t, fault.Conflict, fault.As(outer).Kind)
	require.True(t, fault.Is(outer, "idempotency_conflict"))
	require.ErrorIs(t, outer, inner)
}

func TestAnUnknownErrorIsInternal(t *testing.T) {
	failure := fault.As(io.ErrUnexpectedEOF)

	require.Equal(t, fault.Internal, failure.Kind)
	require.Equal(t, "internal", failure.Code)
	require.ErrorIs(t, failure, io.ErrUnexpectedEOF)
	require.False(t, fault.Is(io.ErrUnexpectedEOF, "internal"))
}

func TestNoErrorIsNoFaultOfAnyCode(t *testing.T) {
	require.False(t, fault.Is(nil, "internal"))
	require.False(t, fault.Is(nil, ""))
}

func TestTheCauseIsInTheChain(t *testing.T) {
	err := fault.Wrap(fault.Unavailable, "unavailable", fmt.Errorf("begin: %w", io.ErrClosedPipe))

	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.EqualError(t, err, "unavailable: begin: io: read/write on closed pipe")
	require.EqualError(t, fault.New(fault.Conflict, "too_many_messages"), "too_many_messages")
	require.NoError(t, fault.New(fault.Conflict, "too_many_messages").Unwrap())
}

func TestNoViolationsAreNoError(t *testing.T) {
	require.NoError(t, fault.Violated(nil))
	require.NoError(t, fault.Violated([]fault.Violation{}))
}

func TestViolationsAreInvalidInput(t *testing.T) {
	violations := []fault.Violation{
		{Pointer: "/first_name", Code: "required", Clause: "names-only"},
		{Pointer: "/message", Code: "too_long", Limit: "10000"},
	}
	err := fault.Violated(violations)

	require.True(t, fault.Is(err, "validation_failed"))
	require.Equal(t, fault.Invalid, fault.As(err).Kind)
	require.Equal(t, violations, fault.As(err).Violations)
}

// What a person typed can reach a violation's pointer (an unknown field's name); a log line must not repeat it.
func TestTheErrorTextNeverTellsTheInput(t *testing.T) {
	typed := rapid.StringMatching(`[آ-ی0-9A-Z]{3,20}`)
	rapid.Check(t, func(t *rapid.T) {
		violation := fault.Violation{
			Pointer: "/" + typed.Draw(t, "name"), Code: typed.Draw(t, "code"),
			Clause: typed.Draw(t, "clause"), Limit: typed.Draw(t, "limit"),
		}
		err := fault.Violated([]fault.Violation{violation})

		require.EqualError(t, err, "validation_failed")
		require.EqualError(t, fmt.Errorf("check: %w", err), "check: validation_failed")
	})
}
