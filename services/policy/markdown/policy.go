package markdown

import (
	"io"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// newPolicy allows what Markdown has words for, and nothing that loads, runs or looks like another's page.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "del", "code", "pre",
		"blockquote", "hr", "br", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^\d{1,9}$`)).OnElements("ol")
	alignment := regexp.MustCompile(`^(left|center|right)$`) //nolint:misspell // HTML's spelling
	p.AllowAttrs("align").Matching(alignment).OnElements("th", "td")
	p.AllowAttrs("href").Matching(hrefs()).OnElements("a")
	p.RequireParseableURLs(true)
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	return p
}

// sanitised says of links to other sites also what bluemonday says only together with a target. In text and in
// attributes a quotation mark is escaped: what is replaced is never anybody's words.
func sanitised(policy *bluemonday.Policy, raw io.Reader) string {
	return strings.ReplaceAll(policy.SanitizeReader(raw).String(),
		`rel="nofollow noreferrer"`, `rel="nofollow noopener noreferrer"`)
}

// hrefs are the addresses that a link may have: of another site without userinfo, of an e-mail box, or on this site
// from its root or on the same page. A browser reads \ as / and passes over tabs and line ends (WHATWG URL, section
// 4.4), which would make another site of /\example.com.
func hrefs() *regexp.Regexp {
	const printable = `[^\x00-\x20\x7F\\]`
	return regexp.MustCompile(`^(?:(?i:https?)://[^\x00-\x20\x7F\\/?#@]+(?:[/?#]` + printable + `*)?` +
		`|(?i:mailto):` + printable + `+` +
		`|/(?:[^\x00-\x20\x7F\\/]` + printable + `*)?` +
		`|#` + printable + `*)$`)
}
