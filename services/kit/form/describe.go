package form

import (
	"reflect"
	"strconv"
	"strings"

	"amanat/models"
)

// Describe lists the form's fields in the order in which they are declared.
func (f *Forms) Describe(form any) []models.FieldView {
	plan := f.plans[reflect.TypeOf(form).Elem()]
	fields := make([]models.FieldView, 0, len(plan))
	for _, field := range plan {
		fields = append(fields, describe(field))
	}
	return fields
}

func describe(f field) models.FieldView {
	view := models.FieldView{
		Name:       f.name,
		Type:       typeOf(f),
		Category:   string(f.declaration.Category),
		Retention:  string(f.declaration.Retention),
		Protection: string(f.declaration.Protection),
	}
	view.Purposes = make([]string, 0, len(f.declaration.Purposes))
	for _, purpose := range f.declaration.Purposes {
		view.Purposes = append(view.Purposes, string(purpose))
	}
	for rule := range strings.SplitSeq(f.rules, ",") {
		tag, parameter, _ := strings.Cut(rule, "=")
		switch tag {
		case "required":
			view.Required = true
		case "max":
			view.Limits.MaxLength, _ = strconv.Atoi(parameter)
		case "not_future":
			view.Limits.NotFuture = true
		case "oneof":
			view.Type = "choice"
			view.Limits.Values = strings.Fields(parameter)
		}
	}
	return view
}

func typeOf(f field) string {
	if f.object {
		return "object"
	}
	switch f.normaliser {
	case "paragraphs":
		return "multiline"
	case "digits":
		return "date"
	case "email", "phone", "page":
		return f.normaliser
	default:
		return "text"
	}
}
