package docs_test

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"amanat/docs"
	"amanat/docs/openapi/generator"
	"amanat/handlers/locale"
)

func TestDescriptionIsWhatTheSourcesSay(t *testing.T) {
	generated, err := generator.Generate(t.Context(), "..")
	require.NoError(t, err)
	require.Equal(t, string(generated), string(docs.OpenAPI()), "run: go generate ./docs")
}

func TestPageLoadsOnlyItsOwnFiles(t *testing.T) {
	index, err := fs.ReadFile(docs.UI(), "index.html")
	require.NoError(t, err)
	links := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(string(index), -1)
	require.NotEmpty(t, links)
	for _, link := range links {
		if link[1] == "../openapi.json" {
			continue
		}
		content, err := fs.ReadFile(docs.UI(), link[1])
		require.NoError(t, err, link[1])
		require.NotEmpty(t, content, link[1])
	}
}

func TestPageShowsOurDescriptionAndAsksNobodyElse(t *testing.T) {
	initializer, err := fs.ReadFile(docs.UI(), "initializer.js")
	require.NoError(t, err)
	require.Contains(t, string(initializer), `url: "../openapi.json"`)
	require.Contains(t, string(initializer), "validatorUrl: null")
	require.NotContains(t, string(initializer), "://")
	styles, err := fs.ReadFile(docs.UI(), "swagger-ui.css")
	require.NoError(t, err)
	for _, url := range regexp.MustCompile(`url\(([^)]*)\)|@import`).FindAllStringSubmatch(string(styles), -1) {
		require.True(t, strings.HasPrefix(strings.Trim(url[1], `"'`), "data:"), url[0])
	}
}

func TestSourceMapsAreNotServed(t *testing.T) {
	for _, name := range []string{"swagger-ui-bundle.js.map", "oauth2-redirect.html", "ui/index.html", "../openapi.json"} {
		_, err := fs.ReadFile(docs.UI(), name)
		require.ErrorIs(t, err, fs.ErrNotExist, name)
	}
}

// TestExampleProblemsReadLikeRealOnes compares every problem of the description with the texts that the API answers.
func TestExampleProblemsReadLikeRealOnes(t *testing.T) {
	texts, err := locale.New("en")
	require.NoError(t, err)
	problems := exampleProblems(t)
	require.NotEmpty(t, problems)
	for _, problem := range problems {
		language := "en"
		if texts.Problem("fa", problem.Code).Title == problem.Title {
			language = "fa"
		}
		shown := locale.Problem{Title: problem.Title, Detail: problem.Detail}
		require.Equal(t, texts.Problem(language, problem.Code), shown, problem.Code)
		require.Equal(t, "urn:amanat:problem:"+problem.Code, problem.Type)
		for _, violation := range problem.Errors {
			require.Regexp(t, withAnyLimit(texts, language, violation.Code), violation.Detail, violation.Code)
		}
	}
}

// withAnyLimit is the text of a violation, whatever the limit is that it names.
func withAnyLimit(texts *locale.Catalog, language, code string) *regexp.Regexp {
	const limit = "LIMIT"
	text := regexp.QuoteMeta(texts.Violation(language, code, limit))
	return regexp.MustCompile("^" + strings.ReplaceAll(text, limit, ".+") + "$")
}

type exampleProblem struct {
	Type, Title, Detail, Code string
	Errors                    []struct{ Code, Detail string }
}

func exampleProblems(t *testing.T) []exampleProblem {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(docs.OpenAPI())
	require.NoError(t, err)
	var problems []exampleProblem
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			for _, response := range operation.Responses.Map() {
				media := response.Value.Content["application/problem+json"]
				if media == nil {
					continue
				}
				for _, example := range media.Examples {
					var problem exampleProblem
					text, err := json.Marshal(example.Value.Value)
					require.NoError(t, err)
					require.NoError(t, json.Unmarshal(text, &problem))
					problems = append(problems, problem)
				}
			}
		}
	}
	return problems
}
