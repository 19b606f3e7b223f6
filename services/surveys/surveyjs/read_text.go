package surveyjs

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/kit/text"
)

func (r *reader) textFields(q *question) *ownFields {
	f := &field{}
	q.kind = f
	word := new(string)
	var least, most, step localised
	known := fields{
		"inputType": r.inputType(q, &f.textual), "autocomplete": r.autocomplete(q),
		"maxLength": r.whole(&f.maxLength, -1, mostAnswer), "placeholder": r.line(new(localised)),
		// These are read when the type is known.
		"min": later, "max": later, "step": later,
		"minErrorText": r.paragraphs(&least), "maxErrorText": r.paragraphs(&most), "stepErrorText": r.paragraphs(&step),
		"inputSize": r.whole(new(int), 0, 200), "inputTextAlignment": r.word(word, "auto", "left", "right"),
		"textUpdateMode": r.word(word, "default", "onBlur", "onTyping"),
	}
	return &ownFields{known, func(n *node) {
		r.bound(n, &f.textual)
		f.least.say(least)
		f.most.say(most)
		f.step.say(step)
	}}
}

// say gives a bound, where there is one, the editor's own text.
func (b *bound) say(words localised) {
	if b != nil {
		b.message = words
	}
}

// later reads nothing yet.
func later(*node) {}

func (r *reader) commentFields(q *question) *ownFields {
	f := &field{textual{multiline: true}}
	q.kind = f
	return &ownFields{fields{
		"maxLength": r.whole(&f.maxLength, -1, mostAnswer), "placeholder": r.line(new(localised)),
		"rows": r.whole(new(int), 1, 100), "autoGrow": r.flag(new(bool)), "allowResize": r.flag(new(bool)),
		"acceptCarriageReturn": r.flag(new(bool)),
		"textUpdateMode":       r.word(new(string), "default", "onBlur", "onTyping"),
	}, func(*node) {}}
}

// inputType reads what a field takes. Those that ask for identity are accepted, so that a draft can be kept.
func (r *reader) inputType(q *question, t *textual) read {
	return func(n *node) {
		var word string
		r.word(&word, "text", "number", "date", "email", "tel", "password", "url")(n)
		switch word {
		case "number":
			t.input = number
		case "date":
			t.input = date
		case "email", "tel", "password", "url":
			r.demand(q, n, "inputType")
		}
	}
}

// autocomplete reads what a browser fills in by itself (HTML, section 4.10.18.7).
func (r *reader) autocomplete(q *question) read {
	return func(n *node) {
		if !r.normalise(n, text.Line, text.IsLine, mostName) {
			return
		}
		for token := range strings.FieldsSeq(strings.ToLower(n.text)) {
			switch token {
			case "on", "off", "language", "country", "country-name", "transaction-currency", "transaction-amount":
			default:
				r.demand(q, n, "autocomplete")
				return
			}
		}
	}
}

// bound reads the least, the most and the step of a number or a date.
func (r *reader) bound(n *node, t *textual) {
	least, most, step := n.member("min"), n.member("max"), n.member("step")
	if t.input == plain {
		for _, place := range [...]*node{least, most, step} {
			if place != nil {
				r.refuse(place, "unknown_field", "")
			}
		}
		return
	}
	t.least, t.most = r.limit(least, t.input), r.limit(most, t.input)
	if t.most == nil && t.input == date {
		t.most = &bound{date: lastDate, shown: lastDate}
	}
	if t.input == date && step != nil {
		r.refuse(step, "unknown_field", "")
	} else if t.step = r.limit(step, number); t.step != nil && t.step.number <= 0 {
		r.refuse(step, "out_of_range", "0")
	}
}

// limit reads a number or a date that answers are held against.
func (r *reader) limit(n *node, kind input) *bound {
	switch {
	case n == nil || n.kind == jsontext.KindString && n.text == "":
		return nil
	case kind == number && n.kind == jsontext.KindNumber:
		return &bound{number: n.number, shown: numeral(n.number)}
	case n.kind != jsontext.KindString:
		r.refuse(n, "wrong_type", "")
		return nil
	}
	n.text = text.Digits(text.Line(n.text))
	if kind == date {
		if !isDate(n.text) {
			r.refuse(n, "not_a_date", "")
		}
		return &bound{date: n.text, shown: n.text}
	}
	value, ok := parseNumber(n.text)
	if !ok {
		r.refuse(n, "not_a_number", "")
	}
	return &bound{number: value, shown: numeral(value)}
}
