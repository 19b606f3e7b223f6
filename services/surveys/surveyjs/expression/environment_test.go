package expression_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs/expression"
)

// answers is an environment at noon of 23 November 2026 in Tehran.
type answers map[string]any

func (a answers) Value(reference string) any { return a[reference] }

func (answers) Today() time.Time {
	return time.Date(2026, time.November, 23, 12, 0, 0, 0, tehran())
}

// timed are answers with a clock of their own.
type timed struct {
	answers

	now time.Time
}

func (t timed) Today() time.Time { return t.now }

func atNoon(given answers) expression.Environment { return timed{answers: given, now: given.Today()} }

// ranked are answers to rankings.
type ranked struct {
	answers

	rankings []string
}

func (r ranked) Ordered(reference string) bool { return slices.Contains(r.rankings, reference) }

func tehran() *time.Location {
	zone, err := time.LoadLocation("Asia/Tehran")
	if err != nil {
		return time.FixedZone("", (3*60+30)*60)
	}
	return zone
}

func parse(t require.TestingT, text string) *expression.Expression {
	if t, ok := t.(testing.TB); ok {
		t.Helper()
	}
	parsed, err := expression.Parse(text)
	require.NoError(t, err, text)
	return parsed
}
