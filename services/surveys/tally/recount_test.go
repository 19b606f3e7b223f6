package tally_test

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/tally"
)

// recount has the answers themselves, and counts them anew for every question.
type recount struct {
	layout  tally.Layout
	answers [][]tally.Reading
}

func (r recount) reading(answer []tally.Reading, variable int) (tally.Reading, bool) {
	for _, reading := range answer {
		takesAny := r.layout[variable].Kind == tally.Choices || r.layout[variable].Kind == tally.Ranking
		if reading.Variable == variable && (len(reading.Categories) > 0 || !takesAny) {
			return reading, true
		}
	}
	return tally.Reading{}, false
}

// isIn says whether an answer chose a category; after the last category comes being unanswered.
func (r recount) isIn(answer []tally.Reading, variable, category int) bool {
	reading, isAnswered := r.reading(answer, variable)
	if category == r.layout[variable].Categories {
		return !isAnswered
	}
	return isAnswered && slices.Contains(reading.Categories, category)
}

// among are the answers that chose a category.
func (r recount) among(variable, category int) recount {
	group := recount{layout: r.layout}
	for _, answer := range r.answers {
		if r.isIn(answer, variable, category) {
			group.answers = append(group.answers, answer)
		}
	}
	return group
}

func (r recount) counts(variable int) []int {
	counts := make([]int, r.layout[variable].Categories+1)
	for category := range counts {
		counts[category] = len(r.among(variable, category).answers)
	}
	switch r.layout[variable].Kind {
	case tally.Number, tally.Month, tally.Text:
		return r.answered(variable)
	case tally.Choice, tally.Choices, tally.Ranking:
	}
	return counts
}

func (r recount) answered(variable int) []int {
	answered := 0
	for _, answer := range r.answers {
		if _, isAnswered := r.reading(answer, variable); isAnswered {
			answered++
		}
	}
	return []int{answered, len(r.answers) - answered}
}

func (r recount) values(variable int) []tally.Bin {
	counts := map[float64]int{}
	for _, answer := range r.answers {
		if reading, isAnswered := r.reading(answer, variable); isAnswered {
			counts[fourDigits(reading.Number, r.layout[variable].Kind)]++
		}
	}
	bins := []tally.Bin{}
	for value, count := range counts {
		bins = append(bins, tally.Bin{Value: value, Count: count})
	}
	slices.SortFunc(bins, func(a, b tally.Bin) int {
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	return bins
}

func fourDigits(number float64, kind tally.Kind) float64 {
	if kind == tally.Month {
		return number
	}
	if math.Abs(number) < 5e-7 {
		return 0
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 4, 64), 64)
	return rounded
}

func (r recount) sum(variable int) float64 {
	sum := new(big.Rat)
	for _, answer := range r.answers {
		if reading, isAnswered := r.reading(answer, variable); isAnswered {
			sum.Add(sum, millionths(reading.Number))
		}
	}
	nearest, _ := sum.Float64()
	return nearest
}

// millionths is a number rounded to a millionth, halves away from zero.
func millionths(number float64) *big.Rat {
	rounded, _ := new(big.Rat).SetString(new(big.Rat).SetFloat64(number).FloatString(6))
	return rounded
}

func (r recount) ranks(variable int) [][]int {
	var table [][]int
	for range r.layout[variable].Categories {
		table = append(table, make([]int, r.layout[variable].Categories))
	}
	for _, answer := range r.answers {
		reading, _ := r.reading(answer, variable)
		position, isRanked := 0, map[int]bool{}
		for _, category := range reading.Categories {
			if !isRanked[category] {
				table[category][position]++
				position++
			}
			isRanked[category] = true
		}
	}
	return table
}

func (r recount) meanRanks(variable int) []tally.Rank {
	var row []tally.Rank
	for _, counts := range r.ranks(variable) {
		rank := tally.Rank{}
		for position, count := range counts {
			rank.Count += count
			rank.Positions += count * (position + 1)
		}
		row = append(row, rank)
	}
	return row
}

func count(t require.TestingT, layout tally.Layout, answers [][]tally.Reading) *tally.Tally {
	counted, err := tally.New(layout)
	require.NoError(t, err)
	for _, answer := range answers {
		require.NoError(t, counted.Add(answer))
	}
	return counted
}

// requireRecount demands that a tally says what counting again does.
func requireRecount(t require.TestingT, r recount, counted *tally.Tally) {
	require.Equal(t, len(r.answers), counted.Answers())
	for variable, v := range r.layout {
		require.Equal(t, r.counts(variable), counted.Counts(variable))
		switch v.Kind {
		case tally.Number:
			require.Equal(t, r.values(variable), counted.Values(variable))
			require.InDelta(t, r.sum(variable), counted.Sum(variable), 0)
		case tally.Month:
			require.Equal(t, r.values(variable), counted.Values(variable))
		case tally.Ranking:
			require.Equal(t, r.ranks(variable), counted.Ranks(variable))
		case tally.Choice, tally.Choices, tally.Text:
		}
		for by := range r.layout {
			requireCross(t, r, counted, variable, by)
		}
	}
}

func requireCross(t require.TestingT, r recount, counted *tally.Tally, variable, by int) {
	if kind := r.layout[by].Kind; kind != tally.Choice && kind != tally.Choices {
		require.Nil(t, counted.Cross(variable, by))
		require.Nil(t, counted.SumsBy(variable, by))
		require.Nil(t, counted.RanksBy(variable, by))
		return
	}
	var cross [][]int
	var sums []float64
	var ranks [][]tally.Rank
	for category := range r.layout[by].Categories + 1 {
		group := r.among(by, category)
		switch r.layout[variable].Kind {
		case tally.Choice, tally.Choices:
			cross = append(cross, group.counts(variable))
		case tally.Ranking:
			ranks = append(ranks, group.meanRanks(variable))
			cross = append(cross, group.answered(variable))
		case tally.Number:
			sums = append(sums, group.sum(variable))
			cross = append(cross, group.answered(variable))
		case tally.Month, tally.Text:
			cross = append(cross, group.answered(variable))
		}
	}
	require.Equal(t, cross, counted.Cross(variable, by))
	require.Equal(t, sums, counted.SumsBy(variable, by))
	require.Equal(t, ranks, counted.RanksBy(variable, by))
}
