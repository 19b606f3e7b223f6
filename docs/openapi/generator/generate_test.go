package generator_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"amanat/docs/openapi/generator"
)

const goldenFile = "testdata/fixture.json"

//nolint:gochecknoglobals // a flag of the test binary
var update = flag.Bool("update", false, "write "+goldenFile+" anew")

func TestFixtureIsDescribedAsBefore(t *testing.T) {
	document, err := generator.Generate(t.Context(), "testdata/fixture")
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(goldenFile, document, 0o600))
	}
	golden, err := os.ReadFile(goldenFile)
	require.NoError(t, err)
	require.Equal(t, string(golden), string(document), "after a look at the difference: go test . -update")
}

// fixture is the description of testdata/fixture.
func fixture(t *testing.T) (*openapi3.T, []byte) {
	t.Helper()
	document, err := os.ReadFile(goldenFile)
	require.NoError(t, err)
	doc, err := openapi3.NewLoader().LoadFromData(document)
	require.NoError(t, err)
	return doc, document
}

func operation(t *testing.T, doc *openapi3.T, id string) *openapi3.Operation {
	t.Helper()
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			if operation.OperationID == id {
				return operation
			}
		}
	}
	require.Fail(t, "no such operation", id)
	return nil
}

func encoded(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}

func TestDocumentIsOpenAPI31(t *testing.T) {
	doc, document := fixture(t)
	require.NoError(t, doc.Validate(t.Context()))
	require.Equal(t, "3.1.0", doc.OpenAPI)
	require.Equal(t, "https://spec.openapis.org/oas/3.1/dialect/base", doc.JSONSchemaDialect)
	require.Equal(t, "Apache-2.0", doc.Info.License.Identifier)
	require.Equal(t, "A small API.\n\nهمین و بس.", doc.Info.Description)
	require.Equal(t, "/", doc.Servers[0].URL)
	var tags []string
	for _, tag := range doc.Tags {
		tags = append(tags, tag.Name)
	}
	require.Equal(t, []string{"complaints", "case", "staff", "cases", "around"}, tags)
	require.True(t, strings.HasSuffix(string(document), "}\n"))
	for _, trace := range []string{"nullable", "x-enum", "x-formData", "x-original", "x-body", "x-example", "definitions", "models.", "\\u003c"} {
		require.NotContains(t, string(document), trace)
	}
}

func TestSchemasSayWhatGoSays(t *testing.T) {
	doc, _ := fixture(t)
	for property, want := range map[string]string{
		"Case/id":                   `{"format":"uuid","type":"string"}`,
		"Case/due_at":               `{"format":"date-time","type":["string","null"]}`,
		"Case/closed_at":            `{"format":"date-time","type":"string"}`,
		"Case/moments":              `{"items":{"format":"date-time","type":"string"},"type":"array"}`,
		"Case/answer":               `{"anyOf":[{"$ref":"#/components/schemas/Answer"},{"type":"null"}]}`,
		"Case/digest":               `{"contentEncoding":"base64","type":"string"}`,
		"Case/definition":           `{}`,
		"Case/settings":             `{"type":"object"}`,
		"Case/extra":                `{"additionalProperties":{},"type":"object"}`,
		"Case/kind":                 `{"$ref":"#/components/schemas/CaseKind","examples":["complaint"]}`,
		"Case/form":                 `{"$ref":"#/components/schemas/ComplaintForm","description":"The form as the person sent it."}`,
		"Category/titles":           `{"additionalProperties":{"type":"string"},"type":"object"}`,
		"CategoryPage/items":        `{"items":{"$ref":"#/components/schemas/Category"},"type":"array"}`,
		"CategoryPage/next_cursor":  `{"description":"Null on the last page.","type":["string","null"]}`,
		"ComplaintForm/first_name":  `{"examples":["سارا"],"maxLength":100,"minLength":1,"type":"string"}`,
		"ComplaintForm/email":       `{"format":"email","maxLength":254,"type":"string"}`,
		"ComplaintForm/category":    `{"enum":["delay","conduct"],"type":"string"}`,
		"ComplaintForm/occurred_on": `{"format":"date","type":"string"}`,
		"ComplaintForm/urgency":     `{"maximum":5,"minimum":1,"type":"integer"}`,
		"ComplaintForm/tags":        `{"items":{"type":"string"},"maxItems":3,"type":"array","uniqueItems":true}`,
		"ComplaintForm/labels":      `{"additionalProperties":{"type":"string"},"type":"object"}`,
		"NoteForm/choice":           `{"$ref":"#/components/schemas/KeptForm","minProperties":1}`,
		"NoteForm/kept":             `{"$ref":"#/components/schemas/KeptForm"}`,
		"PersonForm/first_name":     `{"maxLength":100,"minLength":1,"type":"string"}`,
		"Receipt/notices":           `{"items":{"$ref":"#/components/schemas/Notice"},"type":"array"}`,
	} {
		schema, name, _ := strings.Cut(property, "/")
		require.JSONEq(t, want, encoded(t, doc.Components.Schemas[schema].Value.Properties[name]), property)
	}
}

