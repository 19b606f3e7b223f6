package services

import (
	"cmp"
	"fmt"
	"slices"

	"amanat/models"
	"amanat/services/suppress"
	"amanat/services/tally"
)

func sortBins(bins []tally.Bin) {
	slices.SortFunc(bins, func(a, b tally.Bin) int { return cmp.Compare(a.Value, b.Value) })
}

// months are the figures of a date: how many named a day of each month. Months are shown from the first to the last
// that enough people named, those between them that nobody named among them: which others were named is hidden too.
func (f *figures) months(i int, counts []int) models.Figures {
	bins := f.counts.Values(i)
	result := f.reached(counts)
	if len(bins) == 0 {
		return result
	}
	first, last := monthNumber(bins[0].Value), monthNumber(bins[len(bins)-1].Value)
	named := make([]int, last-first+2) // the unanswered as the last
	for _, bin := range bins {
		named[monthNumber(bin.Value)-first] += bin.Count
	}
	named[len(named)-1] = counts[len(counts)-1]
	hidden := suppress.Line(named, f.k)
	base := percentBase(result, f.responses())
	for month := range len(named) - 1 {
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

// monthNumber counts months from the beginning of the calendar; value is the year times 100 and the month.
func monthNumber(value float64) int { return int(value)/100*12 + int(value)%100 - 1 }

func monthName(number int) string { return fmt.Sprintf("%04d-%02d", number/12, number%12+1) }
