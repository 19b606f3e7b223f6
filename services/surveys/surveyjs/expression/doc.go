// Package expression reads and evaluates a strict subset of the expression language of SurveyJS, with the meaning that
// npm survey-core 3.1.1 gives it.
//
// # Language
//
// Operands are numbers (12, 0.5, -3), texts in single or double quotes (every quotation mark inside is escaped by a
// backslash), true and false, unquoted words of ASCII letters, digits and low lines, lists ([1, 'a']), references
// ({name}, {matrix.row}) and the functions iif(condition, then[, otherwise]), today([days]), sum(values…) and
// countInArray(list, 'key'). Operators, the tightest first; all but ! and empty are left-associative:
//
//	{a} empty, {a} notempty                  behind references and literals only
//	! negate
//	contains contain *=, notcontains notcontain, anyof, allof, noneof
//	* / %
//	+ -
//	= == equal equals, != <> notequal notequals, < less, <= =< lessorequal, > greater, >= => greaterorequal
//	and &&
//	or ||
//
// Keywords disregard case; names of functions do not. The original reads more: what it reads beside this is refused by
// Parse, and nothing is read differently.
//
// # Meaning
//
// A reference's text is read before it is used: "true" and "false" are booleans, a numeric text without a leading zero
// is a number ("1,5" is 1.5), and quotation marks around it fall off. Texts are equal regardless of case and of white
// space around them, numbers equal numeric texts, lists are equal in any order (but see Ordered). Nothing is less or
// greater than what is missing. Missing operands of arithmetic are 0, "" or [] after the other operand; a division by
// zero is null; sums and products are rounded to the decimals of their operands. Both sides of "and" and "or" are
// always evaluated, and the result is the operand that decides. A text beside a date is read as a date (ECMA-262, date
// time string format), of which the day counts.
//
// # Cost
//
// An expression has at most 4096 bytes, 64 levels of nesting and 1024 nodes. Evaluating it is linear in its nodes and
// in the size of the values; lists that are compared are sorted, and the operators on lists compare each element of one
// with each of the other.
//
// # Differences
//
//   - Where the original throws (rounding what became a text, or to more than 100 decimals), the expression has no
//     value and does not hold.
//   - The same goes for texts and lists that + or sum makes longer than 64 KiB or 4096 elements, which have no bound
//     there.
//   - An answer beside a date that is not in ECMA-262's format is no date; the original asks the engine, each of which
//     has its own mind about "6/5/2024". An empty one is the start of today; there it also has the clock's
//     milliseconds. Such literals are refused.
//   - Objects whose keys are names of JavaScript's own (length, equals, constructor, toString) are objects like others.
//   - countInArray finds no keys in texts and numbers; the original finds JavaScript's own methods ('trim').
package expression
