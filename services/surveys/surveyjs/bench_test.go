package surveyjs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

// longSurvey has thirty questions of all kinds and fifteen expressions.
func longSurvey() (definition string, answers map[string]any) {
	answers = map[string]any{}
	var elements []string
	add := func(name, element string, answer any) {
		elements = append(elements, fmt.Sprintf(`{"name":%q,%s}`, name, element))
		answers[name] = answer
	}
	for i := range 5 {
		mark := func(prefix string) string { return fmt.Sprintf("%s%d", prefix, i) }
		add(mark("خدمت"), `"type":"radiogroup","isRequired":true,"choices":["الف","ب","پ"],"showOtherItem":true`, "ب")
		add(mark("rate"), `"type":"rating","rateMin":0,"rateMax":10,"requiredIf":"{`+mark("خدمت")+`} notempty"`, 7.0)
		add(mark("why"), `"type":"comment","maxLength":500,"visibleIf":"{`+mark("rate")+`} < 8"`, "زمان انتظار زیاد بود و پاسخی نرسید")
		add(mark("tags"), `"type":"checkbox","choices":[1,2,3,4,5],"maxSelectedChoices":3,`+
			`"validators":[{"type":"answercount","minCount":1}]`, []any{1.0, 3.0})
		add(mark("age"), `"type":"text","inputType":"number","min":0,"max":120,`+
			`"validators":[{"type":"expression","expression":"{`+mark("age")+`} > 10 and {`+mark("rate")+`} >= 0"}]`, 34.0)
		add(mark("grid"), `"type":"matrix","isAllRowRequired":true,"columns":[1,2,3],"rows":["سرعت","ادب","پاسخ"]`,
			map[string]any{"سرعت": 1.0, "ادب": 2.0, "پاسخ": 3.0})
	}
	return `{"elements":[` + strings.Join(elements, ",") + `]}`, answers
}

func BenchmarkCheckThirtyQuestions(b *testing.B) {
	definition, answers := longSurvey()
	survey, problems := surveyjs.Parse([]byte(definition))
	require.Empty(b, problems)
	now := time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	require.Empty(b, survey.Check(answers, now).Violations)
	b.ReportAllocs()
	for b.Loop() {
		_ = survey.Check(answers, now)
	}
}

func BenchmarkReadThirtyQuestions(b *testing.B) {
	definition, answers := longSurvey()
	survey, problems := surveyjs.Parse([]byte(definition))
	require.Empty(b, problems)
	b.ReportAllocs()
	for b.Loop() {
		_ = survey.Read(answers)
	}
}

func BenchmarkParseThirtyQuestions(b *testing.B) {
	definition, _ := longSurvey()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = surveyjs.Parse([]byte(definition))
	}
}
