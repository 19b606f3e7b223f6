// Package markdown renders what editors write into HTML that is safe to show: CommonMark, tables and words struck out,
// and of HTML only what an allowlist names. It adds nothing that a page loads from elsewhere.
package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/language"
)

// What keeps a text from being rendered. No text of an error quotes the source.
var (
	// ErrLanguage means that the language is no tag of BCP 47.
	ErrLanguage = errors.New("not a language tag")
	// ErrTooComplex means that the source is longer or more deeply nested than anything people would read.
	ErrTooComplex = errors.New("too long or too deeply nested to be rendered")
)

// Renderer turns Markdown into sanitised HTML. It is safe for concurrent use.
type Renderer struct {
	parser parser.Parser
	writer renderer.Renderer
	policy *bluemonday.Policy
}

// New makes a renderer of CommonMark 0.31 with tables and strikethrough as GitHub has them (GFM 0.29). HTML in the
// source is left out; of a picture its words remain; headings have no ids.
func New() *Renderer {
	return &Renderer{parser: newParser(), writer: newWriter(), policy: newPolicy()}
}

// HTML renders a source, as <article lang="fa" dir="rtl">…</article> in Persian and left to right in other languages.
// The language is a tag of BCP 47. The errors are ErrLanguage and ErrTooComplex: the latter beyond 256 KiB, 8 KiB
// or 256 lines in a paragraph, 32 levels of quotes and lists, 64 of everything together, or 8,192 cells of tables.
func (r *Renderer) HTML(lang, source string) (string, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return "", ErrLanguage
	}
	if len(source) > mostSource {
		return "", ErrTooComplex
	}
	written := []byte(strings.ToValidUTF8(source, "\uFFFD"))
	reading := &reading{Context: parser.NewContext()}
	document := r.parser.Parse(text.NewReader(written), parser.WithContext(reading))
	if reading.refused || !bounded(document) {
		return "", ErrTooComplex
	}
	var raw bytes.Buffer
	if err := r.writer.Render(&raw, written, document); err != nil {
		return "", fmt.Errorf("render markdown: %w", err)
	}
	return fmt.Sprintf("<article lang=%q dir=%q>\n%s</article>\n", tag, direction(tag), sanitised(r.policy, &raw)), nil
}

func direction(tag language.Tag) string {
	if base, _ := tag.Base(); base.String() == "fa" {
		return "rtl"
	}
	return "ltr"
}

// newParser puts the guards before what they guard.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), prioritised(blockGuard{}, 0))...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			prioritised(inlineGuard{}, 0),
			prioritised(extension.NewStrikethroughParser(), 500))...),
		parser.WithParagraphTransformers(
			prioritised(referenceGuard{parser.LinkReferenceParagraphTransformer}, 100),
			prioritised(tableGuard{extension.NewTableParagraphTransformer()}, 200)),
		parser.WithASTTransformers(prioritised(extension.NewTableASTTransformer(), 0)),
	)
}

func prioritised(part any, priority int) util.PrioritizedValue {
	return util.Prioritized(part, priority) //nolint:misspell // goldmark's spelling
}

func newWriter() renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		prioritised(html.NewRenderer(), 1000),
		prioritised(extension.NewStrikethroughHTMLRenderer(), 500),
		prioritised(extension.NewTableHTMLRenderer(
			extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), 500),
		prioritised(imageRenderer{}, 100),
	))
}

// imageRenderer writes a picture's words only: a picture loads from elsewhere and tells there who reads.
type imageRenderer struct{}

// RegisterFuncs is asked for by goldmark.
func (imageRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil
	})
}
