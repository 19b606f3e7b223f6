package expression

// node is a part of a parsed expression.
type node interface {
	evaluate(env Environment) value
	// ordered tells whether lists compared with this part are compared in their order.
	ordered(env Environment) bool
}

type literal struct{ value value }

func (n literal) evaluate(Environment) value { return n.value }

func (literal) ordered(Environment) bool { return false }

type reference struct{ name string }

func (n reference) evaluate(env Environment) value {
	switch plain := env.Value(n.name).(type) {
	case nil:
		return value{}
	case string:
		return answered(plain)
	default:
		return of(plain)
	}
}

func (n reference) ordered(env Environment) bool {
	rankings, ok := env.(Ordered)
	return ok && rankings.Ordered(n.name)
}

type list struct{ elements []node }

func (n list) evaluate(env Environment) value {
	elements := make([]any, len(n.elements))
	for i, part := range n.elements {
		part := part.evaluate(env)
		if part.kind == kindBroken {
			return part
		}
		elements[i] = part.element()
	}
	return ofList(elements)
}

func (list) ordered(Environment) bool { return false }

type unaryOperator uint8

const (
	negate unaryOperator = iota
	empty
	notEmpty
)

type unary struct {
	operator unaryOperator
	operand  node
}

func (n unary) evaluate(env Environment) value {
	operand := n.operand.evaluate(env)
	if operand.kind == kindBroken {
		return operand
	}
	switch n.operator {
	case negate:
		return ofBoolean(!operand.isTrue())
	case empty:
		return ofBoolean(operand.isEmpty())
	case notEmpty:
	}
	return ofBoolean(!operand.isEmpty())
}

func (unary) ordered(Environment) bool { return false }

type binary struct {
	operator    binaryOperator
	left, right node
}

func (n binary) evaluate(env Environment) value {
	left := n.left.evaluate(env)
	right := n.right.evaluate(env)
	switch {
	case left.kind == kindBroken:
		return left
	case right.kind == kindBroken:
		return right
	case n.operator.isContainment():
		return ofBoolean(holdsAmong(n.operator, left, right))
	case !n.operator.isComparison():
		return compute(n.operator, left, right)
	}
	if left.kind == kindDate || right.kind == kindDate {
		left, right = besideDate(left, right, env), besideDate(right, left, env)
	}
	ordered := left.isObject() && right.isObject() && n.ordered(env)
	return ofBoolean(compare(n.operator, left, right, ordered))
}

func (n binary) ordered(env Environment) bool { return n.left.ordered(env) || n.right.ordered(env) }
