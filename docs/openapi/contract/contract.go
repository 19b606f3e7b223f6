// Package contract checks exchanges against the API's description. It is for tests: every field of an answer must be
// described, though clients are told to expect more.
package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Contract is a description to hold exchanges against. It may be used by several goroutines.
type Contract struct {
	doc    *openapi3.T
	router routers.Router
}

// Exchange is a request and its answer. The request's body is RequestBody; Request.Body is not read.
type Exchange struct {
	Request     *http.Request
	RequestBody []byte
	// Lenient skips the request: it relies on what the service forgives and no description says, as Persian digits in
	// a date.
	Lenient bool
	Status  int
	Header  http.Header
	Body    []byte
}

// New reads an OpenAPI 3.1 document.
func New(document []byte) (*Contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		return nil, fmt.Errorf("read the description: %w", err)
	}
	for _, schema := range doc.Components.Schemas {
		closeObjects(schema)
	}
	if err := doc.WalkSchemas(simplify); err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("read the description's paths: %w", err)
	}
	// Schemas of 3.1 would be compiled anew for every value that is held against them; those of 3.0 are read as they
	// are, and are no different once they are simplified.
	doc.OpenAPI = "3.0.3"
	return &Contract{doc: doc, router: router}, nil
}

// simplify says in the words of OpenAPI 3.0 what a schema says in those of 3.1, and refuses what has none.
func simplify(pointer string, ref *openapi3.SchemaRef) error {
	schema := ref.Value
	if schema.Const != nil {
		schema.Enum, schema.Const = []any{schema.Const}, nil
	}
	if len(schema.PrefixItems) > 0 || schema.Contains != nil || len(schema.PatternProperties) > 0 ||
		schema.PropertyNames != nil || len(schema.DependentSchemas) > 0 || len(schema.DependentRequired) > 0 ||
		schema.If != nil || schema.Then != nil || schema.Else != nil || len(schema.Defs) > 0 ||
		schema.UnevaluatedItems.Has != nil || schema.UnevaluatedItems.Schema != nil ||
		schema.UnevaluatedProperties.Has != nil || schema.UnevaluatedProperties.Schema != nil ||
		schema.ContentSchema != nil {
		return fmt.Errorf("nobody would hold anything against a keyword of %s", pointer)
	}
	return nil
}

// closeObjects forbids properties that a schema does not describe.
func closeObjects(schema *openapi3.SchemaRef) {
	_ = schema.WalkSubtree(func(_ string, ref *openapi3.SchemaRef) error {
		object := ref.Value
		if len(object.Properties) > 0 && object.AdditionalProperties.Schema == nil {
			object.AdditionalProperties.Has = new(false)
		}
		return nil
	}) // the walk never fails
}

// Operations lists what is described, as "GET /api/v1/forms/{form}", sorted: to compare with the routes that are
// served.
func (c *Contract) Operations() []string {
	var operations []string
	for path, item := range c.doc.Paths.Map() {
		for method := range item.Operations() {
			operations = append(operations, method+" "+path)
		}
	}
	slices.Sort(operations)
	return operations
}

// Check says where an exchange departs from the description: an answer that is not described, whatever its status; or
// a request that is not as described and yet succeeded.
func (c *Contract) Check(ctx context.Context, exchange Exchange) error {
	request := exchange.Request.Clone(ctx)
	request.Body = io.NopCloser(bytes.NewReader(exchange.RequestBody))
	request.ContentLength = int64(len(exchange.RequestBody))
	route, parameters, err := c.router.FindRoute(request)
	if err != nil {
		return c.checkUnrouted(exchange, err)
	}
	input := &openapi3filter.RequestValidationInput{
		Request:    request,
		PathParams: parameters,
		Route:      route,
		Options: &openapi3filter.Options{
			MultiError:                        true,
			IncludeResponseStatus:             true,
			RejectWhenRequestBodyNotSpecified: true,
			SkipSettingDefaults:               true,
			AuthenticationFunc:                carriesCredential,
		},
	}
	operation := route.Operation.OperationID
	var errs []error
	if exchange.Status < http.StatusBadRequest && !exchange.Lenient {
		if err := openapi3filter.ValidateRequest(ctx, input); err != nil {
			errs = append(errs, fmt.Errorf("%s: succeeded with a request that is not as described: %w", operation, err))
		}
	}
	answer := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 exchange.Status,
		Header:                 exchange.Header,
		Body:                   io.NopCloser(bytes.NewReader(exchange.Body)),
		Options:                input.Options,
	}
	if err := openapi3filter.ValidateResponse(ctx, answer); err != nil {
		errs = append(errs, fmt.Errorf("%s: answer %d is not as described: %w", operation, exchange.Status, err))
	}
	if response := route.Operation.Responses.Status(exchange.Status); response != nil && exchange.Status < 400 {
		errs = append(errs, undescribed(operation, exchange, response.Value.Headers))
	}
	return errors.Join(errs...)
}

// undescribed says which header that clients act upon comes with an answer and is not described.
func undescribed(operation string, exchange Exchange, described openapi3.Headers) error {
	for _, name := range []string{
		"Content-Language", "RateLimit-Limit", "Set-Cookie", "Location", "Content-Disposition", "Idempotency-Replayed",
	} {
		if exchange.Header.Get(name) != "" && described[name] == nil {
			return fmt.Errorf("%s: answer %d has a header that is not described: %s", operation, exchange.Status, name)
		}
	}
	return nil
}

// checkUnrouted checks an exchange outside the described operations: it must be a problem, 404 or 405.
func (c *Contract) checkUnrouted(exchange Exchange, notFound error) error {
	if !slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed}, exchange.Status) {
		return fmt.Errorf("%s %s is not described: %w", exchange.Request.Method, exchange.Request.URL.Path, notFound)
	}
	var problem any
	if err := json.Unmarshal(exchange.Body, &problem); err != nil {
		return fmt.Errorf("answer %d is no problem: %w", exchange.Status, err)
	}
	schema := c.doc.Components.Schemas["Problem"]
	if err := schema.Value.VisitJSON(problem); err != nil {
		return fmt.Errorf("answer %d is not as described: %w", exchange.Status, err)
	}
	return nil
}

// carriesCredential asks no more than the description does; whether the credential is right is not its business.
func carriesCredential(_ context.Context, input *openapi3filter.AuthenticationInput) error {
	authorization := input.RequestValidationInput.Request.Header.Get("Authorization")
	if authorization == "" {
		return errors.New("no Authorization header")
	}
	given, _, _ := strings.Cut(authorization, " ")
	if scheme := input.SecurityScheme; scheme.Type == "http" && !strings.EqualFold(given, scheme.Scheme) {
		return fmt.Errorf("the scheme of the Authorization header is not %s", scheme.Scheme)
	}
	return nil
}
