package tally

// Bin is how many answers gave a value.
type Bin struct {
	Value float64
	Count int
}

// Rank is how many ranked a category, and the sum of the positions that they gave it, the first being 1.
type Rank struct{ Count, Positions int }

// Answers is how many were added.
func (t *Tally) Answers() int { return int(t.answers) }

// Counts are how many answers chose, or ranked, each category, and last how many did not answer. Of a Number, Month or
// Text they are how many answered and how many did not. There are none of a variable that there is not.
func (t *Tally) Counts(variable int) []int {
	if !t.has(variable) {
		return nil
	}
	return t.row(variable, int(t.answers), func(slot int) int { return int(t.counts[slot]) })
}

// Cross is what Counts are among those who chose each category of a Choice or Choices, and last among those who did not
// answer that. Of a Ranking it is only how many answered and how many did not. There is none by another variable.
func (t *Tally) Cross(variable, by int) [][]int {
	if !t.has(variable) || !t.isCrossed(by) {
		return nil
	}
	var table [][]int
	for _, group := range t.slots(by) {
		row := t.row(variable, int(t.counts[group]), func(slot int) int { return t.pair(slot, group) })
		if t.plan.layout[variable].Kind == Ranking {
			unanswered := row[len(row)-1]
			row = []int{int(t.counts[group]) - unanswered, unanswered}
		}
		table = append(table, row)
	}
	return table
}

// Values are the different values of a Number or Month, ascending. Numbers are rounded to four significant digits, so
// that whole ones below 10,000 are exact; those beyond ±10¹⁸ count as that. If there were more than 10,000 values,
// numbers are rounded to three significant digits or, if need be, to two, and months to year*100.
func (t *Tally) Values(variable int) []Bin {
	if !t.has(variable) {
		return nil
	}
	values := make([]Bin, 0, len(t.bins[variable].list))
	for _, bin := range t.bins[variable].list {
		values = append(values, Bin{Value: t.bins[variable].scale.value(bin.key), Count: int(bin.count)})
	}
	return values
}

// Sum is that of all values of a Number, each rounded to a millionth and none beyond ±10¹⁸; it is exact up to the
// rounding of the result. That of another variable is 0.
func (t *Tally) Sum(variable int) float64 {
	if !t.isKind(variable, Number) {
		return 0
	}
	return t.sumsOf(variable)[t.plan.crossed].float()
}

// SumsBy are what Sum is among those who chose each category of a Choice or Choices, and last among those who did not
// answer that. There are none of another variable than a Number, or by another.
func (t *Tally) SumsBy(variable, by int) []float64 {
	if !t.isKind(variable, Number) || !t.isCrossed(by) {
		return nil
	}
	var sums []float64
	for _, group := range t.slots(by) {
		sums = append(sums, t.sumsOf(variable)[group].float())
	}
	return sums
}

// Ranks are how often each category of a Ranking was given each position, both counted from 0.
func (t *Tally) Ranks(variable int) [][]int {
	if !t.isKind(variable, Ranking) {
		return nil
	}
	var table [][]int
	for category := range t.plan.layout[variable].Categories {
		var row []int
		for _, count := range t.ranksOf(variable, category) {
			row = append(row, int(count))
		}
		table = append(table, row)
	}
	return table
}

// RanksBy are how each category of a Ranking was ranked by those who chose each category of a Choice or Choices, and
// last by those who did not answer that: one row for each of those groups.
func (t *Tally) RanksBy(variable, by int) [][]Rank {
	if !t.isKind(variable, Ranking) || !t.isCrossed(by) {
		return nil
	}
	var table [][]Rank
	for _, group := range t.slots(by) {
		var row []Rank
		for category := range t.plan.layout[variable].Categories {
			count := t.pair(t.plan.places[variable].slot+category, group)
			positions := t.rankedOf(variable, category)[group]
			row = append(row, Rank{Count: count, Positions: int(positions)}) //nolint:gosec // at most 1,500 × 2³²
		}
		table = append(table, row)
	}
	return table
}

// row is a variable's counts among so many people.
func (t *Tally) row(variable, people int, count func(slot int) int) []int {
	var row []int
	for _, slot := range t.slots(variable) {
		row = append(row, count(slot))
	}
	if !t.plan.layout[variable].hasCategories() {
		return []int{people - row[0], row[0]}
	}
	return row
}

// pair is how many answers belong to two slots of which one is crossed.
func (t *Tally) pair(a, b int) int {
	switch {
	case a == b:
		return int(t.counts[a])
	case a < b:
		return int(t.pairs[t.plan.rows[b]+a])
	default:
		return int(t.pairs[t.plan.rows[a]+b])
	}
}

func (t *Tally) slots(variable int) []int {
	slots := make([]int, t.plan.layout[variable].slots())
	for i := range slots {
		slots[i] = t.plan.places[variable].slot + i
	}
	return slots
}

func (t *Tally) has(variable int) bool { return variable >= 0 && variable < len(t.plan.layout) }

func (t *Tally) isKind(variable int, kind Kind) bool {
	return t.has(variable) && t.plan.layout[variable].Kind == kind
}

func (t *Tally) isCrossed(variable int) bool {
	return t.has(variable) && t.plan.layout[variable].isCrossed()
}
