package suppress

import (
	"math"
	"slices"
)

// MeanIsSafe says whether the mean of a line, rounded to the nearest multiple of step, may be published beside its
// total and its visible cells. The values are those of the categories, NaN for one without, such as the unanswered:
// whoever is in it does not count in the mean.
//
// It may if nobody is behind the hidden cells, or if every hidden count remains uncertain by at least k people to a
// reader who knows that total, those cells and the rounding interval. It is about one mean: what other figures of the
// same line give away together with it was not looked at.
func MeanIsSafe(counts []int, values []float64, hidden []bool, step float64, k int) bool {
	if len(values) != len(counts) || len(hidden) != len(counts) {
		return false
	}
	v := newView(counts, values, hidden, step)
	switch {
	case v.hidden == 0:
		return true
	case v.valued == 0 || !(step > 0):
		return false
	}
	for i := range v.values {
		others := slices.Delete(slices.Clone(v.values), i, i+1)
		if !v.isFine(others) || v.width(v.values[i], others) < float64(max(k, 1)) {
			return false
		}
	}
	return true
}

// view is what a reader knows.
type view struct {
	step, mean     float64
	low, high      float64   // the mean lies between
	hidden, valued float64   // people behind hidden cells, and people with a value
	valuedVisible  float64   // people with a value in visible cells
	sumVisible     float64   // and the sum of these values
	values         []float64 // of the hidden categories
}

func newView(counts []int, values []float64, hidden []bool, step float64) view {
	v := view{step: step}
	total := 0.0
	for i, value := range values {
		count := float64(counts[i])
		if hidden[i] {
			v.hidden += count
			v.values = append(v.values, value)
		}
		if math.IsNaN(value) {
			continue
		}
		v.valued += count
		total += count * value
		if !hidden[i] {
			v.valuedVisible += count
			v.sumVisible += count * value
		}
	}
	const halfOpen = 1 - 1e-9 // whether the ends belong to the interval depends on how halves are rounded
	v.mean = math.Round(total/v.valued/step) * step
	v.low, v.high = v.mean-step/2*halfOpen, v.mean+step/2*halfOpen
	return v
}

// width is between which numbers of people the count of a hidden category can lie, the others taking up the rest. The
// mean is at least low if the sum of (value - low) over all people is not negative, and likewise at most high; a
// category without a value adds nothing to either. Both are linear in the count, and hardest to fail when the others
// are all in the category of the largest value, or of the smallest.
func (v *view) width(value float64, others []float64) float64 {
	if len(others) == 0 {
		return 0
	}
	above, below := math.Inf(-1), math.Inf(1)
	for _, other := range others {
		above, below = max(above, over(other, v.low)), min(below, over(other, v.high))
	}
	least, most := 0.0, v.hidden
	bound := func(slope, floor float64) { // slope × count ≥ floor
		switch {
		case slope > 0:
			least = max(least, floor/slope)
		case slope < 0:
			most = min(most, floor/slope)
		}
	}
	bound(over(value, v.low)-above, v.low*v.valuedVisible-v.sumVisible-v.hidden*above)
	bound(below-over(value, v.high), v.sumVisible-v.high*v.valuedVisible+v.hidden*below)
	return most - least
}

// isFine says whether the rounding interval is wide enough for whole people: moving one of them to the category of the
// next value must not leap over it, or fewer counts are possible than there is room for.
func (v *view) isFine(others []float64) bool {
	people := v.valued
	if slices.ContainsFunc(v.values, math.IsNaN) {
		people = v.valuedVisible
	}
	rungs := slices.Clone(others)
	for i, value := range rungs {
		if math.IsNaN(value) {
			rungs[i] = v.mean
		}
	}
	slices.Sort(rungs)
	for i := 1; i < len(rungs); i++ {
		if rungs[i]-rungs[i-1] > v.step*(people-1) {
			return false
		}
	}
	return true
}

// over is how much a value exceeds a bound of the mean.
func over(value, bound float64) float64 {
	if math.IsNaN(value) {
		return 0
	}
	return value - bound
}
