package surveyjs

import (
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/kit/text"
)

func (r *reader) pages(n *node) {
	r.list(n, mostPages, func(_ int, entry *node) {
		page := r.container(nil)
		page.source = entry
		known := r.containerFields(page, 0)
		known["showNavigationButtons"] = r.navigation()
		known["navigationTitle"] = r.line(new(localised))
		known["navigationDescription"] = r.line(new(localised))
		if r.object(entry, known) {
			r.survey.pages = append(r.survey.pages, page)
		}
	})
}

// onlyPage reads elements without a page around them.
func (r *reader) onlyPage(n *node) {
	page := r.container(nil)
	r.elements(page, 0)(n)
	r.survey.pages = append(r.survey.pages, page)
}

func (r *reader) container(parent *container) *container {
	c := &container{index: r.survey.containers, parent: parent}
	r.survey.containers++
	return c
}

// containerFields are the properties of a page or a panel, within so many other panels.
func (r *reader) containerFields(c *container, depth int) fields {
	word := new(string)
	known := fields{
		"name": r.remark(), "title": r.paragraphs(new(localised)), "description": r.paragraphs(new(localised)),
		"elements": r.elements(c, depth),

		"questionOrder":         r.word(word, "default", "initial", "random"),
		"questionTitleLocation": r.word(word, "default", "top", "bottom", "left", "hidden"),
		"questionErrorLocation": r.word(word, "default", "top", "bottom"),
		"questionTitleWidth":    r.length(),
		"showQuestionNumbers":   r.numbering(),
		"questionStartIndex":    r.word(word, "", "0", "1", "a", "A", "۱"),
		"state":                 r.word(word, "default", "collapsed", "expanded"),
		"showNumber":            r.flag(new(bool)),
		"innerIndent":           r.whole(new(int), 0, 10),
	}
	maps.Copy(known, r.placing())
	maps.Copy(known, r.presenceFields(&c.presence, nil))
	return known
}

// presenceFields are the properties that say when something is there and when it must be answered.
func (r *reader) presenceFields(p *presence, owner *question) fields {
	return fields{
		"visible": func(n *node) {
			visible := true
			r.flag(&visible)(n)
			p.hidden = !visible
		},
		"visibleIf": r.condition(&p.visibleIf, owner), "enableIf": r.condition(&p.enableIf, owner),
		"isRequired": r.flag(&p.required), "requiredIf": r.condition(&p.requiredIf, owner),
		"requiredErrorText": r.paragraphs(&p.requiredText),
	}
}

// placing are properties of panels and questions that change nothing but where they stand.
func (r *reader) placing() fields {
	return fields{
		"startWithNewLine": r.flag(new(bool)), "indent": r.whole(new(int), 0, 10),
		"width": r.length(), "minWidth": r.length(), "maxWidth": r.length(),
	}
}

func (r *reader) elements(parent *container, depth int) read {
	return func(n *node) {
		r.list(n, mostQuestions, func(_ int, entry *node) { r.element(entry, parent, depth) })
	}
}

func (r *reader) element(n *node, parent *container, depth int) {
	if !r.is(n, jsontext.KindBeginObject) {
		return
	}
	kind := n.member("type")
	if kind == nil {
		r.lack(n, "type")
		return
	}
	if kind.kind != jsontext.KindString || kind.text != "panel" {
		r.question(n, kind, parent)
		return
	}
	if depth == mostPanels {
		r.refuse(n, "nested_too_deeply", decimal(mostPanels))
		return
	}
	panel := r.container(parent)
	panel.source = n
	known := r.containerFields(panel, depth+1)
	known["type"] = func(*node) {}
	r.object(n, known)
	parent.elements = append(parent.elements, element{panel: panel})
}

// name reads the name of a question or of an item. It refuses what the original would read otherwise: braces, and marks
// in front that have a meaning in expressions.
func (r *reader) name(into *string) read {
	return func(n *node) {
		if !r.normalise(n, text.Line, text.IsLine, mostName) {
			return
		}
		reserved := []string{"__proto__", "constructor", "prototype"}
		switch {
		case n.text == "":
			r.refuse(n, "required", "")
		case strings.ContainsAny(n.text, "{}[]"), strings.ContainsAny(n.text[:1], "#$"),
			strings.HasSuffix(n.text, commentSuffix), strings.HasSuffix(n.text, "-unwrapped"),
			slices.Contains(reserved, strings.ToLower(n.text)):
			r.refuse(n, "invalid", "")
		default:
			*into = n.text
		}
	}
}

// answerable says whether there is anything to answer.
func (s *Survey) answerable() bool {
	return slices.ContainsFunc(s.questions, func(q *question) bool {
		_, markup := q.kind.(markup)
		return !markup
	})
}

// isLength knows a number, alone or with a unit of CSS.
func isLength(s string) bool {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz%")
	unit := s[len(digits):]
	if digits == "" {
		return s == "" || s == "auto"
	}
	if len(s) > 12 || strings.Trim(digits, "0123456789.") != "" {
		return false
	}
	return slices.Contains([]string{"", "px", "%", "em", "rem", "vw", "ch"}, unit)
}
