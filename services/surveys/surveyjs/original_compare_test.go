package surveyjs_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"

	"amanat/services/surveys/surveyjs"
)

// isBeyond says that there is nothing to compare with: the original fails, or cannot be kept from dropping a choice that
// is refused here or from taking it for what "other" is, so that its conditions meet other answers.
// docs/surveyjs.md has more on each.
func (tr *trial) isBeyond() bool {
	for _, v := range tr.ours.Violations {
		if (v.Code == "unknown_value" || v.Code == "answer_hidden") && dropsChoices(tr.element(v.Pointer)) {
			return true
		}
	}
	// It rounds what came out of an addition, and trims what it takes for a comment, without a look at what that is.
	return strings.Contains(tr.theirs.Failure, ".toFixed is not a function") ||
		strings.Contains(tr.theirs.Failure, ".trim is not a function")
}

// dropsChoices says that the original drops choices of a question that are not there at present, whatever it is told.
func dropsChoices(element map[string]any) bool {
	if element["type"] != "ranking" && element["type"] != "rating" && element["showOtherItem"] == nil {
		return false
	}
	items, _ := element["choices"].([]any)
	rates, _ := element["rateValues"].([]any)
	return slices.ContainsFunc(append(rates, items...), func(item any) bool {
		choice, _ := item.(map[string]any)
		return choice["visibleIf"] != nil
	})
}

// differences tells what the two sides do not agree on. What our side refuses beyond the original (see additions) is
// left out, on our side and, of questions whose answer was not understood, on the other as well.
func (tr *trial) differences(t *testing.T) []string {
	t.Helper()
	if tr.theirs.Failure != "" {
		return []string{tr.theirs.Failure}
	}
	var found []string
	for _, name := range slices.Sorted(maps.Keys(tr.theirs.Visible)) {
		if ours, known := tr.visible[name]; !known || ours != tr.theirs.Visible[name] {
			found = append(found, fmt.Sprintf("%s: visible there: %v", name, tr.theirs.Visible[name]))
		}
	}
	if len(tr.visible) != len(tr.theirs.Visible) {
		found = append(found, "not the same questions")
	}
	additions := tr.additions()
	ours := tr.errors(additions)
	theirs := tr.translated(ours)
	for _, name := range slices.Sorted(maps.Keys(joined(ours, theirs))) {
		if !slices.Equal(ours[name], theirs[name]) {
			found = append(found, fmt.Sprintf("%s: errors %v, there %v", name, ours[name], tr.theirs.Errors[name]))
		}
	}
	if len(additions) > 0 {
		return found
	}
	if valid := len(tr.ours.Violations) == 0; valid != tr.theirs.Valid {
		found = append(found, fmt.Sprintf("valid there: %v", tr.theirs.Valid))
	}
	if tr.theirs.Valid && !assert.ObjectsAreEqual(tr.theirs.Data, decoded(t, tr.ours.Answers)) {
		found = append(found, fmt.Sprintf("answers %v, there %v", tr.ours.Answers, tr.theirs.Data))
	}
	return found
}

func joined(a, b map[string][]string) map[string]bool {
	names := map[string]bool{}
	for name := range a {
		names[name] = true
	}
	for name := range b {
		names[name] = true
	}
	return names
}

// errors are our violations but for the additions, by question as the oracle names them.
func (tr *trial) errors(additions []surveyjs.Violation) map[string][]string {
	errors := map[string][]string{}
	for _, v := range tr.ours.Violations {
		if at := slices.Index(additionKeys(additions), additionKey(v)); at >= 0 {
			additions = slices.Delete(slices.Clone(additions), at, at+1)
			continue
		}
		name, code := tr.place(v.Pointer), v.Code
		switch code {
		case "required":
			if strings.HasSuffix(v.Pointer, "-Comment") {
				code = "other"
			}
		case "row_required", "rows_repeat":
			// The original names the matrix, once.
			if slices.Contains(errors[name], code) {
				continue
			}
		case "one_answer_required":
			if tr.anyMisunderstood() {
				continue
			}
		}
		errors[name] = append(errors[name], code)
	}
	for _, codes := range errors {
		slices.Sort(codes)
	}
	return errors
}

// place is the question, "question/text" within a multipletext, that a pointer leads to.
func (tr *trial) place(pointer string) string {
	tokens := slices.Collect(jsontext.Pointer(pointer).Tokens())
	name := strings.TrimSuffix(tokens[0], "-Comment")
	element := elementNamed(tr.pair.Definition, name)
	if len(tokens) > 1 && element["type"] == "multipletext" {
		return name + "/" + tokens[1]
	}
	return name
}

// translated are the errors of the original in our words, but for those of questions whose answer was not understood.
func (tr *trial) translated(ours map[string][]string) map[string][]string {
	errors := map[string][]string{}
	for name, kinds := range tr.theirs.Errors {
		question, _, _ := strings.Cut(name, "/")
		misunderstood := tr.misunderstood(question)
		for _, kind := range kinds {
			if kind == "requireoneanswer" && tr.anyMisunderstood() || kind != "requireoneanswer" && misunderstood {
				continue
			}
			if kind == "regexvalidator" && tr.isTooLong(name) {
				continue // what is refused for its length is not matched here
			}
			errors[name] = append(errors[name], translation(kind, ours[name]))
		}
		slices.Sort(errors[name])
	}
	return errors
}

// translation is our code for what the original calls an error. Where one text of the original speaks of both ends, it
// is ours if that is one of them.
func translation(kind string, ours []string) string {
	either := func(low, high string) string {
		if slices.Contains(ours, low) {
			return low
		}
		return high
	}
	codes := map[string]string{
		"required": "required", "requireoneanswer": "one_answer_required", "otherempty": "other",
		"requiredinallrowserror": "row_required", "eachrowuniqueeerror": "rows_repeat",
		"requirenumeric": "not_a_number", "numericMin": "too_small", "numericMax": "too_large",
		"minError": "too_small", "maxError": "too_large", "stepError": "step_mismatch",
		"textMinLength": "too_short", "textMaxLength": "too_long", "textNoDigitsAllow": "digits_not_allowed",
		"minSelectError": "too_few_choices", "maxSelectError": "too_many_choices",
		"regexvalidator": "pattern_mismatch", "invalidExpression": "expression_false",
		"numericMinMax":    either("too_small", "too_large"),
		"textMinMaxLength": either("too_short", "too_long"),
	}
	if code, known := codes[kind]; known {
		return code
	}
	return kind
}
