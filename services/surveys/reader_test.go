package surveys_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/kernel/kerneltest"
)

// reader is somebody who has read all results of a survey, crossed in every way, and adds up and subtracts what they
// can. A cell is named by what is in it, such as "mood=1 & again=true"; "=∅" are those who did not answer.
type reader struct {
	k         int
	low, high map[string]int
	// sums are names of which the first is that of all the others together.
	sums [][]string
}

func read(t kerneltest.Tester, results []models.SurveyResults) *reader {
	t.Helper()
	r := &reader{k: results[0].K, low: map[string]int{}, high: map[string]int{}}
	if results[0].Responses == nil {
		r.high["all"] = r.k - 1
	} else {
		r.knows("all", results[0].Responses)
	}
	for _, result := range results {
		for _, v := range result.Variables {
			if v.Kind == "text" { // who reads the results can count the texts, and others learn nothing but that
				continue
			}
			r.reads(v, "all", "", v.Figures)
			for _, group := range v.Groups {
				r.reads(v, result.By+"="+group.Value, result.By+"="+group.Value, group.Figures)
			}
			if len(v.Groups) > 0 {
				r.parts(v, variable(t, result, result.By))
			}
		}
	}
	return r
}

// and is the cell of those who are in two.
func and(one, other string) string {
	switch {
	case one == "" || one == "all":
		return other
	case other == "" || other == "all":
		return one
	default:
		return strings.Join(sorted([]string{one, other}), " & ")
	}
}

// reads takes in what is said of a variable, of all people or of a group of them.
func (r *reader) reads(v models.VariableResult, people, group string, f models.Figures) {
	name := func(value string) string { return and(v.Name+"="+value, group) }
	answered := name("…")
	r.knows(answered, f.Answered)
	r.knows(name("∅"), f.Unanswered)
	r.adds(people, answered, name("∅"))
	apart := []string{answered}
	for _, cell := range f.Cells {
		r.knows(name(cell.Value), cell.Count)
		apart = append(apart, name(cell.Value))
		if v.Kind == "choices" || v.Kind == "ranking" {
			r.adds(answered, name(cell.Value), name("not "+cell.Value))
		}
	}
	switch v.Kind {
	case "choice":
		r.adds(apart...)
	case "date":
		r.adds(append(apart, name("other"))...)
	}
}

// parts says that those in a cell are those of them in each group, and those in none.
func (r *reader) parts(v, by models.VariableResult) {
	values := []string{"…", "∅"}
	for _, cell := range v.Cells {
		values = append(values, cell.Value)
		if v.Kind == "choices" {
			values = append(values, "not "+cell.Value)
		}
	}
	for _, value := range values {
		sum := []string{v.Name + "=" + value, and(v.Name+"="+value, by.Name+"=∅")}
		for _, group := range by.Cells {
			sum = append(sum, and(v.Name+"="+value, by.Name+"="+group.Value))
		}
		r.adds(sum...)
	}
	nobody := and(v.Name+"=…", by.Name+"=∅")
	r.adds(by.Name+"=∅", nobody, and(v.Name+"=∅", by.Name+"=∅"))
	if v.Kind == "choice" {
		sum := []string{nobody}
		for _, cell := range v.Cells {
			sum = append(sum, and(v.Name+"="+cell.Value, by.Name+"=∅"))
		}
		r.adds(sum...)
	}
	for _, cell := range v.Cells {
		if v.Kind == "choices" {
			r.adds(nobody, and(v.Name+"="+cell.Value, by.Name+"=∅"), and(v.Name+"=not "+cell.Value, by.Name+"=∅"))
		}
	}
}

func (r *reader) knows(name string, count *int) {
	if count != nil {
		r.low[name], r.high[name] = *count, *count
	}
}

func (r *reader) adds(sum ...string) {
	r.sums = append(r.sums, sum)
	for _, name := range sum {
		if _, known := r.high[name]; !known {
			r.high[name] = 1 << 20
		}
	}
}

// concludes narrows what every cell can be until nothing more follows.
func (r *reader) concludes() {
	for more := true; more; {
		more = false
		for _, sum := range r.sums {
			low, high := 0, 0
			for _, part := range sum[1:] {
				low, high = low+r.low[part], high+r.high[part]
			}
			more = r.narrows(sum[0], low, high) || more
			for _, part := range sum[1:] {
				least := r.low[sum[0]] - (high - r.high[part])
				most := r.high[sum[0]] - (low - r.low[part])
				more = r.narrows(part, least, most) || more
			}
		}
	}
}

func (r *reader) narrows(name string, low, high int) (narrower bool) {
	if low > r.low[name] {
		r.low[name], narrower = low, true
	}
	if high < r.high[name] {
		r.high[name], narrower = high, true
	}
	return narrower
}

// cells are the names of all that the reader has thought of.
func (r *reader) cells() []string { return slices.Sorted(maps.Keys(r.high)) }

// those are the people in a cell.
func those(people []answers, cell string) []answers {
	if cell == "all" {
		return people
	}
	for part := range strings.SplitSeq(cell, " & ") {
		name, value, _ := strings.Cut(part, "=")
		other, isNot := strings.CutPrefix(value, "not ")
		isOf := func(person answers) bool {
			all := said(person, name)
			switch {
			case value == "…":
				return len(all) > 0
			case value == "∅":
				return len(all) == 0
			case isNot:
				return len(all) > 0 && !slices.Contains(all, other)
			case name == "since" && len(all) > 0:
				return strings.HasPrefix(all[0], value)
			default:
				return slices.Contains(all, value)
			}
		}
		var left []answers
		for _, person := range people {
			if isOf(person) {
				left = append(left, person)
			}
		}
		people = left
	}
	return people
}

// requireUnaware requires that the reader was told no untruth and knows of no cell with somebody in it, but fewer than
// k, how many they are.
func (r *reader) requireUnaware(t kerneltest.Tester, people []answers) {
	t.Helper()
	r.concludes()
	for _, cell := range r.cells() {
		if strings.Contains(cell, "=other") {
			continue
		}
		n := len(those(people, cell))
		require.LessOrEqual(t, r.low[cell], n, cell)
		require.GreaterOrEqual(t, r.high[cell], n, cell)
		if n > 0 && n < r.k {
			require.Less(t, r.low[cell], r.high[cell], "%s: %d", cell, n)
		}
	}
	if high := r.high["since=other"]; r.low["since=other"] == high {
		require.True(t, high == 0 || high >= r.k, "%d of other months", high)
	}
}
