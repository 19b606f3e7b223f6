package expression

import "time"

// Expression is a parsed expression. It is immutable and may be evaluated by many goroutines at once.
type Expression struct {
	root       node
	references []string
	today      bool
}

// Environment is what an expression is evaluated in.
type Environment interface {
	// Value answers what a reference names: nil (unanswered), bool, float64, string, []any or map[string]any; anything
	// else counts as unanswered. The reference is the whole text between the braces. The original looks for a question
	// of that name, regardless of case; then for the question named by the longest part before a full stop, and within
	// its value for the rest (a row of a matrix, an item of a multipletext), part by part; conditions of a question
	// that has a value with keys, or rows or items, find those first. A name that ends in ".length" and leads nowhere
	// is 0.
	Value(reference string) any
	// Today is the current date in the portal's zone, in which dates without a zone are read; only the day counts.
	Today() time.Time
}

// Ordered is an Environment in which some references name rankings: = and != beside them mind the order of lists.
type Ordered interface {
	Environment
	// Ordered tells whether a reference names a question of type ranking.
	Ordered(reference string) bool
}

// Value evaluates the expression: nil, bool, float64, string, []any, map[string]any, or time.Time for a date, which is
// a midnight in the zone of Environment.Today. Questions, panels and pages of the original are visible or required if
// the value is exactly true, and disabled if it is exactly false.
func (e *Expression) Value(env Environment) any {
	return e.root.evaluate(env).plain(env)
}

// Holds evaluates the expression as a condition, as the original does for choices, rows and columns: what equals true
// loosely holds, which are true, 1, "1" and [1].
func (e *Expression) Holds(env Environment) bool {
	result := e.root.evaluate(env)
	switch result.kind {
	case kindBoolean, kindNumber, kindText, kindList:
		return result.asNumber() == 1
	case kindUndefined, kindNull, kindObject, kindDate, kindBroken:
	}
	return false
}

// References are the references of the expression, each once, in order of appearance.
func (e *Expression) References() []string {
	return append([]string(nil), e.references...)
}

// Today tells whether the value depends on the day.
func (e *Expression) Today() bool { return e.today }
