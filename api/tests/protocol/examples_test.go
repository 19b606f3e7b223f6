package protocol_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
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
		w.Hire(models.RoleOfficer, "reza@example.org")
		surveys := w.stageSurveys()
		sent, passedOver := 0, map[string]string{}
		for route, operation := range operations(t) {
			method, path, _ := strings.Cut(route, " ")
			for name, request := range requestsOf(t, operation.OperationID) {
				if reason, found := notAlone()[operation.OperationID]; found {
					passedOver[operation.OperationID] = reason
					continue
				}
				path, headers := w.stage(operation, path)
				path, form := surveys.put(operation.OperationID, name, path, w.current(request))
				got := w.Send(method, path, form, headers...)
				require.Equal(t, success(t, operation), got.Status, "%s %s: %s", operation.OperationID, name, got.Body)
				sent++
			}
		}
		require.Equal(t, notAlone(), passedOver)
		require.GreaterOrEqual(t, sent, 69)
	})
}

// stage sets up what an operation needs, and answers where to send its example and with what credential.
func (w *world) stage(operation granted, path string) (target string, headers []string) {
	w.T.Helper()
	receipt := w.File(names)
	switch {
	case len(operation.Roles) > 0:
		m := w.Staff(operation.Roles[0])
		headers = m.Headers()
		if strings.Contains(path, "{reference}") {
			require.Equal(w.T, http.StatusOK, w.Do(m, receipt.Reference, "assign", `{"account":"me"}`).Status)
		}
	case len(operation.Security) > 0:
		headers = apitest.Holding(receipt.ReceiptCode)
	}
	id := w.prepared(operation.OperationID, &headers)
	switch operation.OperationID {
	case "changeAccount":
		id = w.Staff(models.RoleOfficer).Account.String()
	case "changeCannedReply":
		id = "0198c5a0-0000-7000-8000-000000000001"
	case "reviewMyCase", "rateMyCase":
		w.Take(w.Staff(models.RoleOfficer), receipt.Reference,
			models.StateAcknowledged, models.StateInProgress, models.StateAnswered)
	}
	return strings.NewReplacer(
		"{form}", "complaint", "{reference}", receipt.Reference, "{id}", id, "{version}", id, "{date}", "2027-03-10",
	).Replace(path), headers
}

// prepared makes what the example of an operation is about, with the examples of other operations, and answers its id,
// or the number of a version; empty where nothing of the site's own is needed. headers may come to show more.
func (w *world) prepared(operationID string, headers *[]string) (id string) {
	w.T.Helper()
	switch operationID {
	case "changeAnnouncement":
		return w.example("createAnnouncement", "", *headers).ID
	case "changeLink":
		return w.example("createLink", "", *headers).ID
	case "changePolicyDraft":
		return strconv.Itoa(w.example("draftPolicy", "", *headers).Version)
	case "publishPolicy":
		w.callOff(*headers)
		id = strconv.Itoa(w.example("draftPolicy", "", *headers).Version)
		w.example("changePolicyDraft", id, *headers)
		return id
	case "setFormMemory":
		*headers = append(*headers, "Consent-Id", w.example("savePreferences", "", nil).ConsentID)
	}
	return ""
}

// named is what answers call what they made.
type named struct {
	ID        string
	Version   int
	ConsentID string `json:"consent_id"`
}

// example sends the first example of an operation.
func (w *world) example(operationID, version string, headers []string) named {
	w.T.Helper()
	for route, operation := range operations(w.T) {
		if operation.OperationID != operationID {
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		request := w.current(requestsOf(w.T, operationID)["request"])
		got := w.Send(method, strings.Replace(path, "{version}", version, 1), string(request), headers...)
		require.Equal(w.T, success(w.T, operation), got.Status, "%s: %s", operationID, got.Body)
		return apitest.Decode[named](w.T, got)
	}
	require.Fail(w.T, "no such operation", operationID)
	return named{}
}

// callOff cancels the version of the privacy policy that waits to take effect: there can be one.
func (w *world) callOff(headers []string) {
	w.T.Helper()
	if next := apitest.Decode[models.PolicyView](w.T, w.Get("/api/v1/privacy-policy")).Next; next != nil {
		path := "/api/v1/staff/privacy-policy/versions/" + strconv.Itoa(next.Version) + "/cancel"
		got := w.Post(path, "", headers...)
		require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	}
}

// current is a request with the hash of the privacy policy in force in the place of the example's.
func (w *world) current(request json.RawMessage) json.RawMessage {
	w.T.Helper()
	var form struct {
		PolicyHash string `json:"policy_hash"`
	}
	require.NoError(w.T, json.Unmarshal(request, &form))
	if form.PolicyHash == "" {
		return request
	}
	inForce := apitest.Decode[models.PolicyView](w.T, w.Get("/api/v1/privacy-policy"))
	return bytes.Replace(request, []byte(form.PolicyHash), []byte(inForce.Hash), 1)
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
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "examples", operationID+".json"))
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
