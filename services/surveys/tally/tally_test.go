package tally_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/tally"
)

// some are a layout and answers to it.
func some(t *rapid.T) recount {
	layout := layouts().Draw(t, "layout")
	return recount{layout: layout, answers: rapid.SliceOfN(answers(layout), 0, 12).Draw(t, "answers")}
}

func TestATallySaysWhatCountingAgainDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := some(t)
		requireRecount(t, r, count(t, r.layout, r.answers))
	})
}

func TestMergingIsAddingAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := some(t)
		cut := rapid.IntRange(0, len(r.answers)).Draw(t, "cut")
		one, other := count(t, r.layout, r.answers[:cut]), count(t, r.layout, r.answers[cut:])
		before := other.Encode()
		require.NoError(t, one.Merge(other))
		require.Equal(t, before, other.Encode())
		require.Equal(t, count(t, r.layout, r.answers).Encode(), one.Encode())
	})
}

func TestTheDataDoesNotTellTheOrderOfAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := some(t)
		data := count(t, r.layout, r.answers).Encode()
		for _, answer := range r.answers {
			slices.Reverse(answer)
		}
		require.Equal(t, data, count(t, r.layout, rapid.Permutation(r.answers).Draw(t, "order")).Encode())
	})
}

func TestATallyComesBackAsItWasAndCountsOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := some(t)
		cut := rapid.IntRange(0, len(r.answers)).Draw(t, "cut")
		data := count(t, r.layout, r.answers[:cut]).Encode()
		back, err := tally.Decode(r.layout, data)
		require.NoError(t, err)
		require.Equal(t, data, back.Encode())
		for _, answer := range r.answers[cut:] {
			require.NoError(t, back.Add(answer))
		}
		requireRecount(t, r, back)
	})
}

func TestASurveyIsCountedLikeThis(t *testing.T) {
	counted := count(t, tally.Layout{
		{Kind: tally.Choice, Categories: 2},
		{Kind: tally.Choices, Categories: 3},
		{Kind: tally.Number},
		{Kind: tally.Ranking, Categories: 3},
		{Kind: tally.Month},
		{Kind: tally.Text, Categories: 7},
	}, [][]tally.Reading{
		{
			{Variable: 5},
			{Variable: 3, Categories: []int{2, 0, 2}},
			{Variable: 0, Categories: []int{1}},
			{Variable: 1, Categories: []int{2, 0, 0}},
			{Variable: 2, Number: 0.1},
			{Variable: 4, Number: 140509},
		},
		{{Variable: 0, Categories: []int{1}}, {Variable: 2, Number: 0.2}, {Variable: 3, Categories: []int{0}}},
		{{Variable: 0, Categories: []int{0}}, {Variable: 1, Categories: []int{}}, {Variable: 2, Number: -7}},
		nil,
	})
	require.Equal(t, 4, counted.Answers())
	require.Equal(t, []int{1, 2, 1}, counted.Counts(0))
	require.Equal(t, []int{1, 0, 1, 3}, counted.Counts(1))
	require.Equal(t, []int{3, 1}, counted.Counts(2))
	require.Equal(t, []int{2, 0, 1, 2}, counted.Counts(3))
	require.Equal(t, []int{1, 3}, counted.Counts(4))
	require.Equal(t, []int{1, 3}, counted.Counts(5))

	require.Equal(t, [][]int{{0, 0, 0, 1}, {1, 0, 1, 1}, {0, 0, 0, 1}}, counted.Cross(1, 0))
	require.Equal(t, [][]int{{0, 1, 0}, {0, 0, 0}, {0, 1, 0}, {1, 1, 1}}, counted.Cross(0, 1))
	require.Equal(t, [][]int{{1, 0}, {2, 0}, {0, 1}}, counted.Cross(2, 0))
	require.Equal(t, [][]int{{0, 1}, {2, 0}, {0, 1}}, counted.Cross(3, 0))

	require.Equal(t, []tally.Bin{{-7, 1}, {0.1, 1}, {0.2, 1}}, counted.Values(2))
	require.Equal(t, []tally.Bin{{140509, 1}}, counted.Values(4))
	require.InDelta(t, -6.7, counted.Sum(2), 0)
	require.Equal(t, []float64{-7, 0.3, 0}, counted.SumsBy(2, 0))
	require.Equal(t, [][]int{{1, 1, 0}, {0, 0, 0}, {1, 0, 0}}, counted.Ranks(3))
	require.Equal(t, []tally.Rank{{2, 3}, {0, 0}, {1, 1}}, counted.RanksBy(3, 0)[1])
}

