// Package form reads what a form's struct tags say about each field: how it is normalised, which rules it keeps, what
// it is for. One declaration serves the validation, the dry run and the public description of the form.
package form

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"

	"amanat/models/privacy"
	"amanat/services/fault"
	"amanat/services/kit/text"
)

// Forms normalises and validates forms. It is safe for concurrent use.
type Forms struct {
	rules *validator.Validate
	plans map[reflect.Type][]field
}

// field is what the tags of one field say.
type field struct {
	index []int
	// name is the field's; of one in a part of the form, a path of names.
	name       string
	normalise  func(string) string
	normaliser string
	rules      string
	freeText   bool
	// object fields have a shape of their own.
	object      bool
	declaration privacy.Declaration
}

// TextField is a field of free text, to be scanned for needless personal data.
type TextField struct {
	Pointer string
	Text    *string
}

// New reads the tags of the given forms (pointers to structs of texts, numbers and truth values, and of parts that are
// such structs) and fails on any that it does not understand. today answers the date that `not_future` compares with.
func New(today func() time.Time, forms ...any) (*Forms, error) {
	f := &Forms{
		rules: validator.New(validator.WithRequiredStructEnabled()),
		plans: make(map[reflect.Type][]field, len(forms)),
	}
	f.rules.RegisterTagNameFunc(jsonName)
	if err := registerRules(f.rules, today); err != nil {
		return nil, fmt.Errorf("form rules: %w", err)
	}
	for _, form := range forms {
		kind := reflect.TypeOf(form).Elem()
		plan, err := planOf(kind)
		if err := errors.Join(err, f.readRules(form)); err != nil {
			return nil, fmt.Errorf("form %s: %w", kind.Name(), err)
		}
		f.plans[kind] = plan
	}
	return f, nil
}

// readRules has the validator read the form's rules now: it panics over one that it does not know, and would do so at
// the first request.
func (f *Forms) readRules(form any) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("rules: %v", cause)
		}
	}()
	_ = f.rules.Struct(form) // whether the empty form is valid does not matter
	return nil
}

// Normalise brings every field to the form in which it is validated and kept.
func (f *Forms) Normalise(form any) {
	value := reflect.ValueOf(form).Elem()
	for _, field := range f.plans[value.Type()] {
		if text := textOf(value, field); text != nil {
			*text = field.normalise(*text)
		}
	}
}

// Violations lists every rule that the form breaks.
func (f *Forms) Violations(form any) []fault.Violation {
	var broken validator.ValidationErrors
	if err := f.rules.Struct(form); !errors.As(err, &broken) {
		return nil
	}
	violations := make([]fault.Violation, 0, len(broken))
	for _, rule := range broken {
		violations = append(violations, violationOf(rule))
	}
	return violations
}

// FreeText points to the fields that hold free text.
func (f *Forms) FreeText(form any) []TextField {
	var texts []TextField
	value := reflect.ValueOf(form).Elem()
	for _, field := range f.plans[value.Type()] {
		if !field.freeText {
			continue
		}
		if text := textOf(value, field); text != nil && *text != "" {
			texts = append(texts, TextField{Pointer: "/" + field.name, Text: text})
		}
	}
	return texts
}

func planOf(form reflect.Type) ([]field, error) {
	var plan []field
	for _, f := range reflect.VisibleFields(form) {
		if f.Anonymous {
			continue
		}
		if f.Type.Kind() == reflect.Struct {
			nested, err := planOf(f.Type)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
			plan = append(plan, within(f, nested)...)
			continue
		}
		field, err := fieldOf(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		plan = append(plan, field)
	}
	return plan, nil
}

// within are the fields of a part of a form, as fields of the whole.
func within(part reflect.StructField, nested []field) []field {
	for i := range nested {
		nested[i].index = slices.Concat(part.Index, nested[i].index)
		nested[i].name = jsonName(part) + "/" + nested[i].name
	}
	return nested
}

func fieldOf(f reflect.StructField) (field, error) {
	declaration, err := privacy.Parse(f.Tag.Get("privacy"))
	if err != nil {
		return field{}, err
	}
	if isPlain(f.Type) {
		return field{
			index: f.Index, name: jsonName(f), rules: f.Tag.Get("validate"), declaration: declaration,
			object: f.Type.Kind() == reflect.Map || f.Type.Kind() == reflect.Slice,
		}, nil
	}
	if f.Type != reflect.TypeFor[string]() && f.Type != reflect.TypeFor[*string]() {
		return field{}, fmt.Errorf("a field is a text, a number or a truth value, and is no %s", f.Type)
	}
	normaliser := f.Tag.Get("normalise")
	normalise, ok := normalisers()[normaliser]
	if !ok {
		return field{}, fmt.Errorf("unknown normaliser %q", normaliser)
	}
	scan, freeText := f.Tag.Lookup("freetext")
	if freeText && scan != "scan" {
		return field{}, fmt.Errorf("unknown treatment of free text %q", scan)
	}
	return field{
		index: f.Index, name: jsonName(f), normalise: normalise, normaliser: normaliser,
		rules: f.Tag.Get("validate"), freeText: freeText, declaration: declaration,
	}, nil
}

// isPlain: a number or a truth value is what it is and needs no normalising. What has a shape of its own is for the
// service to read, which knows it.
func isPlain(kind reflect.Type) bool {
	if kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	return slices.Contains([]reflect.Type{
		reflect.TypeFor[int](), reflect.TypeFor[bool](), reflect.TypeFor[json.RawMessage](),
		reflect.TypeFor[map[string]any](),
	}, kind)
}

// textOf points to the field's string; nil for a pointer field that was not given, and for what is no text.
func textOf(form reflect.Value, f field) *string {
	value := form.FieldByIndex(f.index)
	if value.Kind() == reflect.Pointer {
		text, _ := reflect.TypeAssert[*string](value)
		return text
	}
	text, _ := reflect.TypeAssert[*string](value.Addr())
	return text
}

func normalisers() map[string]func(string) string {
	return map[string]func(string) string{
		"name":       text.Name,
		"line":       text.Line,
		"paragraphs": text.Paragraphs,
		"digits":     func(s string) string { return text.Line(text.Digits(s)) },
		"email":      text.Email,
		"phone":      text.Phone,
		"page":       text.Page,
		"password":   text.Password,
		"reference":  strings.TrimSpace,
		"moment":     moment,
	}
}

// moment brings a point in time, or a date, to ASCII. In a query the plus of an offset arrives as a space.
func moment(s string) string {
	s = strings.TrimSpace(text.Digits(s))
	if zone := len(s) - len(" 03:30"); zone > 0 && s[zone] == ' ' {
		return s[:zone] + "+" + s[zone+1:]
	}
	return s
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
