package surveyjs

import "time"

// required says whether a question may demand an answer: by itself, by something around it, by a rule that looks at
// what was not answered too, or because something else depends on the answer.
func (a *asking) required(q *question) bool {
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
	return q.presence.required || q.requiredIf != nil || a.mentioned[target{question: q.index}] ||
		a.demandsAnswer(q.validators, func(to target) bool { return to.question == q.index })
}

// requiredItems are the items that have to be answered, or all of them where the whole has to be.
func (a *asking) requiredItems(q *question, m *multipletext, required bool) []*item {
	var items []*item
	for i := range m.items {
		it := &m.items[i]
		own := target{question: q.index, part: it.name}
		if required || it.required || a.mentioned[own] ||
			a.demandsAnswer(it.validators, func(to target) bool { return to == own }) {
			items = append(items, it)
		}
	}
	return items
}

// demandsAnswer says that a validator demands an answer. Expressions run on none too; one that speaks of other
// questions may, depending on them, and is taken to.
func (a *asking) demandsAnswer(validators []validator, own func(to target) bool) bool {
	for _, v := range validators {
		rule, ok := v.rule.(*expressionRule)
		if !ok || rule.expression == nil {
			continue
		}
		if !rule.expression.Holds(unanswered{}) {
			return true
		}
		for _, reference := range rule.expression.References() {
			if !own(a.survey.targets[reference]) {
				return true
			}
		}
	}
	return false
}

// mentions are the questions, and the items of multiple texts, to which a condition or a validator refers that is not
// their own.
func (r *reader) mentions() map[target]bool {
	mentioned := map[target]bool{}
	for _, p := range r.pending {
		for _, reference := range p.expression.References() {
			q, to := r.survey.questions[r.survey.targets[reference].question], r.survey.targets[reference]
			own, key := q.source, target{question: to.question}
			if m, ok := q.kind.(*multipletext); ok && to.part != "" {
				own, key.part = m.items[m.byName[to.part]].source, to.part
			}
			if !p.source.isWithin(own) {
				mentioned[key] = true
			}
		}
	}
	return mentioned
}

// unanswered is the environment in which nothing was answered.
type unanswered struct{}

// Value is nil: nothing was answered.
func (unanswered) Value(string) any { return nil }

// Today is no day in particular.
func (unanswered) Today() time.Time { return time.Time{} }