func TestSchemasAreDescribedAsGoDescribesThem(t *testing.T) {
	doc, _ := fixture(t)
	for schema, want := range map[string]string{
		"Receipt":       "What a person gets instead of an account.",
		"FormView":      "Describes a form.",
		"CaseKind":      "Tells complaints from feedback.",
		"ComplaintForm": "What we ask of a complainant.",
		"CategoryPage":  "One page of a list.",
	} {
		require.Equal(t, want, doc.Components.Schemas[schema].Value.Description, schema)
	}
}

func TestRequiredIsWhatTheValidatorAsksAndWhatAnAnswerAlwaysHas(t *testing.T) {
	doc, _ := fixture(t)
	for schema, want := range map[string][]string{
		"ComplaintForm": {"first_name", "last_name"},
		"PersonForm":    nil,
		"NoteForm":      {"body", "choice", "place"},
		"PlaceForm":     {"room"},
		"Receipt":       {"kind", "receipt_code", "received_at", "reference"},
		"CategoryPage":  {"items", "next_cursor"},
		"Case":          {"answer", "definition", "digest", "due_at", "extra", "form", "id", "kind", "moments", "received_at"},
	} {
		require.Equal(t, want, doc.Components.Schemas[schema].Value.Required, schema)
	}
}

func TestOnlyRequestsAreClosed(t *testing.T) {
	doc, _ := fixture(t)
	for name, schema := range doc.Components.Schemas {
		has := schema.Value.AdditionalProperties.Has
		closed := strings.HasSuffix(name, "Form")
		require.Equal(t, closed, has != nil && !*has, name)
	}
}

func TestRefusalsFollowFromWhatAnOperationTakes(t *testing.T) {
	doc, _ := fixture(t)
	for id, want := range map[string]string{
		"createComplaint": "201 400 403 408 409 413 415 422 429 500 503",
		"listCategories":  "200 304 400 403 422 429 500 503",
		"getForm":         "200 400 403 404 416 422 429 500 503",
		"checkForm":       "204 400 403 404 408 413 415 422 429 500 503",
		"getCase":         "200 401 403 429 500 503",
		"withdrawCase":    "204 400 401 403 408 409 413 415 422 429 500 503",
		"attachFile":      "204 400 401 403 408 413 415 422 429 500 503",
		"getHealth":       "200 503",
	} {
		statuses := operation(t, doc, id).Responses.Keys()
		require.Equal(t, want, strings.Join(statuses, " "), id)
	}
}

func TestParametersFollowFromWhatAnOperationDoes(t *testing.T) {
	doc, _ := fixture(t)
	for id, want := range map[string]string{
		"createComplaint": "Accept-Language Idempotency-Key",
		"listCategories":  "limit cursor Accept-Language If-None-Match",
		"getForm":         "form verbose lang version Consent-Id Accept-Language",
		"withdrawCase":    "Accept-Language",
		"getHealth":       "",
	} {
		var names []string
		for _, parameter := range operation(t, doc, id).Parameters {
			names = append(names, parameter.Value.Name)
		}
		require.Equal(t, want, strings.Join(names, " "), id)
	}
}

