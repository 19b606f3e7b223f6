package surveys_test

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

// counted asks for one of each kind that can be counted. Nothing has to be answered.
func counted() []byte {
	return questions(
		asked("radiogroup", "mood", `"choices":[1,2,3]`),
		asked("radiogroup", "pace", `"choices":[10,20,30]`),
		asked("rating", "advice", `"rateMin":0`, `"rateMax":10`),
		asked("checkbox", "needs", `"choices":[1,2,3]`),
		asked("matrix", "quality", `"columns":[1,2,3]`, `"rows":[`+
			`{"value":"speed","text":{"fa":"سرعت","en":"Speed"}},{"value":"care","text":{"fa":"دقت","en":"Care"}}]`),
		asked("ranking", "order", `"choices":[1,2,3]`),
		asked("text", "visits", `"inputType":"number"`),
		asked("text", "since", `"inputType":"date"`),
		asked("boolean", "again", `"labelTrue":{"fa":"بله","en":"Yes"}`, `"labelFalse":{"fa":"خیر","en":"No"}`),
		asked("comment", "note"),
	)
}

// crossable are the variables of counted that others can be crossed with.
func crossable() []string {
	return []string{"mood", "pace", "advice", "quality/speed", "quality/care", "again"}
}

// said is what somebody answered to a question, or to a part of it: nothing, one thing or more.
func said(person answers, variable string) []string {
	name, row, isRow := strings.Cut(variable, "/")
	value := person[name]
	if isRow {
		rows, _ := value.(answers)
		value = rows[row]
	}
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		var all []string
		for _, item := range value {
			all = append(all, worded(item))
		}
		return all
	default:
		return []string{worded(value)}
	}
}

func worded(value any) string {
	switch value := value.(type) {
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(value)
	case string:
		return value
	default:
		return ""
	}
}

// chose are those of the people who chose a value.
func chose(people []answers, variable, value string) (those []answers) {
	for _, person := range people {
		if slices.Contains(said(person, variable), value) {
			those = append(those, person)
		}
	}
	return those
}

// answering are those of the people who answered a question at all.
func answering(people []answers, variable string) (those []answers) {
	for _, person := range people {
		if len(said(person, variable)) > 0 {
			those = append(those, person)
		}
	}
	return those
}

// tellCounts has the counts of a closed version be those of other people. It is quicker than to have them answer.
func (w *world) tellCounts(t kerneltest.Tester, version models.SurveyVersion, people []answers) {
	t.Helper()
	survey, problems := surveyjs.Parse([]byte(version.Definition))
	require.Empty(t, problems)
	var layout tally.Layout
	kinds := map[surveyjs.Kind]tally.Kind{
		surveyjs.Choice: tally.Choice, surveyjs.Choices: tally.Choices, surveyjs.Number: tally.Number,
		surveyjs.Date: tally.Month, surveyjs.Text: tally.Text, surveyjs.Ranking: tally.Ranking,
	}
	for _, variable := range survey.Variables() {
		layout = append(layout, tally.Variable{Kind: kinds[variable.Kind], Categories: len(variable.Categories)})
	}
	counts, err := tally.New(layout)
	require.NoError(t, err)
	for _, person := range people {
		var readings []tally.Reading
		for _, r := range survey.Read(person) {
			readings = append(readings, tally.Reading{Variable: r.Variable, Categories: r.Categories, Number: r.Number})
		}
		require.NoError(t, counts.Add(readings))
	}
	row := models.SurveyTally{VersionID: version.ID, Answers: int64(len(people))}
	key := w.sealing(t, uuid.NewSHA1(version.ID, []byte("tally")))
	row.CountsSealed, err = seal.Bytes(key, version.ID, "survey_tallies.counts_sealed", counts.Encode())
	require.NoError(t, err)
	require.NoError(t, w.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}

// variable finds the results of a variable.
func variable(t kerneltest.Tester, results models.SurveyResults, name string) models.VariableResult {
	t.Helper()
	for _, found := range results.Variables {
		if found.Name == name {
			return found
		}
	}
	require.Fail(t, "no such variable", name)
	return models.VariableResult{}
}

// of dereferences a figure that has to be shown.
func of[T any](t kerneltest.Tester, figure *T, what ...any) T {
	t.Helper()
	require.NotNil(t, figure, what...)
	return *figure
}
