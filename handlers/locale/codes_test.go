package locale_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/kit/freetext"
	"amanat/services/surveys/surveyjs"
)

// codes are those that the sources answer, with the places where they do.
type codes struct {
	problems, violations map[string]string
	// unreadable are the places of codes that are no literals, and come from no other place that is read.
	unreadable []string
}

// readCodes finds in all sources of the program: the code in every call of fault.New and fault.Wrap, in every
// fault.Error, fault.Violation and models.Notice, and what the functions return that answer the code of a violation.
func readCodes(t *testing.T) codes {
	t.Helper()
	found := codes{problems: map[string]string{}, violations: map[string]string{}}
	root := filepath.Join("..", "..")
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && path != root):
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			found.read(node, file.Name.Name, func(n ast.Node) string { return set.Position(n.Pos()).String() })
			return true
		})
		return nil
	}))
	return found
}

func (c *codes) read(node ast.Node, inPackage string, place func(ast.Node) string) {
	switch node := node.(type) {
	case *ast.CallExpr:
		if name := qualified(node.Fun, inPackage); name == "fault.New" || name == "fault.Wrap" {
			c.note(c.problems, node.Args[1], place)
		}
	case *ast.CompositeLit:
		c.noteList(node, inPackage, place)
		switch qualified(node.Type, inPackage) {
		case "fault.Error":
			c.noteElement(c.problems, node, place)
		case "fault.Violation", "models.Notice":
			c.noteElement(c.violations, node, place)
		}
	case *ast.FuncDecl:
		if node.Name.Name == "codeOf" || answersCode(node.Type) {
			c.noteAnswers(node.Body, place)
		}
	case *ast.FuncLit:
		if answersCode(node.Type) {
			c.noteAnswers(node.Body, place)
		}
	}
}

// noteList reads a list of violations, whose elements do not name their type.
func (c *codes) noteList(node *ast.CompositeLit, inPackage string, place func(ast.Node) string) {
	list, ok := node.Type.(*ast.ArrayType)
	if !ok || qualified(list.Elt, inPackage) != "fault.Violation" {
		return
	}
	for _, element := range node.Elts {
		if literal, ok := element.(*ast.CompositeLit); ok {
			c.noteElement(c.violations, literal, place)
		}
	}
}

func (c *codes) noteAnswers(body ast.Node, place func(ast.Node) string) {
	ast.Inspect(body, func(inner ast.Node) bool {
		if answer, ok := inner.(*ast.ReturnStmt); ok && len(answer.Results) > 0 {
			c.note(c.violations, answer.Results[0], place)
		}
		return true
	})
}

func (c *codes) noteElement(into map[string]string, literal *ast.CompositeLit, place func(ast.Node) string) {
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok && isNamed(pair.Key, "Code") {
			c.note(into, pair.Value, place)
		}
	}
}

func (c *codes) note(into map[string]string, value ast.Expr, place func(ast.Node) string) {
	literal, ok := value.(*ast.BasicLit)
	if !ok {
		if !isPassedOn(value) {
			c.unreadable = append(c.unreadable, place(value))
		}
		return
	}
	if code, err := strconv.Unquote(literal.Value); err == nil && code != "" {
		into[code] = place(value)
	}
}

// isPassedOn holds for a parameter called code, a field Code and the answers of codeOf and of methods called set: the code
// in them is read where it begins.
func isPassedOn(value ast.Expr) bool {
	switch value := value.(type) {
	case *ast.SelectorExpr:
		return value.Sel.Name == "Code"
	case *ast.CallExpr:
		method, ok := value.Fun.(*ast.SelectorExpr)
		return isNamed(value.Fun, "codeOf") || ok && method.Sel.Name == "set"
	default:
		return isNamed(value, "code")
	}
}

// qualified is a name with its package, as other packages write it.
func qualified(expression ast.Expr, inPackage string) string {
	switch expression := expression.(type) {
	case *ast.SelectorExpr:
		if of, ok := expression.X.(*ast.Ident); ok {
			return of.Name + "." + expression.Sel.Name
		}
	case *ast.Ident:
		return inPackage + "." + expression.Name
	}
	return ""
}

// answersCode holds for functions whose one result is the string called code.
func answersCode(function *ast.FuncType) bool {
	results := function.Results
	if results == nil || len(results.List) != 1 || !isNamed(results.List[0].Type, "string") {
		return false
	}
	names := results.List[0].Names
	return len(names) == 1 && names[0].Name == "code"
}

func isNamed(expression ast.Expr, name string) bool {
	identifier, ok := expression.(*ast.Ident)
	return ok && identifier.Name == name
}

func TestEveryCodeOfTheSourcesHasItsTextAndEveryTextItsCode(t *testing.T) {
	found, texts := readCodes(t), leaves(t, "fa")
	require.Empty(t, found.unreadable, "a code that is not written out")
	require.Greater(t, len(found.problems), 20)
	require.Greater(t, len(found.violations), 10)
	for _, code := range surveyjs.Codes() {
		found.violations[code] = "surveyjs.Codes"
	}
	for code, place := range found.problems {
		require.Contains(t, texts, "problems/"+code+"/title", place)
		require.Contains(t, texts, "problems/"+code+"/detail", place)
	}
	for code, place := range found.violations {
		require.Contains(t, texts, "violations/"+code, place)
	}
	for key := range texts {
		kind, rest, _ := strings.Cut(key, "/")
		code, _, _ := strings.Cut(rest, "/")
		switch kind {
		case "problems":
			require.Contains(t, found.problems, code, "a text that nothing needs")
		case "violations":
			require.Contains(t, found.violations, code, "a text that nothing needs")
		}
	}
}

func TestEveryNoticeHasItsText(t *testing.T) {
	c := catalog(t, "fa")
	var kinds []string
	for _, kind := range []freetext.Kind{freetext.NationalID, freetext.PaymentCard, freetext.IBAN} {
		kinds = append(kinds, string(kind))
		for _, action := range []string{"masked", "kept", "refused"} {
			require.NotEmpty(t, c.Notice("fa", string(kind), action))
			require.NotEmpty(t, c.Notice("en", string(kind), action))
		}
	}
	for key := range leaves(t, "fa") {
		if parts := strings.Split(key, "/"); parts[0] == "notices" {
			require.True(t, slices.Contains(kinds, parts[1]), "a text that nothing needs: %s", key)
		}
	}
}
