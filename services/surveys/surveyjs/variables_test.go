package surveyjs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

const everything = `{"elements":[
	{"type":"radiogroup","name":"نوع","title":{"fa":"نوع","en":"Kind"},"choices":["a",{"value":5,"text":"پنج"}],"showOtherItem":true,"showNoneItem":true},
	{"type":"checkbox","name":"k","choices":[1,2]},
	{"type":"rating","name":"nps","rateMin":0,"rateMax":10},
	{"type":"rating","name":"r","rateValues":["بد",{"value":2,"text":{"fa":"خوب","en":"good"}}]},
	{"type":"boolean","name":"b","labelTrue":{"fa":"آری"}},
	{"type":"matrix","name":"m","columns":["x","y"],"rows":["r1",{"value":"r2","text":"سطر"}]},
	{"type":"ranking","name":"o","choices":["p","q","s"]},
	{"type":"text","name":"n","inputType":"number"},{"type":"text","name":"d","inputType":"date"},
	{"type":"comment","name":"c"},{"type":"html","name":"h","html":"x"},
	{"type":"multipletext","name":"t","items":[{"name":"i1","title":"یک"},{"name":"i2","inputType":"number"}]}]}`

func TestEverythingThatCanBeCountedIsAVariable(t *testing.T) {
	survey := parsed(t, everything)
	type row struct {
		name, question string
		kind           surveyjs.Kind
	}
	var rows []row
	for _, v := range survey.Variables() {
		rows = append(rows, row{v.Name, v.Question, v.Kind})
	}
	require.Equal(t, []row{
		{"نوع", "نوع", surveyjs.Choice},
		{"نوع-Comment", "نوع", surveyjs.Text},
		{"k", "k", surveyjs.Choices},
		{"nps", "nps", surveyjs.Choice},
		{"r", "r", surveyjs.Choice},
		{"b", "b", surveyjs.Choice},
		{"m/r1", "m", surveyjs.Choice},
		{"m/r2", "m", surveyjs.Choice},
		{"o", "o", surveyjs.Ranking},
		{"n", "n", surveyjs.Number},
		{"d", "d", surveyjs.Date},
		{"c", "c", surveyjs.Text},
		{"t/i1", "t", surveyjs.Text},
		{"t/i2", "t", surveyjs.Number},
	}, rows)
	five := 5.0
	variables := survey.Variables()
	require.Equal(t, surveyjs.Texts{"fa": "نوع", "en": "Kind"}, variables[0].Title)
	require.Equal(t, []surveyjs.Category{
		{Value: "a", Label: surveyjs.Texts{"fa": "a", "en": "a"}},
		{Value: "5", Label: surveyjs.Texts{"fa": "پنج", "en": "پنج"}, Score: &five},
		{Value: "none", Label: surveyjs.Texts{"fa": "هیچ‌کدام", "en": "None"}},
		{Value: "other", Label: surveyjs.Texts{"fa": "سایر", "en": "Other"}},
	}, variables[0].Categories)
	require.True(t, variables[3].NPS)
	require.Len(t, variables[3].Categories, 11)
	require.False(t, variables[4].NPS)
	require.Equal(t, surveyjs.Texts{"fa": "آری", "en": "آری"}, variables[5].Categories[0].Label)
	require.Equal(t, surveyjs.Texts{"fa": "خیر", "en": "No"}, variables[5].Categories[1].Label)
	require.Equal(t, surveyjs.Texts{"fa": "سطر", "en": "سطر"}, variables[7].Part)
	require.Equal(t, surveyjs.Texts{"fa": "یک", "en": "یک"}, variables[12].Part)
}

func TestAnswersAreReadVariableByVariable(t *testing.T) {
	survey := parsed(t, everything)
	verdict := survey.Check(map[string]any{
		"نوع": "other", "نوع-Comment": "چیز دیگر", "k": []any{2.0, 1.0}, "nps": 10.0, "r": "بد", "b": false,
		"m": map[string]any{"r2": "y"}, "o": []any{"s", "p", "q"}, "n": "۱۲٫۵", "d": "2026-11-22", "c": "متن",
		"t": map[string]any{"i1": "x", "i2": 3.0},
	}, noon(t))
	require.Empty(t, verdict.Violations)
	require.Equal(t, []surveyjs.Reading{
		{Variable: 0, Categories: []int{3}},
		{Variable: 1, Text: "چیز دیگر"},
		{Variable: 2, Categories: []int{1, 0}},
		{Variable: 3, Categories: []int{10}},
		{Variable: 4, Categories: []int{0}},
		{Variable: 5, Categories: []int{1}},
		{Variable: 7, Categories: []int{1}},
		{Variable: 8, Categories: []int{2, 0, 1}},
		{Variable: 9, Number: 12.5},
		{Variable: 10, Number: 202611},
		{Variable: 11, Text: "متن"},
		{Variable: 12, Text: "x"},
		{Variable: 13, Number: 3},
	}, survey.Read(verdict.Answers))
	require.Empty(t, survey.Read(nil))
}

func TestFreeTextsAreFoundAndReplaced(t *testing.T) {
	survey := parsed(t, everything)
	answers := map[string]any{
		"نوع": "other", "نوع-Comment": "یک", "c": "دو", "d": "2026-11-22", "n": 1.0,
		"t": map[string]any{"i1": "سه", "i2": 3.0}, "m": map[string]any{"r1": "x"},
	}
	found := survey.Texts(answers)
	require.Equal(t, []surveyjs.FreeText{{"/نوع-Comment", "یک"}, {"/c", "دو"}, {"/t/i1", "سه"}}, found)
	for _, text := range found {
		survey.Replace(answers, text.Pointer, text.Text+"*")
	}
	survey.Replace(answers, "/c", "  ")
	for _, nowhere := range []string{"", "/x", "/n", "/t/i2", "/c/d", "/t/i1/x"} {
		survey.Replace(answers, nowhere, "!")
	}
	require.Equal(t, map[string]any{
		"نوع": "other", "نوع-Comment": "یک*", "d": "2026-11-22", "n": 1.0,
		"t": map[string]any{"i1": "سه*", "i2": 3.0}, "m": map[string]any{"r1": "x"},
	}, answers)
}

func TestScalesAreThoseOfTheOriginal(t *testing.T) {
	for properties, want := range map[string][]string{
		``:                                       {"1", "2", "3", "4", "5"},
		`,"rateCount":7`:                         {"1", "2", "3", "4", "5"},
		`,"rateCount":3,"rateMin":0`:             {"0", "1", "2"},
		`,"rateCount":3,"rateMax":10`:            {"8", "9", "10"},
		`,"rateCount":9,"rateMin":0,"rateMax":2`: {"0", "1", "2"},
		`,"rateStep":2`:                          {"1", "3", "5"},
		`,"rateMin":0,"rateMax":0.3,"rateStep":0.1`:         {"0", "0.1", "0.2", "0.3"},
		`,"rateMin":1.5,"rateMax":3`:                        {"1.5", "3"},
		`,"rateMin":-1,"rateMax":1`:                         {"-1", "0", "1"},
		`,"rateValues":[1,"x"],"rateMax":9`:                 {"1", "x"},
		`,"rateValues":[7],"autoGenerate":true,"rateMax":2`: {"1", "2"},
		`,"rateDisplayMode":"stars","rateMax":2`:            {"1", "2"},
	} {
		survey := parsed(t, `[{"type":"rating","name":"q"`+properties+`}]`)
		var values []string
		for _, category := range survey.Variables()[0].Categories {
			values = append(values, category.Value)
		}
		require.Equal(t, want, values, properties)
	}
}
