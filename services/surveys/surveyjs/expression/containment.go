package expression

import "strings"

// holdsAmong answers contains, anyof and their kin.
func holdsAmong(operator binaryOperator, left, right value) bool {
	switch operator { //nolint:exhaustive // the others are no such operators
	case contains:
		return containsAll(left, right)
	case notContains:
		return lacks(left, right)
	case anyOf:
		return hasAny(left, right)
	case noneOf:
		return !hasAny(left, right)
	case allOf:
		return hasAll(left, right)
	default:
		return false
	}
}

// containsAll looks for each of the right side's elements in a list, and for the right side's text in anything else.
func containsAll(left, right value) bool {
	if left.kind == kindList {
		return len(left.list) > 0 && listContains(left.list, right)
	}
	return hasText(left) && right.isTrue() && textContains(left, right)
}

// lacks is no mere negation: nothing is missing from a text if nothing was asked for.
func lacks(left, right value) bool {
	switch {
	case !left.isTrue() && !right.isEmpty():
		return true
	case left.kind == kindList:
		return len(left.list) == 0 || !listContains(left.list, right)
	default:
		return hasText(left) && right.isTrue() && !textContains(left, right)
	}
}

// hasText tells whether there is a text to look into: 0 and false have one, what is empty has none.
func hasText(v value) bool {
	return v.isTrue() || v.kind == kindBoolean || v.kind == kindNumber && v.number == 0
}

func textContains(left, right value) bool {
	return strings.Contains(lower(left.asText()), lower(right.asText()))
}

func listContains(list []any, right value) bool {
	if right.kind != kindList {
		return isAmong(right, list)
	}
	for _, part := range right.list {
		if !isAmong(of(part), list) {
			return false
		}
	}
	return true
}

func isAmong(wanted value, list []any) bool {
	for _, part := range list {
		if equalOperands(of(part), wanted, false) {
			return true
		}
	}
	return false
}

func hasAny(left, right value) bool {
	switch {
	case left.isEmpty():
		return right.isEmpty()
	case right.isEmpty():
		return true
	case left.kind != kindList:
		return containsAll(right, left)
	case right.kind != kindList:
		return containsAll(left, right)
	}
	for _, part := range right.list {
		if containsAll(left, of(part)) {
			return true
		}
	}
	return false
}

func hasAll(left, right value) bool {
	if !left.isTrue() && !right.isEmpty() {
		return false
	}
	if right.kind != kindList {
		return containsAll(left, right)
	}
	for _, part := range right.list {
		if !containsAll(left, of(part)) {
			return false
		}
	}
	return true
}
