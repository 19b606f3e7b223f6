package generator_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
)

func TestStaffSignInWithABearerToken(t *testing.T) {
	doc, _ := fixture(t)
	require.JSONEq(t, `{"type":"http","scheme":"bearer","description":"The token of a staff session."}`,
		encoded(t, doc.Components.SecuritySchemes["staff"]))
	require.JSONEq(t, `[{"staff":[]}]`, encoded(t, operation(t, doc, "listCases").Security))
}

func TestOperationsOfStaffSayForWhomTheyAre(t *testing.T) {
	doc, _ := fixture(t)
	everybody := []any{"admin", "officer", "lead", "editor", "analyst", "privacy"}
	for id, want := range map[string]struct {
		roles       []any
		description string
	}{
		"listCases":     {[]any{"officer", "lead"}, "For: officer, lead."},
		"createNote":    {[]any{"officer"}, "For: officer."},
		"getStaffCase":  {everybody, "Never the names or the contact.\n\nFor every member of staff."},
		"deleteSession": {everybody, "For every member of staff."},
		"createSession": {nil, ""},
		"withdrawCase":  {nil, ""},
	} {
		described := operation(t, doc, id)
		roles, _ := described.Extensions["x-roles"].([]any)
		require.Equal(t, want.roles, roles, id)
		require.Equal(t, want.description, described.Description, id)
	}
}

func TestRefusalsAreThoseOfTheCredential(t *testing.T) {
	doc, _ := fixture(t)
	for id, want := range map[string]string{
		"listCases/401":    "StaffUnauthorized session_unknown Bearer-Challenge",
		"listCases/403":    "StaffForbidden origin_not_allowed password_change_required role_not_allowed second_factor_required",
		"withdrawCase/401": "ReceiptUnauthorized receipt_unknown Receipt-Challenge",
		"withdrawCase/403": "Forbidden origin_not_allowed",
		"getCase/401":      http.StatusText(http.StatusUnauthorized) + " receipt_unknown session_unknown WWW-Authenticate",
		// What a handler says of its own comes first, or alone where nothing else applies.
		"createSession/401": "sign_in_failed WWW-Authenticate",
		"createNote/403":    "not_assigned origin_not_allowed password_change_required role_not_allowed second_factor_required",
	} {
		id, status, _ := strings.Cut(id, "/")
		require.Equal(t, want, refusal(operation(t, doc, id).Responses.Value(status)), id)
	}
}

// refusal sums a refusal up: its component, its examples and its challenge.
func refusal(response *openapi3.ResponseRef) string {
	var words []string
	if response.Ref != "" {
		words = append(words, strings.TrimPrefix(response.Ref, "#/components/responses/"))
	}
	var examples []string
	for name := range response.Value.Content["application/problem+json"].Examples {
		examples = append(examples, name)
	}
	slices.Sort(examples)
	words = append(words, examples...)
	if challenge := response.Value.Headers["WWW-Authenticate"]; challenge != nil {
		words = append(words, strings.TrimPrefix(challenge.Ref, "#/components/headers/"))
	}
	return strings.Join(words, " ")
}

func TestOwnReasonsStandBesideTheSharedOnes(t *testing.T) {
	doc, _ := fixture(t)
	own := operation(t, doc, "createNote").Responses
	require.Equal(t, "The case is somebody else's\n\nOr: The role does not allow this, something else is required first, "+
		"or the page that sends the request is not of a configured origin.", *own.Value("403").Value.Description)
	require.Equal(t, "The case has ended\n\nOr: The idempotency key was used with another body.",
		*own.Value("409").Value.Description)
	example := own.Value("409").Value.Content["application/problem+json"].Examples["case_ended"].Value.Value
	require.Equal(t, []any{"message"}, example.(map[string]any)["allowed"])
}

