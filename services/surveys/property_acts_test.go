package surveys_test

import (
	"slices"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/kernel/kerneltest"
)

// answersSome has people answer what any version asks, the one in force or another.
func (f *file) answersSome(t *rapid.T) {
	asking, sheet := f.current(), rapid.SampledFrom(f.sheets).Draw(t, "version")
	if asking != nil && rapid.IntRange(0, 3).Draw(t, "as asked") > 0 {
		sheet = *asking
	}
	var code string
	switch {
	case asking == nil:
		code = "survey_unknown"
	case sheet.hash != asking.hash:
		code = "definition_changed"
	default:
		code = map[models.SurveyState]string{
			models.SurveyPaused: "survey_paused", models.SurveyClosed: "survey_closed",
			models.SurveyScheduled: "survey_not_open",
		}[f.state(asking)]
	}
	for range rapid.IntRange(1, fewest+1).Draw(t, "people") {
		form := models.SurveyResponseForm{
			DefinitionHash: sheet.hash, Answers: answers{sheet.mark: float64(rapid.IntRange(1, 3).Draw(t, "answer"))},
		}
		_, _, err := f.Surveys.Answer(t.Context(), f.slug, kerneltest.With(form))
		if kerneltest.Met(t, code, err) {
			asking.answers++
		}
	}
}

func (f *file) stores(t *rapid.T) { f.stored(t) }

// waits lets time pass, often to the very moment when a version opens or closes, or just before.
func (f *file) waits(t *rapid.T) {
	var moments []time.Time
	for _, sheet := range f.sheets {
		for _, moment := range []time.Time{sheet.opens, sheet.closes} {
			if moment.After(f.Now) {
				moments = append(moments, moment)
			}
		}
	}
	if len(moments) > 0 && rapid.Bool().Draw(t, "until a moment") {
		moment := rapid.SampledFrom(moments).Draw(t, "moment")
		f.Now = moment.Add(-time.Duration(rapid.IntRange(0, 1).Draw(t, "before")) * time.Microsecond)
		return
	}
	f.Pass(time.Duration(rapid.Int64Range(0, int64(8*time.Hour/time.Microsecond)).Draw(t, "microseconds")) * time.Microsecond)
}

// agree requires the survey to be as it is on paper, for staff and for everybody.
func (f *file) agree(t *rapid.T) {
	view := f.surveySeen(t, f.slug)
	require.Len(t, view.Versions, len(f.sheets))
	for i, seen := range slices.Backward(view.Versions) {
		sheet := &f.sheets[len(f.sheets)-1-i]
		require.Equal(t, f.state(sheet), seen.State, "version %d", seen.Version)
		require.Equal(t, sheet.hash, seen.Hash)
		require.Equal(t, sheet.k, seen.K)
		if sheet.published {
			waiting, stored, counted := f.held(t, f.slug, seen.Version)
			require.Equal(t, sheet.answers, waiting+stored, "none is lost, none is doubled")
			require.Equal(t, stored, counted)
			require.True(t, stored == 0 || stored >= sheet.k || f.state(sheet) == models.SurveyClosed, "no batch is too small")
		}
	}
	items, _, err := f.Surveys.Open(t.Context(), kerneltest.With(models.LanguageQuery{}), models.Persian, "", 1000)
	require.NoError(t, err)
	isOpen := slices.ContainsFunc(items, func(item models.SurveyItem) bool { return item.Slug == f.slug })
	require.Equal(t, f.current() != nil && f.state(f.current()) == models.SurveyPublished, isOpen)
}

// counted closes the survey and requires every answer to be stored and counted.
func (f *file) counted(t *rapid.T) {
	if sheet := f.current(); sheet != nil && f.state(sheet) != models.SurveyClosed {
		f.closes(t)
	}
	f.stored(t)
	for i, sheet := range f.sheets {
		if !sheet.published {
			continue
		}
		waiting, stored, counted := f.held(t, f.slug, i+1)
		require.Equal(t, []int{0, sheet.answers, sheet.answers}, []int{waiting, stored, counted}, "version %d", i+1)
		results := f.results(t, f.slug, strconv.Itoa(i+1), "")
		require.True(t, results.Final)
		if sheet.answers >= sheet.k {
			require.Equal(t, sheet.answers, *results.Responses)
		} else {
			require.Nil(t, results.Responses)
		}
	}
}
