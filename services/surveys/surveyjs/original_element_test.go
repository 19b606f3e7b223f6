package surveyjs_test

import "maps"

// question draws an element without conditions and validators.
func (d *drawing) question(name string) *question {
	q := d.element()
	q.name = name
	q.kind = q.definition["type"].(string)
	q.definition["name"] = name
	if d.oneIn(3) {
		q.definition["title"] = d.text("Question")
	}
	if d.oneIn(8) {
		q.definition["state"] = oneOf(d, "collapsed", "expanded")
	}
	if q.definition["choices"] != nil && d.oneIn(8) {
		q.definition["choicesOrder"] = oneOf(d, "asc", "desc", "random")
	}
	return q
}

func (d *drawing) element() *question {
	switch d.below(14) {
	case 0, 1:
		return d.line("text")
	case 2:
		return &question{values: texts(), definition: d.with(map[string]any{"type": "comment"}, "maxLength", 4)}
	case 3:
		return d.single("radiogroup")
	case 4:
		return d.single("dropdown")
	case 5, 6:
		return d.several("checkbox")
	case 7:
		return d.several("tagbox")
	case 8:
		return d.yesOrNo()
	case 9, 10:
		return d.rating()
	case 11:
		return d.matrix()
	case 12:
		return d.ranking()
	default:
		return d.group()
	}
}

// with states a property every other time.
func (d *drawing) with(definition map[string]any, property string, value any) map[string]any {
	if d.oneIn(2) {
		definition[property] = value
	}
	return definition
}

func texts() []any {
	return []any{"a", "b", "سلام", "abcdef", "12", "می‌شود", "A1", " x "}
}

func numbers() []any {
	return []any{0, 1, 2, 3, 5, 7, 10, -1, 2.5, 100}
}

func dates() []any {
	return []any{"2026-03-14", "2026-03-15", "2026-03-16", "2020-02-29", "2030-12-31"}
}

func (d *drawing) line(kind string) *question {
	definition := map[string]any{}
	if kind != "" {
		definition["type"] = kind
	}
	switch d.below(3) {
	case 0:
		return &question{values: texts(), definition: d.with(definition, "maxLength", 4)}
	case 1:
		definition["inputType"] = "number"
		if kind != "" {
			d.with(definition, "min", oneOf[any](d, 0, 1, 2, 0.5))
			d.with(definition, "max", oneOf[any](d, 5, 10, 7.5))
			if d.oneIn(4) {
				definition["step"] = oneOf[any](d, 1, 2, 0.5, 0.1)
			}
		}
		return &question{values: numbers(), definition: definition}
	default:
		definition["inputType"] = "date"
		if kind != "" {
			d.with(definition, "min", oneOf(d, "2026-03-15", "2021-01-01"))
			d.with(definition, "max", oneOf(d, "2026-03-15", "2029-01-01"))
		}
		return &question{values: dates(), definition: definition}
	}
}

// choices are two to five values, some of them with a text of their own.
func (d *drawing) choices() (choices, values []any) {
	all := oneOf(d, []any{"a", "b", "c", "d", "e"}, []any{1, 2, 3, 4, 5},
		[]any{"تهران", "شیراز", "قم", "یزد", "کیش"}, []any{true, "B", 2.5, "3", 0})
	values = all[:2+d.below(4)]
	for _, value := range values {
		if d.oneIn(3) {
			choices = append(choices, map[string]any{"value": value, "text": d.text("Choice")})
		} else {
			choices = append(choices, value)
		}
	}
	return choices, values
}

func (d *drawing) single(kind string) *question {
	choices, values := d.choices()
	q := &question{values: values, definition: map[string]any{"type": kind, "choices": choices}}
	d.special(q, "showOtherItem", "other")
	d.special(q, "showNoneItem", "none")
	return q
}

func (d *drawing) special(q *question, property, value string) {
	if d.oneIn(3) {
		q.definition[property] = true
		q.values = append(append([]any{}, q.values...), value)
	}
}

func (d *drawing) several(kind string) *question {
	q := d.single(kind)
	if d.oneIn(4) {
		q.definition["showSelectAllItem"] = true
	}
	d.counts(q)
	return q
}

func (d *drawing) counts(q *question) {
	if d.oneIn(3) {
		q.definition["minSelectedChoices"] = 1 + d.below(2)
	}
	if d.oneIn(3) {
		q.definition["maxSelectedChoices"] = 2 + d.below(2)
	}
}

func (d *drawing) yesOrNo() *question {
	q := &question{values: []any{true, false}, definition: map[string]any{"type": "boolean"}}
	if d.oneIn(2) {
		q.values = oneOf(d, []any{"yes", "no"}, []any{1, 0}, []any{"بله", "خیر"})
		q.definition["valueTrue"], q.definition["valueFalse"] = q.values[0], q.values[1]
	}
	return q
}

func (d *drawing) rating() *question {
	definition := map[string]any{"type": "rating"}
	if d.oneIn(3) {
		definition["rateType"] = oneOf(d, "stars", "labels")
	}
	switch d.below(6) {
	case 0:
		return &question{values: []any{1, 2, 3, 4, 5}, definition: definition}
	case 1:
		maps.Copy(definition, map[string]any{"rateMin": 0, "rateMax": 10})
		return &question{values: []any{0, 1, 5, 6, 7, 8, 9, 10}, definition: definition}
	case 2:
		maps.Copy(definition, map[string]any{"rateMin": 0, "rateMax": 10, "rateStep": 5})
		return &question{values: []any{0, 5, 10}, definition: definition}
	case 3:
		maps.Copy(definition, map[string]any{"rateMin": 0, "rateMax": 1, "rateStep": 0.25})
		return &question{values: []any{0, 0.25, 0.75, 1}, definition: definition}
	case 4:
		maps.Copy(definition, map[string]any{"rateCount": 3, "rateMin": 2})
		return &question{values: []any{2, 3, 4}, definition: definition}
	default:
		definition["rateValues"] = []any{"بد", map[string]any{"value": "خوب", "text": d.text("good")}, 3}
		return &question{values: []any{"بد", "خوب", 3}, definition: definition}
	}
}

func (d *drawing) matrix() *question {
	columns, values := d.choices()
	q := &question{values: values, definition: map[string]any{"type": "matrix", "columns": columns}}
	var rows []any
	for _, row := range []string{"r1", "سطر", "r3"}[:1+d.below(3)] {
		rows = append(rows, row)
		q.parts = append(q.parts, &question{name: row, values: values})
	}
	q.definition["rows"] = rows
	if d.oneIn(3) {
		q.definition["isAllRowRequired"] = true
	}
	if d.oneIn(3) {
		q.definition["eachRowUnique"] = true
	}
	return q
}

func (d *drawing) ranking() *question {
	choices, values := d.choices()
	q := &question{values: values, definition: map[string]any{"type": "ranking", "choices": choices}}
	if d.oneIn(3) {
		q.definition["selectToRankEnabled"] = true
		d.counts(q)
	}
	return q
}

func (d *drawing) group() *question {
	q := &question{definition: map[string]any{"type": "multipletext"}}
	var items []any
	for _, name := range []string{"one", "دو", "three"}[:1+d.below(3)] {
		item := d.line("")
		item.name = name
		item.definition["name"] = name
		if d.oneIn(3) {
			item.definition["isRequired"] = true
		}
		q.parts = append(q.parts, item)
		items = append(items, item.definition)
	}
	q.definition["items"] = items
	return q
}
