package tally

import (
	"fmt"
	"math"
	"slices"
)

// Reading is what one answer says about a variable: the categories of a Choice, of Choices or of a Ranking, the latter
// in their ranked order, or the Number of a Number or a Month. A category that comes again is ignored, except in a
// Choice.
type Reading struct {
	Variable   int
	Categories []int
	Number     float64
}

// fits says whether the reading is one of such a variable.
func (r Reading) fits(variable Variable) bool {
	isOutside := func(category int) bool { return category < 0 || category >= variable.Categories }
	switch variable.Kind {
	case Choice:
		return len(r.Categories) == 1 && !isOutside(r.Categories[0])
	case Choices, Ranking:
		return !slices.ContainsFunc(r.Categories, isOutside)
	case Number:
		return len(r.Categories) == 0 && !math.IsNaN(r.Number) && !math.IsInf(r.Number, 0)
	case Month:
		month := math.Mod(r.Number, 100)
		isMonth := month >= 1 && month <= 12 && month == math.Trunc(month)
		return len(r.Categories) == 0 && r.Number >= leastMonth && r.Number <= mostMonth && isMonth
	case Text:
		return len(r.Categories) == 0
	}
	return false
}

// answer is the slots that one answer belongs to. It is kept from one to the next, for its memory.
type answer struct {
	plan     *plan
	readings []int // of each variable: which reading it is, counted from 1
	begins   []int // of each variable: where its slots begin
	ends     []int
	slots    []int // those of the crossed variables come first, in ascending order
	count    int   // of crossed slots
	isTaken  []bool
}

func newAnswer(p *plan) answer {
	variables := len(p.layout)
	return answer{
		plan:     p,
		readings: make([]int, variables),
		begins:   make([]int, variables),
		ends:     make([]int, variables),
		slots:    make([]int, 0, p.slots),
		isTaken:  make([]bool, p.slots),
	}
}

// read replaces the answer; it is empty after an error.
func (a *answer) read(readings []Reading) error {
	clear(a.readings)
	a.slots, a.count = a.slots[:0], 0
	for i, reading := range readings {
		if reading.Variable < 0 || reading.Variable >= len(a.readings) {
			return fmt.Errorf("reading of variable %d: %w", reading.Variable, ErrMisfit)
		}
		if a.readings[reading.Variable] > 0 || !reading.fits(a.plan.layout[reading.Variable]) {
			return fmt.Errorf("reading of variable %d: %w", reading.Variable, ErrMisfit)
		}
		a.readings[reading.Variable] = i + 1
	}
	for _, variable := range a.plan.order {
		a.begins[variable] = len(a.slots)
		if i := a.readings[variable]; i > 0 {
			a.take(variable, readings[i-1].Categories)
		} else {
			a.leave(variable)
		}
		a.ends[variable] = len(a.slots)
		if a.plan.layout[variable].isCrossed() {
			a.count = len(a.slots)
		}
	}
	return nil
}

func (a *answer) take(variable int, categories []int) {
	if len(categories) == 0 && a.plan.layout[variable].hasCategories() {
		a.leave(variable)
		return
	}
	begin, first := len(a.slots), a.plan.places[variable].slot
	for _, category := range categories {
		if slot := first + category; !a.isTaken[slot] {
			a.isTaken[slot] = true
			a.slots = append(a.slots, slot)
		}
	}
	taken := a.slots[begin:]
	for _, slot := range taken {
		a.isTaken[slot] = false
	}
	if a.plan.layout[variable].Kind == Choices {
		slices.Sort(taken)
	}
}

func (a *answer) leave(variable int) {
	a.slots = append(a.slots, a.plan.places[variable].slot+a.plan.layout[variable].categories())
}

// crossed are the slots of Choice and Choices.
func (a *answer) crossed() []int { return a.slots[:a.count] }

// of are the slots of a variable, those of a Ranking in its order.
func (a *answer) of(variable int) []int { return a.slots[a.begins[variable]:a.ends[variable]] }
