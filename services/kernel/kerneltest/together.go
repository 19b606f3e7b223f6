package kerneltest

import (
	"sync"

	"github.com/stretchr/testify/require"

	"amanat/services/fault"
)

// Together does the same from many sides at once, and answers what each got.
func Together(sides int, do func(side int) error) []error {
	results := make([]error, sides)
	begin := make(chan struct{})
	var all sync.WaitGroup
	for side := range sides {
		all.Go(func() {
			<-begin
			results[side] = do(side)
		})
	}
	close(begin)
	all.Wait()
	return results
}

// Successes counts those that did not fail; every other one must have failed with one of the codes.
func Successes(t Tester, results []error, codes ...string) int {
	t.Helper()
	done := 0
	for _, err := range results {
		if err == nil {
			done++
			continue
		}
		require.Contains(t, codes, fault.As(err).Code, "%v", err)
	}
	return done
}

// Met fails unless an error has the code that was expected, none for "", and answers whether there was none.
func Met(t Tester, code string, err error) (ok bool) {
	t.Helper()
	if code == "" {
		require.NoError(t, err)
		return true
	}
	require.Error(t, err)
	require.Equal(t, code, fault.As(err).Code, "%v", err)
	return false
}
