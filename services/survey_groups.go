package services

import (
	"amanat/models"
	"amanat/services/suppress"
	"amanat/services/surveyjs"
)

// groups are the figures of a variable for each category of the one that it is crossed with. Those who did not answer
// that one are no group, but protect the others.
func (f *figures) groups(i int) []models.GroupResult {
	categories := f.variables[f.by].Categories
	groups := make([]models.GroupResult, len(categories))
	for g, category := range categories {
		groups[g] = models.GroupResult{Value: category.Value, Label: models.Wording(category.Label)}
	}
	rows := f.counts.Cross(i, f.by)
	switch f.variables[i].Kind {
	case surveyjs.Choice:
		f.crossLine(i, rows, groups)
	case surveyjs.Choices:
		f.crossApart(i, rows, groups)
	case surveyjs.Number, surveyjs.Date, surveyjs.Text, surveyjs.Ranking:
		f.crossReached(i, rows, groups)
	}
	return groups
}

// protect says which cells of a cross table are hidden; nothing is, until the end: then all are rounded down.
func (f *figures) protect(rows [][]int, columnHidden []bool) [][]bool {
	if f.final {
		return suppress.Table(rows, f.hiddenOf(f.by), columnHidden, f.k)
	}
	hidden := make([][]bool, len(rows))
	for g := range rows {
		hidden[g] = make([]bool, len(rows[g]))
	}
	return hidden
}

// crossLine crosses categories that exclude each other.
func (f *figures) crossLine(i int, rows [][]int, groups []models.GroupResult) {
	hidden, byHidden := f.protect(rows, f.hiddenOf(i)), f.hiddenOf(f.by)
	for g := range groups {
		last := len(rows[g]) - 1
		total := f.shown(sum(rows[g]), byHidden[g])
		result := models.Figures{Unanswered: f.shown(rows[g][last], hidden[g][last])}
		if total != nil && !hidden[g][last] || total != nil && f.final && !anyHidden(rows[g], hidden[g]) {
			result.Answered = f.shown(sum(rows[g])-rows[g][last], false)
		}
		result.Cells = f.cells(i, rows[g][:last], hidden[g], percentBase(result, total))
		if total != nil && !anyHidden(rows[g], hidden[g]) {
			f.score(i, rows[g], hidden[g], &result)
		}
		groups[g].Figures = result
	}
}

// crossApart crosses categories of which people chose any number: each for itself, chosen and not.
func (f *figures) crossApart(i int, rows [][]int, groups []models.GroupResult) {
	f.crossReached(i, reachedOf(rows), groups)
	counts := f.counts.Counts(i)
	last := len(counts) - 1
	marginHidden := f.hiddenApart(i)
	for g := range groups {
		groups[g].Cells = f.cells(i, rows[g][:last], make([]bool, last), nil)
	}
	for j := range last {
		chosen := make([][]int, len(rows))
		for g := range rows {
			chosen[g] = []int{rows[g][j], f.groupSize(g) - rows[g][j]}
		}
		hidden := f.protect(chosen, []bool{marginHidden[j], marginHidden[j]})
		for g := range groups {
			cell := &groups[g].Cells[j]
			cell.Count = f.shown(rows[g][j], hidden[g][0])
			cell.Percent = percent(cell.Count, groups[g].Answered)
		}
	}
}

// groupSize is how many chose a category of the variable that is crossed with; of the last, how many none.
func (f *figures) groupSize(g int) int { return f.counts.Counts(f.by)[g] }

// reachedOf has of each group only who answered and who did not.
func reachedOf(rows [][]int) [][]int {
	reached := make([][]int, len(rows))
	for g, row := range rows {
		reached[g] = []int{0, row[len(row)-1]}
	}
	return reached
}

// crossReached crosses whether people answered, and what the numbers were that they wrote.
func (f *figures) crossReached(i int, rows [][]int, groups []models.GroupResult) {
	for g := range rows {
		rows[g][0] = f.groupSize(g) - rows[g][1]
	}
	hidden := f.protect(rows, f.hiddenOf(i))
	var sums []float64
	if f.variables[i].Kind == surveyjs.Number {
		sums = f.counts.SumsBy(i, f.by)
	}
	for g := range groups {
		result := models.Figures{
			Answered: f.shown(rows[g][0], hidden[g][0]), Unanswered: f.shown(rows[g][1], hidden[g][1]),
		}
		if sums != nil && result.Answered != nil {
			mean := significant(sums[g] / float64(rows[g][0]))
			result.Mean = &mean
		}
		groups[g].Figures = result
	}
}