func TestWhatAVariableDoesNotHaveIsNotThere(t *testing.T) {
	counted := count(t, tally.Layout{{Kind: tally.Choice, Categories: 2}, {Kind: tally.Number}}, nil)
	for _, nobody := range []int{-1, 2, math.MaxInt, math.MinInt} {
		require.Nil(t, counted.Counts(nobody))
		require.Nil(t, counted.Values(nobody))
		require.Nil(t, counted.Ranks(nobody))
		require.Zero(t, counted.Sum(nobody))
		for by := range 2 {
			require.Nil(t, counted.Cross(nobody, by))
			require.Nil(t, counted.Cross(by, nobody))
			require.Nil(t, counted.SumsBy(by, nobody))
		}
	}
	require.Zero(t, counted.Sum(0))
	require.Nil(t, counted.SumsBy(0, 0))
	require.Nil(t, counted.Ranks(1))
	require.Nil(t, counted.RanksBy(1, 0))
	require.Empty(t, counted.Values(0))
}

func TestOfAnAnswerThatDoesNotFitNothingIsCounted(t *testing.T) {
	layout := tally.Layout{
		{Kind: tally.Choice, Categories: 2},
		{Kind: tally.Choices, Categories: 2},
		{Kind: tally.Number},
		{Kind: tally.Month},
		{Kind: tally.Ranking, Categories: 2},
		{Kind: tally.Text},
		{Kind: tally.Choice},
	}
	counted := count(t, layout, replies(layout[:3], 1))
	before := counted.Encode()
	for _, reading := range []tally.Reading{
		{Variable: -1},
		{Variable: 7},
		{Variable: math.MaxInt},
		{Variable: 0},
		{Variable: 0, Categories: []int{2}},
		{Variable: 0, Categories: []int{-1}},
		{Variable: 0, Categories: []int{0, 1}},
		{Variable: 0, Categories: []int{1, 1}},
		{Variable: 6, Categories: []int{0}},
		{Variable: 1, Categories: []int{0, 2}},
		{Variable: 4, Categories: []int{0, 1, -1}},
		{Variable: 2, Number: math.NaN()},
		{Variable: 2, Number: math.Inf(-1)},
		{Variable: 2, Categories: []int{0}},
		{Variable: 3},
		{Variable: 3, Number: 202600},
		{Variable: 3, Number: 202613},
		{Variable: 3, Number: 202611.5},
		{Variable: 3, Number: -202611},
		{Variable: 3, Number: 12},
		{Variable: 3, Number: 1000001},
		{Variable: 3, Number: math.NaN()},
		{Variable: 3, Number: math.Inf(1)},
		{Variable: 5, Categories: []int{0}},
	} {
		fitting := tally.Reading{Variable: 1, Categories: []int{1}}
		if reading.Variable == 1 {
			fitting = tally.Reading{Variable: 2, Number: 1}
		}
		require.ErrorIs(t, counted.Add([]tally.Reading{fitting, reading}), tally.ErrMisfit, reading)
		require.Equal(t, before, counted.Encode(), reading)
	}
	twice := tally.Reading{Variable: 5}
	require.ErrorIs(t, counted.Add([]tally.Reading{twice, twice}), tally.ErrMisfit)
	require.Equal(t, before, counted.Encode())
	require.NoError(t, counted.Add([]tally.Reading{twice}))
}

