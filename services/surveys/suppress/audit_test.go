package suppress_test

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/suppress"
)

// published is a cross table with its sums, and what of it is hidden: all that a reader knows.
type published struct {
	cells           [][]int
	rows, columns   []int
	hidden          [][]bool
	noRow, noColumn []bool
	total           int
}

func publish(cells [][]int, k int) published {
	p := published{cells: cells}
	p.rows, p.columns = sums(cells)
	p.total = total(p.rows)
	p.noRow, p.noColumn = suppress.Line(p.rows, k), suppress.Line(p.columns, k)
	p.hidden = suppress.Table(cells, p.noRow, p.noColumn, k)
	return p
}

func sums(cells [][]int) (rows, columns []int) {
	columns = make([]int, len(cells[0]))
	for _, row := range cells {
		rows = append(rows, total(row))
		for j, count := range row {
			columns[j] += count
		}
	}
	return rows, columns
}

func (p published) String() string {
	var rows []string
	for i, row := range p.cells {
		rows = append(rows, draw(row, p.hidden[i])+" = "+draw(p.rows[i:i+1], p.noRow[i:i+1]))
	}
	return strings.Join(append(rows, draw(p.columns, p.noColumn)), " / ")
}

// reading is a table in the making that looks to a reader like the published one: counts below zero are impossible, and
// visible cells and sums are as they are.
type reading struct {
	published
	guess       [][]int
	row, column []int
	people      int
	visit       func(cells [][]int)
}

func (p published) readings(visit func(cells [][]int)) {
	r := reading{published: p, row: make([]int, len(p.rows)), column: make([]int, len(p.columns)), visit: visit}
	for range p.rows {
		r.guess = append(r.guess, make([]int, len(p.columns)))
	}
	r.fill(0)
}

func (r *reading) fill(place int) {
	if place == len(r.row)*len(r.column) {
		if r.people == r.total {
			r.visit(r.guess)
		}
		return
	}
	i, j := place/len(r.column), place%len(r.column)
	least, most := 0, r.total-r.people
	if !r.hidden[i][j] {
		least, most = r.published.cells[i][j], min(most, r.published.cells[i][j])
	}
	for count := least; count <= most; count++ {
		r.put(i, j, count)
		if r.isPossible(i, j) {
			r.fill(place + 1)
		}
		r.put(i, j, -count)
	}
}

func (r *reading) put(i, j, count int) {
	r.guess[i][j] += count
	r.row[i] += count
	r.column[j] += count
	r.people += count
}

// isPossible says whether the visible sums are not exceeded and, at the end of a row or column, reached.
func (r *reading) isPossible(i, j int) bool {
	row := r.row[i] == r.rows[i] || r.row[i] < r.rows[i] && j < len(r.column)-1
	column := r.column[j] == r.columns[j] || r.column[j] < r.columns[j] && i < len(r.row)-1
	return (r.noRow[i] || row) && (r.noColumn[j] || column)
}

// figures is what a reader would like to know of a table: its cells, its sums, and how many people are in the hidden
// cells of each row, of each column and of the table.
func (p published) figures(cells [][]int) (counts, sizes, behind []int) {
	veiled := make([][]int, len(cells))
	for i, row := range cells {
		veiled[i] = slices.Clone(row)
		for j := range row {
			if !p.hidden[i][j] {
				veiled[i][j] = 0
			}
		}
	}
	rows, columns := sums(cells)
	veiledRows, veiledColumns := sums(veiled)
	behind = append(slices.Concat(veiledRows, veiledColumns), total(veiledRows))
	return slices.Concat(cells...), slices.Concat(rows, columns), behind
}

// requireNoSubtraction demands that no hidden cell or sum with people behind it has one possible value only, and that
// the people in the hidden cells of a row, a column or the table, if their number is known, are nobody or k at least.
func requireNoSubtraction(t require.TestingT, p published, k int) {
	counts, sizes, behind := p.figures(p.cells)
	freeCounts, freeSizes, freeBehind := make([]bool, len(counts)), make([]bool, len(sizes)), make([]bool, len(behind))
	readings := 0
	p.readings(func(cells [][]int) {
		readings++
		otherCounts, otherSizes, otherBehind := p.figures(cells)
		mark(freeCounts, counts, otherCounts)
		mark(freeSizes, sizes, otherSizes)
		mark(freeBehind, behind, otherBehind)
	})
	require.Positive(t, readings)
	for i, isHidden := range slices.Concat(p.hidden...) {
		require.True(t, !isHidden || freeCounts[i] || counts[i] == 0, "%v: cell %d", p, i)
	}
	for i, isHidden := range slices.Concat(p.noRow, p.noColumn) {
		require.True(t, !isHidden || freeSizes[i] || sizes[i] == 0, "%v: sum %d", p, i)
	}
	for i, people := range behind {
		require.True(t, freeBehind[i] || people == 0 || people >= k, "%v: line %d", p, i)
	}
}

// mark notes which figures may be others.
func mark(free []bool, figures, others []int) {
	for i := range free {
		free[i] = free[i] || figures[i] != others[i]
	}
}
