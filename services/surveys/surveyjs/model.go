package surveyjs

import "amanat/services/surveys/surveyjs/expression"

// presence is what pages, panels and questions have in common: when they are there, and when they must be answered.
// As in the original, an expression replaces the plain property beside it.
type presence struct {
	hidden       bool
	visibleIf    *expression.Expression
	enableIf     *expression.Expression
	required     bool
	requiredIf   *expression.Expression
	requiredText localised
}

// container is a page or a panel.
type container struct {
	presence
	index    int
	parent   *container // nil for pages
	source   *node      // nil for the page that elements without pages are on
	elements []element
}

// element is a question or, where that is nil, a panel.
type element struct {
	question *question
	panel    *container
}

// question is anything that has a name and stands beside others, also HTML.
type question struct {
	presence
	index          int
	name           string
	pointer        string // into answers
	comment        string // the name of the comment on "other", "" where there is none
	commentPointer string
	title          localised
	parent         *container
	source         *node
	validators     []validator
	kind           kind
}

// kind is what makes a type of question what it is.
type kind interface {
	// normalise makes one spelling of an answer that is not nil. It is nil where the answer says nothing; what is not
	// acceptable whatever else was answered goes to fault.
	normalise(q *question, given any, fault faults) any
	// offer refuses choices that cannot be made at present; where nothing can be changed, those that are not there.
	offer(c *checking, q *question, answer any, disabled bool)
	// check finds the rules that a normalised answer breaks, or nil as one. It says whether those were rules of the
	// original, which does not go on to the validators then.
	check(c *checking, q *question, answer any) (broken bool)
	// variables are what can be counted.
	variables(q *question) []Variable
	// read says which values the variables have; first is the place of the first of them.
	read(first int, answer any, into []Reading) []Reading
	// freeTexts finds what was written freely.
	freeTexts(q *question, answer any, into []FreeText) []FreeText
	// asked are the places of the texts of all that can be chosen.
	asked() []*node
}

// choice is one of several answers, a column or a row.
type choice struct {
	value     any    // string, float64 or bool
	form      string // the value as a string
	text      localised
	instead   [2]string // what is shown where there is no text, in Persian and in English
	visibleIf *expression.Expression
	enableIf  *expression.Expression
	exclusive bool
	words     *node // the place of what people read of it
}

// conditional says that the choice is not always there.
func (c *choice) conditional() bool { return c.visibleIf != nil || c.enableIf != nil }

// label is the text of a choice, or else what is shown in its stead.
func (c *choice) label() Texts { return c.text.or(c.instead[0], c.instead[1]) }
