// Package form reads what a form's struct tags say about each field: how it is normalised, which rules it keeps, what
// it is for. One declaration serves the validation, the dry run and the public description of the form.
package form

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"

	"amanat/models/privacy"
	"amanat/services/fault"
	"amanat/services/text"
)

// Forms normalises and validates forms. It is safe for concurrent use.
type Forms struct {
	rules *validator.Validate
	plans map[reflect.Type][]field
}

// field is what the tags of one field say.
type field struct {
	index       []int
	name        string
	normalise   func(string) string
	normaliser  string
	rules       string
	freeText    bool
	declaration privacy.Declaration
}

// TextField is a field of free text, to be scanned for needless personal data.
type TextField struct {
	Pointer string
	Text    *string
}

// New reads the tags of the given forms (pointers to structs of strings and string pointers) and fails on any that it
// does not understand. today answers the date that `not_future` compares with.
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
		if err != nil {
			return nil, fmt.Errorf("form %s: %w", kind.Name(), err)
		}
		f.plans[kind] = plan
	}
	return f, nil
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
		declaration, err := privacy.Parse(f.Tag.Get("privacy"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		normaliser := f.Tag.Get("normalise")
		normalise, ok := normalisers()[normaliser]
		if !ok {
			return nil, fmt.Errorf("%s: unknown normaliser %q", f.Name, normaliser)
		}
		plan = append(plan, field{
			index: f.Index, name: jsonName(f), normalise: normalise, normaliser: normaliser,
			rules: f.Tag.Get("validate"), freeText: f.Tag.Get("freetext") == "scan", declaration: declaration,
		})
	}
	return plan, nil
}

// textOf points to the field's string; nil for a pointer field that was not given.
func textOf(form reflect.Value, f field) *string {
	value := form.FieldByIndex(f.index)
	if value.Kind() == reflect.Pointer {
		text, _ := value.Interface().(*string)
		return text
	}
	text, _ := value.Addr().Interface().(*string)
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
	}
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
