package surveyjs

import (
	"maps"
	"slices"
	"strings"
)

// multipletext is several fields with one title.
type multipletext struct {
	items  []item
	byName map[string]int
}

// item is one of several fields.
type item struct {
	textual
	name         string
	pointer      string
	title        localised
	required     bool
	requiredText localised
	validators   []validator
	source       *node
}

func (r *reader) multipletextFields(q *question) *ownFields {
	m := &multipletext{byName: map[string]int{}}
	q.kind = m
	known := fields{
		"items": func(n *node) {
			r.list(n, mostChoices, func(_ int, entry *node) { r.textItem(q, m, entry) })
		},
		"colCount": r.whole(new(int), 1, 5), "itemTitleWidth": r.length(),
		"itemErrorLocation": r.word(new(string), "default", "top", "bottom"),
	}
	return &ownFields{known, func(n *node) {
		r.enough(n, "items", 1)
		for i := range m.items {
			m.items[i].pointer = within(within("", q.name), m.items[i].name)
		}
	}}
}

func (r *reader) textItem(q *question, m *multipletext, n *node) {
	it := item{source: n}
	if !r.object(n, fields{
		"name": r.name(&it.name), "title": r.line(&it.title), "isRequired": r.flag(&it.required),
		"requiredErrorText": r.paragraphs(&it.requiredText), "inputType": r.inputType(q, &it.textual),
		"maxLength": r.whole(&it.maxLength, -1, mostAnswer), "placeholder": r.line(new(localised)),
		"inputSize": r.whole(new(int), 0, 200), "inputTextAlignment": r.word(new(string), "auto", "left", "right"),
		"validators": r.validators(&it.validators, &it.textual, nil, false),
	}) {
		return
	}
	if n.member("name") == nil {
		r.lack(n, "name")
		return
	}
	if _, taken := m.part(it.name); taken {
		r.refuse(n.member("name"), "repeated", "")
		return
	}
	if it.title == (localised{}) {
		r.shows(&node{parent: n, key: "title"}, it.name)
	}
	r.bound(n, &it.textual)
	m.byName[it.name] = len(m.items)
	m.items = append(m.items, it)
}

func (m *multipletext) normalise(q *question, given any, fault faults) any {
	parts, ok := given.(map[string]any)
	if !ok {
		if given != "" {
			fault.add(q.pointer, "wrong_type", "")
		}
		return nil
	}
	answer := make(map[string]any, len(parts))
	known := 0
	for i := range m.items {
		it := &m.items[i]
		written, ok := parts[it.name]
		if !ok {
			continue
		}
		known++
		if value := it.normalise(it.pointer, written, fault); value != nil {
			answer[it.name] = value
		}
	}
	if known < len(parts) {
		m.refuseUnknown(q, parts, fault)
	}
	if len(answer) == 0 {
		return nil
	}
	return answer
}

func (m *multipletext) refuseUnknown(q *question, parts map[string]any, fault faults) {
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if _, known := m.byName[name]; !known && parts[name] != nil {
			fault.add(within(q.pointer, name), "unknown_field", "")
		}
	}
}

func (*multipletext) offer(*checking, *question, any, bool) {}

func (m *multipletext) check(c *checking, _ *question, answer any) (broken bool) {
	values, _ := answer.(map[string]any)
	for i := range m.items {
		it := &m.items[i]
		value := values[it.name]
		missing := value == nil && it.required
		if missing {
			c.violate(it.pointer, "required", "", it.requiredText)
		}
		if it.check(c, it.pointer, value) || missing {
			continue
		}
		c.validate(it.pointer, it.validators, value)
	}
	return false
}

func (m *multipletext) part(name string) (key string, ok bool) {
	for i := range m.items {
		if strings.EqualFold(m.items[i].name, name) {
			return m.items[i].name, true
		}
	}
	return "", false
}

func (m *multipletext) variables(q *question) []Variable {
	variables := make([]Variable, len(m.items))
	for i := range m.items {
		it := &m.items[i]
		variables[i] = Variable{
			Name: q.name + "/" + it.name, Question: q.name, Kind: it.counted(), Title: q.titles(),
			Part: it.title.or(it.name, it.name),
		}
	}
	return variables
}

func (m *multipletext) read(first int, answer any, into []Reading) []Reading {
	values, _ := answer.(map[string]any)
	for i := range m.items {
		into = m.items[i].read(first+i, values[m.items[i].name], into)
	}
	return into
}

func (m *multipletext) freeTexts(_ *question, answer any, into []FreeText) []FreeText {
	values, _ := answer.(map[string]any)
	for i := range m.items {
		into = m.items[i].freeTexts(m.items[i].pointer, values[m.items[i].name], into)
	}
	return into
}

func (*multipletext) asked() []*node { return nil }
