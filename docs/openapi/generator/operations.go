package generator

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// apiPrefix is where limits, languages and caching rules apply; beside it lie health checks and documents.
const apiPrefix = "/api/"

// operation is one operation with what the rules below ask about.
type operation struct {
	*openapi3.Operation
	path   string
	method string
	shared *openapi3.Components
}

// operations lists every operation, by path and method.
func operations(doc *openapi3.T) []operation {
	var all []operation
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		byMethod := doc.Paths.Value(path).Operations()
		for _, method := range slices.Sorted(maps.Keys(byMethod)) {
			all = append(all, operation{byMethod[method], path, method, doc.Components})
		}
	}
	return all
}

// completeOperations adds to every operation what follows from its kind: parameters, refusals and headers.
func completeOperations(doc *openapi3.T) error {
	for _, operation := range operations(doc) {
		operation.addParameters()
		if err := errors.Join(operation.expandBody(), operation.addRefusals()); err != nil {
			return fmt.Errorf("%s %s: %w", operation.method, operation.path, err)
		}
		operation.addHeaders()
	}
	return nil
}

func (o operation) isAPI() bool { return strings.HasPrefix(o.path, apiPrefix) }

func (o operation) secured() bool { return o.Security != nil && len(*o.Security) > 0 }

func (o operation) creates() bool {
	return o.method == http.MethodPost && o.Responses.Value("201") != nil
}

func (o operation) cached() bool { return o.Responses.Value("304") != nil }

// paged operations answer a list that has a next page.
func (o operation) paged() bool {
	answer := o.Responses.Value("200")
	if answer == nil || answer.Value.Content[mediaJSON] == nil {
		return false
	}
	return answer.Value.Content[mediaJSON].Schema.Value.Properties["next_cursor"] != nil
}

func (o operation) has(in string) bool {
	return slices.ContainsFunc(o.Parameters, func(parameter *openapi3.ParameterRef) bool {
		return parameter.Value.In == in
	})
}

func (o operation) addParameters() {
	add := func(name string, applies bool) {
		if applies {
			shared := o.shared.Parameters[name].Value
			reference := &openapi3.ParameterRef{Ref: "#/components/parameters/" + name, Value: shared}
			o.Parameters = append(o.Parameters, reference)
		}
	}
	add("Limit", o.paged())
	add("Cursor", o.paged())
	add("Accept-Language", o.isAPI())
	add("Idempotency-Key", o.creates())
	add("If-None-Match", o.cached())
}

// bodyAnyOf is the extension by which a handler says that its body is one of several schemas, which swag cannot say.
const bodyAnyOf = "x-body-any-of"

// expandBody replaces the schema of a body by those that its handler lists.
func (o operation) expandBody() error {
	names, listed := o.Extensions[bodyAnyOf].([]any)
	if !listed {
		return nil
	}
	delete(o.Extensions, bodyAnyOf)
	body := o.RequestBody
	if body == nil {
		return fmt.Errorf("%s without a body", bodyAnyOf)
	}
	alternatives := &openapi3.Schema{}
	for _, name := range names {
		ref := o.shared.Schemas[fmt.Sprint(name)]
		if ref == nil {
			return fmt.Errorf("%s: there is no schema %v", bodyAnyOf, name)
		}
		alternatives.AnyOf = append(alternatives.AnyOf, openapi3.NewSchemaRef(schemaRefs+fmt.Sprint(name), ref.Value))
	}
	for _, media := range body.Value.Content {
		media.Schema = openapi3.NewSchemaRef("", alternatives)
	}
	return nil
}

// refusals lists the statuses that follow from what an operation takes.
func (o operation) refusals() []int {
	var statuses []int
	add := func(applies bool, more ...int) {
		if applies {
			statuses = append(statuses, more...)
		}
	}
	// A body is read and refused where none is asked for, too.
	add(o.method != http.MethodGet, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity)
	add(o.has(openapi3.ParameterInQuery), http.StatusBadRequest, http.StatusUnprocessableEntity)
	add(o.has(openapi3.ParameterInPath), http.StatusNotFound)
	add(o.secured(), http.StatusUnauthorized)
	add(o.creates(), http.StatusConflict)
	add(o.isAPI(), http.StatusForbidden, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable)
	return statuses
}

// addRefusals adds the problems that follow from the operation's kind, and completes those that its handler names.
func (o operation) addRefusals() error {
	implied := map[string]bool{}
	for _, code := range o.refusals() {
		status := strconv.Itoa(code)
		implied[status] = true
		if o.Responses.Value(status) == nil {
			o.Responses.Set(status, o.sharedResponse(status))
		}
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses.Map())) {
		declared := o.Responses.Value(status)
		if status < "400" || declared.Ref != "" {
			continue
		}
		shared := o.sharedResponse(status)
		if shared == nil {
			return fmt.Errorf("status %s is not in shared.json", status)
		}
		if description := *declared.Value.Description; description != statusText(status) {
			shared = inline(shared.Value, description, implied[status])
		}
		o.Responses.Set(status, shared)
	}
	return nil
}

// sharedResponse refers to the shared response of a status; nil if there is none.
func (o operation) sharedResponse(status string) *openapi3.ResponseRef {
	name := strings.ReplaceAll(statusText(status), " ", "")
	shared, ok := o.shared.Responses[name]
	if !ok {
		return nil
	}
	return &openapi3.ResponseRef{Ref: "#/components/responses/" + name, Value: shared.Value}
}

// inline copies a shared response into an operation that has its own reason for it, and its own examples. The shared
// ones stay where the shared reason applies as well.
func inline(shared *openapi3.Response, description string, both bool) *openapi3.ResponseRef {
	own := *shared
	media := &openapi3.MediaType{Schema: shared.Content[mediaProblem].Schema}
	if both {
		description += "\n\nOr: " + *shared.Description
		media.Examples = maps.Clone(shared.Content[mediaProblem].Examples)
	}
	own.Description = &description
	own.Content = openapi3.Content{mediaProblem: media}
	return &openapi3.ResponseRef{Value: &own}
}

// statusText is the standard phrase of a status, which swag makes the description of a response without one.
func statusText(status string) string {
	number, err := strconv.Atoi(status)
	if err != nil {
		return ""
	}
	return http.StatusText(number)
}

// addHeaders says what accompanies the answers that are not problems.
func (o operation) addHeaders() {
	for status, response := range o.Responses.Map() {
		if status >= "400" {
			continue
		}
		headers := openapi3.Headers{}
		add := func(header, component string) {
			shared := o.shared.Headers[component].Value
			headers[header] = &openapi3.HeaderRef{Ref: "#/components/headers/" + component, Value: shared}
		}
		add("X-Request-Id", "X-Request-Id")
		if o.isAPI() {
			add("RateLimit-Limit", "RateLimit-Limit")
			add("RateLimit-Remaining", "RateLimit-Remaining")
			add("RateLimit-Reset", "RateLimit-Reset")
		}
		if o.cached() {
			add("ETag", "ETag")
			add("Cache-Control", "Cache-Control")
		} else if o.isAPI() && (o.secured() || o.method != http.MethodGet) {
			add("Cache-Control", "No-Store")
		}
		if o.creates() {
			add("Idempotency-Replayed", "Idempotency-Replayed")
		}
		response.Value.Headers = headers
	}
}
