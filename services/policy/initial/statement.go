// Package initial holds the first privacy statement of a portal, in Persian and in English, and knows which clauses
// it covers. What follows that first version is written by the organisation itself.
package initial

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"text/template"
)

//go:embed first.fa.md first.en.md
var sources embed.FS

// Publisher is who publishes the statement, in one language's words; empty parts are left out or said generally.
type Publisher struct{ Name, Contact, Address string }

// Text is the statement in one language: Title and Summary are one line of plain text each, Body is Markdown (GFM) in
// the normal form of text.Paragraphs.
type Text struct{ Title, Body, Summary string }

// ErrLanguage is returned for a language in which there is no statement.
var ErrLanguage = errors.New("there is no statement in this language")

// First is the first statement in the language ("fa" or "en") in the publisher's name. The publisher's parts show as
// they were typed, on one line each; another language is ErrLanguage.
func First(language string, p Publisher) (Text, error) {
	source, err := read(language)
	if err != nil {
		return Text{}, err
	}
	form, err := template.New(language).Parse(withoutMarkers(source))
	if err != nil {
		return Text{}, fmt.Errorf("statement %s: %w", language, err)
	}
	var filled strings.Builder
	if err := form.Execute(&filled, p.shown()); err != nil {
		return Text{}, fmt.Errorf("statement %s: %w", language, err)
	}
	return split(strings.TrimSpace(filled.String())), nil
}

// Clauses lists the ids of the clauses that the statement covers, in its order, as marked in the source of that
// language; another language is ErrLanguage.
func Clauses(language string) ([]string, error) {
	source, err := read(language)
	if err != nil {
		return nil, err
	}
	var ids []string
	for line := range strings.Lines(source) {
		if id, ok := marker(line); ok {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func read(language string) (string, error) {
	switch language {
	case "fa", "en":
	default:
		return "", fmt.Errorf("%w: %q", ErrLanguage, language)
	}
	source, err := sources.ReadFile("first." + language + ".md")
	if err != nil {
		return "", fmt.Errorf("statement %s: %w", language, err)
	}
	return string(source), nil
}

// marker reads a line such as `<!-- clause: names-only -->`, which introduces what the statement says about a clause.
func marker(line string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "<!-- clause: ")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(rest, " -->")
}

func withoutMarkers(source string) string {
	var kept strings.Builder
	for line := range strings.Lines(source) {
		if _, ok := marker(line); !ok {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// split takes the document apart: its heading, its first paragraph and the rest.
func split(document string) Text {
	heading, rest, _ := strings.Cut(document, "\n\n")
	summary, body, _ := strings.Cut(rest, "\n\n")
	return Text{Title: strings.TrimPrefix(heading, "# "), Body: body, Summary: summary}
}