func TestFiltersKeepWhatTheirHandlersSay(t *testing.T) {
	doc, _ := fixture(t)
	var parameters []string
	for _, parameter := range operation(t, doc, "listCases").Parameters {
		if parameter.Ref == "" {
			parameters = append(parameters, encoded(t, parameter.Value))
		} else {
			parameters = append(parameters, encoded(t, strings.TrimPrefix(parameter.Ref, "#/components/parameters/")))
		}
	}
	require.JSONEq(t, `[
		{"name":"kind","in":"query","description":"The kind of case",
			"schema":{"type":"string","enum":["complaint","feedback"]}},
		{"name":"category","in":"query","description":"The code of a category",
			"schema":{"type":"string","maxLength":40},"example":"delay"},
		{"name":"overdue","in":"query","description":"Only cases that are late (or only those that are not)",
			"schema":{"type":"string","enum":["true","false"]}},
		{"name":"assignee","in":"query","description":"`+"`me`, `none`"+` or the id of an account",
			"schema":{"type":"string"},"example":"me"},
		{"name":"from","in":"query","description":"The first day",
			"schema":{"type":"string","format":"date"},"example":"2026-11-01"},
		"Limit", "Cursor", "Accept-Language"
	]`, "["+strings.Join(parameters, ",")+"]")
}

func TestViewsOfStaffSayWhatGoSays(t *testing.T) {
	doc, _ := fixture(t)
	for property, want := range map[string]string{
		"StaffCase/reference": `{"type":"string"}`,
		"StaffCase/kind":      `{"$ref":"#/components/schemas/CaseKind"}`,
		"StaffCase/due_at":    `{"type":["string","null"],"format":"date-time"}`,
		"StaffCase/assignee":  `{"type":["string","null"],"format":"uuid","description":"The account of whoever handles the case."}`,
		"StaffCase/allowed":   `{"type":"array","items":{"$ref":"#/components/schemas/CaseKind"},"description":"The kinds that the case may become."}`,
		"StaffCase/notes":     `{"type":"array","items":{"$ref":"#/components/schemas/StaffNote"}}`,
		"StaffCase/days":      `{"type":["integer","null"],"description":"Null until the case has ended."}`,
		"StaffCase/share":     `{"type":["number","null"]}`,
		"StaffCase/ends_on":   `{"type":"string","format":"date"}`,
		"StaffCase/put_off":   `{"type":["string","null"],"format":"date"}`,
		"StaffCase/off_days":  `{"type":"array","items":{"type":"string","format":"date"}}`,
		"StaffCase/weekend":   `{"type":"array","items":{"type":"string","enum":["thursday","friday"]}}`,
		"StaffCase/former":    `{"anyOf":[{"$ref":"#/components/schemas/CaseKind"},{"type":"null"}]}`,
		"StaffCase/detail":    `{"type":"object","additionalProperties":{"type":"string"}}`,
		"StaffCase/counts":    `{"type":"object","additionalProperties":{"type":"integer","format":"int64"}}`,
		"StaffCase/ended":     `{"type":"string","format":"date-time"}`,
		"StaffNote/pointer":   `{"type":"string"}`,
		"StaffNote/author":    `{"type":["string","null"],"format":"uuid"}`,
		"StaffNote/roles":     `{"type":"array","items":{"$ref":"#/components/schemas/Role"}}`,
		"StaffNote/readers":   `{"type":"array","items":{"$ref":"#/components/schemas/Role","enum":["lead"]}}`,
		"NoteForm/due_on":     `{"type":"string","format":"date"}`,

		"StaffCaseItemPage/items":       `{"type":"array","items":{"$ref":"#/components/schemas/StaffCaseItem"}}`,
		"StaffCaseItemPage/next_cursor": `{"type":["string","null"],"description":"Null on the last page."}`,
	} {
		schema, name, _ := strings.Cut(property, "/")
		described := doc.Components.Schemas[schema].Value.Properties[name]
		require.JSONEq(t, want, withoutExamples(t, described), property)
	}
}

func withoutExamples(t *testing.T, schema *openapi3.SchemaRef) string {
	t.Helper()
	var keywords map[string]any
	require.NoError(t, json.Unmarshal([]byte(encoded(t, schema)), &keywords))
	delete(keywords, "examples")
	return encoded(t, keywords)
}

func TestEmbeddedFieldsAreRequiredLikeOthers(t *testing.T) {
	doc, _ := fixture(t)
	for schema, want := range map[string][]string{
		"StaffCaseItem": {"allowed", "assignee", "due_at", "kind", "reference"},
		"StaffCase": {
			"allowed", "assignee", "counts", "days", "detail", "due_at", "ends_on", "former", "kind", "notes", "off_days",
			"put_off", "reference", "share", "weekend",
		},
		"StaffNote":         {"author", "code", "pointer", "readers", "roles"},
		"StaffCaseItemPage": {"items", "next_cursor"},
	} {
		require.Equal(t, want, doc.Components.Schemas[schema].Value.Required, schema)
	}
}
