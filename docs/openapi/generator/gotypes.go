package generator

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// goField is what a struct's field says in Go and swag leaves out.
type goField struct {
	// optional fields may be absent from an answer: omitempty or omitzero.
	optional bool
	// required fields may not be absent from a request, nor be zero: validate:"required".
	required bool
	pointer  bool
	// leaf is the type below pointers, slices and maps, as it is written: "time.Time".
	leaf string
	// rules are the names of the validator's tags.
	rules []string
	// enums are the possible values that the field lists itself.
	enums []string
	// object fields hold one, though their Go type says less: swaggertype:"object".
	object bool
	doc    string
}

// goType is a named type: of a struct also its fields by JSON name.
type goType struct {
	doc    string
	fields map[string]goField
}

// namedTypes holds types by the name that swag gives them.
type namedTypes map[string]goType

// goTypes reads the named types of the packages below root, but for those of docs, which describe the others.
func goTypes(root string) (namedTypes, error) {
	all := declarations{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root &&
			(entry.Name() == "docs" || entry.Name() == "testdata" || entry.Name()[0] == '.'):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		return all.read(path)
	})
	if err != nil {
		return nil, fmt.Errorf("read the Go types: %w", err)
	}
	found := namedTypes{}
	for name, declared := range all {
		fields := map[string]goField{}
		all.collect(name, fields)
		found[declared.swagName] = goType{doc: declared.doc, fields: fields}
	}
	return found, nil
}

// declaration is a type as it is declared.
type declaration struct {
	fields   []*ast.Field // of a struct
	swagName string
	doc      string
}

// declarations are the types of all packages by package and name ("models.Receipt").
type declarations map[string]declaration

func (d declarations) read(path string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("parse %s: %w", path, err)
	}
	for _, decl := range file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range general.Specs {
			typeSpec, ok := spec.(*ast.TypeSpec)
			if !ok {
				continue
			}
			name := file.Name.Name + "." + typeSpec.Name.Name
			d[name] = declaration{
				fields:   fieldsOf(typeSpec.Type),
				swagName: swagName(name, typeSpec.Comment),
				doc:      description(typeSpec.Name.Name, cmp.Or(typeSpec.Doc, general.Doc)),
			}
		}
	}
	return nil
}

// fieldsOf lists the fields of a struct; of any other type there are none.
func fieldsOf(expr ast.Expr) []*ast.Field {
	if structType, ok := expr.(*ast.StructType); ok {
		return structType.Fields.List
	}
	return nil
}

// swagName is the name that an @name comment behind a type gives it, or else its Go name.
func swagName(goName string, behind *ast.CommentGroup) string {
	if name, ok := strings.CutPrefix(behind.Text(), "@name "); ok {
		return strings.TrimSpace(name)
	}
	return goName
}

// description makes of a Go comment ("Receipt is what a person gets …") one for readers who see no Go name.
func description(goName string, comment *ast.CommentGroup) string {
	text := strings.TrimSpace(comment.Text())
	rest, found := strings.CutPrefix(text, goName+" ")
	if !found {
		return text
	}
	if more, several := strings.CutPrefix(rest, "and "); several {
		_, rest, _ = strings.Cut(more, " ")
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "is "), "are ")
	first, size := utf8.DecodeRuneInString(rest)
	return string(unicode.ToUpper(first)) + rest[size:]
}

// collect adds the fields of a type, those of embedded structs among them.
func (d declarations) collect(name string, fields map[string]goField) {
	declared, ok := d[name]
	if !ok {
		return
	}
	for _, field := range declared.fields {
		if len(field.Names) == 0 {
			embedded := typeName(field.Type)
			if pkg, _, _ := strings.Cut(name, "."); !strings.Contains(embedded, ".") {
				embedded = pkg + "." + embedded
			}
			d.collect(embedded, fields)
			continue
		}
		if name, parsed, ok := parseField(field); ok {
			fields[name] = parsed
		}
	}
}

// parseField reads a field that has a JSON name.
func parseField(field *ast.Field) (string, goField, bool) {
	if field.Tag == nil {
		return "", goField{}, false
	}
	literal, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return "", goField{}, false
	}
	tag := reflect.StructTag(literal)
	name, options, _ := strings.Cut(tag.Get("json"), ",")
	parsed := goField{
		optional: strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero"),
		rules:    strings.Split(tag.Get("validate"), ","),
		leaf:     typeName(field.Type),
		object:   tag.Get("swaggertype") == openapi3.TypeObject,
		doc:      description(field.Names[0].Name, field.Doc),
	}
	if enums := tag.Get("enums"); enums != "" {
		parsed.enums = strings.Split(enums, ",")
	}
	_, parsed.pointer = field.Type.(*ast.StarExpr)
	for _, rule := range parsed.rules {
		parsed.required = parsed.required || rule == "required"
	}
	return name, parsed, name != "" && name != "-"
}

// typeName is the type below pointers, slices and maps, without type arguments; bytes stay together.
func typeName(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name
	case *ast.SelectorExpr:
		return typeName(expr.X) + "." + expr.Sel.Name
	case *ast.StarExpr:
		return typeName(expr.X)
	case *ast.MapType:
		return typeName(expr.Value)
	case *ast.IndexExpr:
		return typeName(expr.X)
	case *ast.ArrayType:
		if name := typeName(expr.Elt); name != "byte" {
			return name
		}
		return "[]byte"
	default:
		return ""
	}
}
