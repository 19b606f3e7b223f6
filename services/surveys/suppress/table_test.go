package suppress_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/suppress"
)

func TestACrossTableIsPublishedLikeThis(t *testing.T) {
	for _, row := range []struct {
		cells     [][]int
		k         int
		published string
	}{
		{[][]int{{40, 30}, {20, 50}}, 10, "40 30 = 70 / 20 50 = 70 / 60 80"},
		{[][]int{{40, 0}, {20, 50}}, 10, "40 × = 40 / 20 50 = 70 / 60 50"},
		{[][]int{{40, 3}, {20, 50}}, 10, "× × = 43 / × × = 70 / 60 53"},
		{
			[][]int{{40, 3, 60}, {20, 50, 70}, {80, 81, 82}},
			10,
			"× × 60 = 103 / × × 70 = 140 / 80 81 82 = 243 / 140 134 212",
		},
		{
			[][]int{{40, 3, 60}, {20, 50, 70}, {80, 6, 4}},
			10,
			"× × × = 103 / × × 70 = 140 / 80 × × = 90 / 140 59 134",
		},
		{[][]int{{40, 3}, {30, 4}}, 10, "× × = 43 / × × = 34 / × ×"},
		{[][]int{{40, 0, 20}, {30, 0, 50}}, 10, "40 × 20 = 60 / 30 × 50 = 80 / 70 × 70"},
		{[][]int{{0, 1}, {3, 4}}, 4, "× × = × / × 4 = × / × ×"}, // four is what is left of eight without those below four
		{[][]int{{0, 3}, {4, 3}}, 4, "× × = × / × × = × / 4 6"}, // beside a visible four, nobody but two times three fit
		{[][]int{{0, 0, 3}, {2, 4, 1}}, 3, "× × 3 = 3 / × × × = 7 / × × ×"},
		{[][]int{{4, 3}, {1, 1}}, 10, "× × = × / × × = × / × ×"},
		{[][]int{{12, 3, 30}}, 10, "× × 30 = 45 / × × 30"},
	} {
		require.Equal(t, row.published, publish(row.cells, row.k).String())
	}
}

func TestNothingHiddenInASmallTableCanBeHadBySubtraction(t *testing.T) {
	for _, size := range []struct{ height, width, people int }{{2, 2, 12}, {2, 3, 7}, {3, 2, 6}, {1, 3, 12}, {3, 3, 4}} {
		for k := 1; k <= 4; k++ {
			for people := max(k, 3); people <= size.people; people++ {
				for _, counts := range distributions(size.height*size.width, people) {
					cells := slices.Collect(slices.Chunk(counts, size.width))
					requireNoSubtraction(t, publish(cells, k), k)
				}
			}
		}
	}
}

func TestNothingHiddenInATableCanBeHadBySubtraction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		height, width := rapid.IntRange(2, 4).Draw(t, "height"), rapid.IntRange(2, 4).Draw(t, "width")
		k := rapid.IntRange(2, 5).Draw(t, "k")
		count := rapid.OneOf(rapid.IntRange(0, 1), rapid.IntRange(0, k), rapid.IntRange(k, 3*k))
		cells := rapid.SliceOfN(rapid.SliceOfN(count, width, width), height, height).Draw(t, "cells")
		p := publish(cells, k)
		hidden := 0
		for _, row := range p.hidden {
			hidden += strings.Count(draw(make([]int, width), row), "×")
		}
		if p.total < k || hidden > 8 {
			t.Skip()
		}
		requireNoSubtraction(t, p, k)
	})
}

func TestEveryCellBelowKIsHidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		height, width := rapid.IntRange(1, 9).Draw(t, "height"), rapid.IntRange(1, 9).Draw(t, "width")
		k := rapid.IntRange(-1, 12).Draw(t, "k")
		cells := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 40), width, width), height, height).Draw(t, "cells")
		p := publish(cells, k)
		require.Equal(t, p.hidden, suppress.Table(cells, p.noRow, p.noColumn, k))
		for i, row := range cells {
			for j, count := range row {
				require.True(t, p.hidden[i][j] || count >= max(k, 1))
			}
		}
	})
}

func TestATableThatDoesNotFitIsHidden(t *testing.T) {
	all := [][]bool{{true, true}, {true, true}}
	cells := [][]int{{40, 30}, {20, 50}}
	require.Equal(t, all, suppress.Table(cells, make([]bool, 1), make([]bool, 2), 10))
	require.Equal(t, all, suppress.Table(cells, make([]bool, 2), make([]bool, 3), 10))
	require.Equal(t, [][]bool{{true, true}, {true}}, suppress.Table([][]int{{40, 30}, {20}}, make([]bool, 2), make([]bool, 2), 10))
	require.Empty(t, suppress.Table(nil, nil, nil, 10))
}

func TestACellThatNothingCanCoverTakesTheTableWithIt(t *testing.T) {
	cells := [][]int{{30}, {3}, {40}}
	require.Equal(t, [][]bool{{true}, {true}, {true}}, suppress.Table(cells, make([]bool, 3), make([]bool, 1), 10))
}

// large is a table of 200 × 200 with every kind of count in it.
func large() [][]int {
	cells := make([][]int, 200)
	for i := range cells {
		cells[i] = make([]int, 200)
		for j := range cells[i] {
			cells[i][j] = (i*i*7919 + j*j*104729 + i*j*31) % (3 + (i+j)%40)
		}
	}
	return cells
}

func BenchmarkTableOf200Times200(b *testing.B) {
	cells := large()
	for b.Loop() {
		publish(cells, 10)
	}
}

func BenchmarkTableOf6Times6(b *testing.B) {
	cells := [][]int{
		{812, 40, 33, 9, 120, 14},
		{300, 200, 33, 9, 120, 14},
		{12, 0, 33, 9, 120, 14},
		{812, 440, 33, 90, 120, 141},
		{182, 400, 333, 92, 120, 145},
		{0, 0, 0, 0, 0, 3},
	}
	for b.Loop() {
		publish(cells, 10)
	}
}
