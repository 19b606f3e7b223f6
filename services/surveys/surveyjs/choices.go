package surveyjs

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/kit/text"
)

// choices are the possible values of an answer.
type choices struct {
	list        []choice
	byForm      map[string]int
	conditional bool // some are not always there
	remote      bool // they come from elsewhere
}

// otherValue and noneValue are what "other" and "none" say in answers.
const (
	otherValue = "other"
	noneValue  = "none"
)

// add enters a choice, if there is none with its value.
func (s *choices) add(c choice) bool {
	if _, taken := s.byForm[c.form]; taken {
		return false
	}
	if s.byForm == nil {
		s.byForm = map[string]int{}
	}
	s.byForm[c.form] = len(s.list)
	s.list = append(s.list, c)
	s.conditional = s.conditional || c.conditional()
	return true
}

// find finds the choice that an answer names. As in the original, "5" names 5 and "true" names true.
func (s *choices) find(given any) (int, bool) {
	switch given := given.(type) {
	case string:
		if at, ok := s.byForm[given]; ok {
			return at, true
		}
		at, ok := s.byForm[text.Line(given)]
		return at, ok
	case float64:
		var form [32]byte
		at, ok := s.byForm[string(jsontext.AppendFloat(form[:0], given, 64))]
		return at, ok
	case bool:
		at, ok := s.byForm[formOf(given)]
		return at, ok
	default:
		return 0, false
	}
}

// take makes a choice's own value of an answer, or says with a code why it is none.
func (s *choices) take(given any) (value any, code string) {
	switch given.(type) {
	case string, float64, bool:
	default:
		return nil, "wrong_type"
	}
	at, ok := s.find(given)
	if !ok {
		return nil, "unknown_value"
	}
	return s.list[at].value, ""
}

// available says whether a choice can be made at present. Of a question that is disabled nobody can take back a choice
// that was made before, so there it only has to be visible.
func (c *checking) available(option *choice, disabled bool) bool {
	return c.holds(option.visibleIf) && (disabled || c.holds(option.enableIf))
}

// choosesOther says that an answer is "other", or holds it.
func choosesOther(answer any) bool {
	list, _ := answer.([]any)
	return answer == otherValue || slices.Contains(list, any(otherValue))
}

// formOf is a value as a string, as JavaScript writes it.
func formOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		return numeral(value)
	case bool:
		if value {
			return "true"
		}
		return "false"
	default:
		return ""
	}
}

// categories are the choices as they are counted.
func (s *choices) categories() []Category {
	categories := make([]Category, len(s.list))
	for i := range s.list {
		option := &s.list[i]
		categories[i] = Category{Value: option.form, Label: option.label()}
		if score, ok := option.value.(float64); ok {
			categories[i].Score = &score
		}
	}
	return categories
}

// asked are the places of the texts of all choices.
func (s *choices) asked() []*node {
	places := make([]*node, len(s.list))
	for i := range s.list {
		places[i] = s.list[i].words
	}
	return places
}
