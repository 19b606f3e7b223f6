package api_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// body is a JSON object of the given names and values.
func body(t *testing.T, pairs ...string) string {
	t.Helper()
	object := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		object[pairs[i]] = pairs[i+1]
	}
	text, err := json.Marshal(object)
	require.NoError(t, err)
	return string(text)
}
