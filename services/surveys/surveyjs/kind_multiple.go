package surveyjs

import "slices"

// multiple is any number of choices: boxes to tick, a list of tags, a ranking.
type multiple struct {
	selection
	least, most int // how many, 0 for none
}

// ranking is choices in an order.
type ranking struct {
	multiple
	completes bool // what was not ranked follows in the order of the definition
}

func (m *multiple) normalise(q *question, given any, fault faults) any {
	list, ok := given.([]any)
	if !ok {
		if given != "" {
			fault.add(q.pointer, "wrong_type", "")
		}
		return nil
	}
	if len(list) > len(m.list)+mostChoices {
		fault.add(q.pointer, "too_many_choices", decimal(len(m.list)))
		return nil
	}
	chosen := make([]any, 0, len(list))
	for i, entry := range list {
		value, code := m.take(entry)
		if code == "" && slices.Contains(chosen, value) {
			code = "repeated"
		}
		if code != "" {
			fault.add(within(q.pointer, decimal(i)), code, "")
			continue
		}
		chosen = append(chosen, value)
	}
	if len(chosen) == 0 {
		return nil
	}
	return chosen
}

func (m *multiple) offer(c *checking, q *question, answer any, disabled bool) {
	if !m.conditional {
		return
	}
	chosen, _ := answer.([]any)
	for i, value := range chosen {
		if at, ok := m.find(value); ok && !c.available(&m.list[at], disabled) {
			c.violate(within(q.pointer, decimal(i)), "unknown_value", "", localised{})
		}
	}
}

func (m *multiple) check(c *checking, q *question, answer any) (broken bool) {
	chosen, _ := answer.([]any)
	other, alone := false, false
	for i, value := range chosen {
		at, _ := m.find(value)
		option := &m.list[at]
		other = other || m.withOther && option.form == otherValue
		if option.exclusive && len(chosen) > 1 {
			c.violate(within(q.pointer, decimal(i)), "exclusive_choice", "", localised{})
		}
		alone = option.exclusive && len(chosen) == 1
	}
	broken = m.checkOther(c, q, other)
	if len(chosen) < m.least && !alone {
		c.violate(q.pointer, "too_few_choices", decimal(m.least), localised{})
		broken = true
	}
	if m.most > 0 && len(chosen) > m.most {
		c.violate(q.pointer, "too_many_choices", decimal(m.most), localised{})
	}
	return broken
}

func (m *multiple) variables(q *question) []Variable {
	return append([]Variable{{
		Name: q.name, Question: q.name, Kind: Choices, Title: q.titles(), Categories: m.categories(),
	}}, commentOf(q)...)
}

func (m *multiple) read(first int, answer any, into []Reading) []Reading {
	chosen, _ := answer.([]any)
	places := make([]int, 0, len(chosen))
	for _, value := range chosen {
		if at, ok := m.find(value); ok {
			places = append(places, at)
		}
	}
	if len(places) == 0 {
		return into
	}
	return append(into, Reading{Variable: first, Categories: places})
}

func (*multiple) freeTexts(_ *question, _ any, into []FreeText) []FreeText { return into }

func (m *multiple) asked() []*node { return m.choices.asked() }

func (r *ranking) variables(q *question) []Variable {
	return []Variable{{Name: q.name, Question: q.name, Kind: Ranking, Title: q.titles(), Categories: r.categories()}}
}

// complete puts what was not ranked behind what was, as the original does as soon as anything is ranked.
func (c *checking) complete(q *question) {
	ranked, _ := c.answers[q.index].([]any)
	r, ok := q.kind.(*ranking)
	if !ok || len(ranked) == 0 || len(ranked) == len(r.list) {
		return
	}
	for i := range r.list {
		option := &r.list[i]
		if !slices.Contains(ranked, option.value) && c.holds(option.visibleIf) {
			ranked = append(ranked, option.value)
		}
	}
	c.answers[q.index] = ranked
}
