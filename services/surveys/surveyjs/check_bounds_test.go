package surveyjs_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNumbersBeyondAllReasonAreRefused(t *testing.T) {
	requireVerdicts(t, `[{"type":"text","inputType":"number","name":"q"},
		{"type":"multipletext","name":"m","items":[{"name":"i","inputType":"number"}]}]`, [][]string{
		{`{"q":1e15}`, "", `{"q":1000000000000000}`},
		{`{"q":"-1e15"}`, "", `{"q":-1000000000000000}`},
		{`{"q":1000000000000001}`, "too_large /q 1000000000000000"},
		{`{"q":"۱۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰۰"}`, "too_large /q 1000000000000000"},
		{`{"q":-1e308}`, "too_small /q -1000000000000000"},
		{`{"m":{"i":1e16}}`, "too_large /m/i 1000000000000000"},
	})
	survey := parsed(t, `[{"type":"text","inputType":"number","name":"q"}]`)
	for _, number := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		verdict := survey.Check(map[string]any{"q": number}, noon(t))
		require.NotEmpty(t, verdict.Violations)
		require.Empty(t, verdict.Answers)
	}
}

func TestTextsBeyondTheirFieldAreNotMatched(t *testing.T) {
	requireVerdicts(t, `[{"type":"text","name":"q","maxLength":3,"validators":[{"type":"regex","regex":"^[a-c]+$"}]},
		{"type":"multipletext","name":"m","items":[{"name":"i","maxLength":3,"validators":[{"type":"regex","regex":"^[a-c]+$"}]}]}]`,
		[][]string{
			{`{"q":"xyz"}`, "pattern_mismatch /q"},
			{`{"q":"wxyz"}`, "too_long /q 3"},
			{`{"m":{"i":"xyz"}}`, "pattern_mismatch /m/i"},
			{`{"m":{"i":"wxyz"}}`, "too_long /m/i 3"},
		})
}

func TestConditionsOfColumnsCountOnceARow(t *testing.T) {
	definition := func(rows int) string {
		return fmt.Sprintf(`{"elements":[{"type":"comment","name":"c"},{"type":"matrix","name":"m",
			"columns":[{"value":1,"visibleIf":"{c} contains {c}"}],"rows":[0%s]}]}`, strings.Repeat(",%d", rows))
	}
	numbered := func(rows int) string {
		numbers := make([]any, rows)
		for i := range numbers {
			numbers[i] = i + 1
		}
		return fmt.Sprintf(definition(rows), numbers...)
	}
	parsed(t, numbered(50))
	require.Equal(t, []string{"expression_too_complex /elements/1/columns/0/visibleIf"}, problems(t, numbered(150)))
}
