package apitest

import "maps"

// Object is a JSON object.
type Object = map[string]any

// Says is a text in both languages.
func Says(fa, en string) Object { return Object{"fa": fa, "en": en} }

// Element is a question with a title; more are its other properties.
func Element(kind, name string, more ...Object) Object {
	made := Object{"type": kind, "name": name, "title": Says("پرسش "+name, "Question "+name)}
	for _, properties := range more {
		maps.Copy(made, properties)
	}
	return made
}

// Choices are choices with these values.
func Choices(values ...any) []any {
	choices := make([]any, len(values))
	for i, value := range values {
		choices[i] = Object{"value": value, "text": Says("گزینهٔ "+ToText(value), "Choice "+ToText(value))}
	}
	return choices
}

// Asking is a definition with these elements.
func Asking(elements ...Object) Object {
	return Object{"title": Says("نظرسنجی", "Survey"), "elements": elements}
}

// Moods is a definition with one question that has to be answered, and one that takes a free text.
func Moods() Object {
	return Asking(
		Element("radiogroup", "mood", Object{"isRequired": true, "choices": Choices("good", "bad")}),
		Element("comment", "thoughts"),
	)
}
