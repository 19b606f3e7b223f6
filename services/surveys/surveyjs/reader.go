package surveyjs

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/microcosm-cc/bluemonday"

	"amanat/services/kit/text"
)

// reader reads a definition and collects what it refuses.
type reader struct {
	survey    *Survey
	problems  []Problem
	pending   []pending
	patterns  []weighed
	demanding []demanding
	policy    *bluemonday.Policy // for HTML, nil until there is any
}

// read understands the value at its place.
type read func(n *node)

// fields are the members that an object may have.
type fields map[string]read

func newReader() *reader {
	return &reader{
		survey: &Survey{
			locale: "fa", byName: map[string]*question{}, byFolded: map[string]*question{},
			byComment: map[string]*question{}, targets: map[string]target{},
		},
	}
}

func decodeProblem(err error) Problem {
	if errors.Is(err, errTooDeep) {
		return Problem{Code: "nested_too_deeply", Limit: decimal(mostDepth)}
	}
	return Problem{Code: "malformed_json"}
}

func (r *reader) refuse(n *node, code, limit string) {
	if len(r.problems) < mostProblems {
		r.problems = append(r.problems, Problem{Pointer: n.pointer(), Code: code, Limit: limit})
	}
}

// lack refuses an object for a member that it does not have.
func (r *reader) lack(n *node, name string) {
	r.refuse(&node{parent: n, key: name}, "required", "")
}

// unknown refuses a property that others have.
func (r *reader) unknown(n *node) { r.refuse(n, "unknown_field", "") }

// object reads the members of an object. Whatever is not among the fields is refused.
func (r *reader) object(n *node, known fields) bool {
	if !r.is(n, jsontext.KindBeginObject) {
		return false
	}
	seen := make(map[string]bool, len(n.children))
	for _, child := range n.children {
		name := currentName(child.key)
		understand, ok := known[name]
		switch {
		case !ok:
			r.refuse(child, "unknown_field", "")
		case seen[name]:
			r.refuse(child, "repeated", "")
		default:
			understand(child)
		}
		seen[name] = true
	}
	return true
}

// list reads the entries of an array, at most so many.
func (r *reader) list(n *node, most int, each func(i int, entry *node)) {
	if !r.is(n, jsontext.KindBeginArray) {
		return
	}
	if len(n.children) > most {
		r.refuse(n, "too_many", decimal(most))
		return
	}
	for i, entry := range n.children {
		each(i, entry)
	}
}

func (r *reader) is(n *node, kind jsontext.Kind) bool {
	if n.kind != kind {
		r.refuse(n, "wrong_type", "")
		return false
	}
	return true
}

func (r *reader) flag(into *bool) read {
	return func(n *node) {
		if !n.isFlag() {
			r.refuse(n, "wrong_type", "")
			return
		}
		*into = n.kind == jsontext.KindTrue
	}
}

// number reads a number between two others.
func (r *reader) number(into *float64, least, most float64) read {
	return func(n *node) {
		switch {
		case !r.is(n, jsontext.KindNumber):
		case n.number < least:
			r.refuse(n, "out_of_range", numeral(least))
		case n.number > most:
			r.refuse(n, "out_of_range", numeral(most))
		default:
			*into = n.number
		}
	}
}

// whole reads a whole number between two others.
func (r *reader) whole(into *int, least, most int) read {
	return func(n *node) {
		var value float64
		r.number(&value, float64(least), float64(most))(n)
		if value != float64(int(value)) {
			r.refuse(n, "wrong_type", "")
			return
		}
		*into = int(value)
	}
}

// word reads one of several words.
func (r *reader) word(into *string, known ...string) read {
	return func(n *node) {
		if !r.is(n, jsontext.KindString) {
			return
		}
		for _, word := range known {
			if n.text == word {
				*into = word
				return
			}
		}
		r.refuse(n, "unknown_value", "")
	}
}

// normalise puts a text into its one spelling, where it stands.
func (r *reader) normalise(n *node, spell func(string) string, shows func(string) bool, most int) bool {
	if !r.is(n, jsontext.KindString) {
		return false
	}
	n.text = spell(n.text)
	switch {
	case utf8.RuneCountInString(n.text) > most:
		r.refuse(n, "too_long", decimal(most))
	case !shows(n.text):
		r.refuse(n, "control_character", "")
	default:
		return true
	}
	return false
}

// line reads a localised text of one line.
func (r *reader) line(into *localised) read {
	return r.localised(into, text.Line, text.IsLine, mostLine)
}

// paragraphs reads a localised text of several lines.
func (r *reader) paragraphs(into *localised) read {
	return r.localised(into, text.Paragraphs, text.IsParagraphs, mostParagraphs)
}

func (r *reader) localised(into *localised, spell func(string) string, shows func(string) bool, most int) read {
	part := func(into *string) read {
		return func(n *node) {
			if r.normalise(n, spell, shows, most) {
				*into = n.text
			}
		}
	}
	return func(n *node) {
		if n.kind == jsontext.KindString {
			part(&into.standard)(n)
		} else {
			r.object(n, fields{"default": part(&into.standard), "fa": part(&into.fa), "en": part(&into.en)})
		}
		if *into != (localised{}) {
			r.survey.shown = append(r.survey.shown, shownText{localised: *into, pointer: n.pointer()})
		}
	}
}

// decimal writes a number for a message.
func decimal(n int) string { return strconv.Itoa(n) }

// numeral writes a number as JavaScript does.
func numeral(f float64) string { return string(jsontext.AppendFloat(nil, f, 64)) }
