package figures

import (
	"cmp"
	"fmt"
	"slices"

	"amanat/models"
	"amanat/services/surveys/tally"
)

// mostMonths bounds the span of months that are listed: a hundred years.
const mostMonths = 1200

func sortBins(bins []tally.Bin) {
	slices.SortFunc(bins, func(a, b tally.Bin) int { return cmp.Compare(a.Value, b.Value) })
}

// months are the figures of a date: how many named a day of each month. Months are shown from the first to the last
// that enough people named, those between them that nobody named among them: which others were named is hidden too.
func (f *Table) months(i int) models.Figures {
	named, first := f.named(i)
	if named == nil {
		return f.reached(i)
	}
	hidden, last := f.lineHidden(named), len(named)-1
	result := models.Figures{Unanswered: f.shown(named[last], hidden[last])}
	result.Answered = f.shown(sum(named[:last]), hidden[last] && anyHidden(named, hidden))
	base := percentBase(result, f.Responses())
	for month := range last {
		name := monthName(first + month)
		count := f.shown(named[month], hidden[month])
		if count == nil && len(result.Cells) == 0 {
			continue
		}
		result.Cells = append(result.Cells, models.CellResult{
			Value: name, Label: models.Wording{"fa": name, "en": name}, Count: count, Percent: percent(count, base),
		})
	}
	for n := len(result.Cells); n > 0 && result.Cells[n-1].Count == nil; n-- {
		result.Cells = result.Cells[:n-1]
	}
	return result
}

// named counts how many named each month from the first that anybody did, and how many none as the last; nil until the
// end, and where the months are too many to be told apart.
func (f *Table) named(i int) (named []int, first int) {
	bins := f.counts.Values(i)
	if !f.final || len(bins) == 0 {
		return nil, 0
	}
	first = monthNumber(bins[0].Value)
	span := monthNumber(bins[len(bins)-1].Value) - first + 1
	if span > mostMonths {
		return nil, 0
	}
	named = make([]int, span+1)
	for _, bin := range bins {
		if int(bin.Value)%100 == 0 { // a whole year, where there were very many months
			return nil, 0
		}
		named[monthNumber(bin.Value)-first] += bin.Count
	}
	named[span] = f.answered(i)[1]
	return named, first
}

// monthNumber counts months from the beginning of the calendar; value is the year times 100 and the month.
func monthNumber(value float64) int { return int(value)/100*12 + int(value)%100 - 1 }

func monthName(number int) string { return fmt.Sprintf("%04d-%02d", number/12, number%12+1) }
