package surveyjs

import "slices"

// Demand is something in a survey that demands identity.
type Demand struct {
	Pointer  string // RFC 6901, into the definition: what demands it
	Question string // the name of the question
	// What is "inputType", "autocomplete", "signature", "file" or "remote_choices"; or, where a question that demands
	// an answer asks for it in words or by the form of the answer, "name", "phone", "email", "national_id" or
	// "address".
	What string
	// Overridable says that words or a form were found, which may mean something else.
	Overridable bool
	// Text is those: every text of or around the question that asks for it and the pattern or the bound that gives the
	// form, one a line.
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
	a := &asking{survey: r.survey, mentioned: r.mentions(), heard: map[hearing]string{}}
	var demands []Demand
	for _, q := range r.survey.questions {
		demands = append(demands, byQuestion[q]...)
		demands = append(demands, a.of(q)...)
	}
	return demands
}

// asking finds out what questions that demand an answer ask for.
type asking struct {
	survey    *Survey
	mentioned map[target]bool
	heard     map[hearing]string // what was found before: the texts around questions are those of many
}

// of finds what a question asks for, each thing where it is asked for first.
func (a *asking) of(q *question) []Demand {
	if isMarkup(q) {
		return nil
	}
	required := a.required(q)
	m, parts := q.kind.(*multipletext)
	var items []*item
	if parts {
		items = a.requiredItems(q, m, required)
	}
	if !required && len(items) == 0 {
		return nil
	}
	found := wording{asking: a, question: q}
	found.listenTo(q.source, "name", "title", "description", "placeholder", "otherPlaceholder", "requiredErrorText",
		"otherErrorText", "minErrorText", "maxErrorText", "stepErrorText")
	found.listenToValidators(q.source)
	for _, place := range q.kind.asked() {
		found.listen(place, true)
	}
	for _, it := range items { // they are questions of their own
		found.listenTo(it.source, "name", "title", "placeholder", "requiredErrorText")
		found.listenToValidators(it.source)
		found.look(it.source, &it.textual, it.validators)
	}
	if f, ok := q.kind.(*field); ok {
		found.look(q.source, &f.textual, q.validators)
		found.listenAround()
	} else if parts {
		found.listenAround()
	}
	return found.demands
}

// wording is what one question asks for.
type wording struct {
	*asking

	question *question
	demands  []Demand
}

// add notes what a text at a place asks for: each thing once, where it is asked for first.
func (w *wording) add(what string, place *node, text string) {
	known := slices.IndexFunc(w.demands, func(d Demand) bool { return d.What == what })
	if known >= 0 {
		w.demands[known].Text += "\n" + text
		return
	}
	w.demands = append(w.demands, Demand{
		Pointer: place.pointer(), Question: w.question.name, What: what, Overridable: true, Text: text,
	})
}
