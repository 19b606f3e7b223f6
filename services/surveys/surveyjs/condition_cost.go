package surveyjs

import (
	"unicode/utf8"

	"amanat/services/surveys/surveyjs/expression"
)

// times is how often an expression may be evaluated for one set of answers: those of columns once a row.
func (p *pending) times() int {
	if p.owner == nil {
		return 1
	}
	m, ok := p.owner.kind.(*matrix)
	if !ok || !p.source.isWithin(p.owner.source.member("columns")) {
		return 1
	}
	return max(1, len(m.rows.list))
}

// sizeOf is how large what a reference leads to may be.
func (s *Survey) sizeOf(to target) expression.Size {
	if to.comment {
		return expression.Size{Elements: 1, Letters: mostAnswer}
	}
	switch kind := s.questions[to.question].kind.(type) {
	case *single:
		return expression.Size{Elements: 1, Letters: kind.longest()}
	case *multiple:
		return expression.Size{Elements: len(kind.list), Letters: kind.longest()}
	case *ranking:
		return expression.Size{Elements: len(kind.list), Letters: kind.longest()}
	case *matrix:
		if to.part != "" {
			return expression.Size{Elements: 1, Letters: kind.columns.longest()}
		}
		return expression.Size{Elements: len(kind.rows.list), Letters: kind.columns.longest()}
	case *multipletext:
		return kind.sizeOf(to.part)
	case *field:
		return expression.Size{Elements: 1, Letters: kind.longest()}
	default:
		return expression.Size{Elements: 1, Letters: 1}
	}
}

func (m *multipletext) sizeOf(part string) expression.Size {
	if part != "" {
		return expression.Size{Elements: 1, Letters: m.items[m.byName[part]].longest()}
	}
	size := expression.Size{Elements: len(m.items)}
	for i := range m.items {
		size.Letters = max(size.Letters, m.items[i].longest())
	}
	return size
}

// longest is how many characters the longest value has.
func (s *choices) longest() int {
	longest := 1
	for i := range s.list {
		longest = max(longest, utf8.RuneCountInString(s.list[i].form))
	}
	return longest
}
