package expression_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs/expression"
)

// sizeOfAnswer has lists of 200 values and texts of 10,000 letters.
func sizeOfAnswer(reference string) expression.Size {
	switch reference {
	case "list", "فهرست":
		return expression.Size{Elements: 200, Letters: 100}
	case "text":
		return expression.Size{Elements: 1, Letters: 10_000}
	default:
		return expression.Size{Elements: 1, Letters: 5}
	}
}

func TestTheCostOfAnExpressionIsWhatItLooksAt(t *testing.T) {
	for text, cost := range map[string]int{
		"{نوع} = 'الف'":          6 + 1 + 1 + 8 + 8*3,
		"{text} = 'x'":           10_001 + 1 + 1 + 10_001 + 8,
		"{list} = {list}":        1 + 1 + 1 + 40_000 + 8*20_000,
		"{list} anyof {فهرست}":   1 + 1 + 1 + 40_000 + 8*200*200*100,
		"{list} anyof ['x','y']": 1 + 1 + 1 + 20_002 + 8*200*2,
		"{a} contains 'x'":       6 + 1 + 1 + 2000,
		"'xyz' contains 'x'":     1 + 1 + 1 + 4 + 8,
		"{text} contains {text}": 2*10_001 + 1 + 20_000 + 8*10_000,
		"{text} notempty":        10_001 + 1,
		"{list} contains [{a}]":  1 + 6 + 1 + 20_005 + 8*200*5,
	} {
		parsed, err := expression.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, cost+25, parsed.Cost(sizeOfAnswer), text)
	}
}

func TestLookingIntoAnAnswerCostsSomething(t *testing.T) {
	for _, operator := range []string{"contains", "notcontains", "anyof", "allof", "noneof"} {
		for _, text := range []string{"{a} # 'x'", "'x' # {a}", "[{a}] # 'x'", "iif({a}, 'x', 'y') # 'x'", "(!{a}) # 'x'"} {
			parsed, err := expression.Parse(strings.Replace(text, "#", operator, 1))
			require.NoError(t, err, text)
			require.GreaterOrEqual(t, parsed.Cost(sizeOfAnswer), 2000, text)
		}
	}
}

func TestWhatIsMadeCostsWhatItIsMadeOf(t *testing.T) {
	for _, row := range []struct {
		text  string
		least int
	}{
		{"(" + strings.Repeat("{list} + ", 60) + "{list}) anyof {list}", 4096 * 200 * 100},
		{"({text} + {text}) contains {text}", 60_000},
		{"sum({list}) = 1", 200 * 20_000},
		{"iif({a} = 1, {list}, 0) anyof {list}", 200 * 200 * 100},
		{"[{list}, {list}] anyof [{text}]", 10_000},
		{"{list}", 20_000},
		{"{text} - {text}", 40_000},
		{"countInArray({list}, 'x') > 1", 20_000},
	} {
		parsed, err := expression.Parse(row.text)
		require.NoError(t, err, row.text)
		require.GreaterOrEqual(t, parsed.Cost(sizeOfAnswer), row.least, row.text)
	}
}
