package generator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// exampleFile is docs/examples/<operationId>.json.
type exampleFile struct {
	// Request is the body that first comes to mind; Requests are further ones, by name.
	Request  any            `json:"request"`
	Requests map[string]any `json:"requests"`
	// Responses are bodies by status; Alternatives are further ones, by status and name. What is text is an example of
	// the media types that are no JSON.
	Responses    map[string]any            `json:"responses"`
	Alternatives map[string]map[string]any `json:"alternatives"`
}

// firstExample names the request that first comes to mind: readers' tools show the first by name.
const firstExample = "basic"

// addExamples puts the examples of a directory into the operations that its files are named after.
func addExamples(doc *openapi3.T, dir string) error {
	byID := map[string]operation{}
	for _, operation := range operations(doc) {
		byID[operation.OperationID] = operation
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return fmt.Errorf("list the examples: %w", err)
	}
	var errs []error
	for _, file := range files {
		id := strings.TrimSuffix(filepath.Base(file), ".json")
		operation, ok := byID[id]
		if !ok {
			errs = append(errs, fmt.Errorf("examples %s.json: there is no such operation", id))
			continue
		}
		examples, err := readExamples(file)
		if err == nil {
			err = errors.Join(operation.addRequests(examples), operation.addResponses(examples))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("examples %s.json: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

func readExamples(file string) (exampleFile, error) {
	var examples exampleFile
	content, err := os.ReadFile(file) //nolint:gosec // a file that was found in the directory of examples
	if err != nil {
		return examples, fmt.Errorf("read: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&examples); err != nil {
		return examples, fmt.Errorf("decode: %w", err)
	}
	return examples, nil
}

func (o operation) addRequests(examples exampleFile) error {
	requests := maps.Clone(examples.Requests)
	if examples.Request != nil {
		if requests == nil {
			requests = map[string]any{}
		}
		requests[firstExample] = examples.Request
	}
	switch {
	case len(requests) == 0:
		return nil
	case o.RequestBody == nil:
		return errors.New("the operation takes no body")
	case o.RequestBody.Value.Content[mediaForm] != nil:
		return errors.New("the operation takes a file")
	}
	for name, value := range requests {
		for _, media := range o.RequestBody.Value.Content {
			media.WithExample(name, value)
		}
	}
	return nil
}

func (o operation) addResponses(examples exampleFile) error {
	for _, status := range slices.Sorted(maps.Keys(examples.Responses)) {
		value := examples.Responses[status]
		if err := o.addResponse(status, exampleName(value), value); err != nil {
			return err
		}
	}
	for _, status := range slices.Sorted(maps.Keys(examples.Alternatives)) {
		for name, value := range examples.Alternatives[status] {
			if err := o.addResponse(status, name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o operation) addResponse(status, name string, value any) error {
	response := o.Responses.Value(status)
	switch {
	case response == nil:
		return fmt.Errorf("the operation does not answer %s", status)
	case len(response.Value.Content) == 0:
		return fmt.Errorf("the answer %s has no body", status)
	case response.Ref != "":
		response = inline(response.Value, *response.Value.Description, false)
		o.Responses.Set(status, response)
	}
	_, text := value.(string)
	taken := false
	for _, media := range response.Value.Content {
		if text == isString(media.Schema) {
			media.WithExample(name, value)
			taken = true
		}
	}
	switch {
	case taken:
		return nil
	case text:
		return fmt.Errorf("the answer %s is no text", status)
	default:
		return fmt.Errorf("the answer %s is a file", status)
	}
}

// exampleName names a problem by its code.
func exampleName(value any) string {
	if object, ok := value.(map[string]any); ok {
		if code, ok := object["code"].(string); ok && object["status"] != nil {
			return code
		}
	}
	return "example"
}
