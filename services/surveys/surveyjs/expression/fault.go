package expression

import "strconv"

// SyntaxError says where and why a text is no expression of this language.
type SyntaxError struct {
	// Offset is where the refused part begins, in bytes.
	Offset int
	// Reason is one of
	//
	//	syntax                not an expression
	//	too_long              more than 4096 bytes
	//	too_deep              more than 64 levels of nesting
	//	too_complex           more than 1024 operands and operators
	//	unknown_function      a function other than iif, today, sum and countInArray
	//	unknown_reference     a reference other than {name} and {matrix.row}
	//	unsupported_literal   null, undefined, or a number that is not finite
	//	unsupported_operator  power
	//	wrong_arguments       too few or too many, or a key that is no literal text
	//	date_operand          a date where only comparisons make sense of one
	Reason string
}

// Error states the reason and the offset.
func (e *SyntaxError) Error() string {
	return "expression: " + e.Reason + " at byte " + strconv.Itoa(e.Offset)
}

const (
	reasonSyntax      = "syntax"
	reasonTooLong     = "too_long"
	reasonTooDeep     = "too_deep"
	reasonTooComplex  = "too_complex"
	reasonFunction    = "unknown_function"
	reasonReference   = "unknown_reference"
	reasonLiteral     = "unsupported_literal"
	reasonOperator    = "unsupported_operator"
	reasonArguments   = "wrong_arguments"
	reasonDateOperand = "date_operand"
)
