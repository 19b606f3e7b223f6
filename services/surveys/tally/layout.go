package tally

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Kind is how a variable is answered.
type Kind int

const (
	// Choice has exactly one category.
	Choice Kind = iota
	// Choices has any number of categories; none of them is the same as no answer.
	Choices
	// Number has a finite number.
	Number
	// Month has the year and month of a date, as year*100+month in the years 1 to 9999.
	Month
	// Ranking has categories in the order of preference; none of them is the same as no answer.
	Ranking
	// Text has anything: only whether it was answered is counted.
	Text
)

// Variable is one question. Categories, numbered from 0, are those of a Choice, of Choices and of a Ranking.
type Variable struct {
	Kind       Kind
	Categories int
}

// Layout is the questions of a survey in their order. It is not stored with a tally: who decodes one has to know it.
type Layout []Variable

var (
	// ErrLayout is returned for a layout with a kind that there is not, or with less than no categories.
	ErrLayout = errors.New("no such layout")
	// ErrTooLarge is returned for a layout of more than 1,500 slots, see New, and for more than 2³²-1 answers.
	ErrTooLarge = errors.New("more than a tally holds")
)

// mostSlots bounds the table of pairs to 4.5 MB.
const mostSlots = 1500

// plan says where the counts of a layout lie. Every variable has a slot for each category and then one for being
// unanswered. Those of Choice and Choices, by which the others are crossed, come before all the others.
type plan struct {
	layout  Layout
	order   []int // variables in the order of their slots
	slots   int
	crossed int     // slots of Choice and Choices
	rows    []int   // where the pairs of each slot begin: with the crossed ones before it
	places  []place // of each variable
	ranks   int     // cells of all rankings' tables of categories and positions
	ranked  int     // categories of all rankings
	numbers int
}

// place is where the counts of a variable begin, each among those of its sort.
type place struct{ slot, rank, ranked, number int }

func newPlan(layout Layout) (*plan, error) {
	if err := layout.check(); err != nil {
		return nil, err
	}
	p := &plan{layout: layout, places: make([]place, len(layout))}
	p.place(func(v Variable) bool { return v.isCrossed() })
	p.crossed = p.slots
	p.place(func(v Variable) bool { return !v.isCrossed() })
	p.rows = make([]int, p.slots+1)
	for slot := range p.slots {
		p.rows[slot+1] = p.rows[slot] + min(slot, p.crossed)
	}
	return p, nil
}

func (p *plan) place(isMeant func(v Variable) bool) {
	for i, variable := range p.layout {
		if !isMeant(variable) {
			continue
		}
		p.order = append(p.order, i)
		p.places[i] = place{slot: p.slots, rank: p.ranks, ranked: p.ranked, number: p.numbers}
		p.slots += variable.slots()
		switch variable.Kind {
		case Ranking:
			p.ranks += variable.Categories * variable.Categories
			p.ranked += variable.Categories
		case Number:
			p.numbers++
		case Choice, Choices, Month, Text:
		}
	}
}

func (l Layout) check() error {
	slots := 0
	for i, variable := range l {
		if variable.Kind < Choice || variable.Kind > Text || variable.Categories < 0 {
			return fmt.Errorf("variable %d: %w", i, ErrLayout)
		}
		if slots += min(variable.categories(), mostSlots) + 1; slots > mostSlots {
			return fmt.Errorf("variable %d: %w", i, ErrTooLarge)
		}
	}
	return nil
}

// appendTo writes the layout as a checksum covers it.
func (l Layout) appendTo(data []byte) []byte {
	for _, variable := range l {
		data = binary.AppendUvarint(data, uint64(variable.Kind))    //nolint:gosec // checked before
		data = binary.AppendUvarint(data, uint64(variable.slots())) //nolint:gosec // checked before
	}
	return data
}

// isCrossed says whether others are crossed by the variable.
func (v Variable) isCrossed() bool { return v.Kind == Choice || v.Kind == Choices }

func (v Variable) hasCategories() bool { return v.isCrossed() || v.Kind == Ranking }

// categories are also the number of the slot for being unanswered, counted from the variable's first.
func (v Variable) categories() int {
	if v.hasCategories() {
		return v.Categories
	}
	return 0
}

func (v Variable) slots() int { return v.categories() + 1 }

func (v Variable) hasValues() bool { return v.Kind == Number || v.Kind == Month }

func (v Variable) isSame(other Variable) bool {
	return v.Kind == other.Kind && v.slots() == other.slots()
}
