package expression

import (
	"math"
	"slices"
	"strings"
)

// operand reads what stands between operators, up to a function of empty behind it.
func (p *parser) operand() (part, error) {
	start := p.at
	switch c := p.next(); {
	case c == '(':
		p.at++
		return p.nested(start, p.group)
	case c == '!':
		p.at++
		return p.nested(start, p.negation)
	case c == '[':
		p.at++
		return p.nested(start, p.list)
	case c == '{':
		return p.postfixed(p.reference())
	case isQuote(c):
		return p.postfixed(p.quoted())
	case isDigit(c) || c == '-':
		return p.postfixed(p.number())
	case isLetter(c):
		return p.named()
	default:
		return part{}, p.refuse(start, reasonSyntax)
	}
}

func (p *parser) group() (part, error) {
	start := p.at - 1
	inner, err := p.expression(0)
	if err == nil && !p.take(')') {
		err = p.refuse(p.at, reasonSyntax)
	}
	inner.start = start
	return inner, err
}

// negation reads what follows a ! or negate.
func (p *parser) negation() (part, error) {
	p.skipSpace()
	inner, err := p.operand()
	if err != nil {
		return inner, err
	}
	return p.made(part{node: unary{operator: negate, operand: inner.node}, start: inner.start})
}

// postfixed reads empty or notempty behind an operand.
func (p *parser) postfixed(inner part, err error) (part, error) {
	if err != nil {
		return inner, err
	}
	end := p.at
	p.skipSpace()
	word := p.word()
	operator := empty
	switch {
	case isWord(word, "empty"):
	case isWord(word, "notempty"):
		operator = notEmpty
	default:
		p.at = end
		return inner, nil
	}
	p.at += len(word)
	return p.made(part{node: unary{operator: operator, operand: inner.node}, start: inner.start})
}

// named reads a function, negate, true, false or a word.
func (p *parser) named() (part, error) {
	start, word := p.at, p.word()
	lowered := strings.ToLower(word)
	p.at += len(word)
	switch {
	case p.take('('):
		return p.nested(start, func() (part, error) { return p.call(start, word) })
	case lowered == "negate":
		return p.nested(start, p.negation)
	case lowered == "true" || lowered == "false":
		return p.postfixed(p.made(part{node: literal{ofBoolean(lowered == "true")}, start: start}))
	case word == "null" || word == "undefined":
		return part{}, p.refuse(start, reasonLiteral)
	case isMisread(word, lowered):
		return part{}, p.refuse(start, reasonSyntax)
	default:
		return p.postfixed(p.made(part{node: literal{ofText(word)}, start: start}))
	}
}

// isMisread tells whether the original sees more than a word in a word, as in trueish or negated.
func isMisread(word, lowered string) bool {
	return strings.HasPrefix(lowered, "true") || strings.HasPrefix(lowered, "false") ||
		strings.HasPrefix(lowered, "negate") || strings.HasPrefix(word, "null") ||
		strings.HasPrefix(word, "undefined") || strings.Contains(word, "equals")
}

func (p *parser) number() (part, error) {
	start := p.at
	p.take('-')
	whole := countDigits(p.text[p.at:])
	length := whole
	if fraction := p.at + whole; fraction < len(p.text) && p.text[fraction] == '.' {
		if digits := countDigits(p.text[fraction+1:]); digits > 0 {
			length += 1 + digits
		}
	}
	// A whole number does not begin with 0: of 007, the rest is no operator.
	if length == whole && whole > 1 && p.text[p.at] == '0' {
		length = 1
	}
	if whole == 0 {
		return part{}, p.refuse(start, reasonSyntax)
	}
	p.at += length
	n := parseFloat(p.text[start:p.at])
	if math.IsInf(n, 0) {
		return part{}, p.refuse(start, reasonLiteral)
	}
	return p.made(part{node: literal{ofNumber(n)}, start: start})
}

// quoted reads a text in quotation marks, within which both kinds are escaped.
func (p *parser) quoted() (part, error) {
	start, quote := p.at, p.next()
	var text strings.Builder
	for p.at++; ; {
		end := strings.IndexAny(p.text[p.at:], `\'"`)
		if end < 0 {
			return part{}, p.refuse(start, reasonSyntax)
		}
		text.WriteString(p.text[p.at : p.at+end])
		p.at += end
		mark := p.next()
		p.at++
		switch {
		case mark == quote:
			return p.made(part{node: literal{ofText(rewritten(text.String()))}, start: start})
		case mark == '\\' && isQuote(p.next()):
			text.WriteByte(p.next())
			p.at++
		case mark == '\\':
			text.WriteByte(mark)
		default:
			return part{}, p.refuse(p.at-1, reasonSyntax)
		}
	}
}

// rewritten is a text after the original has put its own operators into it, which it does everywhere.
func rewritten(text string) string {
	text = strings.ReplaceAll(text, "=>", ">=")
	text = strings.ReplaceAll(text, "=<", "<=")
	text = strings.ReplaceAll(text, "<>", "!=")
	return strings.ReplaceAll(text, "equals", "equal ")
}

// list reads what follows a [. A list of literals is made once and for all.
func (p *parser) list() (part, error) {
	start := p.at - 1
	parts, err := p.sequence(']')
	if err != nil {
		return part{}, err
	}
	if err := p.undated(parts...); err != nil {
		return part{}, err
	}
	made := list{elements: nodesOf(parts)}
	if slices.ContainsFunc(made.elements, func(n node) bool { _, ok := n.(literal); return !ok }) {
		return p.made(part{node: made, start: start})
	}
	return p.made(part{node: literal{made.evaluate(nil)}, start: start})
}

func nodesOf(parts []part) []node {
	nodes := make([]node, len(parts))
	for i, part := range parts {
		nodes[i] = part.node
	}
	return nodes
}

// sequence reads expressions between commas, up to a closing mark. White space alone is not nothing to the original.
func (p *parser) sequence(closing byte) ([]part, error) {
	if p.take(closing) {
		return nil, nil
	}
	var parts []part
	for {
		element, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		parts = append(parts, element)
		switch {
		case p.take(closing):
			return parts, nil
		case !p.take(','):
			return nil, p.refuse(p.at, reasonSyntax)
		}
	}
}

// call reads what follows a function's name and a parenthesis.
func (p *parser) call(start int, name string) (part, error) {
	function := functionOf(name)
	if function == noFunction {
		return part{}, p.refuse(start, reasonFunction)
	}
	arguments, err := p.sequence(')')
	switch {
	case err != nil:
		return part{}, err
	case !function.takes(len(arguments)):
		return part{}, p.refuse(start, reasonArguments)
	case function == countInArray && !isKey(arguments[1].node):
		return part{}, p.refuse(arguments[1].start, reasonArguments)
	case function == today:
		p.today = true
	}
	dated := function == today
	if function == iif {
		dated = slices.ContainsFunc(arguments[1:], func(part part) bool { return part.dated })
	} else if err := p.undated(arguments...); err != nil {
		return part{}, err
	}
	return p.made(part{node: call{function: function, arguments: nodesOf(arguments)}, start: start, dated: dated})
}
