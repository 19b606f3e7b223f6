package surveyjs

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/kit/text"
	"amanat/services/surveys/surveyjs/expression"
)

// pending is an expression whose references are to be resolved when all questions are known.
type pending struct {
	source     *node
	expression *expression.Expression
	owner      *question // nil for pages, panels and items
}

// target is what a reference leads to: a question, a part of its answer, or its comment.
type target struct {
	question int
	part     string
	comment  bool
	list     bool // the answer is any number of choices,
	ordered  bool // and their order matters
}

// condition reads an expression. An empty one is none, as in the original.
func (r *reader) condition(into **expression.Expression, owner *question) read {
	return func(n *node) {
		if !r.is(n, jsontext.KindString) {
			return
		}
		// Answers, names and values have one spelling, and expressions speak of them.
		n.text = text.Line(strings.Map(spaced, n.text))
		if n.text == "" {
			return
		}
		parsed, err := expression.Parse(n.text)
		if err != nil {
			code, place := syntaxFault(n.text, err)
			r.refuse(n, code, place)
			return
		}
		*into = parsed
		r.pending = append(r.pending, pending{n, parsed, owner})
	}
}

// syntaxFault says what is wrong with an expression, and where, in characters from its beginning.
func syntaxFault(written string, err error) (code, place string) {
	var syntax *expression.SyntaxError
	if !errors.As(err, &syntax) {
		return "expression_invalid", ""
	}
	before, behind := written[:min(syntax.Offset, len(written))], written[min(syntax.Offset, len(written)):]
	place = decimal(utf8.RuneCountInString(before) + 1)
	switch syntax.Reason {
	case "unknown_reference":
		reference, _, _ := strings.Cut(strings.TrimLeft(behind, "{ "), "}")
		return "expression_unknown_question", strings.TrimSpace(reference)
	case "unknown_function":
		return "expression_unknown_function", place
	case "too_long", "too_deep", "too_complex":
		return "expression_too_complex", place
	default:
		return "expression_invalid", place
	}
}

// spaced makes spaces of tabs and line ends: editors break long expressions.
func spaced(char rune) rune {
	if char == '\n' || char == '\r' || char == '\t' {
		return ' '
	}
	return char
}

// resolve finds what the references in all expressions lead to.
func (r *reader) resolve() {
	cost, sizes := 0, map[string]expression.Size{}
	known := func(reference string) expression.Size { return sizes[reference] }
	for _, p := range r.pending {
		for _, reference := range p.expression.References() {
			found, ok := r.survey.lead(reference)
			switch {
			case !ok:
				r.refuse(p.source, "expression_unknown_question", reference)
			case p.ambiguous(reference):
				r.refuse(p.source, "expression_ambiguous", reference)
			default:
				r.survey.targets[reference] = found
				sizes[reference] = r.survey.sizeOf(found)
			}
		}
		before := cost
		if cost += p.times() * p.expression.Cost(known); cost > mostCost && before <= mostCost {
			r.refuse(p.source, "expression_too_complex", "")
		}
	}
}

// ambiguous says that the question to which the expression belongs has a part of that name, which the original takes.
func (p *pending) ambiguous(reference string) bool {
	if p.owner == nil {
		return false
	}
	parts, ok := p.owner.kind.(parted)
	if !ok {
		return false
	}
	_, ok = parts.part(reference)
	return ok
}

// parted is a kind of question whose answer has named parts.
type parted interface {
	// part finds a part, whatever the case of its name, and returns its key in answers.
	part(name string) (key string, ok bool)
}

// lead finds what a reference leads to: the question with the longest name that it begins with, and the part that the
// rest names. Case does not matter.
func (s *Survey) lead(reference string) (target, bool) {
	folded := strings.ToLower(reference)
	if q, ok := s.byFolded[folded]; ok {
		return whole(q), !isMarkup(q)
	}
	if name, ok := strings.CutSuffix(folded, strings.ToLower(commentSuffix)); ok {
		if q := s.byFolded[name]; q != nil && q.comment != "" {
			return target{question: q.index, comment: true}, true
		}
	}
	for at := strings.LastIndexByte(folded, '.'); at > 0; at = strings.LastIndexByte(folded[:at], '.') {
		q := s.byFolded[folded[:at]]
		if q == nil {
			continue
		}
		if parts, ok := q.kind.(parted); ok {
			key, ok := parts.part(folded[at+1:])
			return target{question: q.index, part: key}, ok
		}
		return target{}, false
	}
	return target{}, false
}

// whole leads to the answer to a question.
func whole(q *question) target {
	_, list := q.kind.(*multiple)
	_, ordered := q.kind.(*ranking)
	return target{question: q.index, list: list || ordered, ordered: ordered}
}

func isMarkup(q *question) bool {
	_, ok := q.kind.(markup)
	return ok
}
