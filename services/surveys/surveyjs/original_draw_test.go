package surveyjs_test

import "pgregory.net/rapid"

// drawing draws one survey and one person's answers to it.
type drawing struct {
	*rapid.T

	questions []*question
}

// question is an element that asks for something, and what somebody may answer without being refused for it alone.
type question struct {
	name       string
	kind       string
	definition map[string]any
	// values are the choices, columns, ends of a scale, or plausible texts and numbers.
	values []any
	// parts are the rows of a matrix and the texts of a multipletext.
	parts []*question
}

// pair is a definition, and answers as somebody may send them.
type pair struct {
	Definition map[string]any `json:"definition"`
	Answers    map[string]any `json:"answers"`
	// Honest answers leave out what is hidden, as those from a page do.
	Honest bool `json:"-"`
}

func pairs() *rapid.Generator[pair] {
	return rapid.Custom(func(t *rapid.T) pair {
		d := &drawing{T: t}
		definition := d.survey()
		return pair{Definition: definition, Answers: d.answers(), Honest: d.below(4) < 3}
	})
}

// below is 0 to n-1.
func (d *drawing) below(n int) int {
	return rapid.IntRange(0, n-1).Draw(d.T, "below")
}

// oneIn is true once in n times.
func (d *drawing) oneIn(n int) bool {
	// Small numbers are drawn more often than large ones.
	return d.below(n) == n-1
}

func oneOf[V any](d *drawing, of ...V) V {
	return of[d.below(len(of))]
}

// some are any of the values, in their order, each with a chance of one half.
func some[V any](d *drawing, of []V) []V {
	chosen := []V{}
	for _, v := range of {
		if d.oneIn(2) {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

func shuffled[V any](d *drawing, of []V) []V {
	return rapid.Permutation(of).Draw(d.T, "order")
}
