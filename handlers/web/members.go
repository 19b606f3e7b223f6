package web

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/fault"
)

// members are the fields of a form by their JSON names.
type members map[string]member

// member is one field, or a part of the form that has fields of its own.
type member struct {
	index []int
	parts members
}

func membersOf(form reflect.Type) members {
	fields := members{}
	for _, field := range reflect.VisibleFields(form) {
		if field.Anonymous {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		found := member{index: field.Index}
		if field.Type.Kind() == reflect.Struct {
			found.parts = membersOf(field.Type)
		}
		fields[name] = found
	}
	return fields
}

// reading is one pass over a body.
type reading struct {
	decoder *jsontext.Decoder
	refused []fault.Violation
}

// object reads an object into a form or a part of one. An error says that the body is no JSON; what is wrong with
// single members is collected.
func (r *reading) object(fields members, form reflect.Value, pointer string) error {
	if _, err := r.decoder.ReadToken(); err != nil {
		return err
	}
	for r.decoder.PeekKind() != '}' {
		name, err := r.decoder.ReadToken()
		if err != nil {
			return err
		}
		key := name.String()
		if err := r.member(fields[key], form, within(pointer, key)); err != nil {
			return err
		}
	}
	_, err := r.decoder.ReadToken()
	return err
}

func (r *reading) member(field member, form reflect.Value, pointer string) error {
	if field.parts != nil && r.decoder.PeekKind() == '{' {
		return r.object(field.parts, form.FieldByIndex(field.index), pointer)
	}
	value, err := r.decoder.ReadValue()
	if err != nil {
		return err
	}
	if code := set(field, form, value); code != "" && len(r.refused) < mostRefused {
		r.refused = append(r.refused, violation(pointer, code))
	}
	return nil
}

// set decodes one value into its field and answers the code of what is wrong with it.
func set(field member, form reflect.Value, value []byte) (code string) {
	switch {
	case field.index == nil:
		return "unknown_field"
	case field.parts != nil || string(value) == "null":
		return "wrong_type"
	}
	place := form.FieldByIndex(field.index).Addr().Interface()
	if text, ok := place.(*string); ok && value[0] == '"' {
		*text = unquoted(value)
		return ""
	}
	if json.Unmarshal(value, place) != nil {
		return "wrong_type"
	}
	return ""
}

// unquoted is the text of a JSON string that the decoder has found to be well-formed: nearly every field is one.
func unquoted(value []byte) string {
	text, err := jsontext.AppendUnquote(nil, value)
	if err != nil {
		return ""
	}
	return string(text)
}
