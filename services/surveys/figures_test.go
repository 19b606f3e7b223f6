package surveys_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// village is so many people who answered each question in every way, and now and then not.
func village(people int) (all []answers) {
	for i := range people {
		seed := uint32(i+1) * 2654435761
		draw := func(n uint32) int {
			seed = seed*1664525 + 1013904223
			return int(seed >> 8 % n)
		}
		person := answers{}
		answer := func(name string, value any) {
			if draw(8) > 0 {
				person[name] = value
			}
		}
		answer("mood", float64(draw(3)+1))
		answer("pace", float64(10*draw(3)+10))
		answer("advice", float64(draw(11)))
		needs := []any{1.0, 2.0, 3.0}
		answer("needs", needs[:draw(3)+1])
		answer("quality", answers{"speed": float64(draw(3) + 1)})
		if draw(2) > 0 {
			answer("quality", answers{"speed": float64(draw(3) + 1), "care": float64(draw(3) + 1)})
		}
		orders := [][]any{{1.0, 2.0, 3.0}, {2.0, 1.0, 3.0}, {3.0, 1.0, 2.0}}
		answer("order", orders[draw(3)])
		answer("visits", float64(draw(40))+0.25)
		answer("since", "2026-0"+strconv.Itoa(draw(4)+1)+"-1"+strconv.Itoa(draw(10)))
		answer("again", draw(2) > 0)
		answer("note", "یادداشت")
		all = append(all, person)
	}
	return all
}

// numbers are what people answered to a question, ascending.
func numbers(people []answers, name string) (all []float64) {
	for _, person := range people {
		for _, text := range said(person, name) {
			number, _ := strconv.ParseFloat(text, 64)
			all = append(all, number)
		}
	}
	slices.Sort(all)
	return all
}

func average(all []float64) float64 {
	sum := 0.0
	for _, number := range all {
		sum += number
	}
	return sum / float64(len(all))
}

func middle(all []float64) float64 { return (all[(len(all)-1)/2] + all[len(all)/2]) / 2 }

// rounded has so many digits behind the point, or before it if they are fewer than none.
func rounded(x float64, digits int) float64 {
	scale := math.Pow(10, float64(digits))
	return math.Round(x*scale) / scale
}

// requireNaive holds what is said of a question against what a clerk would count.
func requireNaive(t kerneltest.Tester, people []answers, name string, f models.Figures) {
	t.Helper()
	answered := answering(people, name)
	require.Equal(t, len(answered), of(t, f.Answered, name))
	require.Equal(t, len(people)-len(answered), of(t, f.Unanswered, name))
	for _, cell := range f.Cells {
		if cell.MeanRank != nil {
			requireRanks(t, answered, name, cell)
			continue
		}
		count := len(chose(answered, name, cell.Value))
		if name == "since" {
			count = len(slices.DeleteFunc(answering(people, name), func(person answers) bool {
				return said(person, name)[0][:len(cell.Value)] != cell.Value
			}))
		}
		require.Equal(t, count, of(t, cell.Count, name, cell.Value), "%s %s", name, cell.Value)
		require.InDelta(t, 100*float64(count)/float64(len(answered)), of(t, cell.Percent), 0.05000001, "%s %s", name, cell.Value)
	}
}

func requireRanks(t kerneltest.Tester, answered []answers, name string, cell models.CellResult) {
	t.Helper()
	places := 0
	for _, person := range answered {
		places += slices.Index(said(person, name), cell.Value) + 1
	}
	mean := float64(places) / float64(len(answered))
	require.Equal(t, len(answered), of(t, cell.Count), "who ranks any ranks all")
	require.InDelta(t, mean, *cell.MeanRank, 0.0500001)
	require.InDelta(t, 4-mean, of(t, cell.Score), 0.0500001)
}

