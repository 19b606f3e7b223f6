package api_test

import "encoding/json"

// body is a JSON object of the given names and values.
func body(pairs ...string) string {
	object := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		object[pairs[i]] = pairs[i+1]
	}
	text, _ := json.Marshal(object) // texts are never refused
	return string(text)
}
