package generator_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestADocumentMayAlsoBeAPage(t *testing.T) {
	doc, _ := fixture(t)
	answer := operation(t, doc, "getForm").Responses.Value("200").Value
	require.Len(t, answer.Content, 2)
	require.Equal(t, "#/components/schemas/FormView", answer.Content["application/json"].Schema.Ref)
	page := answer.Content["text/html"]
	require.JSONEq(t, `{"type":"string","format":"binary","contentMediaType":"text/html"}`, encoded(t, page.Schema))
	require.NotContains(t, answer.Headers, "Content-Disposition")
}

func TestExamplesBelongToTheMediaTypesThatTheyAreOf(t *testing.T) {
	doc, _ := fixture(t)
	content := operation(t, doc, "getForm").Responses.Value("200").Value.Content
	require.JSONEq(t, `{
		"example": {"value": {"form": "complaint", "fields": ["first_name", "last_name"]}},
		"feedback": {"value": {"form": "feedback", "fields": []}}
	}`, encoded(t, content["application/json"].Examples))
	require.JSONEq(t, `{"page": {"value": "<form lang=\"fa\" dir=\"rtl\"></form>"}}`,
		encoded(t, content["text/html"].Examples))
}

func TestAnAnswerMayHaveSeveralReasonsOfItsOwn(t *testing.T) {
	doc, _ := fixture(t)
	own := operation(t, doc, "getForm").Responses.Value("416")
	require.Equal(t, "There will be none so soon", *own.Value.Description)
	require.Equal(t, "in_future never", refusal(own))
}

func TestParametersKeepWhatTheirHandlersSay(t *testing.T) {
	doc, _ := fixture(t)
	form := operation(t, doc, "getForm").Parameters
	require.JSONEq(t, `{"name":"Consent-Id","in":"header","description":"What names a decision",
		"schema":{"type":"string","format":"uuid"}}`, encoded(t, form.GetByInAndName("header", "Consent-Id")))
	require.JSONEq(t, `{"name":"version","in":"query","description":"The version","example":2,
		"schema":{"type":"integer","minimum":1}}`, encoded(t, form.GetByInAndName("query", "version")))
}

func TestAConsentThatIsNamedWronglyIsRefused(t *testing.T) {
	doc, _ := fixture(t)
	require.Equal(t, "ConsentBadRequest consent_id_invalid malformed_json",
		refusal(operation(t, doc, "getForm").Responses.Value("400")))
}

func TestAnswersOfOnesOwnAreKeptByNobodyAndSayTheirLanguage(t *testing.T) {
	doc, _ := fixture(t)
	headers := operation(t, doc, "getForm").Responses.Value("200").Value.Headers
	require.Equal(t, "#/components/headers/Private-No-Store", headers["Cache-Control"].Ref)
	require.Equal(t, "#/components/headers/Content-Language", headers["Content-Language"].Ref)
}

func TestHeadersThatAHandlerDeclaresStandBesideTheOthers(t *testing.T) {
	doc, _ := fixture(t)
	headers := operation(t, doc, "rectifyPerson").Responses.Value("204").Value.Headers
	require.JSONEq(t, `{"description":"Remembers the names.","schema":{"type":"string"}}`, encoded(t, headers["Set-Cookie"]))
	require.Equal(t, "#/components/headers/No-Store", headers["Cache-Control"].Ref)
}
