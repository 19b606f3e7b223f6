package figures

import (
	"amanat/models"
	"amanat/services/surveys/suppress"
	"amanat/services/surveys/surveyjs"
)

// groups are the figures of a variable for each category of the one that it is crossed with; nil of a variable that is
// not crossed. Those who did not answer that one are no group, but protect the others.
func (f *Table) groups(i int) []models.GroupResult {
	categories := f.variables[f.by].Categories
	groups := make([]models.GroupResult, len(categories))
	for g, category := range categories {
		groups[g] = models.GroupResult{Value: category.Value, Label: models.Wording(category.Label)}
	}
	switch f.variables[i].Kind {
	case surveyjs.Choice:
		f.crossLine(i, groups)
	case surveyjs.Choices:
		f.crossApart(i, groups)
	case surveyjs.Number:
		f.crossNumber(i, groups)
	case surveyjs.Date, surveyjs.Text, surveyjs.Ranking:
		return nil
	}
	return groups
}

// crossLine crosses categories that exclude each other. Of two such variables either can be crossed with the other: the
// table is protected once, whichever way it is asked for.
func (f *Table) crossLine(i int, groups []models.GroupResult) {
	rows, byHidden := f.counts.Cross(i, f.by), f.hiddenOf(f.by)
	var hidden [][]bool
	if f.by < i {
		hidden = f.protect(rows, byHidden, f.hiddenOf(i))
	} else {
		hidden = transposed(f.protect(f.counts.Cross(f.by, i), f.hiddenOf(i), byHidden))
	}
	for g := range groups {
		last := len(rows[g]) - 1
		total := f.shown(sum(rows[g]), byHidden[g])
		nobody := !anyHidden(rows[g], hidden[g])
		result := models.Figures{Unanswered: f.shown(rows[g][last], hidden[g][last])}
		if total != nil && (!hidden[g][last] || nobody) {
			result.Answered = f.shown(sum(rows[g])-rows[g][last], false)
		}
		result.Cells = f.cells(i, rows[g][:last], hidden[g], percentBase(result, total))
		if total != nil && nobody {
			f.score(i, rows[g], hidden[g], &result)
		}
		groups[g].Figures = result
	}
}

// protect says which cells of a table are hidden. Where it is hidden how many are in a row or a column, all of it is:
// other tables have the same sum, and what each of them leaves in doubt they may not leave in doubt together.
func (f *Table) protect(table [][]int, rowHidden, columnHidden []bool) [][]bool {
	hidden := suppress.Table(table, rowHidden, columnHidden, f.k)
	for i, row := range hidden {
		for j := range row {
			row[j] = row[j] || rowHidden[i] || columnHidden[j]
		}
	}
	return hidden
}

func transposed(table [][]bool) [][]bool {
	turned := make([][]bool, len(table[0]))
	for i := range turned {
		turned[i] = make([]bool, len(table))
		for j := range table {
			turned[i][j] = table[j][i]
		}
	}
	return turned
}

// crossApart crosses categories of which people chose any number: each for itself, with those who chose others only and
// those who did not answer. How many these are in a group is shown only where none of these tables hides it.
func (f *Table) crossApart(i int, groups []models.GroupResult) {
	f.crossReached(i, groups)
	rows, counts := f.counts.Cross(i, f.by), f.counts.Counts(i)
	last := len(counts) - 1
	hiddenAt, reached := f.hiddenApart(i), f.hiddenOf(i)
	for g := range groups {
		groups[g].Cells = f.cells(i, rows[g][:last], make([]bool, last), nil)
	}
	for j := range last {
		table := make([][]int, len(rows))
		for g, row := range rows {
			table[g] = []int{row[j], f.groupSize(g) - row[last] - row[j], row[last]}
		}
		columns := []bool{hiddenAt[j], hiddenAt[j] || reached[0], reached[1]}
		hidden := f.protect(table, f.hiddenOf(f.by), columns)
		for g := range groups {
			groups[g].Cells[j].Count = f.shown(rows[g][j], hidden[g][0])
			if hidden[g][2] {
				groups[g].Answered, groups[g].Unanswered = nil, nil
			}
		}
	}
	for g := range groups {
		for j := range groups[g].Cells {
			groups[g].Cells[j].Percent = percent(groups[g].Cells[j].Count, groups[g].Answered)
		}
	}
}

// groupSize is how many chose a category of the variable that is crossed with; of the last, how many none.
func (f *Table) groupSize(g int) int { return f.counts.Counts(f.by)[g] }

// crossReached crosses whether people answered, and says which cells of that are shown.
func (f *Table) crossReached(i int, groups []models.GroupResult) (table [][]int) {
	rows := f.counts.Cross(i, f.by)
	table = make([][]int, len(rows))
	for g, row := range rows {
		unanswered := row[len(row)-1]
		table[g] = []int{f.groupSize(g) - unanswered, unanswered}
	}
	hidden := f.protect(table, f.hiddenOf(f.by), f.hiddenOf(i))
	for g := range groups {
		groups[g].Figures = models.Figures{
			Answered: f.shown(table[g][0], hidden[g][0]), Unanswered: f.shown(table[g][1], hidden[g][1]),
		}
	}
	return table
}

// crossNumber adds the means of the numbers that people wrote themselves.
func (f *Table) crossNumber(i int, groups []models.GroupResult) {
	table, sums, bins := f.crossReached(i, groups), f.counts.SumsBy(i, f.by), f.counts.Values(i)
	for g := range groups {
		if groups[g].Answered != nil && !dominated(bins, sums[g]) {
			mean := significant(sums[g] / float64(table[g][0]))
			groups[g].Mean = &mean
		}
	}
}
