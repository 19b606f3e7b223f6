package surveyjs

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"

	"amanat/services/kit/text"
)

// newPolicy allows marked-up text, lists, tables and links to the web. Nothing loads, runs, has a style or looks
// like a part of the page around it.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "b", "strong", "i", "em",
		"u", "s", "sub", "sup", "small", "blockquote", "code", "pre", "div", "span",
		"table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(rtl|ltr|auto)$`)).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^(fa|en)$`)).Globally()
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(?i:https?)://[^\x00-\x20\x7F\\@]+$`)).OnElements("a")
	p.RequireParseableURLs(true)
	p.AllowURLSchemes("http", "https")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}

// sanitised leaves of HTML what text is made of. It does so until nothing more changes, for characters that were
// written as entities are spelt as others. What does not come to rest is no text of anybody's.
func (r *reader) sanitised(raw string) string {
	if r.policy == nil {
		r.policy = newPolicy() // most surveys have no HTML, and policies are dear
	}
	const rounds = 5
	for range rounds {
		clean := text.Paragraphs(r.policy.Sanitize(raw))
		if clean == raw {
			return clean
		}
		raw = clean
	}
	return ""
}

// markup reads HTML, and keeps of it what is harmless.
func (r *reader) markup() read {
	return r.localised(new(localised), r.sanitised, text.IsParagraphs, mostParagraphs)
}

// markup is a question that is none: HTML between the others.
type markup struct{}

func (markup) normalise(q *question, _ any, fault faults) any {
	fault.add(q.pointer, "unknown_field", "")
	return nil
}

func (markup) offer(*checking, *question, any, bool) {}

func (markup) check(*checking, *question, any) bool { return false }

func (markup) variables(*question) []Variable { return nil }

func (markup) read(_ int, _ any, into []Reading) []Reading { return into }

func (markup) freeTexts(_ *question, _ any, into []FreeText) []FreeText { return into }

func (markup) asked() []*node { return nil }

// unanswerable is a question for which there can be no answer here: a signature, a file.
type unanswerable struct{ markup }
