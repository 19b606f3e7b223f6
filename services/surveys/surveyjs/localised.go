package surveyjs

import (
	"strings"
	"unicode"
)

// Texts is a text by language, "fa" and "en".
type Texts map[string]string

// localised is a text as SurveyJS localises it: one string, or an object with "default", "fa" and "en".
type localised struct {
	standard, fa, en string // standard is the plain string or "default"
}

// in is the text in a language or else, for somebody who reads another, the one that there is.
func (l localised) in(language string) string {
	order := [...]string{l.fa, l.standard, l.en}
	if language == "en" {
		order = [...]string{l.en, l.standard, l.fa}
	}
	for _, text := range order {
		if text != "" {
			return text
		}
	}
	return ""
}

// or is the text where there is one, and otherwise what is shown in its stead.
func (l localised) or(fa, en string) Texts {
	if l == (localised{}) {
		return Texts{"fa": fa, "en": en}
	}
	return Texts{"fa": l.in("fa"), "en": l.in("en")}
}

// message is the text for an error in both languages, nil where the editor wrote none.
func (l localised) message() map[string]string {
	if l == (localised{}) {
		return nil
	}
	return l.or("", "")
}

// shownText is a text that people see, at its place in the definition.
type shownText struct {
	localised
	pointer string
	// instead is shown where there is no text, as the name of a question is.
	instead string
}

func (t shownText) complete(language, locale string) bool {
	if t.localised == (localised{}) {
		return !hasLetters(t.instead)
	}
	switch {
	case language == "fa" && t.fa != "", language == "en" && t.en != "":
		return true
	case t.standard == "":
		return false
	default:
		return language == locale || !hasLetters(t.standard)
	}
}

func hasLetters(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
