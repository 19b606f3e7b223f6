package surveyjs

import (
	"math"
	"regexp"
	"strings"

	"amanat/services/surveys/surveyjs/expression"
)

// validator is a rule that an editor added to a question.
type validator struct {
	rule    rule
	message localised
}

// rule looks at an answer, or at nil where there is none. It returns the code of what is wrong, "" if nothing is.
type rule interface {
	broken(c *checking, answer any) (code, limit string)
}

type (
	numericRule struct {
		least, most float64 // infinite where there is no bound
		place       *node   // of the least, nil where there is none
	}
	lengthRule struct {
		least, most int // in UTF-16 code units, 0 for none
		noDigits    bool
	}
	countRule   struct{ least, most int } // 0 for none
	patternRule struct {
		pattern *regexp.Regexp
		field   *textual
		place   *node
	}
	expressionRule struct{ expression *expression.Expression }
)

func (r *numericRule) broken(_ *checking, answer any) (code, limit string) {
	value, ok := answer.(float64)
	if written, isText := answer.(string); isText {
		value, ok = looseNumber(written)
	}
	switch {
	case answer == nil:
		return "", ""
	case !ok:
		return "not_a_number", ""
	case value < r.least:
		return "too_small", numeral(r.least)
	case value > r.most:
		return "too_large", numeral(r.most)
	default:
		return "", ""
	}
}

// looseNumber reads a text as a number where the original does: a comma may stand for the point, and sixteen digits are
// a number of something, not an amount.
func looseNumber(written string) (float64, bool) {
	if comma := strings.IndexByte(written, ','); comma >= 0 {
		written = written[:comma] + "." + written[comma+1:]
	}
	if len(written) > 15 && strings.Trim(written, "0123456789") == "" {
		return 0, false
	}
	return parseNumber(written)
}

func (r *lengthRule) broken(_ *checking, answer any) (code, limit string) {
	written, isText := answer.(string)
	if value, isNumber := answer.(float64); isNumber {
		written = numeral(value)
	}
	if written == "" {
		return "", ""
	}
	if r.noDigits && isDigit(written[len(written)-1]) {
		return "digits_not_allowed", ""
	}
	if !isText {
		return "", ""
	}
	switch length := utf16Length(written); {
	case length < r.least:
		return "too_short", decimal(r.least)
	case r.most > 0 && length > r.most:
		return "too_long", decimal(r.most)
	default:
		return "", ""
	}
}

func isDigit(char byte) bool { return char >= '0' && char <= '9' }

func (r *countRule) broken(_ *checking, answer any) (code, limit string) {
	chosen, ok := answer.([]any)
	switch {
	case !ok:
		return "", ""
	case len(chosen) < r.least:
		return "too_few_choices", decimal(r.least)
	case r.most > 0 && len(chosen) > r.most:
		return "too_many_choices", decimal(r.most)
	default:
		return "", ""
	}
}

// broken spares texts that are refused for their length.
func (r *patternRule) broken(_ *checking, answer any) (code, limit string) {
	if answer != nil && !r.field.isTooLong(answer) && !r.pattern.MatchString(formOf(answer)) {
		return "pattern_mismatch", ""
	}
	return "", ""
}

// broken also looks at what was not answered, as the original does.
func (r *expressionRule) broken(c *checking, _ any) (code, limit string) {
	if r.expression != nil && !r.expression.Holds(c) {
		return "expression_false", ""
	}
	return "", ""
}

// unbounded is the rule for numbers of any size.
func unbounded() *numericRule { return &numericRule{least: math.Inf(-1), most: math.Inf(1)} }
