// Package locale holds the texts of the API in Persian and English, and chooses between them.
package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

//go:embed fa.json en.json
var files embed.FS

// Languages are those in which every text exists.
func Languages() []string { return []string{"fa", "en"} }

// Problem is the text of a problem document.
type Problem struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

// texts are those of one language, by code.
type texts struct {
	Problems   map[string]Problem           `json:"problems"`
	Violations map[string]string            `json:"violations"`
	Notices    map[string]map[string]string `json:"notices"`
	Texts      map[string]string            `json:"texts"`
}

// Catalog is every text in every language. It is safe for concurrent use.
type Catalog struct {
	byLanguage map[string]texts
	preferred  string
	matcher    language.Matcher
}

// New reads the texts. preferred is the language of whoever asks for none that exists.
func New(preferred string) (*Catalog, error) {
	catalog := &Catalog{byLanguage: map[string]texts{}, preferred: preferred}
	var tags []language.Tag
	for _, name := range Languages() {
		text, err := files.ReadFile(name + ".json")
		if err != nil {
			return nil, fmt.Errorf("texts: %w", err)
		}
		var t texts
		if err := json.Unmarshal(text, &t); err != nil {
			return nil, fmt.Errorf("texts %s: %w", name, err)
		}
		catalog.byLanguage[name] = t
		tags = append(tags, language.Make(name))
	}
	if _, ok := catalog.byLanguage[preferred]; !ok {
		return nil, fmt.Errorf("texts: there are none in %q", preferred)
	}
	catalog.matcher = language.NewMatcher(tags)
	return catalog, nil
}

// Negotiate chooses a language for an Accept-Language header (RFC 9110, section 12.5.4).
func (c *Catalog) Negotiate(acceptLanguage string) string {
	if _, exact := c.byLanguage[acceptLanguage]; exact {
		return acceptLanguage
	}
	if acceptLanguage == "" {
		return c.preferred
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return c.preferred
	}
	_, index, confidence := c.matcher.Match(tags...)
	if confidence == language.No {
		return c.preferred
	}
	return Languages()[index]
}

// Problem is the text of a problem; a code without a text gets that of `internal`, so that nothing is ever blank.
func (c *Catalog) Problem(language, code string) Problem {
	known := c.byLanguage[language].Problems
	if text, ok := known[code]; ok {
		return text
	}
	return known["internal"]
}

// Violation is the text of a broken rule, with the rule's limit in it.
func (c *Catalog) Violation(language, code, limit string) string {
	known := c.byLanguage[language].Violations
	text, ok := known[code]
	if !ok {
		text = known["invalid"]
	}
	return strings.ReplaceAll(text, "{limit}", limit)
}

// Notice says what needless datum was found and what was done about it.
func (c *Catalog) Notice(language, found, action string) string {
	return c.byLanguage[language].Notices[found][action]
}

// Text is any other text, by its key.
func (c *Catalog) Text(language, key string) string { return c.byLanguage[language].Texts[key] }
