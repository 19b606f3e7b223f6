package surveyjs

import (
	"maps"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/surveys/surveyjs/expression"
)

// questionValidators reads the validators of a question.
func (r *reader) questionValidators(q *question) read {
	return func(n *node) {
		var written *textual
		counted := false
		switch kind := q.kind.(type) {
		case *field:
			written = &kind.textual
		case *multiple, *ranking:
			counted = true
		}
		r.validators(&q.validators, written, q, counted)(n)
	}
}

// validators reads the validators of what is written or counted; of everything else there are expressions alone.
func (r *reader) validators(into *[]validator, written *textual, owner *question, counted bool) read {
	return func(n *node) {
		r.list(n, mostValidators, func(_ int, entry *node) {
			if !r.is(entry, jsontext.KindBeginObject) {
				return
			}
			kind := entry.member("type")
			if kind == nil {
				r.lack(entry, "type")
				return
			}
			made := validator{}
			own := r.ruleFields(&made, kind.text, written, owner, counted)
			if own == nil {
				r.refuse(kind, "unknown_value", "")
				return
			}
			known := fields{"type": later, "text": r.paragraphs(&made.message)}
			maps.Copy(known, own.fields)
			if r.object(entry, known) {
				own.finish(entry)
				*into = append(*into, made)
			}
		})
	}
}

// ruleFields begins a rule; nil where there is none of that type for such a question.
func (r *reader) ruleFields(made *validator, typeName string, written *textual, owner *question, counted bool,
) *ownFields {
	nothing := func(*node) {}
	switch {
	case typeName == "expression":
		made.rule = &expressionRule{}
		return r.expressionFields(made, owner)
	case typeName == "answercount" && counted:
		rule := &countRule{}
		made.rule = rule
		return &ownFields{fields{
			"minCount": r.whole(&rule.least, 0, mostChoices), "maxCount": r.whole(&rule.most, 0, mostChoices),
		}, nothing}
	case written == nil:
		return nil
	case typeName == "numeric" && !written.multiline:
		rule := unbounded()
		made.rule, written.numeric = rule, true
		return &ownFields{fields{
			"minValue": r.number(&rule.least, -mostNumber, mostNumber),
			"maxValue": r.number(&rule.most, -mostNumber, mostNumber),
		}, func(n *node) { rule.place = n.member("minValue") }}
	case typeName == "text":
		rule, digits := &lengthRule{}, true
		made.rule = rule
		return &ownFields{fields{
			"minLength": r.whole(&rule.least, 0, mostAnswer), "maxLength": r.whole(&rule.most, 0, mostAnswer),
			"allowDigits": r.flag(&digits),
		}, func(*node) { rule.noDigits = !digits }}
	case typeName == "regex":
		return r.patternFields(made, written)
	default:
		return nil
	}
}

func (r *reader) expressionFields(made *validator, owner *question) *ownFields {
	var condition *expression.Expression
	return &ownFields{
		fields{"expression": r.condition(&condition, owner)},
		func(*node) { made.rule = &expressionRule{condition} },
	}
}

func (r *reader) patternFields(made *validator, written *textual) *ownFields {
	insensitive := false
	return &ownFields{
		fields{"regex": func(n *node) { r.is(n, jsontext.KindString) }, "caseInsensitive": r.flag(&insensitive)},
		func(n *node) {
			rule := &patternRule{field: written, place: n.member("regex")}
			made.rule = rule
			if rule.place == nil {
				r.lack(n, "regex")
				return
			}
			r.pattern(rule, insensitive)
		},
	}
}
