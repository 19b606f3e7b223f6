package expression

import "strings"

type binaryOperator uint8

const (
	or binaryOperator = iota
	and
	equal
	notEqual
	less
	lessOrEqual
	greater
	greaterOrEqual
	plus
	minus
	times
	divide
	remainder
	contains
	notContains
	anyOf
	allOf
	noneOf
	power
	noOperator
)

func (o binaryOperator) isConjunction() bool { return o <= and }

func (o binaryOperator) isComparison() bool { return o >= equal && o <= greaterOrEqual }

func (o binaryOperator) isContainment() bool { return o >= contains && o <= noneOf }

// precedence is higher for what binds tighter.
func (o binaryOperator) precedence() int {
	switch o {
	case or:
		return 1
	case and:
		return 2
	case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual:
		return 3
	case plus, minus:
		return 4
	case times, divide, remainder:
		return 5
	case power:
		return 6
	case contains, notContains, anyOf, allOf, noneOf:
		return 7
	case noOperator:
	}
	return 0
}

// symbolOf finds the operator that a text begins with, and its length.
func symbolOf(text string) (operator binaryOperator, length int) {
	if len(text) >= 2 {
		if operator := pairOf(text[:2]); operator != noOperator {
			return operator, 2
		}
	}
	if text == "" {
		return noOperator, 0
	}
	return signOf(text[0]), 1
}

func pairOf(pair string) binaryOperator {
	switch pair {
	case "||":
		return or
	case "&&":
		return and
	case "==":
		return equal
	case "!=", "<>":
		return notEqual
	case "<=", "=<":
		return lessOrEqual
	case ">=", "=>":
		return greaterOrEqual
	case "*=":
		return contains
	default:
		return noOperator
	}
}

func signOf(sign byte) binaryOperator {
	switch sign {
	case '=':
		return equal
	case '<':
		return less
	case '>':
		return greater
	case '+':
		return plus
	case '-':
		return minus
	case '*':
		return times
	case '/':
		return divide
	case '%':
		return remainder
	case '^':
		return power
	default:
		return noOperator
	}
}

// keywordOf finds the operator that a word names. The original turns every "equals" into "equal ", in lower case only.
func keywordOf(word string) binaryOperator {
	if before, ok := strings.CutSuffix(word, "equals"); ok {
		word = before + "equal"
	}
	switch strings.ToLower(word) {
	case "or":
		return or
	case "and":
		return and
	case "equal":
		return equal
	case "notequal":
		return notEqual
	case "less":
		return less
	case "lessorequal":
		return lessOrEqual
	case "greater":
		return greater
	case "greaterorequal":
		return greaterOrEqual
	case "contains", "contain":
		return contains
	case "notcontains", "notcontain":
		return notContains
	case "anyof":
		return anyOf
	case "allof":
		return allOf
	case "noneof":
		return noneOf
	case "power":
		return power
	default:
		return noOperator
	}
}
