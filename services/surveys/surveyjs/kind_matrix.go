package surveyjs

import (
	"maps"
	"slices"
	"strings"

	"amanat/services/kit/text"
)

// matrix is one choice of the same columns in every row.
type matrix struct {
	columns, rows choices
	eachRequired  bool
	eachUnique    bool
}

func (r *reader) matrixFields(q *question) *ownFields {
	m := &matrix{}
	q.kind = m
	word := new(string)
	known := fields{
		"columns": r.items(&m.columns, q, itemUse{}), "rows": r.items(&m.rows, q, itemUse{}),
		"eachRowRequired": r.flag(&m.eachRequired), "eachRowUnique": r.flag(&m.eachUnique),
		"rowOrder": r.word(word, "initial", "random"), "showHeader": r.flag(new(bool)),
		"alternateRows": r.flag(new(bool)), "verticalAlign": r.word(word, "top", "middle"),
		"displayMode":    r.word(word, "auto", "table", "list"),
		"columnMinWidth": r.length(), "rowTitleWidth": r.length(),
	}
	return &ownFields{known, func(n *node) {
		r.enough(n, "columns", 1)
		r.enough(n, "rows", 1)
	}}
}

func (m *matrix) normalise(q *question, given any, fault faults) any {
	parts, ok := given.(map[string]any)
	if !ok {
		if given != "" {
			fault.add(q.pointer, "wrong_type", "")
		}
		return nil
	}
	answer := make(map[string]any, len(parts))
	var refused map[string]string
	for name, given := range parts {
		if given == nil || given == "" {
			continue
		}
		row, value, code := m.take(name, given)
		if _, twice := answer[row]; twice && code == "" {
			code = "repeated"
		}
		if code == "" {
			answer[row] = value
			continue
		}
		if refused == nil {
			refused = map[string]string{}
		}
		refused[name] = code
	}
	for _, name := range slices.Sorted(maps.Keys(refused)) {
		fault.add(within(q.pointer, name), refused[name], "")
	}
	if len(answer) == 0 {
		return nil
	}
	return answer
}

// take finds the row and the column that an answer names, or says with a code why there is none.
func (m *matrix) take(name string, given any) (row string, value any, code string) {
	at, ok := m.rows.find(name)
	if !ok {
		return "", nil, "unknown_field"
	}
	value, code = m.columns.take(given)
	return m.rows.list[at].form, value, code
}

func (m *matrix) offer(c *checking, q *question, answer any, disabled bool) {
	if !m.rows.conditional && !m.columns.conditional {
		return
	}
	values, _ := answer.(map[string]any)
	for i := range m.rows.list {
		row := &m.rows.list[i]
		value := values[row.form]
		if value == nil {
			continue
		}
		if !c.holds(row.visibleIf) {
			c.violate(within(q.pointer, row.form), "answer_hidden", "", localised{})
		} else if at, ok := m.columns.find(value); ok && !c.available(&m.columns.list[at], disabled) {
			c.violate(within(q.pointer, row.form), "unknown_value", "", localised{})
		}
	}
}

func (m *matrix) check(c *checking, q *question, answer any) (broken bool) {
	if !m.eachRequired && !m.eachUnique {
		return false
	}
	values, _ := answer.(map[string]any)
	seen := make([]any, 0, len(values))
	for i := range m.rows.list {
		row := &m.rows.list[i]
		value := values[row.form]
		code := ""
		switch {
		case value == nil && m.eachRequired:
			code = "row_required"
		case value != nil && m.eachUnique && slices.Contains(seen, value):
			code = "rows_repeat"
		}
		if !c.holds(row.visibleIf) {
			continue
		}
		if code != "" {
			c.violate(within(q.pointer, row.form), code, "", localised{})
			broken = true
		}
		seen = append(seen, value)
	}
	return broken
}

func (m *matrix) part(name string) (key string, ok bool) {
	name = text.Line(name)
	for i := range m.rows.list {
		if strings.EqualFold(m.rows.list[i].form, name) {
			return m.rows.list[i].form, true
		}
	}
	return "", false
}

func (m *matrix) variables(q *question) []Variable {
	variables := make([]Variable, len(m.rows.list))
	categories := m.columns.categories()
	for i := range m.rows.list {
		row := &m.rows.list[i]
		variables[i] = Variable{
			Name: q.name + "/" + row.form, Question: q.name, Kind: Choice, Title: q.titles(), Part: row.label(),
			Categories: categories,
		}
	}
	return variables
}

func (m *matrix) read(first int, answer any, into []Reading) []Reading {
	values, _ := answer.(map[string]any)
	for i := range m.rows.list {
		value, ok := values[m.rows.list[i].form]
		if !ok {
			continue
		}
		if at, ok := m.columns.find(value); ok {
			into = append(into, Reading{Variable: first + i, Categories: []int{at}})
		}
	}
	return into
}

func (*matrix) freeTexts(_ *question, _ any, into []FreeText) []FreeText { return into }

func (m *matrix) asked() []*node {
	return append(m.rows.asked(), m.columns.asked()...)
}
