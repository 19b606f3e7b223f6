package surveyjs

import (
	"slices"

	"amanat/services/surveys/surveyjs/identity"
)

// leastIdentifier is a number from which on no amount begins that people are asked for, but numbers of documents and
// telephones do.
const leastIdentifier = 100_000_000

// look adds what the form of the answers to a field shows to be asked for.
func (w *wording) look(source *node, t *textual, validators []validator) {
	if t.input == number && t.least != nil && t.least.number >= leastIdentifier {
		w.add(identity.NationalID, source.member("min"), t.least.shown)
	}
	for _, v := range validators {
		switch rule := v.rule.(type) {
		case *patternRule:
			if what := identifies(rule, t.input); what != "" {
				w.add(what, rule.place, rule.place.text)
			}
		case *numericRule:
			if rule.place != nil && rule.least >= leastIdentifier {
				w.add(identity.NationalID, rule.place, numeral(rule.least))
			}
		default:
		}
	}
}

// identifies says what a pattern takes that takes nothing ordinary, "" if there is no such thing.
func identifies(rule *patternRule, kind input) string {
	if kind == date || slices.ContainsFunc([]string{
		"خوب", "good", "5", "1404", "12.5", "بسیار خوب و به‌موقع بود.", "It was very good, thank you!",
	}, rule.pattern.MatchString) {
		return ""
	}
	for _, sample := range [...]struct{ what, text string }{
		{identity.NationalID, "0084575948"},
		{identity.Phone, "09121234567"},
		{identity.Phone, "+989121234567"},
		{identity.Email, "sara@example.org"},
	} {
		if rule.pattern.MatchString(sample.text) {
			return sample.what
		}
	}
	return ""
}
