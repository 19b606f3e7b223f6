package apitest

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Names is the least that whoever complains has to say.
const Names = `{"first_name":"سارا","last_name":"احمدی"}`

// Body is a JSON object of the given names and values.
func Body(pairs ...string) string {
	object := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		object[pairs[i]] = pairs[i+1]
	}
	return ToText(object)
}

// ToText is a value as JSON, and a text as it is.
func ToText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

// Decode reads the body of a reply.
func Decode[T any](t *testing.T, got Reply) T {
	t.Helper()
	var value T
	require.NoError(t, json.Unmarshal(got.Body, &value), string(got.Body))
	return value
}

// MembersOf are the names of a JSON object's members.
func MembersOf(t *testing.T, object json.RawMessage) []string {
	t.Helper()
	var found map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(object, &found))
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
