package generator

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
)

// sharedComponents is what all operations have in common, as OpenAPI components.
//
//go:embed shared.json
var sharedComponents []byte

// withShared names the schemas as readers of the document know them, and adds the shared components.
func withShared(converted *openapi3.T) (*openapi3.T, error) {
	tree, err := toTree(converted)
	if err != nil {
		return nil, err
	}
	components := child(tree, "components")
	if err := renameSchemas(tree, child(components, "schemas")); err != nil {
		return nil, err
	}
	if child(components, "schemas")["Problem"] == nil {
		return nil, errors.New(`no handler names the schema Problem; one must: @Failure 503 {object} Problem "…"`)
	}
	var shared map[string]map[string]any
	if err := json.Unmarshal(sharedComponents, &shared); err != nil {
		return nil, fmt.Errorf("read shared.json: %w", err)
	}
	for section, entries := range shared {
		for name, entry := range entries {
			if _, taken := child(components, section)[name]; taken {
				return nil, fmt.Errorf("the name %s/%s is that of a shared component", section, name)
			}
			child(components, section)[name] = entry
		}
	}
	return load(tree)
}

// toTree is a document as plain JSON values.
func toTree(doc *openapi3.T) (map[string]any, error) {
	encoded, err := doc.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	var tree map[string]any
	if err := json.Unmarshal(encoded, &tree); err != nil {
		return nil, fmt.Errorf("read the document back: %w", err)
	}
	return tree, nil
}

// load reads a document and resolves its references.
func load(tree map[string]any) (*openapi3.T, error) {
	encoded, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(encoded)
	if err != nil {
		return nil, fmt.Errorf("resolve the document's references: %w", err)
	}
	return doc, nil
}

// child is the object under a key, which it makes if there is none.
func child(parent map[string]any, key string) map[string]any {
	object, ok := parent[key].(map[string]any)
	if !ok {
		object = map[string]any{}
		parent[key] = object
	}
	return object
}

const schemaRefs = "#/components/schemas/"

// renameSchemas drops what only Go programmers know from the names of schemas.
func renameSchemas(tree, schemas map[string]any) error {
	origins := map[string]string{}
	names := map[string]string{}
	for goName := range schemas {
		name := schemaName(goName)
		if other, taken := origins[name]; taken {
			return fmt.Errorf("both %s and %s would be the schema %s", min(goName, other), max(goName, other), name)
		}
		origins[name], names[goName] = goName, name
	}
	renamed := map[string]any{}
	for goName, name := range names {
		renamed[name] = schemas[goName]
	}
	clear(schemas)
	maps.Copy(schemas, renamed)
	eachRef(tree, func(ref string) string {
		if goName, ok := strings.CutPrefix(ref, schemaRefs); ok {
			return schemaRefs + names[goName]
		}
		return ref
	})
	return nil
}

// schemaName turns "models.Receipt" into "Receipt" and the generic "models.Page-models_Receipt" into "ReceiptPage".
func schemaName(goName string) string {
	parts := strings.Split(goName, "-")
	for i, part := range parts {
		parts[i] = part[strings.LastIndexAny(part, "._")+1:]
	}
	slices.Reverse(parts)
	return strings.Join(parts, "")
}

// eachRef replaces every reference below a node.
func eachRef(node any, replace func(ref string) string) {
	switch node := node.(type) {
	case map[string]any:
		if ref, ok := node["$ref"].(string); ok {
			node["$ref"] = replace(ref)
		}
		for _, value := range node {
			eachRef(value, replace)
		}
	case []any:
		for _, value := range node {
			eachRef(value, replace)
		}
	}
}
