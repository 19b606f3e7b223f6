package generator

import (
	"maps"
	"reflect"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// modernise turns the schemas of OpenAPI 3.0 as swag writes them into those of 3.1.
func modernise(doc *openapi3.T) {
	walk := func(_ string, ref *openapi3.SchemaRef) error {
		if ref.Ref != "" {
			return openapi3.SkipSubtree
		}
		moderniseSchema(ref)
		return nil
	}
	// Components come first, each on its own: a walk meets a schema only once, and that may be at a reference to it.
	// The walks never fail.
	for _, component := range doc.Components.Schemas {
		_ = component.WalkSubtree(walk)
	}
	_ = doc.WalkSchemas(walk)
}

func moderniseSchema(ref *openapi3.SchemaRef) {
	schema := ref.Value
	maps.DeleteFunc(schema.Extensions, func(key string, _ any) bool {
		// swag keeps notes here that mean something to Go programs only.
		return !strings.HasPrefix(key, "x-") || strings.HasPrefix(key, "x-enum-") || key == "x-formData-name"
	})
	if schema.Example != nil {
		schema.Examples, schema.Example = []any{schema.Example}, nil
	}
	switch wraps := len(schema.AllOf) == 1 && schema.AllOf[0].Ref != ""; {
	case wraps && schema.Nullable:
		schema.AnyOf, schema.AllOf = orNull(schema.AllOf[0]).Value.AnyOf, nil
		schema.Enum = nil
	case wraps:
		unwrap(ref)
	case schema.Nullable && schema.Type != nil:
		schema.Type = &openapi3.Types{(*schema.Type)[0], openapi3.TypeNull}
		if len(schema.Enum) > 0 {
			schema.Enum = append(schema.Enum, nil)
		}
	}
	schema.Nullable = false
}

// unwrap writes a reference that says something of its own ("allOf" of one) the 3.1 way: keywords beside "$ref".
func unwrap(ref *openapi3.SchemaRef) {
	target, beside := ref.Value.AllOf[0], *ref.Value
	beside.AllOf = nil
	if reflect.DeepEqual(beside.Enum, target.Value.Enum) {
		beside.Enum = nil
	}
	keywords, err := beside.MarshalYAML()
	if err != nil {
		return // a schema that cannot be written stays as it is, and fails the document's validation
	}
	ref.Ref, ref.Value = target.Ref, target.Value
	ref.Extensions, _ = keywords.(map[string]any)
}
