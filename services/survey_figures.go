package services

import (
	"math"
	"slices"

	"amanat/models"
	"amanat/services/suppress"
	"amanat/services/surveyjs"
	"amanat/services/tally"
)

// figures makes results of counts. Those of a version that was settled are protected by suppression. Until then they
// are rounded down to multiples of k instead: suppression protects one table, but nobody could say what two of them,
// one from before and one from after somebody's answer, give away together.
type figures struct {
	countedSurvey
	k     int
	final bool
	by    int
}

func newFigures(counted countedSurvey, version models.SurveyVersion) *figures {
	return &figures{countedSurvey: counted, k: version.K, final: version.SettledAt != nil, by: -1}
}

// responses is how many answered; nil where they are too few.
func (f *figures) responses() *int { return f.shown(f.counts.Answers(), false) }

// shown is a count as it is published; nil for one that is hidden, or has fewer than k people behind it.
func (f *figures) shown(count int, hidden bool) *int {
	if !f.final {
		count, hidden = suppress.Round(count, f.k), false
	}
	if hidden || count < f.k {
		return nil
	}
	return &count
}

func (f *figures) all() []models.VariableResult {
	results := make([]models.VariableResult, 0, len(f.variables))
	for i, variable := range f.variables {
		result := models.VariableResult{
			Name: variable.Name, Question: variable.Question, Kind: kindOf(variable.Kind),
			Title: models.Wording(variable.Title), Part: models.Wording(variable.Part), Figures: f.of(i),
		}
		if f.by >= 0 && f.by != i {
			result.Groups = f.groups(i)
		}
		results = append(results, result)
	}
	return results
}

// kindOf is a kind as the results name it.
func kindOf(kind surveyjs.Kind) string {
	switch kind {
	case surveyjs.Choice:
		return "choice"
	case surveyjs.Choices:
		return "choices"
	case surveyjs.Number:
		return "number"
	case surveyjs.Date:
		return "date"
	case surveyjs.Ranking:
		return "ranking"
	case surveyjs.Text:
		return "text"
	default:
		return "text"
	}
}

// of are the figures of a variable.
func (f *figures) of(i int) models.Figures {
	counts := f.counts.Counts(i)
	switch f.variables[i].Kind {
	case surveyjs.Choice:
		return f.line(i, counts, f.hiddenOf(i))
	case surveyjs.Choices:
		return f.apart(i, counts, nil)
	case surveyjs.Ranking:
		return f.apart(i, counts, f.counts.Ranks(i))
	case surveyjs.Number:
		return f.number(i, counts)
	case surveyjs.Date:
		return f.months(i, counts)
	case surveyjs.Text:
		return f.reached(counts)
	default:
		return f.reached(counts)
	}
}

// hiddenOf says which of a variable's counts are hidden: of those that exclude each other with the unanswered as the
// last, of others the answered and the unanswered.
func (f *figures) hiddenOf(i int) []bool {
	counts := f.counts.Counts(i)
	if f.variables[i].Kind == surveyjs.Choice {
		return suppress.Line(counts, f.k)
	}
	unanswered := counts[len(counts)-1]
	return suppress.Line([]int{f.counts.Answers() - unanswered, unanswered}, f.k)
}

// reached says how many answered at all, where no more can be said.
func (f *figures) reached(counts []int) (result models.Figures) {
	unanswered := counts[len(counts)-1]
	answered := f.counts.Answers() - unanswered
	hidden := suppress.Line([]int{answered, unanswered}, f.k)
	result.Answered, result.Unanswered = f.shown(answered, hidden[0]), f.shown(unanswered, hidden[1])
	return result
}

// line are the figures of categories that exclude each other.
func (f *figures) line(i int, counts []int, hidden []bool) (result models.Figures) {
	last := len(counts) - 1
	total, behind := sum(counts), 0
	for j, count := range counts {
		if hidden[j] {
			behind += count
		}
	}
	result.Unanswered = f.shown(counts[last], hidden[last])
	// Whoever sees the sum of all cells but one sees that one.
	result.Answered = f.shown(total-counts[last], hidden[last] && behind > 0)
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

func (f *figures) cells(i int, counts []int, hidden []bool, base *int) []models.CellResult {
	cells := make([]models.CellResult, len(counts))
	for j, category := range f.variables[i].Categories {
		cells[j] = models.CellResult{Value: category.Value, Label: models.Wording(category.Label)}
		cells[j].Count = f.shown(counts[j], hidden[j])
		cells[j].Percent = percent(cells[j].Count, base)
	}
	return cells
}

// apart are the figures of categories of which people chose any number, or ranked any.
func (f *figures) apart(i int, counts []int, ranks [][]int) models.Figures {
	result := f.reached(counts)
	last := len(counts) - 1
	result.Cells = f.cells(i, counts[:last], f.hiddenApart(i), percentBase(result, f.responses()))
	for j := range ranks {
		if counts[j] >= f.k {
			result.Cells[j].MeanRank, result.Cells[j].Score = ranked(ranks[j], last)
		}
	}
	return result
}

// hiddenApart says which categories are hidden of which people chose any number. Where it is hidden how many answered,
// not to have answered is one more category, and everybody chose at least one.
func (f *figures) hiddenApart(i int) []bool {
	counts := f.counts.Counts(i)
	last, all := len(counts)-1, f.counts.Answers()
	if hidden := f.hiddenOf(i); hidden[0] && hidden[1] {
		return suppress.Apart(counts, all, f.k)[:last]
	}
	return suppress.Apart(counts[:last], all-counts[last], f.k)
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

// number are the figures of a number that people wrote themselves: none of them is shown, but the mean and the median
// of at least k.
func (f *figures) number(i int, counts []int) models.Figures {
	result := f.reached(counts)
	answered := f.counts.Answers() - counts[len(counts)-1]
	if answered < f.k {
		return result
	}
	mean := significant(f.counts.Sum(i) / float64(answered))
	median := significant(medianOf(f.counts.Values(i)))
	result.Mean, result.Median = &mean, &median
	return result
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
	return slices.ContainsFunc(indices(counts), func(i int) bool { return hidden[i] && counts[i] > 0 })
}

func indices(counts []int) []int {
	all := make([]int, len(counts))
	for i := range all {
		all[i] = i
	}
	return all
}
