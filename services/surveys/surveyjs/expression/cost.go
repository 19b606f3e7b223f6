package expression

import (
	"slices"
	"unicode/utf8"
)

// Size is how large a value may be: how many elements a list has, 1 for anything else, and how many letters each of
// them, or the text itself.
type Size struct{ Elements, Letters int }

const (
	// mostMade is how many elements a list has that an expression makes itself, at most.
	mostMade = mostElements
	// leastSearch is what looking into an answer costs at least.
	leastSearch = 2000
	// foldings is how many times a letter is looked at when texts are compared whatever their case.
	foldings = 8
	// numeral is how many letters a number or a date has.
	numeral = 25
)

// Cost is how many letters evaluating the expression looks at, at most, where the answers that it refers to are of the
// given sizes. The elements of two lists that one is sought in are all compared with each other.
func (e *Expression) Cost(answer func(reference string) Size) int {
	size, cost := scales{answer}.weigh(e.root)
	return cost + size.letters()
}

// letters is how many there are altogether.
func (s Size) letters() int { return s.Elements * s.Letters }

// scales weigh the parts of an expression.
type scales struct{ answer func(reference string) Size }

// weigh says how large the value of a part may be, and what evaluating it costs.
func (s scales) weigh(part node) (size Size, cost int) {
	switch part := part.(type) {
	case literal:
		return sizeOf(part.value), 1
	case reference:
		size = s.answer(part.name)
		if size.Elements > 1 {
			return size, 1
		}
		return size, 1 + size.Letters // a text may be a number
	case list:
		size, cost = s.weighAll(part.elements)
		return Size{max(1, len(part.elements)), size.letters()}, cost
	case unary:
		_, cost = s.weigh(part.operand)
		return Size{1, numeral}, cost + 1
	case binary:
		return s.weighBinary(part)
	case call:
		return s.weighCall(part)
	default:
		return Size{mostMade, mostBytes}, 1
	}
}

func (s scales) weighCall(part call) (size Size, cost int) {
	size, cost = s.weighAll(part.arguments)
	switch part.function {
	case iif:
		return size, cost + 1
	case sum: // of texts is a text, which grows with each of them
		all := min(size.letters()*len(part.arguments)+numeral, mostBytes)
		return Size{1, all}, cost + all*(1+size.Elements*len(part.arguments))
	case today, countInArray, noFunction:
	}
	return Size{1, numeral}, cost + size.letters() + 1
}

// weighAll weighs several parts. The size is that of the largest.
func (s scales) weighAll(parts []node) (size Size, cost int) {
	for _, part := range parts {
		one, own := s.weigh(part)
		size = size.or(one)
		cost += own
	}
	return size, cost
}

// or is a size that is enough for either.
func (s Size) or(other Size) Size {
	return Size{max(s.Elements, other.Elements), max(s.Letters, other.Letters)}
}

func (s scales) weighBinary(n binary) (size Size, cost int) {
	left, leftCost := s.weigh(n.left)
	right, rightCost := s.weigh(n.right)
	both := left.letters() + right.letters()
	cost = leftCost + rightCost + 1
	switch {
	case n.operator.isContainment():
		search := both + foldings*left.Elements*right.Elements*min(left.Letters, right.Letters)
		if refers(n.left) || refers(n.right) {
			search = max(search, leastSearch)
		}
		return Size{1, numeral}, cost + search
	case n.operator.isComparison():
		return Size{1, numeral}, cost + both + foldings*min(left.letters(), right.letters())
	case n.operator.isConjunction():
		return left.or(right), cost
	case n.operator == plus:
		return joint(left, right), cost + both
	default:
		return Size{1, numeral}, cost + both
	}
}

// joint is the size of what + makes: a list of two lists, a text of anything else.
func joint(left, right Size) Size {
	letters := max(left.Letters, right.Letters)
	if left.Elements == 1 || right.Elements == 1 {
		letters = min(left.letters()+right.letters(), mostBytes)
	}
	return Size{min(left.Elements+right.Elements, mostMade), letters}
}

// refers tells whether a part has a reference in it.
func refers(part node) bool {
	switch part := part.(type) {
	case reference:
		return true
	case list:
		return anyRefers(part.elements)
	case unary:
		return refers(part.operand)
	case binary:
		return refers(part.left) || refers(part.right)
	case call:
		return anyRefers(part.arguments)
	default:
		return false
	}
}

func anyRefers(parts []node) bool { return slices.ContainsFunc(parts, refers) }

// sizeOf is the size of a value that is known.
func sizeOf(v value) Size {
	switch v.kind {
	case kindText:
		return Size{1, max(1, utf8.RuneCountInString(v.text))}
	case kindList:
		size := Size{max(1, len(v.list)), 1}
		for _, part := range v.list {
			size.Letters = max(size.Letters, sizeOf(of(part)).letters())
		}
		return size
	case kindUndefined, kindNull, kindBoolean, kindNumber, kindObject, kindDate, kindBroken:
	}
	return Size{1, numeral}
}