// requireScores holds mean, median and net promoter score against what a clerk would reckon.
func requireScores(t kerneltest.Tester, people []answers, name string, f models.Figures) {
	t.Helper()
	all := numbers(people, name)
	switch name {
	case "advice":
		promoters, detractors := 0, 0
		for _, number := range all {
			if number >= 9 {
				promoters++
			} else if number <= 6 {
				detractors++
			}
		}
		require.InDelta(t, 100*float64(promoters-detractors)/float64(len(all)), of(t, f.NPS), 0.500001)
		fallthrough
	case "mood", "pace", "quality/speed", "quality/care":
		require.InDelta(t, average(all), of(t, f.Mean, name), 0.0500001)
		require.InDelta(t, middle(all), of(t, f.Median), 0)
	case "visits":
		require.InDelta(t, rounded(average(all), 1), of(t, f.Mean), 1e-9, "three digits")
		require.InDelta(t, rounded(middle(all), 1), of(t, f.Median), 1e-9)
	default:
		require.Nil(t, f.Mean)
	}
	if name != "advice" {
		require.Nil(t, f.NPS)
	}
}

// TestTheFiguresAreThoseOfAClerk counts what a village answered, question by question, and crossed.
func TestTheFiguresAreThoseOfAClerk(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		people := village(700)
		w.survey(t, "village", counted())
		hash := w.hash(t, "village")
		results := kerneltest.Together(len(people), func(person int) error {
			form := models.SurveyResponseForm{DefinitionHash: hash, Answers: people[person]}
			_, _, err := w.Surveys.Answer(t.Context(), "village", kerneltest.With(form))
			return err
		})
		require.Equal(t, len(people), kerneltest.Successes(t, results))
		w.surveyClosed(t, "village")

		seen := w.results(t, "village", "", "")
		require.True(t, seen.Final)
		require.Equal(t, len(people), of(t, seen.Responses))
		var names []string
		for _, v := range seen.Variables {
			names = append(names, v.Name)
			requireNaive(t, people, v.Name, v.Figures)
			requireScores(t, people, v.Name, v.Figures)
		}
		require.Equal(t, []string{
			"mood", "pace", "advice", "needs", "quality/speed", "quality/care", "order", "visits", "since", "again", "note",
		}, names)
		require.Len(t, variable(t, seen, "since").Cells, 4)
		require.Len(t, variable(t, seen, "advice").Cells, 11)
		for _, by := range crossable() {
			requireCrossed(t, people, w.results(t, "village", "", by), by)
		}
	})
}

// requireCrossed holds what is said of each group against what a clerk would count of it.
func requireCrossed(t kerneltest.Tester, people []answers, results models.SurveyResults, by string) {
	t.Helper()
	for _, v := range results.Variables {
		if v.Name == by || slices.Contains([]string{"ranking", "date", "text"}, v.Kind) {
			require.Empty(t, v.Groups)
			continue
		}
		require.Len(t, v.Groups, len(variable(t, results, by).Cells))
		isRow := strings.HasPrefix(by, "quality/") && v.Question == "quality" // nobody answered only the second
		isLong := by == "advice" || v.Name == "advice"
		for _, group := range v.Groups {
			those := chose(people, by, group.Value)
			if isLong || isRow { // too few for some cells: they are suppressed
				requireNothingWrong(t, those, v.Name, group.Figures)
				continue
			}
			require.Equal(t, len(answering(those, v.Name)), of(t, group.Answered), "%s by %s", v.Name, by)
			requireGroup(t, those, v, group)
		}
	}
}

func requireGroup(t kerneltest.Tester, those []answers, v models.VariableResult, group models.GroupResult) {
	t.Helper()
	if v.Kind == "number" {
		require.InDelta(t, rounded(average(numbers(those, v.Name)), 1), of(t, group.Mean), 1e-9)
		return
	}
	require.Len(t, group.Cells, len(v.Cells))
	requireNaive(t, those, v.Name, group.Figures)
	if v.Kind == "choice" {
		requireScores(t, those, v.Name, group.Figures)
	}
}

// requireNothingWrong requires what is shown to be true, if it is not all.
func requireNothingWrong(t kerneltest.Tester, people []answers, name string, f models.Figures) {
	t.Helper()
	for _, cell := range f.Cells {
		if cell.Count != nil {
			require.Equal(t, len(chose(people, name, cell.Value)), *cell.Count)
		}
	}
	if f.Answered != nil {
		require.Len(t, answering(people, name), *f.Answered)
	}
}
