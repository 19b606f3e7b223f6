package generator

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// refineSchemas makes JSON Schema 2020-12 of swag's schemas, with what Go says of their fields.
func refineSchemas(doc *openapi3.T, types namedTypes) {
	asked := requestSchemas(doc)
	for name, ref := range doc.Components.Schemas {
		generic, _, _ := strings.Cut(name, "-")
		refineObject(ref.Value, types[generic], asked[ref.Value])
	}
	for requireParts(doc, types, asked) {
	}
	modernise(doc)
}

// requireParts makes parts of a request required that have required fields: the validator looks for these also where
// the whole part is left out. It reports whether there were any.
func requireParts(doc *openapi3.T, types namedTypes, asked map[*openapi3.Schema]bool) (found bool) {
	for name, ref := range doc.Components.Schemas {
		if !asked[ref.Value] {
			continue
		}
		for part, property := range ref.Value.Properties {
			field, known := types[name].fields[part]
			described := referred(property)
			whole := described != nil && len(described.Value.Required) > 0
			if known && whole && !field.optional && !field.pointer && !slices.Contains(ref.Value.Required, part) {
				ref.Value.Required = append(ref.Value.Required, part)
				slices.Sort(ref.Value.Required)
				found = true
			}
		}
	}
	return found
}

// requestSchemas finds every schema that a request body may hold.
func requestSchemas(doc *openapi3.T) map[*openapi3.Schema]bool {
	found := map[*openapi3.Schema]bool{}
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			if operation.RequestBody == nil {
				continue
			}
			for _, media := range operation.RequestBody.Value.Content {
				_ = media.Schema.WalkSubtree(func(_ string, ref *openapi3.SchemaRef) error {
					found[ref.Value] = true
					return nil
				}) // the walk never fails
			}
		}
	}
	return found
}

// refineObject says which properties are required, which may be null and how they are formatted. What is asked is
// closed, so that nothing more than this can be sent.
func refineObject(schema *openapi3.Schema, declared goType, asked bool) {
	schema.Description = cmp.Or(schema.Description, declared.doc)
	if asked && len(schema.Properties) > 0 {
		schema.AdditionalProperties = openapi3.AdditionalProperties{Has: new(false)}
	}
	if len(declared.fields) > 0 {
		schema.Required = nil
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		field, known := declared.fields[name]
		if !known {
			continue
		}
		property := schema.Properties[name]
		if property.Ref == "" && field.doc != "" {
			property.Value.Description = field.doc
		}
		refineLeaf(property, field)
		switch {
		case asked && field.required:
			schema.Required = append(schema.Required, name)
			schema.Properties[name] = notEmpty(property)
		case !asked && !field.optional:
			schema.Required = append(schema.Required, name)
			if field.pointer && property.Ref == "" {
				property.Value.Nullable = true
			} else if field.pointer {
				schema.Properties[name] = orNull(property)
			}
		}
	}
}

// notEmpty says what the validator's "required" means for text and for structs: they are there, and not empty.
func notEmpty(property *openapi3.SchemaRef) *openapi3.SchemaRef {
	schema, part := property.Value, referred(property)
	switch {
	case schema.Type.Is(openapi3.TypeString) && len(schema.Enum) == 0:
		schema.MinLength = max(schema.MinLength, 1)
	case part == nil || !part.Value.Type.Is(openapi3.TypeObject):
	case part == property:
		return &openapi3.SchemaRef{Value: &openapi3.Schema{AllOf: openapi3.SchemaRefs{part}, MinProps: 1}}
	default:
		schema.MinProps = 1
	}
	return property
}

// referred is the reference to what describes a property elsewhere, also one that says something of its own beside
// ("allOf" of one); nil if there is none.
func referred(property *openapi3.SchemaRef) *openapi3.SchemaRef {
	switch {
	case property.Ref != "":
		return property
	case len(property.Value.AllOf) == 1 && property.Value.AllOf[0].Ref != "":
		return property.Value.AllOf[0]
	default:
		return nil
	}
}

// refineLeaf says how the innermost value of a property is written.
func refineLeaf(property *openapi3.SchemaRef, field goField) {
	if field.leaf == "[]byte" {
		property.Value.Type, property.Value.Items = &openapi3.Types{openapi3.TypeString}, nil
		property.Value.ContentEncoding = "base64"
		return
	}
	if field.leaf == "json.RawMessage" && !field.object {
		property.Value.Type = nil
		return
	}
	leaf := innermost(property)
	if leaf.Ref == "" && leaf.Value.Format == "" && leaf.Value.Type.Is(openapi3.TypeString) {
		leaf.Value.Format = format(field)
	}
	if leaf.Ref != "" && leaf != property && len(field.enums) > 0 {
		narrow(leaf, field.enums)
	}
}

// narrow says that of the values of a type, which the reference describes, a list or map holds some only.
func narrow(leaf *openapi3.SchemaRef, values []string) {
	all := *leaf
	some := &openapi3.Schema{AllOf: openapi3.SchemaRefs{&all}}
	for _, value := range values {
		some.Enum = append(some.Enum, value)
	}
	*leaf = openapi3.SchemaRef{Value: some}
}

// innermost is what the lists and maps of a schema finally hold.
func innermost(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	for ref.Ref == "" {
		switch {
		case ref.Value.Items != nil:
			ref = ref.Value.Items
		case ref.Value.AdditionalProperties.Schema != nil:
			ref = ref.Value.AdditionalProperties.Schema
		default:
			return ref
		}
	}
	return ref
}

// format is the JSON Schema format of a Go type or a rule of the validator; empty if there is none.
func format(field goField) string {
	switch field.leaf {
	case "time.Time":
		return "date-time"
	case "uuid.UUID":
		return "uuid"
	}
	for _, rule := range field.rules {
		switch rule {
		case "email", "uuid", "uri", "date":
			return rule
		case "url":
			return "uri"
		}
	}
	return ""
}

// orNull lets a property be null that is described elsewhere.
func orNull(property *openapi3.SchemaRef) *openapi3.SchemaRef {
	null := &openapi3.Schema{Type: &openapi3.Types{openapi3.TypeNull}}
	return &openapi3.SchemaRef{Value: &openapi3.Schema{AnyOf: openapi3.SchemaRefs{property, {Value: null}}}}
}