func TestHeadersFollowFromWhatAnAnswerIs(t *testing.T) {
	doc, _ := fixture(t)
	header := func(id, status, name string) string {
		ref := operation(t, doc, id).Responses.Value(status).Value.Headers[name]
		if ref == nil {
			return ""
		}
		return strings.TrimPrefix(ref.Ref, "#/components/headers/")
	}
	require.Equal(t, "No-Store", header("getCase", "200", "Cache-Control"))
	require.Equal(t, "No-Store", header("createComplaint", "201", "Cache-Control"))
	require.Equal(t, "Cache-Control", header("listCategories", "200", "Cache-Control"))
	require.Equal(t, "ETag", header("listCategories", "304", "ETag"))
	require.Equal(t, "Idempotency-Replayed", header("createComplaint", "201", "Idempotency-Replayed"))
	require.Empty(t, header("withdrawCase", "204", "Idempotency-Replayed"))
	require.Equal(t, "Retry-After", header("getForm", "429", "Retry-After"))
	require.Equal(t, "Retry-After", header("getForm", "503", "Retry-After"))
	require.Equal(t, "RateLimit-Reset", header("withdrawCase", "409", "RateLimit-Reset"))
	require.Empty(t, header("getHealth", "200", "RateLimit-Reset"))
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			for status := range operation.Responses.Map() {
				require.Equal(t, "X-Request-Id", header(operation.OperationID, status, "X-Request-Id"), operation.OperationID)
			}
		}
	}
}

func TestProblemsAreShared(t *testing.T) {
	doc, _ := fixture(t)
	problem := operation(t, doc, "createComplaint").Responses.Value("422")
	require.Equal(t, "#/components/responses/UnprocessableEntity", problem.Ref)
	media := problem.Value.Content["application/problem+json"]
	require.Equal(t, "#/components/schemas/Problem", media.Schema.Ref)
	require.Contains(t, media.Examples, "validation_failed")

	own := operation(t, doc, "withdrawCase").Responses.Value("409")
	require.Empty(t, own.Ref)
	require.Equal(t, "The case can no longer be withdrawn", *own.Value.Description)
	require.Contains(t, own.Value.Content["application/problem+json"].Examples, "transition_not_allowed")
	require.NotContains(t, own.Value.Content["application/problem+json"].Examples, "idempotency_conflict")
}

func TestEitherCredentialOpensACase(t *testing.T) {
	doc, _ := fixture(t)
	require.JSONEq(t, `[{"receipt":[]},{"staff":[]}]`, encoded(t, operation(t, doc, "getCase").Security))
	require.Equal(t, "Authorization", doc.Components.SecuritySchemes["receipt"].Value.Name)
	require.Empty(t, operation(t, doc, "getCase").Description, "it is not for staff alone")
}

func TestBodiesMayBeOneOfSeveralForms(t *testing.T) {
	doc, _ := fixture(t)
	media := operation(t, doc, "checkForm").RequestBody.Value.Content["application/json"]
	require.JSONEq(t, `{"anyOf":[{"$ref":"#/components/schemas/ComplaintForm"},{"$ref":"#/components/schemas/PersonForm"}]}`,
		encoded(t, media.Schema))
}

func TestExamplesOfFilesAreShown(t *testing.T) {
	doc, _ := fixture(t)
	create := operation(t, doc, "createComplaint")
	requests := create.RequestBody.Value.Content["application/json"].Examples
	require.Equal(t, map[string]any{"first_name": "سارا", "last_name": "احمدی"}, requests["basic"].Value.Value)
	require.Contains(t, requests, "with_message")
	require.Contains(t, create.Responses.Value("201").Value.Content["application/json"].Examples, "example")
}
