package generator

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
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
	var errs []error
	for _, operation := range operations(doc) {
		operation.addParameters()
		err := errors.Join(
			operation.addRoles(), operation.describeFiles(), operation.expandBody(), operation.addRefusals(),
		)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", operation, err))
		}
		operation.addHeaders()
	}
	return errors.Join(errs...)
}

// String names an operation in errors: "POST /api/v1/complaints (createComplaint)".
func (o operation) String() string {
	return fmt.Sprintf("%s %s (%s)", o.method, o.path, o.OperationID)
}

func (o operation) isAPI() bool { return strings.HasPrefix(o.path, apiPrefix) }

// limited operations are those that somebody may call too often.
func (o operation) limited() bool { return o.isAPI() || strings.HasPrefix(o.path, "/.well-known/") }

func (o operation) secured() bool { return len(o.schemes()) > 0 }

// schemes are the security schemes that the operation names, sorted.
func (o operation) schemes() []string {
	var schemes []string
	if o.Security != nil {
		for _, requirement := range *o.Security {
			schemes = slices.AppendSeq(schemes, maps.Keys(requirement))
		}
	}
	slices.Sort(schemes)
	return slices.Compact(schemes)
}

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

// languageQuery is the parameter that chooses the language of what is published.
const languageQuery = "lang"

// consentHeader is the parameter by which apps, which have no cookies, name what they decided.
const consentHeader = "Consent-Id"

// knowsConsent reports whether the answer depends on what somebody decided about cookies.
func (o operation) knowsConsent() bool {
	return o.Parameters.GetByInAndName(openapi3.ParameterInHeader, consentHeader) != nil
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

// addHeaders says what accompanies the answers that are not problems.
func (o operation) addHeaders() {
	for status, response := range o.Responses.Map() {
		if status >= "400" {
			continue
		}
		headers := maps.Clone(response.Value.Headers) // those that the handler declares
		if headers == nil {
			headers = openapi3.Headers{}
		}
		add := func(header, component string) {
			shared := o.shared.Headers[component].Value
			headers[header] = &openapi3.HeaderRef{Ref: "#/components/headers/" + component, Value: shared}
		}
		add("X-Request-Id", "X-Request-Id")
		if o.limited() {
			add("RateLimit-Limit", "RateLimit-Limit")
			add("RateLimit-Remaining", "RateLimit-Remaining")
			add("RateLimit-Reset", "RateLimit-Reset")
		}
		switch {
		case o.cached():
			add("ETag", "ETag")
			add("Cache-Control", "Cache-Control")
		case o.knowsConsent():
			add("Cache-Control", "Private-No-Store")
		case o.isAPI():
			add("Cache-Control", "No-Store")
		}
		switch {
		case o.Parameters.GetByInAndName(openapi3.ParameterInQuery, languageQuery) != nil:
			add("Content-Language", "Content-Language")
		case o.isAPI() && status != "204":
			add("Content-Language", "Words-Language")
		}
		if o.creates() {
			add("Idempotency-Replayed", "Idempotency-Replayed")
		}
		if isDownload(response.Value.Content) && !o.cached() { // documents with an ETag are to be shown
			add("Content-Disposition", "Content-Disposition")
		}
		response.Value.Headers = headers
	}
}
