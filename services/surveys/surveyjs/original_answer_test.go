package surveyjs_test

// answers are those of somebody who answers most questions, mostly as they should be answered.
func (d *drawing) answers() map[string]any {
	answers := map[string]any{}
	for _, q := range d.questions {
		if d.below(4) < 3 {
			answers[q.name] = d.answer(q)
		}
		d.comment(q, answers)
	}
	if d.oneIn(20) {
		answers[oneOf(d, "nobody", "ناشناس", "q1-Comment", "page1")] = oneOf[any](d, 1, "x", true)
	}
	return answers
}

// comment says what "other" is, mostly where it was chosen.
func (d *drawing) comment(q *question, answers map[string]any) {
	if q.definition["showOtherItem"] == nil {
		return
	}
	chosen := answers[q.name] == "other"
	if several, isList := answers[q.name].([]any); isList {
		for _, value := range several {
			chosen = chosen || value == "other"
		}
	}
	if chosen && d.below(3) > 0 || d.oneIn(12) {
		answers[q.name+"-Comment"] = oneOf[any](d, "دیگر", "x", "", "  ")
	}
}

func (d *drawing) answer(q *question) any {
	if d.oneIn(15) {
		return d.wrong()
	}
	switch q.kind {
	case "checkbox", "tagbox":
		return d.selection(q)
	case "ranking":
		if d.oneIn(4) {
			return some(d, shuffled(d, q.values))
		}
		return shuffled(d, q.values)
	case "matrix", "multipletext":
		parts := map[string]any{}
		for _, part := range q.parts {
			if d.below(4) < 3 {
				parts[part.name] = d.near(part)
			}
		}
		return parts
	default:
		return d.near(q)
	}
}

func (d *drawing) selection(q *question) any {
	values := some(d, q.values)
	if d.oneIn(4) {
		values = shuffled(d, values)
	}
	if d.oneIn(12) {
		values = append(values, d.near(q))
	}
	return values
}

// near is one of the values of the question, or nearly so.
func (d *drawing) near(q *question) any {
	if !d.oneIn(8) {
		return oneOf(d, q.values...)
	}
	if q.definition["inputType"] == "number" {
		return oneOf[any](d, "5", "۷", "٣", "3.5", "many", 1e6, "", 0.1, "1e1", " 4 ")
	}
	if q.definition["inputType"] == "date" {
		return oneOf[any](d, "2026-02-30", "tomorrow", "", "۲۰۲۶-۰۳-۱۵", "2026-3-5", "2026-03-15T10:00")
	}
	if areTexts(q.values) && d.oneIn(2) {
		return oneOf[any](d, "3", "1,5", ".5", "5.", "+5", "-2", "1-", "2e0", "1e999", "Infinity", "۲", "٤٫٥", "12abc",
			"1234567890123456", "007", "1 2", "-", "2*3", "𝒜𝒷", "line\nline", "tab\tbed", "x\u200f")
	}
	return oneOf[any](d, "", " ", "zz", "1", 1, true, "كيك", "علي", "abc1", "123456789")
}

// wrong is of a type that only few questions ask for.
func (d *drawing) wrong() any {
	return oneOf[any](d, nil, true, 7, "x", []any{}, []any{"a"}, []any{1, "zz"}, map[string]any{}, map[string]any{"r1": "a"})
}
