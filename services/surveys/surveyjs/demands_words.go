package surveyjs

import (
	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/surveys/surveyjs/identity"
)

// hearing is a text, listened to as a choice or as anything else.
type hearing struct {
	text   *node
	choice bool
}

// hear says what a text asks for, "" for nothing.
func (a *asking) hear(h hearing) string {
	what, known := a.heard[h]
	if known {
		return what
	}
	if h.choice {
		what, _ = identity.AskedInChoice(h.text.text)
	} else {
		what, _ = identity.Asked(h.text.text)
	}
	a.heard[h] = what
	return what
}

// listen adds what the texts at a place ask for.
func (w *wording) listen(place *node, choice bool) {
	for _, text := range place.texts() {
		if what := w.hear(hearing{text, choice}); what != "" {
			w.add(what, text, text.text)
		}
	}
}

// listenTo listens to properties of an object, also under their older names.
func (w *wording) listenTo(object *node, properties ...string) {
	for _, property := range properties {
		w.listen(object.property(property), false)
	}
}

// listenToValidators listens to what validators tell people who break them.
func (w *wording) listenToValidators(object *node) {
	list := object.member("validators")
	if list == nil {
		return
	}
	for _, validator := range list.children {
		w.listenTo(validator, "text")
	}
}

// listenAround listens to what stands around a question in which people write: pages and panels, HTML before it in each
// of them, and the survey's description.
func (w *wording) listenAround() {
	inner := w.question.source
	for around := w.question.parent; around != nil; around = around.parent {
		for _, e := range around.elements {
			if e.source() == inner {
				break
			}
			if e.question != nil && isMarkup(e.question) {
				w.listenTo(e.question.source, "html")
			}
		}
		if around.source != nil {
			w.listenTo(around.source, "title", "description", "requiredErrorText")
		}
		inner = around.source
	}
	w.listenTo(w.survey.source, "description")
}

func (e element) source() *node {
	if e.panel != nil {
		return e.panel.source
	}
	return e.question.source
}

// property finds a member of an object by its present name.
func (n *node) property(name string) *node {
	for _, child := range n.children {
		if currentName(child.key) == name {
			return child
		}
	}
	return nil
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
