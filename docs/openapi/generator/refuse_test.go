package generator

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
)

// small is a description with one operation, which takes and answers an object with a name.
const small = `{
  "openapi": "3.1.0",
  "info": {"title": "Small", "version": "1"},
  "tags": [{"name": "things", "description": "Things."}],
  "paths": {"/api/v1/things": {"post": {
    "operationId": "createThing", "summary": "Make a thing", "tags": ["things"],
    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
    "responses": {` + made + `}
  }}},
  "components": {"schemas": {
    "Notice": {"type": "object"},
    "Problem": {"type": "object", "required": ["code"]},
    "Thing": {"type": "object", "additionalProperties": false, "required": ["name"], "properties": {"name": {"type": "string"}}}
  }}
}`

const made = `"201": {"description": "Made", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}`

const binary = `"type": "string", "format": "binary"`

const thing = `{"request": {"name": "a"}, "responses": {"201": {"name": "a"}}}`

// finish does with a description what Generate does after the sources are read.
func finish(t *testing.T, description string, examples map[string]string) error {
	t.Helper()
	dir := t.TempDir()
	for name, content := range examples {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".json"), []byte(content), 0o600))
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(description))
	require.NoError(t, err)
	doc, err = withShared(doc)
	if err != nil {
		return err
	}
	if err := completeOperations(doc); err != nil {
		return err
	}
	if err := addExamples(doc, dir); err != nil {
		return err
	}
	if err := requireComplete(doc); err != nil {
		return err
	}
	_, err = encode(t.Context(), doc)
	return err
}

func TestWhatIsCompleteIsWritten(t *testing.T) {
	require.NoError(t, finish(t, small, map[string]string{"createThing": thing}))
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	without := func(old, replacement string) string {
		changed := strings.Replace(small, old, replacement, 1)
		require.NotEqual(t, small, changed)
		return changed
	}
	staff := func(roles string) string {
		return without(`"tags": ["things"],`, `"tags": ["things"], "security": [{"staff": []}], `+roles)
	}
	refusal := func(status, description string) string {
		return without(`"responses": {`, `"responses": {"`+status+`": {"description": "`+description+`"},`)
	}
	for name, row := range map[string]struct {
		description, examples, says string
	}{
		"summary":          {without(`"summary": "Make a thing", `, ""), thing, "POST /api/v1/things (createThing): no @Summary"},
		"id":               {without(`"operationId": "createThing", `, ""), "", "no @ID"},
		"tag":              {without(`"tags": ["things"],`, ""), thing, "not exactly one @Tags"},
		"declared tag":     {without(`"tags": ["things"],`, `"tags": ["others"],`), thing, "not exactly one @Tags"},
		"tag description":  {without(`, "description": "Things."`, ""), thing, "tag things: no description"},
		"request example":  {small, `{"responses": {"201": {"name": "a"}}}`, "no example of a request"},
		"answer example":   {small, `{"request": {"name": "a"}}`, "no example of its answer 201"},
		"all examples":     {small, "", "no example of a request"},
		"refusal example":  {refusal("404", "Of its own"), thing, "no example of its answer 404"},
		"shared refusal":   {refusal("418", "I'm a teapot"), thing, "status 418 is not in shared.json"},
		"success":          {without(`"201"`, `"302"`), `{"request": {"name": "a"}, "responses": {"302": {"name": "a"}}}`, "no @Success"},
		"security scheme":  {without(`"tags": ["things"],`, `"tags": ["things"], "security": [{"key": []}],`), thing, "@Security key is not declared"},
		"roles":            {staff(""), thing, "POST /api/v1/things (createThing): @Security staff without @x-roles"},
		"no such role":     {staff(`"x-roles": ["officer", "boss"],`), thing, "(createThing): @x-roles: there is no role boss"},
		"any among others": {staff(`"x-roles": ["any", "lead"],`), thing, "there is no role any"},
		"a role twice":     {staff(`"x-roles": ["lead", "lead"],`), thing, "lead is named twice"},
		"a role as text":   {staff(`"x-roles": "lead",`), thing, "not a list"},
		"a role as number": {staff(`"x-roles": [1],`), thing, "there is no role 1"},
		"no roles":         {staff(`"x-roles": [],`), thing, "not a list"},
		"roles of nobody":  {without(`"tags": ["things"],`, `"tags": ["things"], "x-roles": ["lead"],`), thing, "@x-roles without @Security staff"},
		"a form's type":    {without(`"$ref": "#/components/schemas/Thing"`, `"properties": {"file": {`+binary+`}}`), thing, "a file without @Accept mpfd"},
		"a file's type":    {without(made, strings.Replace(made, `"$ref": "#/components/schemas/Thing"`, binary, 1)), thing, "the answer 201 is a file without @Produce"},
		"sample of a file": {without(made, strings.NewReplacer(`"$ref": "#/components/schemas/Thing"`, binary, "application/json", "text/csv").Replace(made)), thing, "examples createThing.json: the answer 201 is a file"},
		"sample of a form": {strings.Replace(small, "application/json", "multipart/form-data", 1), thing, "examples createThing.json: the operation takes a file"},
		"text of a thing":  {small, `{"request": {"name": "a"}, "responses": {"201": "a"}}`, "examples createThing.json: the answer 201 is no text"},
		"another answer":   {small, `{"alternatives": {"204": {"other": {}}}}`, "examples createThing.json: the operation does not answer 204"},
		"a wrong other":    {small, `{"request": {"name": "a"}, "responses": {"201": {"name": "a"}}, "alternatives": {"201": {"other": {}}}}`, "name"},
		"linked data":      {without(made, strings.Replace(made, "application/json", "application/ld+json", 1)), `{"request": {"name": "a"}}`, "no example of its answer 201"},
		"problems":         {without(`"Problem"`, `"Trouble"`), thing, "no handler names the schema Problem"},
		"two of a name":    {without(`"Notice"`, `"models.Thing"`), thing, "both Thing and models.Thing would be the schema Thing"},
		"a body's form":    {without(`"tags": ["things"],`, `"tags": ["things"], "x-body-any-of": ["Form"],`), thing, "there is no schema Form"},
		"unknown status":   {small, `{"responses": {"204": {}}}`, "examples createThing.json: the operation does not answer 204"},
		"misspelt key":     {small, `{"reqest": {}}`, `unknown field "reqest"`},
		"wrong example":    {small, `{"request": {"name": 1}, "responses": {"201": {"name": "a"}}}`, "name"},
		"surplus example":  {small, `{"request": {"name": "a", "age": 1}, "responses": {"201": {"name": "a"}}}`, "age"},
		"wrong problem":    {small, `{"request": {"name": "a"}, "responses": {"201": {"name": "a"}, "422": {"status": 422}}}`, "code"},
		"example of a 204": {without(made, `"204": {"description": "Made"}`), `{"responses": {"204": {}}}`, "has no body"},
	} {
		t.Run(name, func(t *testing.T) {
			examples := map[string]string{}
			if row.examples != "" {
				examples["createThing"] = row.examples
			}
			require.ErrorContains(t, finish(t, row.description, examples), row.says)
		})
	}
}

