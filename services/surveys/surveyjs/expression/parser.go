package expression

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	mostLength = 4096
	mostDepth  = 64
	mostNodes  = 1024
)

// Parse reads an expression. The error is a *SyntaxError.
func Parse(text string) (*Expression, error) {
	p := parser{text: text, mentioned: map[string]bool{}}
	switch {
	case len(text) > mostLength:
		return nil, p.refuse(mostLength, reasonTooLong)
	case !utf8.ValidString(text):
		return nil, p.refuse(0, reasonSyntax)
	}
	root, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if p.at < len(text) {
		return nil, p.refuse(p.at, reasonSyntax)
	}
	return &Expression{root: root.node, references: p.references, today: p.today}, nil
}

// parser goes through a text once. After each of its methods, at is behind what was read.
type parser struct {
	text       string
	at         int
	depth      int
	nodes      int
	references []string
	mentioned  map[string]bool
	today      bool
}

// part is a parsed node and where it begins; dated says that its value may be a date.
type part struct {
	node  node
	start int
	dated bool
}

func (*parser) refuse(offset int, reason string) error {
	return &SyntaxError{Offset: offset, Reason: reason}
}

// made counts a node.
func (p *parser) made(made part) (part, error) {
	p.nodes++
	if p.nodes > mostNodes {
		return part{}, p.refuse(made.start, reasonTooComplex)
	}
	return made, nil
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) && strings.IndexByte(" \t\n\r", p.text[p.at]) >= 0 {
		p.at++
	}
}

// next is the next byte, 0 at the end.
func (p *parser) next() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// take passes over a byte if it is the next one.
func (p *parser) take(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// word is the word that begins here, if one does: ASCII letters, digits and low lines.
func (p *parser) word() string {
	end := p.at
	for end < len(p.text) && (isLetter(p.text[end]) || end > p.at && isDigit(p.text[end])) {
		end++
	}
	return p.text[p.at:end]
}

func isLetter(c byte) bool { return lowerASCII(c) >= 'a' && lowerASCII(c) <= 'z' || c == '_' }

// expression reads operands and the operators between them that bind tighter than a precedence, by precedence climbing,
// and the white space behind.
func (p *parser) expression(precedence int) (part, error) {
	p.skipSpace()
	left, err := p.operand()
	if err != nil {
		return left, err
	}
	for {
		p.skipSpace()
		operator, length := p.operator()
		if operator.precedence() <= precedence {
			return left, nil
		}
		start := p.at
		if operator == power {
			return left, p.refuse(start, reasonOperator)
		}
		p.at += length
		right, err := p.expression(operator.precedence())
		if err != nil {
			return right, err
		}
		if left, err = p.joined(operator, left, right); err != nil {
			return left, err
		}
	}
}

// operator is the operator that stands here, and its length.
func (p *parser) operator() (operator binaryOperator, length int) {
	if word := p.word(); word != "" {
		return keywordOf(word), len(word)
	}
	return symbolOf(p.text[p.at:])
}

func (p *parser) joined(operator binaryOperator, left, right part) (part, error) {
	if err := p.datesIn(operator, left, right); err != nil {
		return part{}, err
	}
	return p.made(part{
		node:  binary{operator: operator, left: left.node, right: right.node},
		start: left.start,
		dated: operator.isConjunction() && (left.dated || right.dated),
	})
}

// datesIn refuses dates where the original would write them out, and dates beside texts that are none.
func (p *parser) datesIn(operator binaryOperator, left, right part) error {
	switch {
	case operator.isConjunction():
		return nil
	case !operator.isComparison():
		return p.undated(left, right)
	case left.dated && isNoDate(right.node):
		return p.refuse(right.start, reasonDateOperand)
	case right.dated && isNoDate(left.node):
		return p.refuse(left.start, reasonDateOperand)
	default:
		return nil
	}
}

// undated refuses dates.
func (p *parser) undated(parts ...part) error {
	if i := slices.IndexFunc(parts, func(part part) bool { return part.dated }); i >= 0 {
		return p.refuse(parts[i].start, reasonDateOperand)
	}
	return nil
}

// isNoDate tells whether a part is a literal text that no date can be compared with.
func isNoDate(operand node) bool {
	text, ok := operand.(literal)
	if !ok || text.value.kind != kindText {
		return false
	}
	_, isDate := readDate(text.value.text, time.UTC)
	return !isDate
}

// nested reads what is nested in something else.
func (p *parser) nested(start int, read func() (part, error)) (part, error) {
	if p.depth == mostDepth {
		return part{}, p.refuse(start, reasonTooDeep)
	}
	p.depth++
	inner, err := read()
	p.depth--
	return inner, err
}
