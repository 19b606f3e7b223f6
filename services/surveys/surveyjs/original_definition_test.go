package surveyjs_test

import (
	"fmt"
	"slices"
)

func names() []string {
	return []string{"q1", "q2", "سن", "رضایت", "city", "نظر شما", "Part.One", "می‌خواهید"}
}

// survey draws up to eight questions first and their conditions afterwards, so that conditions refer to any of them,
// also to later ones and to those that they hide.
func (d *drawing) survey() map[string]any {
	for i := range 1 + d.below(8) {
		q := d.question(names()[i])
		d.questions = append(d.questions, q)
	}
	for _, q := range d.questions {
		d.condition(q.definition)
		d.validators(q)
		d.conditionItems(q)
	}
	var elements []any
	for _, q := range d.questions {
		elements = append(elements, q.definition)
	}
	if d.oneIn(4) {
		html := map[string]any{"type": "html", "name": "html", "html": "<p>سلام</p>"}
		d.condition(html)
		elements = append(elements, html)
	}
	definition := map[string]any{"title": d.text("Survey")}
	d.look(definition)
	if d.oneIn(4) {
		definition["elements"] = elements
		return definition
	}
	definition["pages"] = d.pages(elements)
	return definition
}

// look draws properties that should change nothing here, though some of them change when the original does what it does.
func (d *drawing) look(definition map[string]any) {
	for _, property := range [][]string{
		{"clearInvisibleValues", "onComplete", "onHidden", "onHiddenContainer"},
		{"questionsOnPageMode", "standard", "singlePage"},
		{"checkErrorsMode", "onNextPage", "onValueChanged", "onComplete"},
		{"locale", "fa", "en"},
	} {
		if d.oneIn(5) {
			definition[property[0]] = oneOf(d, property[1:]...)
		}
	}
}

func (d *drawing) pages(elements []any) []any {
	var pages []any
	for len(elements) > 0 {
		n := 1 + d.below(len(elements))
		page := map[string]any{"name": fmt.Sprintf("page%d", len(pages)+1)}
		page["elements"] = d.panels(elements[:n], page["name"].(string), 2)
		if d.oneIn(3) {
			d.condition(page)
		}
		pages = append(pages, page)
		elements = elements[n:]
	}
	return pages
}

// panels puts some of the elements into panels, and some of theirs into further ones.
func (d *drawing) panels(elements []any, within string, depth int) []any {
	var placed []any
	for len(elements) > 0 {
		n := 1
		if depth > 0 && d.oneIn(4) {
			n = 1 + d.below(len(elements))
			panel := map[string]any{"type": "panel", "name": fmt.Sprintf("%s-panel%d", within, len(placed))}
			panel["elements"] = d.panels(elements[:n], panel["name"].(string), depth-1)
			d.condition(panel)
			placed = append(placed, panel)
		} else {
			placed = append(placed, elements[0])
		}
		elements = elements[n:]
	}
	return placed
}

// condition says when a question, panel or page is shown, may be filled in and has to be.
func (d *drawing) condition(of map[string]any) {
	if d.oneIn(3) {
		of["visibleIf"] = d.expression(2)
	}
	if d.oneIn(8) {
		of["enableIf"] = d.expression(1)
	}
	if d.oneIn(5) {
		of["requiredIf"] = d.expression(1)
	}
	if d.oneIn(3) {
		of["isRequired"] = oneOf(d, true, true, false)
	}
	if d.oneIn(15) {
		of["visible"] = oneOf(d, false, false, true)
	}
}

// conditionItems says when choices, rates, rows and columns are shown, and when choices may be made. A choice that is
// there only if it was made, nobody could make: what it is when it comes in all the same depends on the original's order
// of events where that drops choices.
func (d *drawing) conditionItems(q *question) {
	if q.kind == "ranking" || q.definition["showOtherItem"] != nil {
		all := d.questions
		defer func() { d.questions = all }()
		d.questions = slices.DeleteFunc(slices.Clone(all), func(other *question) bool { return other == q })
		if len(d.questions) == 0 {
			return
		}
	}
	for _, list := range []string{"choices", "rateValues", "rows", "columns"} {
		items, _ := q.definition[list].([]any)
		for i, value := range items {
			if !d.oneIn(8) {
				continue
			}
			item, isItem := value.(map[string]any)
			if !isItem {
				item = map[string]any{"value": value}
			}
			switch {
			case list == "choices" && d.oneIn(3):
				item["enableIf"] = d.expression(1)
			case (q.kind == "checkbox" || q.kind == "tagbox") && d.oneIn(4):
				item["isExclusive"] = true
			default:
				item["visibleIf"] = d.expression(1)
			}
			items[i] = item
		}
	}
}

func (d *drawing) text(english string) any {
	switch d.below(3) {
	case 0:
		return english
	case 1:
		return map[string]any{"default": english, "fa": "متن"}
	default:
		return map[string]any{"en": english, "fa": "متن"}
	}
}
