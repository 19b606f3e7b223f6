package expression

const (
	// mostAnswered is how many elements the cost of an expression takes the answer to a question to have.
	mostAnswered = 200
	// mostMade is how many elements a list has that an expression makes itself, at most.
	mostMade = 4096
)

// Cost is how many comparisons evaluating the expression takes at most, if no answer has more than 200 elements: two
// lists are compared element by element with each other.
func (e *Expression) Cost() int {
	_, cost := weigh(e.root)
	return cost
}

// weigh says how many elements the value of a part may have, and what evaluating it costs.
func weigh(part node) (size, cost int) {
	switch part := part.(type) {
	case literal:
		return max(1, len(part.value.list)), 1
	case reference:
		return mostAnswered, 1
	case list:
		return len(part.elements), costOf(part.elements)
	case unary:
		_, cost = weigh(part.operand)
		return 1, cost + 1
	case binary:
		return part.weigh()
	case call:
		if part.function == iif {
			for _, argument := range part.arguments[1:] {
				chosen, _ := weigh(argument)
				size = max(size, chosen)
			}
			return size, costOf(part.arguments) + 1
		}
		return 1, costOf(part.arguments) + 1
	default:
		return mostMade, 1
	}
}

func (n binary) weigh() (size, cost int) {
	left, leftCost := weigh(n.left)
	right, rightCost := weigh(n.right)
	cost = leftCost + rightCost
	switch {
	case n.operator.isComparison() || n.operator.isContainment():
		return 1, cost + left*right
	case n.operator == plus && left > 1 && right > 1:
		return min(left+right, mostMade), cost + left + right
	default:
		return max(left, right), cost + left + right
	}
}

func costOf(parts []node) (cost int) {
	for _, part := range parts {
		_, own := weigh(part)
		cost += own
	}
	return cost
}
