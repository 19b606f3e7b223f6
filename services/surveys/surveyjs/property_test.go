package surveyjs_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/surveyjs"
)

// someAnswer draws an answer of any shape, mostly of words that the survey knows.
func someAnswer(depth int) *rapid.Generator[any] {
	plain := []*rapid.Generator[any]{
		rapid.SampledFrom([]any{
			"a", "5", "other", "none", "x", "y", "p", "q", "s", "r1", "بد", "true", "", " علي‌ ", "۱۲٫۵", "2026-11-22", 5.0, 2.0, 10.0, true, nil,
		}),
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.Float64(), func(f float64) any { return f }),
	}
	if depth > 0 {
		inner := someAnswer(depth - 1)
		plain = append(plain,
			rapid.Map(rapid.SliceOfN(inner, 0, 4), func(list []any) any { return list }),
			rapid.Map(rapid.MapOfN(rapid.SampledFrom([]string{"r1", "r2", "i1", "i2", "z"}), inner, 0, 3),
				func(parts map[string]any) any { return parts }))
	}
	return rapid.OneOf(plain...)
}

func someAnswers() *rapid.Generator[map[string]any] {
	names := []string{"نوع", "نوع-Comment", "k", "nps", "r", "b", "m", "o", "n", "d", "c", "h", "t", "z"}
	return rapid.MapOfN(rapid.SampledFrom(names), someAnswer(2), 0, 10)
}

func TestNormalisedAnswersStayAsTheyAre(t *testing.T) {
	survey := parsed(t, everything)
	rapid.Check(t, func(t *rapid.T) {
		answers := someAnswers().Draw(t, "answers")
		before, err := json.Marshal(answers)
		if err != nil {
			t.Skip("not JSON")
		}
		first := survey.Check(answers, noon(t))
		after, err := json.Marshal(answers)
		require.NoError(t, err)
		require.Equal(t, string(before), string(after), "what was given is not changed")
		second := survey.Check(first.Answers, noon(t))
		require.Equal(t, first.Answers, second.Answers)
		if len(first.Violations) == 0 {
			require.Empty(t, second.Violations)
		}
		require.Equal(t, first, survey.Check(answers, noon(t)), "the verdict is the same each time")
	})
}

func TestReadingsPointIntoTheVariables(t *testing.T) {
	survey := parsed(t, everything)
	variables := survey.Variables()
	rapid.Check(t, func(t *rapid.T) {
		verdict := survey.Check(someAnswers().Draw(t, "answers"), noon(t))
		last := -1
		for _, reading := range survey.Read(verdict.Answers) {
			require.Greater(t, reading.Variable, last)
			last = reading.Variable
			for _, category := range reading.Categories {
				require.Less(t, category, len(variables[reading.Variable].Categories))
			}
		}
	})
}

func TestEveryFreeTextCanBeReplaced(t *testing.T) {
	survey := parsed(t, everything)
	rapid.Check(t, func(t *rapid.T) {
		answers := survey.Check(someAnswers().Draw(t, "answers"), noon(t)).Answers
		for _, text := range survey.Texts(answers) {
			survey.Replace(answers, text.Pointer, "***")
		}
		for _, text := range survey.Texts(answers) {
			require.Equal(t, "***", text.Text)
		}
	})
}

// requireFixpoint says that a survey's definition is read as the same again.
func requireFixpoint(t require.TestingT, survey *surveyjs.Survey) {
	again, found := surveyjs.Parse(survey.Definition())
	require.Empty(t, found, string(survey.Definition()))
	require.Equal(t, string(survey.Definition()), string(again.Definition()))
	require.Equal(t, survey.Hash(), again.Hash())
	require.Equal(t, survey.Variables(), again.Variables())
}

func TestADefinitionIsReadAsTheSameAgain(t *testing.T) {
	requireFixpoint(t, parsed(t, everything))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("يكیک‌ aB1۱<>/&;x\"'=\u00a0\n\t{}|-")))
		quoted := func(name string) string {
			written, err := json.Marshal(text.Draw(t, name))
			require.NoError(t, err)
			return string(written)
		}
		survey, _ := surveyjs.Parse([]byte(`{"title":` + quoted("title") + `,"elements":[
			{"type":"comment","name":` + quoted("name") + `,"description":{"en":` + quoted("en") + `}},
			{"type":"html","name":"h","html":` + quoted("html") + `},
			{"type":"dropdown","name":"other","choices":[` + quoted("value") + `,1],"visibleIf":"{other} = 1",
			 "validators":[]}]}`))
		if survey != nil {
			requireFixpoint(t, survey)
		}
	})
}
