package expression

import (
	"math"
	"slices"
	"strings"
)

const (
	// mostBytes and mostElements bound what + and sum make, so that a chain of them stays linear.
	mostBytes    = 64 << 10
	mostElements = 4096
	// mostDecimals is the most that Number.prototype.toFixed takes.
	mostDecimals = 100
)

func broken() value { return value{kind: kindBroken} }

// compute answers arithmetic, "and" and "or", in all of which what is empty gives way to the other operand.
func compute(operator binaryOperator, left, right value) value {
	left = insteadOfEmpty(left, right)
	right = insteadOfEmpty(right, left)
	switch operator { //nolint:exhaustive // the others are no arithmetic
	case and:
		if left.isTrue() {
			return right
		}
		return left
	case or:
		if left.isTrue() {
			return left
		}
		return right
	case plus:
		return total(left, right)
	case minus:
		return roundedTo(max(decimals(left), decimals(right)), ofNumber(left.asNumber()-right.asNumber()))
	case times:
		return roundedTo(decimals(left)+decimals(right), ofNumber(left.asNumber()*right.asNumber()))
	default:
		return divided(operator, left, right)
	}
}

func insteadOfEmpty(v, other value) value {
	switch {
	case !v.isEmpty():
		return v
	case other.kind == kindNumber:
		return ofNumber(0)
	case v.kind == kindText:
		return v
	case other.kind == kindText:
		return ofText("")
	case other.kind == kindList:
		return ofList(nil)
	default:
		return ofNumber(0)
	}
}

func divided(operator binaryOperator, left, right value) value {
	switch {
	case !right.isTrue():
		return value{kind: kindNull}
	case operator == remainder:
		return ofNumber(math.Mod(left.asNumber(), right.asNumber()))
	default:
		return ofNumber(left.asNumber() / right.asNumber())
	}
}

// total is +: the sum of amounts, the concatenation of lists, and JavaScript's + for everything else.
func total(left, right value) value {
	if left.isAmount() && right.isAmount() {
		if left.kind == kindText || right.kind == kindText {
			return added(left, right)
		}
		return roundedSum(left, right)
	}
	switch {
	case left.kind == kindList && right.kind == kindList:
		if len(left.list)+len(right.list) > mostElements {
			return broken()
		}
		return ofList(slices.Concat(left.list, right.list))
	case left.kind == kindList && right.kind == kindText:
		return concatenated(joined(left.list, ", "), right.text)
	case left.kind == kindText && right.kind == kindList:
		return concatenated(left.text, joined(right.list, ", "))
	case left.kind == kindList && right.kind == kindNumber:
		return roundedSum(sumOfNumbers(left.list), right)
	case left.kind == kindNumber && right.kind == kindList:
		return roundedSum(sumOfNumbers(right.list), left)
	default:
		return added(left, right)
	}
}

func sumOfNumbers(list []any) value {
	sum := ofNumber(0)
	for _, part := range list {
		if part := of(part); part.kind == kindNumber {
			sum = roundedSum(sum, part)
		}
	}
	return sum
}

// added is ECMA-262's addition operator.
func added(left, right value) value {
	left, right = left.primitive(), right.primitive()
	if left.kind == kindText || right.kind == kindText {
		return concatenated(left.asText(), right.asText())
	}
	return ofNumber(left.asNumber() + right.asNumber())
}

func concatenated(left, right string) value {
	if len(left)+len(right) > mostBytes {
		return broken()
	}
	return ofText(left + right)
}

// roundedSum adds and rounds to as many decimals as the operand with the most of them has.
func roundedSum(left, right value) value {
	return roundedTo(max(decimals(left), decimals(right)), added(left, right))
}

func roundedTo(decimals int, v value) value {
	switch {
	case decimals == 0:
		return v
	case v.kind != kindNumber || decimals > mostDecimals:
		return broken()
	default:
		return ofNumber(rounded(v.number, decimals))
	}
}

// decimals counts what stands behind the decimal point of an amount, as it is written.
func decimals(v value) int {
	if v.kind == kindNumber && v.number == math.Trunc(v.number) || !v.isAmount() {
		return 0
	}
	_, fraction, _ := strings.Cut(v.asText(), ".")
	return utf16Length(fraction)
}
