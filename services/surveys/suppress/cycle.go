package suppress

// The hidden cells are the edges of a graph between rows and columns. Moving one person along a cycle, into one cell
// and out of the next, leaves the sum of every row and column as it is. Where a person can be moved into a cell, there
// is an arc from its row to its column; where out of it, one from the column to the row. Sums count on the other side
// of their equations, so their arcs run the other way round.

// cell is a place in a table with its sums.
type cell struct{ row, column int }

// grows says whether a count may be larger by one, and shrinks whether smaller, for a reader who knows the rules:
// nobody can be taken from an empty cell, and what is below k, or is not, must stay so.
func (t *table) grows(count int) bool { return count != t.k-1 }

func (t *table) shrinks(count int) bool { return count != 0 && count != t.k }

// goesDown says whether there is an arc from the row to the column of a cell, would it be hidden.
func (t *table) goesDown(row, column int) bool {
	if t.isSum(row, column) {
		return t.shrinks(t.counts[row][column])
	}
	return t.grows(t.counts[row][column])
}

// goesUp says whether there is an arc from the column to the row of a cell, would it be hidden.
func (t *table) goesUp(row, column int) bool {
	if t.isSum(row, column) {
		return t.grows(t.counts[row][column])
	}
	return t.shrinks(t.counts[row][column])
}

// exposed are the hidden cells, and sums, with somebody behind them whose count can be derived: those on no cycle.
// Most need no look of their own: where arcs run both ways, whatever is not needed to connect the rows and columns
// closes a cycle with what is.
func (t *table) exposed() []cell {
	var exposed []cell
	trees := newForest(t.rows + t.columns + 2)
	for i, row := range t.hidden {
		for j, isHidden := range row {
			if !isHidden || t.counts[i][j] == 0 {
				continue
			}
			isSafe := t.goesDown(i, j) && t.goesUp(i, j) && !trees.join(i, t.rows+1+j)
			if c := (cell{row: i, column: j}); !isSafe && !t.isOnCycle(c) {
				exposed = append(exposed, c)
			}
		}
	}
	return exposed
}

// isOnCycle says whether the count of a hidden cell may be another.
func (t *table) isOnCycle(c cell) bool {
	t.hidden[c.row][c.column] = false
	defer func() { t.hidden[c.row][c.column] = true }()
	row, column := c.row, t.rows+1+c.column
	return t.goesUp(c.row, c.column) && t.leads(row, column) || t.goesDown(c.row, c.column) && t.leads(column, row)
}

// leads says whether arcs of hidden cells lead from one vertex to another. Rows are numbered first, then columns.
func (t *table) leads(from, to int) bool {
	seen := make([]bool, t.rows+t.columns+2)
	seen[from] = true
	queue := make([]int, 1, len(seen))
	queue[0] = from
	for head := 0; head < len(queue) && !seen[to]; head++ {
		vertex := queue[head]
		first, end := 0, t.rows+1
		if vertex <= t.rows {
			first, end = end, len(seen)
		}
		for next := first; next < end; next++ {
			if !seen[next] && t.hasArc(vertex, next) {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	return seen[to]
}

func (t *table) hasArc(from, to int) bool {
	if from <= t.rows {
		column := to - t.rows - 1
		return t.hidden[from][column] && t.goesDown(from, column)
	}
	column := from - t.rows - 1
	return t.hidden[to][column] && t.goesUp(to, column)
}

// coverCells puts every exposed cell on a rectangle of hidden cells; ok is false where there is none.
func (t *table) coverCells(exposed []cell) (ok bool) {
	for _, c := range exposed {
		if t.isOnCycle(c) {
			continue
		}
		opposite, ok := t.cheapest(c)
		if !ok {
			return false
		}
		t.hidden[c.row][opposite.column] = true
		t.hidden[opposite.row][c.column] = true
		t.hidden[opposite.row][opposite.column] = true
	}
	return true
}

// cheapest is the opposite corner of the rectangle around a cell that takes the fewest people away.
func (t *table) cheapest(c cell) (opposite cell, ok bool) {
	least := 0
	for i := range t.counts {
		for j := range t.counts[i] {
			if i == c.row || j == c.column || !t.closes(c, i, j) {
				continue
			}
			price, isPossible := t.price(cell{c.row, j}, cell{i, c.column}, cell{i, j})
			if isPossible && (!ok || price < least) {
				opposite, least, ok = cell{row: i, column: j}, price, true
			}
		}
	}
	return opposite, ok
}

// closes says whether the rectangle between a cell and its opposite corner would be a cycle, in either direction.
func (t *table) closes(c cell, row, column int) bool {
	down := t.goesDown(c.row, c.column) && t.goesDown(row, column)
	up := t.goesUp(c.row, c.column) && t.goesUp(row, column)
	return down && t.goesUp(row, c.column) && t.goesUp(c.row, column) ||
		up && t.goesDown(row, c.column) && t.goesDown(c.row, column)
}

// price is how many people are in those of the cells that are still visible. Visible sums cannot be hidden.
func (t *table) price(cells ...cell) (people int, isPossible bool) {
	for _, c := range cells {
		switch {
		case t.hidden[c.row][c.column]:
		case t.isSum(c.row, c.column):
			return 0, false
		default:
			people += t.counts[c.row][c.column]
		}
	}
	return people, true
}

// forest keeps which vertices are connected.
type forest []int

func newForest(vertices int) forest {
	parents := make(forest, vertices)
	for i := range parents {
		parents[i] = i
	}
	return parents
}

func (f forest) root(vertex int) int {
	for f[vertex] != vertex {
		f[vertex] = f[f[vertex]]
		vertex = f[vertex]
	}
	return vertex
}

// join connects two vertices; it is false if they were connected before.
func (f forest) join(a, b int) bool {
	a, b = f.root(a), f.root(b)
	f[a] = b
	return a != b
}
