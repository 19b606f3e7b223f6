package suppress

import "slices"

// Table says which cells of a cross table to hide. Its rows exclude each other, and so do its columns; with it are
// published the grand total and those sums of rows and of columns that rowHidden and columnHidden, the results of Line,
// do not hide. For rows of which each person may belong to several, ask for each one by itself: the two rows of those
// who belong to it and of those who do not, hidden as Apart said.
//
// Every cell below k is hidden. What has a known sum is completed like a Line: each row and column that does not hide
// it, and those that do together. Then every hidden cell with somebody behind it, and every hidden sum, has to lie on a
// cycle of hidden cells along which a person can be moved: no visible figure changes, no cell falls below zero and none
// leaves or joins those below k. Where there is no such cycle, the rectangle that takes the fewest people away is
// hidden. A table below k people, or one that cannot be protected, is hidden entirely, and so is one whose rows differ
// in length or do not fit rowHidden and columnHidden.
//
// So no hidden count follows from the visible ones. That no two tables of a size, run through the rules, tell more by
// having different publications is not promised as it is of a Line: with a small k and hardly more people than cells
// the choice of the cells itself may tell.
func Table(cells [][]int, rowHidden, columnHidden []bool, k int) (hidden [][]bool) {
	k = max(k, 1)
	if !fits(cells, rowHidden, columnHidden) {
		return allOf(cells)
	}
	t := extend(cells, rowHidden, columnHidden, k)
	if t.counts[t.rows][t.columns] < k {
		return allOf(cells)
	}
	t.hideSmall(k)
	lines := t.lines()
	for {
		t.coverLines(lines, k)
		exposed := t.exposed()
		if len(exposed) == 0 {
			return t.inner()
		}
		if !t.coverCells(exposed) {
			return allOf(cells)
		}
	}
}

func fits(cells [][]int, rowHidden, columnHidden []bool) bool {
	return len(cells) == len(rowHidden) && !slices.ContainsFunc(cells, func(row []int) bool {
		return len(row) != len(columnHidden)
	})
}

func allOf(cells [][]int) [][]bool {
	hidden := make([][]bool, len(cells))
	for i, row := range cells {
		hidden[i] = all(len(row))
	}
	return hidden
}

// table is a cross table with its sums: the last row holds those of the columns, the last column those of the rows, and
// their corner the grand total. A hidden sum is one more unknown.
type table struct {
	k             int
	rows, columns int
	counts        [][]int
	hidden        [][]bool
}

func extend(cells [][]int, rowHidden, columnHidden []bool, k int) *table {
	t := &table{k: k, rows: len(rowHidden), columns: len(columnHidden)}
	sums := make([]int, t.columns+1)
	for i, row := range cells {
		counts := append(slices.Clone(row), sum(row))
		for j, count := range counts {
			sums[j] += count
		}
		t.counts = append(t.counts, counts)
		t.hidden = append(t.hidden, append(make([]bool, t.columns), rowHidden[i]))
	}
	t.counts = append(t.counts, sums)
	t.hidden = append(t.hidden, append(slices.Clone(columnHidden), false))
	return t
}

func (t *table) inner() [][]bool {
	inner := t.hidden[:t.rows]
	for i, row := range inner {
		inner[i] = row[:t.columns]
	}
	return inner
}

func (t *table) isSum(row, column int) bool { return row == t.rows || column == t.columns }

func (t *table) hideSmall(k int) {
	for i := range t.rows {
		for j := range t.columns {
			t.hidden[i][j] = t.counts[i][j] < k
		}
	}
}

// lines are the cells whose sum is known: every row and every column that has a visible sum, and all those that have
// none together, for what is left of the grand total is theirs.
func (t *table) lines() [][]cell {
	rows, columns := make([][]cell, t.rows+1), make([][]cell, t.columns+1)
	for i := range t.rows {
		for j := range t.columns {
			row, column := i, j
			if t.hidden[i][t.columns] {
				row = t.rows
			}
			if t.hidden[t.rows][j] {
				column = t.columns
			}
			rows[row] = append(rows[row], cell{row: i, column: j})
			columns[column] = append(columns[column], cell{row: i, column: j})
		}
	}
	return slices.Concat(rows, columns)
}

// coverLines completes every line, until nothing changes any more.
func (t *table) coverLines(lines [][]cell, k int) {
	for before := -1; before != t.withheld(); {
		before = t.withheld()
		for _, line := range lines {
			t.coverLine(line, k)
		}
	}
}

func (t *table) coverLine(line []cell, k int) {
	counts, hidden := make([]int, len(line)), make([]bool, len(line))
	for i, c := range line {
		counts[i], hidden[i] = t.counts[c.row][c.column], t.hidden[c.row][c.column]
	}
	cover(counts, hidden, k)
	for i, c := range line {
		t.hidden[c.row][c.column] = hidden[i]
	}
}

// withheld is how many cells and sums are hidden.
func (t *table) withheld() int {
	number := 0
	for _, row := range t.hidden {
		for _, isHidden := range row {
			if isHidden {
				number++
			}
		}
	}
	return number
}
