package suppress_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/suppress"
)

// draw shows a line as it is published, with × for what is hidden.
func draw(counts []int, hidden []bool) string {
	figures := make([]string, len(counts))
	for i, count := range counts {
		figures[i] = strconv.Itoa(count)
		if hidden[i] {
			figures[i] = "×"
		}
	}
	return strings.Join(figures, " ")
}

// distributions are all ways to put people into cells.
func distributions(cells, people int) [][]int {
	if cells == 0 {
		if people == 0 {
			return [][]int{{}}
		}
		return nil
	}
	var ways [][]int
	for first := range people + 1 {
		for _, rest := range distributions(cells-1, people-first) {
			ways = append(ways, append([]int{first}, rest...))
		}
	}
	return ways
}

// tuples are all ways to fill cells with 0 to most people each.
func tuples(cells, most int) [][]int {
	ways := [][]int{{}}
	for range cells {
		var longer [][]int
		for _, way := range ways {
			for count := range most + 1 {
				longer = append(longer, append(slices.Clone(way), count))
			}
		}
		ways = longer
	}
	return ways
}

// requireDoubt demands that nobody who knows the rules, and sees only the publication that these ways to fill a line
// share, knows how many people are in a hidden cell, unless nobody is.
func requireDoubt(t *testing.T, publication string, hidden []bool, ways [][]int) {
	t.Helper()
	for i := range hidden {
		isSame := !slices.ContainsFunc(ways, func(way []int) bool { return way[i] != ways[0][i] })
		if hidden[i] && isSame {
			require.Zero(t, ways[0][i], "%s: cell %d of %v", publication, i, ways)
		}
	}
}

func TestALineIsPublishedLikeThis(t *testing.T) {
	for _, row := range []struct {
		counts    []int
		k         int
		published string
	}{
		{[]int{40, 30, 20}, 10, "40 30 20"},
		{[]int{40, 0, 20}, 10, "40 × 20"},
		{[]int{40, 0, 20, 0}, 10, "40 × 20 ×"},
		{[]int{10, 0}, 10, "10 ×"},
		{[]int{40, 3, 20}, 10, "40 × ×"},
		{[]int{40, 3, 20, 0}, 10, "40 × × ×"},
		{[]int{40, 3, 20, 8}, 10, "40 × 20 ×"},
		{[]int{40, 5, 20, 5}, 10, "40 × 20 ×"},
		{[]int{40, 9, 20, 9}, 10, "40 × × ×"},
		{[]int{40, 3, 20, 20}, 10, "40 × × ×"},
		{[]int{40, 3, 2}, 10, "× × ×"},
		{[]int{40, 3}, 10, "× ×"},
		{[]int{5, 4}, 10, "× ×"},
		{[]int{9}, 10, "×"},
		{[]int{10}, 10, "10"},
		{[]int{1, 1}, 2, "× ×"},
		{[]int{2, 0}, 2, "× ×"},
		{[]int{3, 0}, 2, "3 ×"},
		{[]int{3, 0, 1}, 1, "3 × 1"},
		{[]int{3, 0, 1}, 0, "3 × 1"},
		{[]int{0, 0}, -5, "× ×"},
		{nil, 10, ""},
	} {
		require.Equal(t, row.published, draw(row.counts, suppress.Line(row.counts, row.k)), row)
	}
}

func TestNoReaderOfALineKnowsAHiddenCount(t *testing.T) {
	for k := 1; k <= 5; k++ {
		for cells := 2; cells <= 5; cells++ { // the count of a single one is the total
			groups := map[string][][]int{}
			for people := range 17 {
				for _, counts := range distributions(cells, people) {
					total := strconv.Itoa(people)
					if people < k {
						total = "×"
					}
					publication := fmt.Sprint("k=", k, ": ", draw(counts, suppress.Line(counts, k)), " = ", total)
					groups[publication] = append(groups[publication], counts)
				}
			}
			for publication, ways := range groups {
				requireDoubt(t, publication, suppress.Line(ways[0], k), ways)
			}
		}
	}
}

func TestBehindWhatALineHidesAreNobodyOrAtLeastKInTwoCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 40), 1, 12).Draw(t, "counts")
		k := rapid.IntRange(1, 20).Draw(t, "k")
		hidden := suppress.Line(counts, k)
		cells, people, total := 0, 0, 0
		for i, count := range counts {
			total += count
			if hidden[i] {
				cells, people = cells+1, people+count
			}
			require.True(t, hidden[i] || count >= k)
		}
		if people > 0 && total >= k {
			require.GreaterOrEqual(t, people, k)
			require.True(t, cells > 1 || len(counts) == 1)
		}
	})
}

func TestALineIsHiddenWithoutRegardToItsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 15), 0, 9).Draw(t, "counts")
		order := rapid.Permutation(indexes(len(counts))).Draw(t, "order")
		k := rapid.IntRange(0, 8).Draw(t, "k")
		before := slices.Clone(counts)
		hidden := suppress.Line(counts, k)
		require.Equal(t, before, counts)
		for i, isHidden := range suppress.Line(reordered(counts, order), k) {
			require.Equal(t, hidden[order[i]], isHidden)
		}
	})
}

func indexes(number int) []int {
	all := make([]int, number)
	for i := range all {
		all[i] = i
	}
	return all
}

func reordered(counts, order []int) []int {
	other := make([]int, len(counts))
	for i, from := range order {
		other[i] = counts[from]
	}
	return other
}

func TestAFigureIsRoundedDownToWholeKs(t *testing.T) {
	for _, row := range []struct{ count, k, rounded int }{
		{0, 10, 0},
		{9, 10, 0},
		{10, 10, 10},
		{19, 10, 10},
		{1_000_009, 10, 1_000_000},
		{7, 1, 7},
		{7, 0, 7},
		{7, -3, 7},
		{math.MaxInt, 10, math.MaxInt - 7},
	} {
		require.Equal(t, row.rounded, suppress.Round(row.count, row.k), row)
	}
}
