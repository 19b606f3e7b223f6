package expression

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// compare answers a comparison. What is missing is neither less nor greater than anything, yet may be equal.
func compare(operator binaryOperator, left, right value, ordered bool) bool {
	switch operator { //nolint:exhaustive // the others are no comparisons
	case equal:
		return equalOperands(left, right, ordered)
	case notEqual:
		return !equalOperands(left, right, ordered)
	case less:
		return isLess(left, right)
	case greater:
		return isLess(right, left)
	case lessOrEqual:
		return equalOperands(left, right, false) || isLess(left, right)
	case greaterOrEqual:
		return equalOperands(left, right, false) || isLess(right, left)
	default:
		return false
	}
}

// isLess is ECMA-262's IsLessThan, but for what is missing.
func isLess(left, right value) bool {
	if left.isAbsent() || right.isAbsent() {
		return false
	}
	left, right = left.primitive(), right.primitive()
	if left.kind == kindText && right.kind == kindText {
		return compareText(left.text, right.text) < 0
	}
	return left.asNumber() < right.asNumber()
}

// equalOperands is loose equality between operands; "undefined" stands for what is missing.
func equalOperands(x, y value, ordered bool) bool {
	if x.kind == kindText && x.text == "undefined" {
		x = value{}
	}
	if y.kind == kindText && y.text == "undefined" {
		y = value{}
	}
	return equals(x, y, ordered)
}

func equals(x, y value, ordered bool) bool {
	switch {
	case x.kind == kindText && y.kind == kindText:
		return sameText(x.text, y.text)
	case x.kind == kindDate || y.kind == kindDate:
		return x.kind == y.kind && x.number == y.number
	case x.isAbsent():
		return equalsAbsent(y, x)
	case y.isAbsent():
		return equalsAbsent(x, y)
	case x.isObject() || y.isObject():
		return x.isObject() && y.isObject() && equalObjects(x, y, ordered)
	case x.kind == kindText:
		return equalsText(y, x.text)
	case y.kind == kindText:
		return equalsText(x, y.text)
	default:
		return x.number == y.number
	}
}

func equalsAbsent(v, absent value) bool {
	if v.kind == kindList {
		return len(v.list) == 0 && absent.kind == kindUndefined
	}
	return v.isAbsent() || v.kind == kindText && v.text == ""
}

// equalsText compares a boolean or a number with a text.
func equalsText(v value, text string) bool {
	switch {
	case text == "":
		return false
	case v.kind == kindBoolean:
		return lower(text) == v.asText()
	default:
		// parseFloat and parseInt, which the original tries first, read "0b1" and "0o7" as 0.
		octalOrBinary := v.number == 0 && !math.IsNaN(numberOf(text)) && radix(trim(text))%16 != 0
		return octalOrBinary || numberOf(text) == v.number
	}
}

func equalObjects(x, y value, ordered bool) bool {
	switch {
	case x.isEmpty() != y.isEmpty():
		return false
	case x.kind == kindList && y.kind == kindList:
		return equalLists(x.list, y.list, ordered)
	case x.kind == kindList:
		return equalsIndexed(y.object, x.list, ordered)
	case y.kind == kindList:
		return equalsIndexed(x.object, y.list, ordered)
	}
	if len(x.object) != len(y.object) {
		return false
	}
	for key, part := range x.object {
		other, ok := y.object[key]
		if !ok || !equals(of(part), of(other), ordered) {
			return false
		}
	}
	return true
}

// equalsIndexed compares an object with a list, whose keys are 0, 1 and so on.
func equalsIndexed(object map[string]any, list []any, ordered bool) bool {
	if len(object) != len(list) {
		return false
	}
	for i, part := range list {
		other, ok := object[strconv.Itoa(i)]
		if !ok || !equals(of(part), of(other), ordered) {
			return false
		}
	}
	return true
}

func equalLists(x, y []any, ordered bool) bool {
	if len(x) != len(y) {
		return false
	}
	if ordered {
		return slices.EqualFunc(x, y, func(a, b any) bool { return equals(of(a), of(b), ordered) })
	}
	const few = 8
	var roomX, roomY [few]sortable
	return slices.EqualFunc(sorted(x, roomX[:0]), sorted(y, roomY[:0]), func(a, b sortable) bool {
		return equals(a.value, b.value, ordered)
	})
}

// sortable is an element with its place in Array.prototype.sort: by its text, what is undefined last.
type sortable struct {
	last  int
	text  string
	value value
}

// sorted appends the elements to room.
func sorted(list []any, room []sortable) []sortable {
	for _, part := range list {
		element := sortable{value: of(part)}
		if element.value.kind == kindUndefined {
			element.last = 1
		} else {
			element.text = element.value.asText()
		}
		room = append(room, element)
	}
	slices.SortStableFunc(room, func(a, b sortable) int {
		return cmp.Or(a.last-b.last, compareText(a.text, b.text))
	})
	return room
}
