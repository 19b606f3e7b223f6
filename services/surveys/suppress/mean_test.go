package suppress_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/suppress"
)

func TestAMeanIsPublishedOnlyIfItTellsNothingOfWhatIsHidden(t *testing.T) {
	grades := []float64{1, 2, 3, 4, 5, math.NaN()}
	for _, row := range []struct {
		counts []int
		isSafe bool
	}{
		{[]int{40, 30, 20, 80, 90, 30}, true},
		{[]int{40, 30, 0, 80, 90, 0}, true}, // nobody is behind what is hidden
		{[]int{4, 30, 6, 80, 90, 0}, false}, // one to each side of the mean
		{[]int{40, 30, 20, 80, 9, 3}, false},
		{[]int{4000, 3000, 2000, 8000, 9, 6}, true}, // 0.1 of so many is wide
		{[]int{0, 0, 0, 0, 0, 30}, true},
		{[]int{1, 0, 0, 0, 0, 30}, false},
		{[]int{3, 3, 0, 0, 0, 0}, false},
	} {
		hidden := suppress.Line(row.counts, 10)
		require.Equal(t, row.isSafe, suppress.MeanIsSafe(row.counts, grades, hidden, 0.1, 10), row)
	}
}

func TestAMeanThatCannotBeJudgedIsNotSafe(t *testing.T) {
	counts, hidden := []int{4000, 9, 6}, []bool{false, true, true}
	values := []float64{1, 2, 3}
	require.True(t, suppress.MeanIsSafe(counts, values, hidden, 0.1, 10))
	for _, step := range []float64{0, -0.1, math.NaN()} {
		require.False(t, suppress.MeanIsSafe(counts, values, hidden, step, 10))
	}
	require.False(t, suppress.MeanIsSafe(counts, values[:2], hidden, 0.1, 10))
	require.False(t, suppress.MeanIsSafe(counts, values, hidden[:2], 0.1, 10))
	require.False(t, suppress.MeanIsSafe([]int{0, 30}, []float64{1, math.NaN()}, []bool{true, true}, 0.1, 10))
}

// TestASafeMeanLeavesEveryHiddenCountKPossibleValues tries every way in which people can be behind the hidden cells.
func TestASafeMeanLeavesEveryHiddenCountKPossibleValues(t *testing.T) {
	value := rapid.Custom(func(t *rapid.T) float64 {
		if rapid.IntRange(0, 4).Draw(t, "without a value") == 0 {
			return math.NaN()
		}
		return float64(rapid.OneOf(rapid.IntRange(1, 5), rapid.IntRange(0, 50)).Draw(t, "value"))
	})
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.IntRange(2, 4).Draw(t, "hidden cells")
		counts := rapid.SliceOfN(rapid.IntRange(0, 12), cells, cells).Draw(t, "counts")
		values := rapid.SliceOfN(value, cells, cells).Draw(t, "values")
		hidden := slices.Repeat([]bool{true}, cells)
		people := total(counts)

		counts = append(counts, rapid.IntRange(0, 60).Draw(t, "visible"))
		values, hidden = append(values, value.Draw(t, "value")), append(hidden, false)
		step := rapid.SampledFrom([]float64{0.1, 0.5, 1}).Draw(t, "step")
		k := rapid.IntRange(1, 5).Draw(t, "k")
		if people == 0 || !suppress.MeanIsSafe(counts, values, hidden, step, k) {
			return
		}
		for i, possible := range possibleCounts(counts, values, hidden, people, step) {
			require.GreaterOrEqual(t, len(possible), k, "category %d", i)
		}
	})
}

// possibleCounts are, for every hidden category, the counts with which the same mean would have been published.
func possibleCounts(counts []int, values []float64, hidden []bool, people int, step float64) map[int]map[int]bool {
	var places []int
	for i, isHidden := range hidden {
		if isHidden {
			places = append(places, i)
		}
	}
	rounded := math.Round(mean(counts, values) / step)
	possible := map[int]map[int]bool{}
	for _, way := range distributions(len(places), people) {
		other := slices.Clone(counts)
		for i, place := range places {
			other[place] = way[i]
		}
		if math.Round(mean(other, values)/step) != rounded {
			continue
		}
		for i, place := range places {
			if possible[place] == nil {
				possible[place] = map[int]bool{}
			}
			possible[place][way[i]] = true
		}
	}
	return possible
}

func mean(counts []int, values []float64) float64 {
	people, sum := 0.0, 0.0
	for i, value := range values {
		if !math.IsNaN(value) {
			people += float64(counts[i])
			sum += float64(counts[i]) * value
		}
	}
	return sum / people
}
