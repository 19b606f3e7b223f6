package surveyjs

func (r *reader) multipleFields(q *question, typeName string) *ownFields {
	m := &multiple{}
	q.kind = m
	known := r.selectionFields(&m.selection, q, itemUse{enabling: true, exclusive: true})
	known["showSelectAllItem"] = r.flag(new(bool))
	known["selectAllText"] = r.line(new(localised))
	r.countFields(known, m)
	if typeName == "tagbox" {
		known["closeOnSelect"], known["hideSelectedItems"] = r.flag(new(bool)), r.flag(new(bool))
	}
	finish := r.finishSelection(&m.selection, q, 1)
	return &ownFields{known, func(n *node) {
		finish(n)
		r.checkCounts(n, m)
	}}
}

func (r *reader) rankingFields(q *question) *ownFields {
	k := &ranking{}
	q.kind = k
	partial := false
	known := fields{
		"choices":             r.items(&k.choices, q, itemUse{enabling: true}),
		"choicesOrder":        r.word(new(string), "none", "asc", "desc", "random"),
		"choicesByUrl":        r.remote(&k.choices, q),
		"choicesFromQuestion": r.remote(&k.choices, q),

		"selectToRankEnabled":               r.flag(&partial),
		"selectToRankAreasLayout":           r.word(new(string), "horizontal", "vertical"),
		"selectToRankSwapAreas":             r.flag(new(bool)),
		"selectToRankEmptyRankedAreaText":   r.line(new(localised)),
		"selectToRankEmptyUnrankedAreaText": r.line(new(localised)),
	}
	r.countFields(known, &k.multiple)
	return &ownFields{known, func(n *node) {
		// The original ranks a single choice by itself.
		r.finishSelection(&k.selection, q, 2)(n)
		k.completes = !partial
		r.checkCounts(n, &k.multiple)
	}}
}

func (r *reader) countFields(known fields, m *multiple) {
	known["minSelectedChoices"] = r.whole(&m.least, 0, mostChoices)
	known["maxSelectedChoices"] = r.whole(&m.most, 0, mostChoices)
}

// checkCounts refuses counts that no answer can meet.
func (r *reader) checkCounts(n *node, m *multiple) {
	if least := n.member("minSelectedChoices"); least != nil {
		if m.least > len(m.list) && !m.remote {
			r.refuse(least, "out_of_range", decimal(len(m.list)))
		} else if m.most > 0 && m.least > m.most {
			r.refuse(least, "out_of_range", decimal(m.most))
		}
	}
}
