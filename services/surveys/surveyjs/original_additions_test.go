package surveyjs_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/surveys/surveyjs"
)

// additions are the violations that the original has no rule for, since the page in front of it does not let them
// happen: a person cannot fill in what is hidden or choose what is not offered. A server is sent anything, so they are
// refused here. docs/surveyjs.md lists them with the reasons.
func (tr *trial) additions() []surveyjs.Violation {
	var found []surveyjs.Violation
	for _, v := range tr.ours.Violations {
		if !tr.isAddition(v) {
			continue
		}
		// A bound of the page and one of a validator may be the same; one of the two is the original's.
		bound := v.Code == "too_long" || v.Code == "too_many_choices"
		if bound && slices.Contains(additionKeys(found), additionKey(v)) {
			continue
		}
		found = append(found, v)
	}
	return found
}

func (tr *trial) isAddition(v surveyjs.Violation) bool {
	element := tr.element(v.Pointer)
	switch v.Code {
	case "unknown_field", "answer_hidden", "unknown_value", "wrong_type", "repeated", "control_character", "not_a_date",
		"exclusive_choice":
		return true
	case "not_a_number":
		// A field for numbers in a page has nothing else to send; the original's error comes from a validator.
		return element["inputType"] == "number"
	case "too_large":
		return element["inputType"] == "number" && v.Limit == "1000000000000000"
	case "too_small":
		return element["inputType"] == "number" && v.Limit == "-1000000000000000"
	case "too_long":
		return v.Limit == fmt.Sprint(element["maxLength"])
	case "too_many_choices":
		return v.Limit == fmt.Sprint(element["maxSelectedChoices"])
	default:
		return false
	}
}

// isTooLong says that a text is longer than its field takes; the place is as in errors.
func (tr *trial) isTooLong(place string) bool {
	return slices.ContainsFunc(tr.ours.Violations, func(v surveyjs.Violation) bool {
		return v.Code == "too_long" && tr.isAddition(v) && tr.place(v.Pointer) == place
	})
}

func additionKey(v surveyjs.Violation) string { return v.Pointer + " " + v.Code + " " + v.Limit }

func additionKeys(violations []surveyjs.Violation) []string {
	var keys []string
	for _, v := range violations {
		keys = append(keys, additionKey(v))
	}
	return keys
}

// misunderstood says that an answer of the question, or a part of it, was not understood and is not among the answers
// that the original was given. Whatever the original misses then says nothing.
func (tr *trial) misunderstood(question string) bool {
	for _, v := range tr.additions() {
		tokens := slices.Collect(jsontext.Pointer(v.Pointer).Tokens())
		if strings.TrimSuffix(tokens[0], "-Comment") != question {
			continue
		}
		switch v.Code {
		case "unknown_field":
			if len(tokens) > 1 {
				return true
			}
		case "wrong_type", "repeated", "control_character", "not_a_number", "not_a_date", "too_large", "too_small":
			return true
		case "unknown_value":
			// A choice that is only not offered at present is understood.
			if dropped(tr.pair.Answers[question], tr.ours.Answers[question]) {
				return true
			}
		}
	}
	return false
}

func (tr *trial) anyMisunderstood() bool {
	return slices.ContainsFunc(tr.additions(), func(v surveyjs.Violation) bool {
		return tr.misunderstood(strings.TrimSuffix(firstToken(v.Pointer), "-Comment"))
	})
}

// firstToken is the name of the answer that a pointer leads to, or into.
func firstToken(pointer string) string {
	for token := range jsontext.Pointer(pointer).Tokens() {
		return token
	}
	return ""
}

// dropped says that something given is not among what was understood.
func dropped(given, understood any) bool {
	switch given := given.(type) {
	case []any:
		list, _ := understood.([]any)
		return slices.ContainsFunc(given, func(entry any) bool {
			return !slices.ContainsFunc(list, func(kept any) bool { return fmt.Sprint(kept) == fmt.Sprint(entry) })
		})
	case map[string]any:
		parts, _ := understood.(map[string]any)
		return len(parts) < len(given)
	default:
		return understood == nil
	}
}

// element is the question, or the text within a multipletext, that a pointer leads to.
func (tr *trial) element(pointer string) map[string]any {
	tokens := slices.Collect(jsontext.Pointer(pointer).Tokens())
	if len(tokens) == 0 {
		return nil
	}
	element := elementNamed(tr.pair.Definition, tokens[0])
	items, _ := element["items"].([]any)
	for _, item := range items {
		if item, ok := item.(map[string]any); ok && len(tokens) > 1 && item["name"] == tokens[1] {
			return item
		}
	}
	return element
}

// elementNamed finds a question wherever it stands.
func elementNamed(within map[string]any, name string) map[string]any {
	for _, list := range []string{"pages", "elements"} {
		entries, _ := within[list].([]any)
		for _, entry := range entries {
			element, _ := entry.(map[string]any)
			if element["elements"] == nil && element["name"] == name {
				return element
			}
			if found := elementNamed(element, name); found != nil {
				return found
			}
		}
	}
	return nil
}
