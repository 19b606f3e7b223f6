package identity_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/text"
	"amanat/services/surveys/surveyjs/identity"
)

func lines(t *testing.T, name string) []string {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	defer file.Close()
	var all []string
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		all = append(all, scanner.Text())
	}
	require.NoError(t, scanner.Err())
	require.NotEmpty(t, all)
	return all
}

func TestCollectedTitlesThatAskAreFound(t *testing.T) {
	for _, text := range lines(t, "asking.txt") {
		_, asks := identity.Asked(text)
		require.True(t, asks, text)
	}
}

func TestCollectedOrdinaryTitlesPass(t *testing.T) {
	for _, text := range lines(t, "ordinary.txt") {
		what, asks := identity.Asked(text)
		require.False(t, asks, "%s: %s", what, text)
	}
}

func TestCollectedChoicesThatAskAreFound(t *testing.T) {
	for _, text := range lines(t, "asking_choices.txt") {
		_, asks := identity.AskedInChoice(text)
		require.True(t, asks, text)
	}
}

func TestCollectedOrdinaryChoicesPass(t *testing.T) {
	for _, text := range lines(t, "ordinary_choices.txt") {
		what, asks := identity.AskedInChoice(text)
		require.False(t, asks, "%s: %s", what, text)
	}
}

// What is not folded could never be found.
func TestEveryTableEntryIsFolded(t *testing.T) {
	entries := 0
	for _, name := range []string{"persian.go", "english.go", "finglish.go", "context.go", "context_persian.go", "context_english.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			clause, isCase := node.(*ast.CaseClause)
			if !isCase {
				return true
			}
			for _, expression := range clause.List {
				literal, isLiteral := expression.(*ast.BasicLit)
				if !isLiteral {
					continue
				}
				entry, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				require.Equal(t, text.Fold(entry), entry)
				entries++
			}
			return true
		})
	}
	require.Greater(t, entries, 500)
}
