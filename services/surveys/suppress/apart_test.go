package suppress_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/suppress"
)

func TestCategoriesOfWhichManyMayBeChosenArePublishedLikeThis(t *testing.T) {
	for _, row := range []struct {
		counts      []int
		answered, k int
		published   string
	}{
		{[]int{40, 30, 60}, 90, 10, "40 30 60"},
		{[]int{90, 30, 60}, 90, 10, "90 30 60"},
		{[]int{89, 30, 60}, 90, 10, "× 30 60"}, // one did not
		{[]int{81, 30, 60}, 90, 10, "× 30 60"},
		{[]int{80, 30, 60}, 90, 10, "80 30 60"},
		{[]int{70, 3, 60}, 90, 10, "70 × 60"},
		{[]int{70, 0, 60}, 90, 10, "70 × 60"},
		{[]int{85, 3, 12}, 90, 10, "× × 12"}, // 78 of 90 chose what is hidden, and that may be all three and eighty
		{[]int{70, 5, 15}, 90, 10, "70 × ×"}, // alone, the five must have been chosen by five
		{[]int{70, 12, 8}, 90, 10, "70 × ×"}, // likewise
		{[]int{50, 5, 4, 36}, 90, 10, "50 × × ×"},
		{[]int{50, 5, 5, 34}, 90, 10, "50 × × 34"},
		{[]int{5, 4}, 9, 10, "× ×"},
		{[]int{10, 0}, 10, 10, "10 ×"},
		{[]int{1, 1}, 2, 2, "× ×"},
		{[]int{2, 0}, 2, 2, "× ×"},
		{[]int{7, 0, 1}, 8, 0, "7 × 1"},
		{nil, 0, 10, ""},
	} {
		require.Equal(t, row.published, draw(row.counts, suppress.Apart(row.counts, row.answered, row.k)), row)
	}
}

// TestNoReaderOfCategoriesKnowsAHiddenCount looks at the number of those who answered as the line that it is of.
func TestNoReaderOfCategoriesKnowsAHiddenCount(t *testing.T) {
	for _, size := range []struct{ cells, most int }{{2, 12}, {3, 9}, {4, 5}} { // a single one has the count of all
		for k := 1; k <= 4; k++ {
			for asked := k; asked <= size.most; asked++ {
				requireDoubtAboutChoices(t, size.cells, asked, k)
			}
		}
	}
}

func requireDoubtAboutChoices(t *testing.T, cells, asked, k int) {
	t.Helper()
	groups, masks := map[string][][]int{}, map[string][]bool{}
	for answered := range asked + 1 {
		for _, counts := range tuples(cells, answered) {
			if total(counts) >= answered {
				publication, hidden := choices(counts, answered, asked, k)
				groups[publication] = append(groups[publication], append(slices.Clone(counts), answered, asked-answered))
				masks[publication] = hidden
			}
		}
	}
	for publication, ways := range groups {
		requireDoubt(t, publication, masks[publication], ways)
	}
}

func choices(counts []int, answered, asked, k int) (publication string, hidden []bool) {
	line := suppress.Line([]int{answered, asked - answered}, k)
	switch {
	case !line[0]:
		hidden = suppress.Apart(counts, answered, k)
	case k == 2:
		hidden = slices.Repeat([]bool{true}, len(counts))
	default:
		hidden = suppress.Apart(append(slices.Clone(counts), asked-answered), asked, k)[:len(counts)]
	}
	publication = fmt.Sprintf("k=%d: %s of %s of %d", k, draw(counts, hidden), draw([]int{answered, asked - answered}, line), asked)
	return publication, append(hidden, line...)
}

func total(counts []int) int {
	people := 0
	for _, count := range counts {
		people += count
	}
	return people
}
