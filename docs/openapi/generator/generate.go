// Package generator writes the program's OpenAPI 3.1 document. What an operation is stands in swag comments above its
// handler, what it takes and answers in Go types, examples in files; what all operations share stands in shared.json.
package generator

import (
	"context"
	"path/filepath"
)

// Where the parts of a description lie, below the root of the program.
const (
	generalInfo = "handlers/doc.go"
	examplesDir = "docs/examples"
)

// Generate describes the program whose main package is in root. The answer is the whole document, indented, with sorted
// keys and a final newline: the same sources give the same bytes. It needs the go command, and no network.
func Generate(ctx context.Context, root string) ([]byte, error) {
	types, err := goTypes(root)
	if err != nil {
		return nil, err
	}
	swagger, err := runSwag(ctx, root)
	if err != nil {
		return nil, err
	}
	converted, err := convert(swagger)
	if err != nil {
		return nil, err
	}
	refineSchemas(converted, types)
	doc, err := withShared(converted)
	if err != nil {
		return nil, err
	}
	if err := completeOperations(doc); err != nil {
		return nil, err
	}
	if err := addExamples(doc, filepath.Join(root, examplesDir)); err != nil {
		return nil, err
	}
	if err := requireComplete(doc); err != nil {
		return nil, err
	}
	return encode(ctx, doc)
}
