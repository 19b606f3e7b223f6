package kerneltest

import (
	"flag"
	"testing"

	"pgregory.net/rapid"
)

// Check is rapid.Check for a law of which a case costs many round trips to a database: it draws so many cases instead
// of the usual hundred. -rapid.checks asks for any other number (make fuzz does).
func Check(t *testing.T, cases int, law func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	unbounded := checks == nil || checks.Value.String() != checks.DefValue
	drawn := 0
	rapid.Check(t, func(t *rapid.T) {
		// The rest of the hundred are done at once. After a failure every run counts: rapid looks for a smaller case.
		if drawn++; drawn > cases && !unbounded {
			return
		}
		held := false
		defer func() { unbounded = unbounded || !held }()
		law(t)
		held = true
	})
}
