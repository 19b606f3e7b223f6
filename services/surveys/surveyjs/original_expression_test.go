package surveyjs_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// expression is a condition over any questions of the survey, of the given depth at most.
func (d *drawing) expression(depth int) string {
	if depth > 0 {
		switch d.below(8) {
		case 0, 1:
			return d.expression(depth-1) + oneOf(d, " and ", " && ") + d.expression(depth-1)
		case 2, 3:
			return d.expression(depth-1) + oneOf(d, " or ", " || ") + d.expression(depth-1)
		case 4:
			return "!(" + d.expression(depth-1) + ")"
		case 5:
			return fmt.Sprintf("(%s) and (%s)", d.expression(depth-1), d.expression(depth-1))
		}
	}
	return d.comparison()
}

func (d *drawing) comparison() string {
	reference, values := d.reference()
	switch d.below(14) {
	case 0:
		return reference + " empty"
	case 1:
		return reference + " notempty"
	case 2:
		return reference + oneOf(d, " contains ", " notcontains ") + d.literal(values)
	case 3:
		return reference + oneOf(d, " anyof ", " allof ", " noneof ") + d.list(values)
	case 4:
		other, _ := d.reference()
		return fmt.Sprintf("sum(%s, %s) %s %d", reference, other, d.operator(), d.below(10))
	case 5:
		other, _ := d.reference()
		return fmt.Sprintf("%s %s %s %s %d",
			reference, oneOf(d, "+", "-", "*", "/", "%"), oneOf(d, other, "2", "3"), d.operator(), d.below(10))
	case 6:
		if areTexts(values) {
			// What the original makes of any text beside a date, it leaves to the engine of the browser.
			return reference + " " + d.operator() + " " + d.literal(values)
		}
		return fmt.Sprintf("%s %s today(%s)", reference, d.operator(), oneOf(d, "", "-1", "1"))
	case 7:
		return fmt.Sprintf("iif(%s notempty, %s, %s) = %s",
			reference, d.literal(values), d.literal(nil), d.literal(values))
	case 8:
		return d.comparisonOfTwo()
	default:
		return reference + " " + d.operator() + " " + d.literal(values)
	}
}

// comparisonOfTwo compares questions with each other. Lists are compared with lists: what is missing is null or undefined
// in the original, as it happens, and an empty list equals only one of these.
func (d *drawing) comparisonOfTwo() string {
	one := d.questions[d.below(len(d.questions))]
	alike := slices.DeleteFunc(slices.Clone(d.questions), func(q *question) bool { return q.isList() != one.isList() })
	return "{" + one.name + "} " + d.operator() + " {" + oneOf(d, alike...).name + "}"
}

func (q *question) isList() bool {
	return q.kind == "checkbox" || q.kind == "tagbox" || q.kind == "ranking"
}

func (d *drawing) operator() string {
	return oneOf(d, "=", "!=", "<", "<=", ">", ">=")
}

// reference is {name}, or {name.part} where there are parts, with the values that it may have.
func (d *drawing) reference() (string, []any) {
	q := d.questions[d.below(len(d.questions))]
	switch {
	case q.definition["showOtherItem"] != nil && d.oneIn(6):
		return "{" + q.name + "-Comment}", texts()
	case len(q.parts) == 0 || d.oneIn(5):
		return "{" + oneOf(d, q.name, q.name, strings.ToUpper(q.name)) + "}", q.values
	}
	part := q.parts[d.below(len(q.parts))]
	return "{" + q.name + "." + part.name + "}", part.values
}

// literal is one of the values, or another.
func (d *drawing) literal(values []any) string {
	if len(values) == 0 || d.oneIn(4) {
		return oneOf(d, "0", "1", "3.5", "'3'", "'a'", "'سلام'", "true", "false", "''", "-1", "'2026-03-15'")
	}
	return spelt(oneOf(d, values...))
}

func (d *drawing) list(values []any) string {
	var items []string
	for range 1 + d.below(3) {
		items = append(items, d.literal(values))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func areTexts(values []any) bool {
	return len(values) > 0 && values[0] == texts()[0] && len(values) == len(texts())
}

func spelt(value any) string {
	if text, isText := value.(string); isText {
		return "'" + text + "'"
	}
	written, err := json.Marshal(value)
	if err != nil {
		return "''"
	}
	return string(written)
}

// validators draws what a question of its kind can be checked for.
func (d *drawing) validators(q *question) {
	var validators []any
	if d.oneIn(5) {
		validators = append(validators, map[string]any{"type": "expression", "expression": d.expression(1)})
	}
	switch q.kind {
	case "text", "comment":
		validators = append(validators, d.textValidators(q)...)
	case "checkbox", "tagbox":
		if d.oneIn(3) {
			counts := map[string]any{"type": "answercount"}
			d.with(counts, "minCount", 1+d.below(3))
			d.with(counts, "maxCount", 2+d.below(3))
			validators = append(validators, counts)
		}
	case "multipletext":
		items := q.definition["items"].([]any)
		for i, part := range q.parts {
			if own := d.textValidators(part); len(own) > 0 {
				items[i].(map[string]any)["validators"] = own
			}
		}
	}
	if len(validators) > 0 {
		q.definition["validators"] = shuffled(d, validators)
	}
}

func (d *drawing) textValidators(q *question) []any {
	var validators []any
	inputType, _ := q.definition["inputType"].(string)
	switch {
	case !d.oneIn(2):
	case inputType == "number", q.kind != "comment" && inputType == "" && d.oneIn(4):
		bounds := map[string]any{"type": "numeric"}
		d.with(bounds, "minValue", oneOf(d, 0, 1, 2))
		d.with(bounds, "maxValue", oneOf(d, 5, 7, 10))
		validators = append(validators, bounds)
	case inputType == "":
		lengths := map[string]any{"type": "text"}
		d.with(lengths, "minLength", 2+d.below(2))
		d.with(lengths, "maxLength", 4+d.below(2))
		d.with(lengths, "allowDigits", false)
		validators = append(validators, lengths)
	}
	if inputType == "" && d.oneIn(3) {
		pattern := map[string]any{"type": "regex", "regex": oneOf(d, "^[a-z]+$", "^.{2,4}$", "[آ-ی]", `\d`)}
		validators = append(validators, d.with(pattern, "caseInsensitive", true))
	}
	return validators
}
