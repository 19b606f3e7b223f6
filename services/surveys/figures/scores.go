package figures

import (
	"math"

	"amanat/models"
	"amanat/services/surveys/suppress"
	"amanat/services/surveys/tally"
)

const (
	// meanStep is what means of scores are rounded to, percentStep what the net promoter score is.
	meanStep, percentStep = 0.1, 1
	// promoter and passive are the least of a scale from 0 to 10 that somebody of each kind chooses (Reichheld, "The
	// One Number You Need to Grow", 2003).
	promoter, passive = 9, 7
)

// score adds what can be said of categories that have numbers. Until the end it is said of the rounded counts: then it
// gives away nothing that they do not.
func (f *Table) score(i int, counts []int, hidden []bool, result *models.Figures) {
	values := f.values(i)
	if values == nil || result.Answered == nil && !f.final {
		return
	}
	if !f.final {
		counts, hidden = f.roundedDown(counts), make([]bool, len(counts))
	}
	if sum(counts[:len(counts)-1]) < f.k {
		return
	}
	open := !anyHidden(counts, hidden)
	if f.variables[i].NPS {
		points := promotion(values)
		if open || suppress.MeanIsSafe(counts, points, hidden, percentStep/100.0, f.k) {
			result.NPS = stepped(100*meanOf(counts, points), percentStep)
		}
		if !open { // two means together could give away what one does not
			return
		}
	}
	if open || suppress.MeanIsSafe(counts, values, hidden, meanStep, f.k) {
		result.Mean = stepped(meanOf(counts, values), meanStep)
	}
	if open {
		result.Median = medianScore(counts, values)
	}
}

func (f *Table) roundedDown(counts []int) []int {
	down := make([]int, len(counts))
	for i, count := range counts {
		down[i] = suppress.Round(count, f.k)
	}
	return down
}

// values are the numbers of the categories, NaN for those without and for the unanswered; nil if none has one.
func (f *Table) values(i int) []float64 {
	categories := f.variables[i].Categories
	values := make([]float64, len(categories)+1)
	scored := 0
	for j := range values {
		values[j] = math.NaN()
		if j < len(categories) && categories[j].Score != nil {
			values[j] = *categories[j].Score
			scored++
		}
	}
	if scored == 0 {
		return nil
	}
	return values
}

// promotion is 1 for promoters, 0 for those who are passive, -1 for detractors.
func promotion(values []float64) []float64 {
	points := make([]float64, len(values))
	for i, value := range values {
		switch {
		case math.IsNaN(value):
			points[i] = value
		case value >= promoter:
			points[i] = 1
		case value < passive:
			points[i] = -1
		}
	}
	return points
}

// meanOf is the mean of those that have a value.
func meanOf(counts []int, values []float64) float64 {
	total, n := 0.0, 0
	for i, value := range values {
		if !math.IsNaN(value) {
			total, n = total+value*float64(counts[i]), n+counts[i]
		}
	}
	return total / float64(n)
}

func medianScore(counts []int, values []float64) *float64 {
	var bins []tally.Bin
	for i, value := range values {
		if !math.IsNaN(value) && counts[i] > 0 {
			bins = append(bins, tally.Bin{Value: value, Count: counts[i]})
		}
	}
	if len(bins) == 0 {
		return nil
	}
	sortBins(bins)
	median := medianOf(bins)
	return &median
}

// stepped is a number rounded to steps; nil for what is none.
func stepped(x, step float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	x = math.Round(x/step) * step
	x = math.Round(1000*x) / 1000 // without the noise of binary fractions
	return &x
}
