package surveyjs

// single is one choice of several: radio buttons, a list, yes or no, a rating.
type single struct {
	selection
	nps bool
}

func (s *single) normalise(q *question, given any, fault faults) any {
	if given == "" {
		return nil
	}
	value, code := s.take(given)
	if code != "" {
		fault.add(q.pointer, code, "")
	}
	return value
}

func (s *single) offer(c *checking, q *question, answer any, disabled bool) {
	if !s.conditional {
		return
	}
	if at, chosen := s.find(answer); chosen && !c.available(&s.list[at], disabled) {
		c.violate(q.pointer, "unknown_value", "", localised{})
	}
}

func (s *single) check(c *checking, q *question, answer any) bool {
	at, chosen := s.find(answer)
	return s.checkOther(c, q, chosen && s.withOther && s.list[at].form == otherValue)
}

// checkOther wants "other" explained.
func (s *selection) checkOther(c *checking, q *question, chosen bool) (broken bool) {
	if !chosen || c.comments[q.index] != "" || c.faulty(q, true) {
		return false
	}
	c.violate(q.commentPointer, "required", "", s.otherError)
	return true
}

func (s *single) variables(q *question) []Variable {
	return append([]Variable{{
		Name: q.name, Question: q.name, Kind: Choice, Title: q.titles(), Categories: s.categories(), NPS: s.nps,
	}}, commentOf(q)...)
}

// commentOf is what can be counted of the comment on "other".
func commentOf(q *question) []Variable {
	if q.comment == "" {
		return nil
	}
	return []Variable{{Name: q.comment, Question: q.name, Kind: Text, Title: q.titles()}}
}

func (s *single) read(first int, answer any, into []Reading) []Reading {
	at, ok := s.find(answer)
	if !ok {
		return into
	}
	return append(into, Reading{Variable: first, Categories: []int{at}})
}

func (*single) freeTexts(_ *question, _ any, into []FreeText) []FreeText { return into }

func (s *single) asked() []*node { return s.choices.asked() }
