// Package figures makes the results of a survey of its counts, so that they give nobody away: fewer than k people are
// hidden, with whatever else would give them away (suppress), and until the last answer is stored counts are rounded
// down to multiples of k.
package figures

import (
	"slices"

	"amanat/models"
	"amanat/services/surveys/suppress"
	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

// Table makes results of counts. Those of a version that was settled are protected by suppression. Until then only
// counts are shown, rounded down to multiples of k: suppression protects one table, but nobody could say what two of
// them, one from before and one from after somebody's answer, give away together.
type Table struct {
	variables []surveyjs.Variable
	counts    *tally.Tally
	k         int
	final     bool
	by        int
}

// New makes figures of the counts of variables, for groups of at least k people; final says that no answer is to
// come.
func New(variables []surveyjs.Variable, counts *tally.Tally, k int, final bool) *Table {
	return &Table{variables: variables, counts: counts, k: k, final: final, by: -1}
}

// CrossWith has the results of every other variable shown for each category of this one, by its index; -1: of none.
func (f *Table) CrossWith(variable int) { f.by = variable }

// Responses is how many answered; nil where they are too few.
func (f *Table) Responses() *int { return f.shown(f.counts.Answers(), false) }

// shown is a count as it is published; nil for one that is hidden, or has fewer than k people behind it.
func (f *Table) shown(count int, hidden bool) *int {
	if !f.final {
		count = suppress.Round(count, f.k)
	}
	if hidden || count < f.k {
		return nil
	}
	return &count
}

// All are the results of every variable. What people wrote beside a choice, in the place of "other", is there as often
// as that was chosen, and has no figures of its own.
func (f *Table) All() []models.VariableResult {
	results := make([]models.VariableResult, 0, len(f.variables))
	for i, variable := range f.variables {
		if isComment(variable) {
			continue
		}
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

func isComment(variable surveyjs.Variable) bool {
	return variable.Kind == surveyjs.Text && variable.Name == variable.Question+"-Comment"
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
func (f *Table) of(i int) models.Figures {
	switch f.variables[i].Kind {
	case surveyjs.Choice:
		return f.line(i, f.counts.Counts(i), f.hiddenOf(i))
	case surveyjs.Choices:
		return f.apart(i)
	case surveyjs.Ranking:
		return f.ranking(i)
	case surveyjs.Number:
		return f.number(i)
	case surveyjs.Date:
		return f.months(i)
	case surveyjs.Text:
		return f.written(i)
	default:
		return f.written(i)
	}
}

// answered is how many answered a variable, and how many did not.
func (f *Table) answered(i int) []int {
	counts := f.counts.Counts(i)
	unanswered := counts[len(counts)-1]
	return []int{f.counts.Answers() - unanswered, unanswered}
}

// hiddenOf says which of a variable's counts are hidden: of those that exclude each other with the unanswered as the
// last, of others the answered and the unanswered.
func (f *Table) hiddenOf(i int) []bool {
	if f.variables[i].Kind == surveyjs.Choice {
		return f.lineHidden(f.counts.Counts(i))
	}
	return f.lineHidden(f.answered(i))
}

// lineHidden says which counts of a line are hidden. Until the end they were shown rounded down: what is beyond that
// has to be enough to hide in, too.
func (f *Table) lineHidden(counts []int) []bool {
	if !f.final {
		return f.pinned(counts)
	}
	hidden := suppress.Line(counts, f.k)
	for left := true; left && anyHidden(counts, hidden) && f.beyond(counts, hidden) < f.k; {
		left = hideSmallest(counts, hidden)
	}
	return hidden
}

// pinned hides a whole line that rounding would give away: where all that was cut off has to be as much as can be.
func (f *Table) pinned(counts []int) []bool {
	cut := suppress.Round(sum(counts), f.k)
	for _, count := range counts {
		cut -= suppress.Round(count, f.k)
	}
	hidden := make([]bool, len(counts))
	for i := range hidden {
		hidden[i] = cut > (len(counts)-1)*(f.k-1)
	}
	return hidden
}

// beyond is what hidden counts have beyond multiples of k.
func (f *Table) beyond(counts []int, hidden []bool) (people int) {
	for i, count := range counts {
		if hidden[i] {
			people += count - suppress.Round(count, f.k)
		}
	}
	return people
}

// hideSmallest hides the smallest of the visible counts, with all that equal it.
func hideSmallest(counts []int, hidden []bool) (found bool) {
	smallest := 0
	for i, count := range counts {
		if !hidden[i] && (!found || count < smallest) {
			smallest, found = count, true
		}
	}
	for i, count := range counts {
		hidden[i] = hidden[i] || found && count == smallest
	}
	return found
}

// written says how many wrote a text. Those who did not are no group that anybody could be recognised in.
func (f *Table) written(i int) (result models.Figures) {
	reached := f.answered(i)
	result.Answered, result.Unanswered = f.shown(reached[0], false), f.shown(reached[1], false)
	return result
}

// reached says how many answered at all, where no more can be said.
func (f *Table) reached(i int) (result models.Figures) {
	reached, hidden := f.answered(i), f.hiddenOf(i)
	result.Answered, result.Unanswered = f.shown(reached[0], hidden[0]), f.shown(reached[1], hidden[1])
	return result
}

// TextsShown says whether it is shown how many texts there are of a variable. What was written beside a choice is there
// as often as its "other" was chosen.
func (f *Table) TextsShown(i int) bool {
	if !isComment(f.variables[i]) {
		return f.written(i).Answered != nil
	}
	of := slices.IndexFunc(f.variables, func(v surveyjs.Variable) bool { return v.Name == f.variables[i].Question })
	return of >= 0 && slices.ContainsFunc(f.of(of).Cells, func(cell models.CellResult) bool {
		return cell.Value == otherChoice && cell.Count != nil
	})
}

// otherChoice is the value of the choice beside which people write.
const otherChoice = "other"
