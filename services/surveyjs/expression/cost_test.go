package expression_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveyjs/expression"
)

func TestTheCostOfAnExpressionIsWhatItCompares(t *testing.T) {
	for text, cost := range map[string]int{
		"{خدمت} = 'الف'":        1 + 1 + 200,
		"{a} anyof ['x', 'y']":  1 + 1 + 400,
		"{a} = {b}":             1 + 1 + 200*200,
		"iif({a} = 1, {b}, 0)":  202 + 1 + 1 + 1,
		"{a} notempty":          2,
		"({a} + {b}) anyof {c}": 402 + 1 + 400*200,
		"{a} = 1 and {b} = 2":   202 + 202 + 2,
		"sum({a}, {b}) > 10":    3 + 1 + 1,
	} {
		parsed, err := expression.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, cost, parsed.Cost(), text)
	}
}

func TestManyListsAddedUpCostNoMoreThanAListCanHold(t *testing.T) {
	parsed, err := expression.Parse("(" + strings.Repeat("{k} + ", 60) + "{k}) anyof {k}")
	require.NoError(t, err)
	require.Greater(t, parsed.Cost(), 4096*200)
	require.Less(t, parsed.Cost(), 2*4096*200)
}
