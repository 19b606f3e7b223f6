package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/docs"
)

// described is what of the description this test needs.
type described struct {
	Paths map[string]map[string]struct {
		OperationID string `json:"operationId"`
		Security    []map[string][]string
	}
}

// TestExamplesOfTheDescriptionWork sends every example of a request and expects the answer that the description shows
// for it first.
func TestExamplesOfTheDescriptionWork(t *testing.T) {
	var document described
	require.NoError(t, json.Unmarshal(docs.OpenAPI(), &document))
	everywhere(t, func(t *testing.T, w *world) {
		sent := 0
		for path, operations := range document.Paths {
			for method, operation := range operations {
				for name, request := range requestsOf(t, operation.OperationID) {
					var headers []string
					if len(operation.Security) > 0 {
						headers = holding(w.file(names).ReceiptCode)
					}
					target := strings.ReplaceAll(path, "{form}", "complaint")
					got := w.send(strings.ToUpper(method), target, string(request), headers...)
					require.Contains(t, []int{http.StatusOK, http.StatusCreated}, got.status,
						"%s %s: %s", operation.OperationID, name, got.body)
					sent++
				}
			}
		}
		require.GreaterOrEqual(t, sent, 7)
	})
}

// requestsOf reads the examples of an operation's request.
func requestsOf(t *testing.T, operationID string) map[string]json.RawMessage {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "examples", operationID+".json"))
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	var file struct {
		Request  json.RawMessage
		Requests map[string]json.RawMessage
	}
	require.NoError(t, json.Unmarshal(text, &file))
	if file.Requests == nil {
		file.Requests = map[string]json.RawMessage{}
	}
	if file.Request != nil {
		file.Requests["request"] = file.Request
	}
	return file.Requests
}
