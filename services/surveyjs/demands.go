package surveyjs

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/surveyjs/identity"
)

// Demand is something in a survey that demands identity.
type Demand struct {
	Pointer  string // RFC 6901, into the definition: what demands it
	Question string // the name of the question
	// What is "inputType", "autocomplete", "signature", "file" or "remote_choices"; or, where a question that demands
	// an answer asks for it in words, "name", "phone", "email", "national_id" or "address".
	What string
	// Overridable says that words were found, which may mean something else.
	Overridable bool
	// Text is those words: every text of the question that asks for it, one a line.
	Text string
}

// demanding is a property that demands identity, found while reading.
type demanding struct {
	question *question
	place    *node
	what     string
}

func (r *reader) demand(q *question, place *node, what string) {
	r.demanding = append(r.demanding, demanding{q, place, what})
}

// listDemands finds everything that demands identity, question by question.
func (r *reader) listDemands() []Demand {
	byQuestion := map[*question][]Demand{}
	for _, d := range r.demanding {
		byQuestion[d.question] = append(byQuestion[d.question],
			Demand{Pointer: d.place.pointer(), Question: d.question.name, What: d.what})
	}
	var demands []Demand
	for _, q := range r.survey.questions {
		demands = append(demands, byQuestion[q]...)
		demands = append(demands, r.survey.inWords(q)...)
	}
	return demands
}

// inWords finds what a question that demands an answer asks for in words, each thing where it is asked for first.
func (s *Survey) inWords(q *question) []Demand {
	if isMarkup(q) {
		return nil
	}
	required := s.required(q)
	places := q.kind.asked(s, q, required)
	if !required && len(places) == 0 {
		return nil
	}
	_, parts := q.kind.(*multipletext)
	if !required && !parts {
		return nil
	}
	var demands wording
	for _, name := range [...]string{"name", "title", "description", "placeholder", "otherPlaceholder"} {
		demands.listen(q, q.source.member(name), identity.Asked)
	}
	for _, place := range places {
		if parts { // its items are questions of their own
			demands.listen(q, place, identity.Asked)
		} else {
			demands.listen(q, place, identity.AskedInChoice)
		}
	}
	return demands
}

// wording is what a question asks for in words: each thing once, where it is asked for first.
type wording []Demand

// listen adds what the texts at a place ask for.
func (w *wording) listen(q *question, place *node, asked func(string) (string, bool)) {
	for _, text := range place.texts() {
		what, asks := asked(text.text)
		if !asks {
			continue
		}
		known := slices.IndexFunc(*w, func(d Demand) bool { return d.What == what })
		if known >= 0 {
			(*w)[known].Text += "\n" + text.text
			continue
		}
		*w = append(*w, Demand{
			Pointer: text.pointer(), Question: q.name, What: what, Overridable: true, Text: text.text,
		})
	}
}

// texts are the texts at a place: itself, or its members by language.
func (n *node) texts() []*node {
	switch {
	case n == nil:
		return nil
	case n.kind == jsontext.KindString:
		return []*node{n}
	default:
		return n.children
	}
}

// required says whether a question may demand an answer: by itself, by something around it, or by a rule that looks at
// what was not answered too.
func (s *Survey) required(q *question) bool {
	for around := q.parent; around != nil; around = around.parent {
		if around.required || around.requiredIf != nil {
			return true
		}
	}
	switch kind := q.kind.(type) {
	case *matrix:
		if kind.eachRequired {
			return true
		}
	case *multiple:
		if kind.least > 0 {
			return true
		}
	case *ranking:
		if kind.least > 0 {
			return true
		}
	}
	return q.presence.required || q.requiredIf != nil || s.demandsAnswer(q, q.validators)
}

// demandsAnswer says that a validator demands an answer. Expressions run on none too; one that speaks of other
// questions may, depending on them, and is taken to.
func (s *Survey) demandsAnswer(q *question, validators []validator) bool {
	for _, v := range validators {
		rule, ok := v.rule.(*expressionRule)
		if !ok || rule.expression == nil {
			continue
		}
		if !rule.expression.Holds(unanswered{}) {
			return true
		}
		for _, reference := range rule.expression.References() {
			if s.targets[reference].question != q.index {
				return true
			}
		}
	}
	return false
}

// unanswered is the environment in which nothing was answered.
type unanswered struct{}

// Value is nil: nothing was answered.
func (unanswered) Value(string) any { return nil }

// Today is no day in particular.
func (unanswered) Today() time.Time { return time.Time{} }