func TestALayoutHasBounds(t *testing.T) {
	for _, row := range []struct {
		layout tally.Layout
		err    error
	}{
		{nil, nil},
		{tally.Layout{{Kind: tally.Choice, Categories: 1499}}, nil},
		{tally.Layout{{Kind: tally.Ranking, Categories: 1499}}, nil},
		{tally.Layout{{Kind: tally.Choice, Categories: 1498}, {Kind: tally.Text, Categories: math.MaxInt}}, nil},
		{slices.Repeat(tally.Layout{{Kind: tally.Number}}, 1500), nil},
		{tally.Layout{{Kind: tally.Choice, Categories: 1500}}, tally.ErrTooLarge},
		{tally.Layout{{Kind: tally.Choices, Categories: math.MaxInt}}, tally.ErrTooLarge},
		{tally.Layout{{Kind: tally.Choices, Categories: 1499}, {Kind: tally.Text}}, tally.ErrTooLarge},
		{slices.Repeat(tally.Layout{{Kind: tally.Number}}, 1501), tally.ErrTooLarge},
		{tally.Layout{{Kind: tally.Choice, Categories: -1}}, tally.ErrLayout},
		{tally.Layout{{Kind: -1}}, tally.ErrLayout},
		{tally.Layout{{Kind: 6}}, tally.ErrLayout},
	} {
		_, err := tally.New(row.layout)
		require.ErrorIs(t, err, row.err)
		_, err = tally.Decode(row.layout, nil)
		require.ErrorIs(t, err, cmp.Or(row.err, tally.ErrDamaged))
	}
}

func TestALayoutIsTakenAsItWas(t *testing.T) {
	layout := tally.Layout{{Kind: tally.Choice, Categories: 2}}
	counted := count(t, layout, nil)
	layout[0].Categories = 9
	require.Equal(t, []int{0, 0, 0}, counted.Counts(0))
}

func TestATallyOfAnotherLayoutIsNotMerged(t *testing.T) {
	layout := tally.Layout{{Kind: tally.Choice, Categories: 2}, {Kind: tally.Text}}
	counted := count(t, layout, [][]tally.Reading{{{Variable: 1}}})
	before := counted.Encode()
	for _, other := range []tally.Layout{
		nil, layout[:1],
		{{Kind: tally.Choices, Categories: 2}, {Kind: tally.Text}},
		{{Kind: tally.Choice, Categories: 3}, {Kind: tally.Text}},
		{layout[0], {Kind: tally.Number}},
	} {
		require.ErrorIs(t, counted.Merge(count(t, other, nil)), tally.ErrMisfit)
		require.Equal(t, before, counted.Encode())
	}
	require.NoError(t, counted.Merge(count(t, tally.Layout{layout[0], {Kind: tally.Text, Categories: 4}}, nil)))
}

func TestATallyMergedIntoItselfIsTwiceAsLarge(t *testing.T) {
	layout := survey(5)
	twice := filled(t, layout, 30)
	require.NoError(t, twice.Merge(twice))
	require.Equal(t, count(t, layout, slices.Repeat(replies(layout, 30), 2)).Encode(), twice.Encode())
}

func TestATallyDoesNotCountBeyondItsLimit(t *testing.T) {
	layout := tally.Layout{{Kind: tally.Number}}
	counted := count(t, layout, [][]tally.Reading{{{Number: -1e300}}})
	for range 31 {
		require.NoError(t, counted.Merge(counted))
		require.NoError(t, counted.Add([]tally.Reading{{Number: -1e300}}))
	}
	require.Equal(t, math.MaxUint32, counted.Answers())
	require.InDelta(t, -math.MaxUint32*1e18, counted.Sum(0), 0)
	require.Equal(t, []tally.Bin{{-1e18, math.MaxUint32}}, counted.Values(0))

	before := counted.Encode()
	require.ErrorIs(t, counted.Add(nil), tally.ErrTooLarge)
	require.ErrorIs(t, counted.Merge(count(t, layout, [][]tally.Reading{nil})), tally.ErrTooLarge)
	require.Equal(t, before, counted.Encode())
}
