// Package tally counts the answers to a survey as they come in, every variable by itself and crossed with every Choice
// and Choices (a Burt matrix), so that results need no answer to be read again. A tally is kept as one compact piece of
// data, which depends on what was answered but not on the order of the answers.
package tally

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Tally is the counts of all answers. It is not safe for concurrent use while one goroutine changes it.
type Tally struct {
	plan    *plan
	answers uint32
	counts  []uint32 // by slot
	pairs   []uint32 // by slot and crossed slot before it
	ranks   []uint32 // by ranked category and position
	ranked  []uint64 // by ranked category and crossed slot: the sum of positions, counted from 1
	sums    []amount // by number and crossed slot, and then of all
	bins    []bins   // by variable
	answer  answer
}

// ErrMisfit is returned for a reading, or another tally, that does not fit the layout.
var ErrMisfit = errors.New("does not fit the layout")

// New makes an empty tally. ErrLayout and ErrTooLarge are returned for a layout that cannot be counted: it may have
// 1,500 slots, one for each category and one for each variable.
func New(layout Layout) (*Tally, error) {
	plan, err := newPlan(slices.Clone(layout))
	if err != nil {
		return nil, err
	}
	t := &Tally{
		plan:   plan,
		counts: make([]uint32, plan.slots),
		pairs:  make([]uint32, plan.rows[plan.slots]),
		ranks:  make([]uint32, plan.ranks),
		ranked: make([]uint64, plan.ranked*plan.crossed),
		sums:   make([]amount, plan.numbers*(plan.crossed+1)),
		bins:   make([]bins, len(layout)),
		answer: newAnswer(plan),
	}
	for i, variable := range layout {
		t.bins[i].scale = scaleOf(variable.Kind)
	}
	return t, nil
}

// Add counts one answer; variables without a reading are unanswered. A reading that does not fit the layout, or a
// second one of the same variable, is ErrMisfit, and then nothing of the answer is counted.
func (t *Tally) Add(readings []Reading) error {
	if t.answers == math.MaxUint32 {
		return fmt.Errorf("one more answer: %w", ErrTooLarge)
	}
	if err := t.answer.read(readings); err != nil {
		return err
	}
	t.answers++
	t.addPairs()
	for _, reading := range readings {
		switch t.plan.layout[reading.Variable].Kind {
		case Number:
			t.bins[reading.Variable].add(numberKey(reading.Number), 1)
			t.addNumber(reading)
		case Month:
			t.bins[reading.Variable].add(int32(reading.Number), 1)
		case Ranking:
			t.addRanking(reading.Variable)
		case Choice, Choices, Text:
		}
	}
	return nil
}

func (t *Tally) addPairs() {
	crossed := t.answer.crossed()
	for i, slot := range t.answer.slots {
		t.counts[slot]++
		row := t.pairs[t.plan.rows[slot]:t.plan.rows[slot+1]]
		for _, before := range crossed[:min(i, len(crossed))] {
			row[before]++
		}
	}
}

func (t *Tally) addNumber(reading Reading) {
	number := amountOf(reading.Number)
	sums := t.sumsOf(reading.Variable)
	for _, slot := range t.answer.crossed() {
		sums[slot] = sums[slot].plus(number)
	}
	all := &sums[t.plan.crossed]
	*all = all.plus(number)
}

func (t *Tally) addRanking(variable int) {
	categories, first := t.plan.layout[variable].Categories, t.plan.places[variable].slot
	for position, slot := range t.answer.of(variable) {
		category := slot - first
		if category == categories {
			return
		}
		t.ranksOf(variable, category)[position]++
		sums := t.rankedOf(variable, category)
		for _, by := range t.answer.crossed() {
			sums[by] += uint64(position) + 1
		}
	}
}

// sumsOf are the sums of a number by crossed slot, and then of all.
func (t *Tally) sumsOf(variable int) []amount {
	width := t.plan.crossed + 1
	return t.sums[t.plan.places[variable].number*width:][:width]
}

// ranksOf are how many gave each position to a category.
func (t *Tally) ranksOf(variable, category int) []uint32 {
	categories := t.plan.layout[variable].Categories
	return t.ranks[t.plan.places[variable].rank+category*categories:][:categories]
}

// rankedOf are the sums of positions of a category by crossed slot.
func (t *Tally) rankedOf(variable, category int) []uint64 {
	return t.ranked[(t.plan.places[variable].ranked+category)*t.plan.crossed:][:t.plan.crossed]
}