func TestAllThatIsMissingIsNamedAtOnce(t *testing.T) {
	secured := strings.Replace(small, `"post": {`, `"post": {"security": [{"staff": []}],`, 1)
	post := secured[strings.Index(secured, `"post"`)+len(`"post": `) : strings.Index(secured, `},
  "components"`)-1]
	both := strings.Replace(secured, `"post": {`, `"put": `+strings.Replace(post, "createThing", "changeThing", 1)+`, "post": {`, 1)
	err := finish(t, both, nil)
	require.ErrorContains(t, err, "(createThing): @Security staff without @x-roles")
	require.ErrorContains(t, err, "(changeThing): @Security staff without @x-roles")
}

func TestExamplesOfNoOperationAreNamed(t *testing.T) {
	err := finish(t, small, map[string]string{"createThing": thing, "createThings": thing})
	require.EqualError(t, err, "examples createThings.json: there is no such operation")
}

func TestSchemasAreNamedForReaders(t *testing.T) {
	for goName, want := range map[string]string{
		"Receipt":                               "Receipt",
		"models.Receipt":                        "Receipt",
		"models.Page-models_Receipt":            "ReceiptPage",
		"models.Page-Receipt":                   "ReceiptPage",
		"amanat_services_receipt.Key":           "Key",
		"models.Page-amanat_models_other.Thing": "ThingPage",
	} {
		require.Equal(t, want, schemaName(goName), goName)
	}
}

func TestWarningsOfSwagAreErrors(t *testing.T) {
	require.NoError(t, swagWarnings("2026/11/22 17:27:39 Generating models.CaseView\n"))
	err := swagWarnings("2026/11/22 17:27:39 Generating\n2026/11/22 17:27:39 warning: route GET /x is declared multiple times\n\n")
	require.EqualError(t, err, "swag: route GET /x is declared multiple times")
}

func TestFilesThatAreShownHaveNoNameToBeSavedUnder(t *testing.T) {
	feed := strings.NewReplacer(`"$ref": "#/components/schemas/Thing"`, binary, "application/json", "application/atom+xml").Replace(made)
	for responses, saved := range map[string]bool{feed: true, feed + `, "304": {"description": "Known"}`: false} {
		doc, err := openapi3.NewLoader().LoadFromData([]byte(strings.Replace(small, made, responses, 1)))
		require.NoError(t, err)
		doc, err = withShared(doc)
		require.NoError(t, err)
		require.NoError(t, completeOperations(doc))
		answer := operations(doc)[0].Responses.Value("201").Value
		require.Equal(t, "application/atom+xml", answer.Content["application/atom+xml"].Schema.Value.ContentMediaType)
		require.Equal(t, saved, answer.Headers["Content-Disposition"] != nil)
	}
}

func TestOwnRefusalExampleReplacesTheSharedOnes(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(small))
	require.NoError(t, err)
	doc, err = withShared(doc)
	require.NoError(t, err)
	require.NoError(t, completeOperations(doc))
	var examples exampleFile
	require.NoError(t, json.Unmarshal([]byte(`{"responses": {"409": {"status": 409, "code": "name_taken"}}}`), &examples))
	create := operations(doc)[0]
	require.NoError(t, create.addResponses(examples))
	conflict := create.Responses.Value("409")
	require.Empty(t, conflict.Ref)
	require.Len(t, conflict.Value.Content[mediaProblem].Examples, 1)
	require.Contains(t, conflict.Value.Content[mediaProblem].Examples, "name_taken")
	require.Contains(t, doc.Components.Responses["Conflict"].Value.Content[mediaProblem].Examples, "idempotency_conflict")
}
