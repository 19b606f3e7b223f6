package tally_test

import (
	"pgregory.net/rapid"

	"amanat/services/surveys/tally"
)

func layouts() *rapid.Generator[tally.Layout] {
	return rapid.Map(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) tally.Variable {
		return tally.Variable{
			Kind:       tally.Kind(rapid.IntRange(0, 5).Draw(t, "kind")),
			Categories: rapid.IntRange(0, 5).Draw(t, "categories"),
		}
	}), 0, 6), func(variables []tally.Variable) tally.Layout { return variables })
}

// numbers are exact in millionths and in four significant digits, or are neither.
func numbers() *rapid.Generator[float64] {
	millionth := func(n int64) float64 { return float64(n) / 1e6 }
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(-12_000, 12_000), func(n int) float64 { return float64(n) }),
		rapid.Map(rapid.Int64Range(-20_000_000, 20_000_000), millionth),
		rapid.Map(rapid.Int64(), millionth),
		rapid.Float64Range(-1e18, 1e18),
		rapid.Float64Range(-1e-5, 1e-5),
	)
}

func months() *rapid.Generator[float64] {
	return rapid.Custom(func(t *rapid.T) float64 {
		return float64(rapid.IntRange(1, 9999).Draw(t, "year")*100 + rapid.IntRange(1, 12).Draw(t, "month"))
	})
}

// answers are lists of readings that fit the layout, in any order.
func answers(layout tally.Layout) *rapid.Generator[[]tally.Reading] {
	return rapid.Custom(func(t *rapid.T) []tally.Reading {
		var answer []tally.Reading
		for variable, v := range layout {
			reading := tally.Reading{Variable: variable}
			hasNone := v.Categories == 0 && v.Kind == tally.Choice
			if hasNone || rapid.IntRange(0, 3).Draw(t, "unanswered") == 0 {
				continue
			}
			switch v.Kind {
			case tally.Choice:
				reading.Categories = []int{rapid.IntRange(0, v.Categories-1).Draw(t, "category")}
			case tally.Choices, tally.Ranking:
				if v.Categories > 0 {
					reading.Categories = rapid.SliceOfN(rapid.IntRange(0, v.Categories-1), 0, 8).Draw(t, "categories")
				}
			case tally.Number:
				reading.Number = numbers().Draw(t, "number")
			case tally.Month:
				reading.Number = months().Draw(t, "month")
			case tally.Text:
			}
			answer = append(answer, reading)
		}
		return rapid.Permutation(answer).Draw(t, "answer")
	})
}
