package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// What a text may need. goldmark takes time in the square of a paragraph's length, in the cube of the depth of lists,
// and writes as many cells as a table has columns times rows; what stays below this takes a second at worst.
const (
	mostSource     = 256 << 10 // bytes, and as many of addresses that references repeat
	mostInline     = 8 << 10   // bytes of one paragraph, heading or cell
	mostLines      = 256       // of one paragraph
	mostContainers = 32        // quotes, lists and their items within each other
	mostDepth      = 64        // everything within each other
	mostCells      = 8 << 10   // of all tables
)

// reading is the parser's context with an account of what the text has needed so far.
type reading struct {
	parser.Context
	refused bool
	cells   int
	block   ast.Node
	fits    bool
}

// refuse ends the reading in ErrTooComplex. The parser cannot be stopped, but what it still reads is plain text.
func refuse(context parser.Context) {
	if reading, ok := context.(*reading); ok {
		reading.refused = true
	}
}

// blockGuard keeps quotes and lists from being opened in too many others.
type blockGuard struct{}

// Trigger names what quotes and items of lists begin with.
func (blockGuard) Trigger() []byte { return []byte(">-+*0123456789") }

// Open swallows the line that goes too deep.
func (blockGuard) Open(parent ast.Node, reader text.Reader, context parser.Context) (ast.Node, parser.State) {
	// A list takes nothing but its items.
	if parent.Kind() == ast.KindList || ancestors(parent) < mostContainers {
		return nil, parser.NoChildren
	}
	refuse(context)
	reader.AdvanceToEOL()
	return ast.NewTextBlock(), parser.NoChildren
}

// Continue ends what Open began.
func (blockGuard) Continue(ast.Node, text.Reader, parser.Context) parser.State { return parser.Close }

// Close is asked for by goldmark.
func (blockGuard) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is so because quotes and lists can.
func (blockGuard) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine is not so because quotes and lists cannot.
func (blockGuard) CanAcceptIndentedLine() bool { return false }

func ancestors(node ast.Node) int {
	count := 0
	for parent := node.Parent(); parent != nil; parent = parent.Parent() {
		count++
	}
	return count
}

// inlineGuard keeps what is within a paragraph from being looked for in one that is too long.
type inlineGuard struct{}

// Trigger names what links, code, emphasis and the like begin and end with.
func (inlineGuard) Trigger() []byte { return []byte("![]<*_~`") }

// Parse swallows a line of a block that is too long.
func (inlineGuard) Parse(parent ast.Node, block text.Reader, context parser.Context) ast.Node {
	if reading, ok := context.(*reading); ok && reading.allows(parent) {
		return nil
	}
	refuse(context)
	_, line := block.PeekLine()
	block.AdvanceLine()
	return ast.NewTextSegment(line)
}

// allows measures a block once, and not for every character in it.
func (r *reading) allows(block ast.Node) bool {
	if r.block != block {
		r.block, r.fits = block, fits(block.Lines())
	}
	return r.fits
}

func fits(lines *text.Segments) bool {
	length := 0
	for _, line := range lines.Sliced(0, lines.Len()) {
		length += line.Len()
	}
	return length <= mostInline && lines.Len() <= mostLines
}

// referenceGuard keeps addresses of references from being looked for in a paragraph that is too long.
type referenceGuard struct{ parser.ParagraphTransformer }

// Transform leaves a paragraph as it is that is too long.
func (g referenceGuard) Transform(paragraph *ast.Paragraph, reader text.Reader, context parser.Context) {
	if !bytes.HasPrefix(paragraph.Lines().Value(reader.Source()), []byte("[")) {
		return
	}
	if !fits(paragraph.Lines()) {
		refuse(context)
		return
	}
	g.ParagraphTransformer.Transform(paragraph, reader, context)
}

// tableGuard keeps a table from having more cells than its text.
type tableGuard struct{ parser.ParagraphTransformer }

// Transform leaves a paragraph as it is that would make too large a table.
func (g tableGuard) Transform(paragraph *ast.Paragraph, reader text.Reader, context parser.Context) {
	columns, lines := 1, paragraph.Lines()
	for _, line := range lines.Sliced(0, lines.Len()) {
		columns = max(columns, 1+bytes.Count(line.Value(reader.Source()), []byte("|")))
	}
	reading, ok := context.(*reading)
	if ok && columns > 1 {
		reading.cells += columns * lines.Len()
	}
	if !ok || reading.cells > mostCells {
		refuse(context)
		return
	}
	g.ParagraphTransformer.Transform(paragraph, reader, context)
}

// bounded reports whether a parsed text is shallow enough for every reader of HTML, and does not repeat addresses
// without measure.
func bounded(document ast.Node) bool {
	deepest, addresses := 0, 0
	each(document, func(node ast.Node, depth int) {
		deepest = max(deepest, depth)
		switch link := node.(type) {
		case *ast.Link:
			addresses += len(link.Destination) + len(link.Title)
		case *ast.Image:
			addresses += len(link.Destination) + len(link.Title)
		}
	})
	return deepest <= mostDepth && addresses <= mostSource
}

// each visits every node with its depth below the first.
func each(first ast.Node, visit func(node ast.Node, depth int)) {
	depth := 0
	for node := first; node != nil; {
		visit(node, depth)
		if child := node.FirstChild(); child != nil {
			node, depth = child, depth+1
			continue
		}
		for node != first && node.NextSibling() == nil {
			node, depth = node.Parent(), depth-1
		}
		if node == first {
			return
		}
		node = node.NextSibling()
	}
}
