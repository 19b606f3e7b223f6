package generator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// encode writes the document, without the components that nothing uses, and checks that what it wrote is valid.
func encode(ctx context.Context, doc *openapi3.T) ([]byte, error) {
	tree, err := toTree(doc)
	if err != nil {
		return nil, err
	}
	for prune(tree) {
	}
	written, err := load(tree)
	if err != nil {
		return nil, err
	}
	if err := written.Validate(ctx, openapi3.EnableMultiError()); err != nil {
		return nil, fmt.Errorf("the document is not valid: %w", err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(tree); err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	return out.Bytes(), nil
}

// prune removes the components that nothing refers to; it reports whether there were any.
func prune(tree map[string]any) bool {
	used := map[string]bool{}
	eachRef(tree, func(ref string) string {
		used[strings.TrimPrefix(ref, "#/components/")] = true
		return ref
	})
	usedSchemes(tree, used)
	pruned := false
	components := child(tree, "components")
	for section := range components {
		for name := range child(components, section) {
			if !used[section+"/"+name] {
				delete(child(components, section), name)
				pruned = true
			}
		}
		if len(child(components, section)) == 0 {
			delete(components, section)
		}
	}
	return pruned
}

// usedSchemes adds the security schemes that operations name: they are no references.
func usedSchemes(node any, used map[string]bool) {
	switch node := node.(type) {
	case map[string]any:
		requirements, _ := node["security"].([]any)
		for _, requirement := range requirements {
			schemes, _ := requirement.(map[string]any)
			for scheme := range schemes {
				used["securitySchemes/"+scheme] = true
			}
		}
		for _, value := range node {
			usedSchemes(value, used)
		}
	case []any:
		for _, value := range node {
			usedSchemes(value, used)
		}
	}
}
