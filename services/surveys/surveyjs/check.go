package surveyjs

import (
	"slices"
	"time"

	"amanat/services/surveys/surveyjs/expression"
)

// Verdict is what is to be said of answers.
type Verdict struct {
	// Answers are the answers in their one spelling: without those that say nothing, and without what was refused
	// whatever else was answered. Checked again, they stay as they are.
	Answers    map[string]any
	Violations []Violation
}

// Violation is one rule that answers break.
type Violation struct {
	Pointer string // RFC 6901, into the answers
	Code    string
	Limit   string            // for the message, "" where there is none
	Message map[string]string // the editor's own text by language, nil where there is none
}

// checking is one look at answers. It is the environment of the expressions.
type checking struct {
	survey     *Survey
	now        time.Time
	answers    []any    // by question, nil where there is none
	comments   []string // by question
	visible    []bool   // by question, whatever is around it included
	contains   []bool   // by container: it is visible
	faults     []fault
	violations []Violation
}

// fault is what is wrong with an answer, or the comment on it, whatever else was answered.
type fault struct {
	question int
	comment  bool
	Violation
}

// faults takes what is wrong with an answer by itself.
type faults struct {
	checking *checking
	question int
	comment  bool
}

func (f faults) add(pointer, code, limit string) {
	if len(f.checking.faults) < mostViolations {
		f.checking.faults = append(f.checking.faults,
			fault{f.question, f.comment, Violation{Pointer: pointer, Code: code, Limit: limit}})
	}
}

// Check lists every rule that the answers break, up to a thousand. The answers are decoded JSON (nil, bool, float64,
// string, []any, map[string]any) by the names of questions; they are not changed. now is the present in the zone of the
// people who answer.
//
// The codes are unknown_field, answer_hidden, wrong_type, unknown_value, repeated, control_character; required,
// row_required, one_answer_required (in a panel; the pointer is its first question's); with a Limit too_long,
// too_short, too_small, too_large, too_few_choices, too_many_choices, step_mismatch; not_a_number, not_a_date,
// digits_not_allowed, pattern_mismatch, expression_false, rows_repeat, exclusive_choice.
func (s *Survey) Check(answers map[string]any, now time.Time) Verdict {
	c := s.look(answers, now)
	for _, page := range s.pages {
		c.checkContainer(page, false)
	}
	return Verdict{Answers: c.normalised(len(answers)), Violations: c.violations}
}

// Visible tells by name which questions are visible, also HTML.
func (s *Survey) Visible(answers map[string]any, now time.Time) map[string]bool {
	c := s.look(answers, now)
	visible := make(map[string]bool, len(s.questions))
	for _, q := range s.questions {
		visible[q.name] = c.visible[q.index]
	}
	return visible
}

// look normalises answers and finds out what is visible.
func (s *Survey) look(answers map[string]any, now time.Time) *checking {
	flags := make([]bool, len(s.questions)+s.containers)
	c := &checking{
		survey: s, now: now, answers: make([]any, len(s.questions)), comments: make([]string, len(s.questions)),
		visible: flags[:len(s.questions)], contains: flags[len(s.questions):],
	}
	c.take(answers)
	for _, q := range s.rankings {
		c.complete(q)
	}
	for _, page := range s.pages {
		c.see(page)
	}
	return c
}

// take normalises what was given, and refuses what nobody asked for.
func (c *checking) take(answers map[string]any) {
	var unknown []string
	for name, given := range answers {
		if given == nil {
			continue
		}
		if q := c.survey.byName[name]; q != nil {
			c.answers[q.index] = q.kind.normalise(q, given, faults{checking: c, question: q.index})
		} else if q := c.survey.byComment[name]; q != nil {
			c.takeComment(q, given)
		} else {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		c.violate(within("", name), "unknown_field", "", localised{})
	}
}

func (c *checking) takeComment(q *question, given any) {
	fault := faults{checking: c, question: q.index, comment: true}
	written, _ := freeText(q.commentPointer, given, true, fault).(string)
	c.comments[q.index] = written
}

// faulty says whether something is wrong with an answer, or with the comment on it, by itself.
func (c *checking) faulty(q *question, comment bool) bool {
	for i := range c.faults {
		if c.faults[i].question == q.index && c.faults[i].comment == comment {
			return true
		}
	}
	return false
}

func (c *checking) violate(pointer, code, limit string, words localised) {
	if len(c.violations) < mostViolations {
		c.violations = append(c.violations,
			Violation{Pointer: pointer, Code: code, Limit: limit, Message: words.message()})
	}
}

// holds says whether the condition of a choice is met; where there is none, it is.
func (c *checking) holds(condition *expression.Expression) bool {
	return condition == nil || condition.Holds(c)
}

// Value is what a reference in an expression stands for, nil where there is no answer. Of any number of choices none is
// an empty list, as in the original.
func (c *checking) Value(reference string) any {
	to, ok := c.survey.targets[reference]
	if !ok {
		return nil
	}
	if to.comment {
		if c.comments[to.question] == "" {
			return nil
		}
		return c.comments[to.question]
	}
	answer := c.answers[to.question]
	if answer == nil && to.list {
		return []any(nil)
	}
	if to.part == "" {
		return answer
	}
	parts, _ := answer.(map[string]any)
	return parts[to.part]
}

// Ordered says whether a reference names a ranking, of which the order matters.
func (c *checking) Ordered(reference string) bool {
	return c.survey.targets[reference].ordered
}

// Today is the present, for expressions.
func (c *checking) Today() time.Time { return c.now }

// normalised are the answers as they were understood.
func (c *checking) normalised(size int) map[string]any {
	answers := make(map[string]any, size)
	for _, q := range c.survey.questions {
		if answer := c.answers[q.index]; answer != nil {
			answers[q.name] = answer
		}
		if comment := c.comments[q.index]; comment != "" {
			answers[q.comment] = comment
		}
	}
	return answers
}
