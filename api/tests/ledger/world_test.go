// Package ledger_test is the story of the ledger: found by whoever may read it, reckoned anew by anybody, and its heads
// for everybody to keep.
package ledger_test

import (
	"testing"

	"amanat/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// world needs no verbs of its own here.
type world = apitest.World

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	apitest.Everywhere(t, test)
}

const (
	names      = apitest.Names
	staffCases = apitest.CasesPath
	ledger     = apitest.LedgerPath
)
