package surveyjs

// checkContainer checks everything in a page or panel, then whether anything in it is answered if that is demanded.
// What cannot be changed, for something around it is disabled, breaks no rule.
func (c *checking) checkContainer(p *container, disabled bool) {
	disabled = disabled || c.disabled(&p.presence)
	for _, e := range p.elements {
		switch {
		case e.panel != nil:
			c.checkContainer(e.panel, disabled)
		case c.visible[e.question.index]:
			c.checkQuestion(e.question, disabled)
		default:
			c.refuseHidden(e.question)
		}
	}
	if !c.contains[p.index] || disabled || !c.demanded(&p.presence) {
		return
	}
	if first, answered := c.firstOf(p); first != nil && !answered {
		c.violate(first.pointer, "one_answer_required", "", p.requiredText)
	}
}

// refuseHidden refuses answers to what could not be seen.
func (c *checking) refuseHidden(q *question) {
	if c.answers[q.index] != nil || c.faulty(q, false) {
		c.violate(q.pointer, "answer_hidden", "", localised{})
	}
	if c.comments[q.index] != "" || c.faulty(q, true) {
		c.violate(q.commentPointer, "answer_hidden", "", localised{})
	}
}

func (c *checking) checkQuestion(q *question, disabled bool) {
	faulty := c.report(q, false)
	faulty = c.report(q, true) || faulty
	answer := c.answers[q.index]
	disabled = disabled || c.disabled(&q.presence)
	if answer != nil {
		q.kind.offer(c, q, answer, disabled)
	}
	if c.comments[q.index] != "" && !choosesOther(answer) && !faulty {
		c.violate(q.commentPointer, "answer_hidden", "", localised{})
	}
	if faulty || disabled || isMarkup(q) {
		return
	}
	broken := answer == nil && c.demanded(&q.presence)
	if broken {
		c.violate(q.pointer, "required", "", q.requiredText)
	}
	if q.kind.check(c, q, answer) || broken {
		return
	}
	c.validate(q.pointer, q.validators, answer)
}

// report lists what is wrong with an answer, or with the comment on it, by itself.
func (c *checking) report(q *question, comment bool) (faulty bool) {
	for _, fault := range c.faults {
		if fault.question == q.index && fault.comment == comment {
			c.violations = append(c.violations, fault.Violation)
			faulty = true
		}
	}
	return faulty
}

// validate runs validators, all of them, also on what was not answered.
func (c *checking) validate(pointer string, validators []validator, answer any) {
	for i := range validators {
		if code, limit := validators[i].rule.broken(c, answer); code != "" {
			c.violate(pointer, code, limit, validators[i].message)
		}
	}
}

// firstOf finds the first visible question of a page or panel, and whether any is answered.
func (c *checking) firstOf(p *container) (first *question, answered bool) {
	for _, e := range p.elements {
		q := e.question
		if e.panel != nil {
			inner, innerAnswered := c.firstOf(e.panel)
			q, answered = inner, answered || innerAnswered
		} else {
			if !c.visible[q.index] {
				continue
			}
			answered = answered || c.answers[q.index] != nil || c.faulty(q, false)
		}
		if first == nil {
			first = q
		}
	}
	return first, answered
}
