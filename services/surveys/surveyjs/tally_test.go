package surveyjs_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

func kindInTally(kind surveyjs.Kind) tally.Kind {
	return map[surveyjs.Kind]tally.Kind{
		surveyjs.Choice: tally.Choice, surveyjs.Choices: tally.Choices, surveyjs.Number: tally.Number,
		surveyjs.Date: tally.Month, surveyjs.Text: tally.Text, surveyjs.Ranking: tally.Ranking,
	}[kind]
}

// requireCounted counts answers that break no rule.
func requireCounted(t require.TestingT, survey *surveyjs.Survey, answers map[string]any) {
	var layout tally.Layout
	for _, v := range survey.Variables() {
		layout = append(layout, tally.Variable{Kind: kindInTally(v.Kind), Categories: len(v.Categories)})
	}
	counts, err := tally.New(layout)
	require.NoError(t, err)
	var readings []tally.Reading
	for _, r := range survey.Read(answers) {
		readings = append(readings, tally.Reading{Variable: r.Variable, Categories: r.Categories, Number: r.Number})
	}
	require.NoError(t, counts.Add(readings), "%v", answers)
	_, err = tally.Decode(layout, counts.Encode())
	require.NoError(t, err)
}

// anyDate is a date of four digits, two and two, that exists or not.
func anyDate() *rapid.Generator[any] {
	return rapid.Map(rapid.StringMatching(`[0-9]{4}-[01][0-9]-[0-3][0-9]`), func(s string) any { return s })
}

func TestWhatIsAcceptedCanBeCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := pairs().Draw(t, "pair")
		definition, err := json.Marshal(drawn.Definition)
		require.NoError(t, err)
		survey := parsed(t, string(definition))
		answers := drawn.Answers
		for _, v := range survey.Variables() {
			if v.Name == v.Question && (v.Kind == surveyjs.Date || v.Kind == surveyjs.Number) && rapid.Bool().Draw(t, "other") {
				answers[v.Name] = rapid.OneOf(anyDate(), rapid.Map(rapid.Float64(), func(f float64) any { return f })).
					Draw(t, "answer")
			}
		}
		verdict := survey.Check(answers, noon(t))
		if len(verdict.Violations) == 0 {
			requireCounted(t, survey, verdict.Answers)
		}
	})
}

func TestDaysAndNumbersThatAreAcceptedCanBeCounted(t *testing.T) {
	survey := parsed(t, `[{"type":"text","name":"d","inputType":"date"},{"type":"text","name":"n","inputType":"number"},
		{"type":"multipletext","name":"t","items":[{"name":"d","inputType":"date"},{"name":"n","inputType":"number"}]}]`)
	numbers := rapid.OneOf(
		rapid.Map(rapid.Float64(), func(f float64) any { return f }),
		rapid.Map(rapid.StringMatching(`-?[0-9]{1,20}([.][0-9]{1,9})?(e-?[0-9]{1,3})?`), func(s string) any { return s }))
	rapid.Check(t, func(t *rapid.T) {
		for name, drawn := range map[string]*rapid.Generator[any]{"d": anyDate(), "n": numbers} {
			value := drawn.Draw(t, name)
			for _, answers := range []map[string]any{{name: value}, {"t": map[string]any{name: value}}} {
				verdict := survey.Check(answers, noon(t))
				if len(verdict.Violations) == 0 {
					requireCounted(t, survey, verdict.Answers)
				}
			}
		}
	})
	for _, first := range []any{"0001-01-01", "2999-12-31"} {
		verdict := survey.Check(map[string]any{"d": first, "n": 1e15}, noon(t))
		require.Empty(t, verdict.Violations)
		requireCounted(t, survey, verdict.Answers)
	}
}
