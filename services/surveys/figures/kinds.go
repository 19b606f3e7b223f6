package figures

import (
	"math"

	"amanat/models"
	"amanat/services/surveys/suppress"
	"amanat/services/surveys/tally"
)

// line are the figures of categories that exclude each other.
func (f *Table) line(i int, counts []int, hidden []bool) (result models.Figures) {
	last := len(counts) - 1
	total := sum(counts)
	result.Unanswered = f.shown(counts[last], hidden[last])
	// Whoever sees the sum of all cells but one sees that one.
	result.Answered = f.shown(total-counts[last], hidden[last] && anyHidden(counts, hidden))
	result.Cells = f.cells(i, counts[:last], hidden, percentBase(result, f.shown(total, false)))
	f.score(i, counts, hidden, &result)
	return result
}

// percentBase is of how many percentages are: of those who answered or, where that is hidden, of all.
func percentBase(result models.Figures, all *int) *int {
	if result.Answered != nil {
		return result.Answered
	}
	return all
}

func (f *Table) cells(i int, counts []int, hidden []bool, base *int) []models.CellResult {
	cells := make([]models.CellResult, len(counts))
	for j, category := range f.variables[i].Categories {
		cells[j] = models.CellResult{Value: category.Value, Label: models.Wording(category.Label)}
		cells[j].Count = f.shown(counts[j], hidden[j])
		cells[j].Percent = percent(cells[j].Count, base)
	}
	return cells
}

// apart are the figures of categories of which people chose any number.
func (f *Table) apart(i int) models.Figures {
	result, counts := f.reached(i), f.counts.Counts(i)
	result.Cells = f.cells(i, counts[:len(counts)-1], f.hiddenApart(i), percentBase(result, f.Responses()))
	return result
}

// hiddenApart says which categories are hidden of which people chose any number. Where it is hidden how many answered,
// not to have answered is one more category, and everybody chose at least one.
func (f *Table) hiddenApart(i int) []bool {
	counts, reached := f.counts.Counts(i), f.answered(i)
	last := len(counts) - 1
	if hidden := f.hiddenOf(i); hidden[0] && hidden[1] {
		return suppress.Apart(counts, sum(reached), f.k)[:last]
	}
	return suppress.Apart(counts[:last], reached[0], f.k)
}

// ranking are the figures of categories that people put in order: as often as they did, and in which place on average.
// The places are shown of a hidden count only where all counts are the same, and tell nothing of it.
func (f *Table) ranking(i int) models.Figures {
	result, ranks, reached := f.apart(i), f.counts.Ranks(i), f.answered(i)
	if !f.final || reached[0] < f.k {
		return result
	}
	same := true
	for _, count := range f.counts.Counts(i)[:len(ranks)] {
		same = same && count == reached[0]
	}
	for j := range ranks {
		if same || result.Cells[j].Count != nil {
			result.Cells[j].MeanRank, result.Cells[j].Score = ranked(ranks[j], len(ranks))
		}
	}
	return result
}

// ranked is the mean place of a category, and of its points.
func ranked(positions []int, categories int) (meanRank, score *float64) {
	count, places := 0, 0
	for position, n := range positions {
		count, places = count+n, places+n*(position+1)
	}
	if count == 0 {
		return nil, nil
	}
	mean := float64(places) / float64(count)
	return stepped(mean, meanStep), stepped(float64(categories)+1-mean, meanStep)
}

// number are the figures of a number that people wrote themselves: none of them is shown but, at the end, the mean and
// the median of at least k.
func (f *Table) number(i int) models.Figures {
	result := f.reached(i)
	answered := f.answered(i)[0]
	if !f.final || answered < f.k {
		return result
	}
	bins := f.counts.Values(i)
	median := significant(medianOf(bins))
	result.Median = &median
	if sum := f.counts.Sum(i); !dominated(bins, sum) {
		mean := significant(sum / float64(answered))
		if result.Answered == nil {
			mean = coarse(sum/float64(answered), answered)
		}
		result.Mean = &mean
	}
	return result
}

// dominated says that one number is more than half of what all add up to: their mean would tell of that one person
// (the dominance rule with n = 1; Willenborg and de Waal, "Elements of Statistical Disclosure Control", 2001).
func dominated(bins []tally.Bin, sum float64) bool {
	largest := 0.0
	for _, bin := range bins {
		largest = max(largest, math.Abs(bin.Value))
	}
	return 2*largest > math.Abs(sum) && largest > 0
}

// coarse is a mean of so many whole numbers that it could as well be that of fewer or of more.
func coarse(mean float64, n int) float64 {
	step := math.Pow(10, math.Ceil(math.Log10(1/float64(n))))
	return significant(math.Round(mean/step) * step)
}

// medianOf is the middle of so many numbers, or the mean of the two in the middle.
func medianOf(bins []tally.Bin) float64 {
	total := 0
	for _, bin := range bins {
		total += bin.Count
	}
	return (nth(bins, (total+1)/2) + nth(bins, total/2+1)) / 2
}

// nth is the n-th number, beginning with 1.
func nth(bins []tally.Bin, n int) float64 {
	for _, bin := range bins {
		if n -= bin.Count; n <= 0 {
			return bin.Value
		}
	}
	return math.NaN()
}

func sum(counts []int) (total int) {
	for _, count := range counts {
		total += count
	}
	return total
}

func percent(count, base *int) *float64 {
	if count == nil || base == nil || *base == 0 {
		return nil
	}
	share := math.Round(1000*float64(*count)/float64(*base)) / 10
	return &share
}

// significant keeps three digits: with all of them, a mean could tell of how many it is one.
func significant(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0
	}
	scale := math.Pow(10, 2-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*scale) / scale
}

// anyHidden reports whether somebody is behind a hidden count.
func anyHidden(counts []int, hidden []bool) bool {
	for i, count := range counts {
		if hidden[i] && count > 0 {
			return true
		}
	}
	return false
}
