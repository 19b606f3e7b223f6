package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// notAlone are the operations whose example works for nobody but those it was made for, with the reason.
func notAlone() map[string]string {
	return map[string]string{
		"confirmSecondFactor": "the code is of one secret and one moment",
		"renewRecoveryCodes":  "the code is of one secret and one moment",
		"finishSignOn":        "code and state are what an identity provider sent back once",
	}
}

// TestExamplesOfTheDescriptionWork sends every example of a request and expects the answer that the description shows
// for it first.
func TestExamplesOfTheDescriptionWork(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.hire(models.RoleOfficer, "reza@example.org")
		sent, passedOver := 0, map[string]string{}
		for route, operation := range operations(t) {
			method, path, _ := strings.Cut(route, " ")
			for name, request := range requestsOf(t, operation.OperationID) {
				if reason, found := notAlone()[operation.OperationID]; found {
					passedOver[operation.OperationID] = reason
					continue
				}
				path, headers := w.stage(operation, path)
				got := w.send(method, path, string(request), headers...)
				require.Equal(t, success(t, operation), got.status, "%s %s: %s", operation.OperationID, name, got.body)
				sent++
			}
		}
		require.Equal(t, notAlone(), passedOver)
		require.GreaterOrEqual(t, sent, 28)
	})
}

// stage sets up what an operation needs, and answers where to send its example and with what credential.
func (w *world) stage(operation granted, path string) (target string, headers []string) {
	w.t.Helper()
	receipt := w.file(names)
	switch {
	case len(operation.Roles) > 0:
		m := w.staff(operation.Roles[0])
		headers = m.headers()
		if strings.Contains(path, "{reference}") {
			require.Equal(w.t, http.StatusOK, w.do(m, receipt.Reference, "assign", `{"account":"me"}`).status)
		}
	case len(operation.Security) > 0:
		headers = holding(receipt.ReceiptCode)
	}
	id := ""
	switch operation.OperationID {
	case "changeAccount":
		id = w.staff(models.RoleOfficer).account.String()
	case "changeCannedReply":
		id = "0198c5a0-0000-7000-8000-000000000001"
	case "reviewMyCase", "rateMyCase":
		w.take(w.staff(models.RoleOfficer), receipt.Reference,
			models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
	}
	return strings.NewReplacer(
		"{form}", "complaint", "{reference}", receipt.Reference, "{id}", id, "{date}", "2027-03-10",
	).Replace(path), headers
}

// success is the one status with which an operation succeeds.
func success(t *testing.T, operation granted) int {
	t.Helper()
	var successes []string
	for status := range operation.Responses {
		if strings.HasPrefix(status, "2") {
			successes = append(successes, status)
		}
	}
	require.Len(t, successes, 1, operation.OperationID)
	status, err := strconv.Atoi(successes[0])
	require.NoError(t, err)
	return status
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
