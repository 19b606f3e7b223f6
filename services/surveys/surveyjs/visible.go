package surveyjs

import "amanat/services/surveys/surveyjs/expression"

// see finds out what of a page or panel is visible. As in the original, it is if its own condition holds and anything
// in it is visible.
func (c *checking) see(p *container) bool {
	something := false
	for _, e := range p.elements {
		if e.panel != nil {
			something = c.see(e.panel) || something
			continue
		}
		seen := c.present(&e.question.presence)
		c.visible[e.question.index] = seen
		something = something || seen
	}
	visible := something && c.present(&p.presence)
	c.contains[p.index] = visible
	if !visible && something {
		c.hide(p)
	}
	return visible
}

// hide takes everything in a page or panel away.
func (c *checking) hide(p *container) {
	for _, e := range p.elements {
		if e.panel != nil {
			c.contains[e.panel.index] = false
			c.hide(e.panel)
		} else {
			c.visible[e.question.index] = false
		}
	}
}

// present says whether something is visible by itself. Of the value of an expression the original wants that it is
// true, not only that it counts as true.
func (c *checking) present(p *presence) bool {
	if p.visibleIf != nil {
		return isTrue(p.visibleIf, c)
	}
	return !p.hidden
}

// demanded says whether something has to be answered at present.
func (c *checking) demanded(p *presence) bool {
	if p.requiredIf != nil {
		return isTrue(p.requiredIf, c)
	}
	return p.required
}

// disabled says whether something cannot be changed at present.
func (c *checking) disabled(p *presence) bool {
	if p.enableIf == nil {
		return false
	}
	enabled, ok := p.enableIf.Value(c).(bool)
	return ok && !enabled
}

// isTrue says that the value of an expression is true, and not only that it counts as true.
func isTrue(condition *expression.Expression, c *checking) bool {
	value, ok := condition.Value(c).(bool)
	return ok && value
}
