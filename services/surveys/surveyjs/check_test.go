package surveyjs_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

// broken says which rules answers break.
func broken(t *testing.T, survey *surveyjs.Survey, answers string) (codes []string, normalised string) {
	t.Helper()
	var given map[string]any
	require.NoError(t, json.Unmarshal([]byte(answers), &given), answers)
	verdict := survey.Check(given, noon(t))
	for _, v := range verdict.Violations {
		codes = append(codes, strings.TrimSuffix(v.Code+" "+v.Pointer+" "+v.Limit, " "))
	}
	written, err := json.Marshal(verdict.Answers)
	require.NoError(t, err)
	return codes, string(written)
}

// requireVerdicts checks rows of elements, answers and the rules that these break, or "" and what they are read as.
func requireVerdicts(t *testing.T, elements string, rows [][]string) {
	t.Helper()
	survey := parsed(t, elements)
	for _, row := range rows {
		codes, normalised := broken(t, survey, row[0])
		if row[1] == "" {
			require.Empty(t, codes, row[0])
			require.JSONEq(t, row[2], normalised, row[0])
			continue
		}
		require.Equal(t, row[1:], codes, row[0])
	}
}

func TestTextsAreNormalisedAndHeldToTheirBounds(t *testing.T) {
	requireVerdicts(t, `[{"type":"text","name":"q","isRequired":true,"maxLength":5,
		"validators":[{"type":"text","minLength":2,"allowDigits":false},{"type":"regex","regex":"^[آ-ی‌]+$"}]}]`, [][]string{
		{`{}`, "required /q"},
		{`{"q":"  "}`, "required /q"},
		{`{"q":null}`, "required /q"},
		{`{"q":" علي‌ "}`, "", `{"q":"علی"}`},
		{`{"q":"می‌رم"}`, "", `{"q":"می‌رم"}`},
		{`{"q":"می‌روم"}`, "too_long /q 5"},
		{`{"q":"آ"}`, "too_short /q 2"},
		{`{"q":"a1"}`, "digits_not_allowed /q", "pattern_mismatch /q"},
		{`{"q":5}`, "wrong_type /q"},
		{`{"q":"آب\u0000"}`, "control_character /q"},
		{`{"q":"آب\u202e"}`, "control_character /q"},
		{`{"q":"آب","z":1,"a~b/c":2}`, "unknown_field /a~0b~1c", "unknown_field /z"},
	})
	requireVerdicts(t, `[{"type":"comment","name":"q"}]`, [][]string{
		{`{"q":"سلام\r\n\r\n\r\n\r\n\r\nدنيا  "}`, "", `{"q":"سلام\n\n\nدنیا"}`},
		{`{"q":"` + strings.Repeat("آ", 10_001) + `"}`, "too_long /q 10000"},
		{`{"q":"` + strings.Repeat("😀", 5_001) + `"}`, "too_long /q 10000"},
	})
}

func TestNumbersOfEveryScriptAreRead(t *testing.T) {
	requireVerdicts(t, `[{"type":"text","inputType":"number","name":"q","min":1,"max":20,"step":0.5,"minErrorText":"کم است",
		"validators":[{"type":"numeric","maxValue":15}]}]`, [][]string{
		{`{"q":"۱۲٫۵"}`, "", `{"q":12.5}`},
		{`{"q":"١٢"}`, "", `{"q":12}`},
		{`{"q":" 3 "}`, "", `{"q":3}`},
		{`{"q":0.3}`, "too_small /q 1", "step_mismatch /q 0.5"},
		{`{"q":21}`, "too_large /q 20"},
		{`{"q":16}`, "too_large /q 15"},
		{`{"q":"دوازده"}`, "not_a_number /q"},
		{`{"q":"1,5"}`, "not_a_number /q"},
		{`{"q":"Infinity"}`, "not_a_number /q"},
		{`{"q":true}`, "wrong_type /q"},
		{`{"q":""}`, "", `{}`},
	})
	requireVerdicts(t, `[{"type":"text","name":"q","validators":[{"type":"numeric","minValue":2}]}]`, [][]string{
		{`{"q":"۱۲"}`, "", `{"q":"12"}`},
		{`{"q":"3,5"}`, "", `{"q":"3,5"}`},
		{`{"q":"1 2"}`, "not_a_number /q"},
		{`{"q":"1234567890123456"}`, "not_a_number /q"},
		{`{"q":"1"}`, "too_small /q 2"},
	})
}

func TestDatesAreDaysThatExist(t *testing.T) {
	requireVerdicts(t, `[{"type":"text","inputType":"date","name":"q","min":"2026-01-01"}]`, [][]string{
		{`{"q":"۲۰۲۶-۰۲-۲۸"}`, "", `{"q":"2026-02-28"}`},
		{`{"q":"2025-12-31"}`, "too_small /q 2026-01-01"},
		{`{"q":"3000-01-01"}`, "too_large /q 2999-12-31"},
		{`{"q":"2026-02-29"}`, "not_a_date /q"},
		{`{"q":"2026-2-1"}`, "not_a_date /q"},
		{`{"q":20260101}`, "wrong_type /q"},
	})
	requireVerdicts(t, `[{"type":"text","inputType":"date","name":"q"},
		{"type":"multipletext","name":"m","items":[{"name":"i","inputType":"date"}]}]`, [][]string{
		{`{"q":"0001-01-01"}`, "", `{"q":"0001-01-01"}`},
		{`{"q":"0000-05-01"}`, "not_a_date /q"},
		{`{"q":"۰۰۰۰-۱۲-۳۱"}`, "not_a_date /q"},
		{`{"m":{"i":"0000-05-01"}}`, "not_a_date /m/i"},
	})
}

func TestOneChoiceIsMade(t *testing.T) {
	requireVerdicts(t, `[{"type":"radiogroup","name":"q","choices":["علی",5,true,{"value":"b","visibleIf":"{x} = 1"},
		{"value":"c","enableIf":"{x} = 1"}],"showOtherItem":true,"otherErrorText":"بگویید","isRequired":true},
		{"type":"text","name":"x"}]`, [][]string{
		{`{}`, "required /q"},
		{`{"q":"علي"}`, "", `{"q":"علی"}`},
		{`{"q":"5"}`, "", `{"q":5}`},
		{`{"q":"true"}`, "", `{"q":true}`},
		{`{"q":"A"}`, "unknown_value /q"},
		{`{"q":["علی"]}`, "wrong_type /q"},
		{`{"q":"b"}`, "unknown_value /q"},
		{`{"q":"c"}`, "unknown_value /q"},
		{`{"q":"b","x":"1"}`, "", `{"q":"b","x":"1"}`},
		{`{"q":"other"}`, "required /q-Comment"},
		{`{"q":"other","q-Comment":" "}`, "required /q-Comment"},
		{`{"q":"other","q-Comment":5}`, "wrong_type /q-Comment"},
		{`{"q":"other","q-Comment":"هيچ‌يک"}`, "", `{"q":"other","q-Comment":"هیچ‌یک"}`},
		{`{"q":5,"q-Comment":"x"}`, "answer_hidden /q-Comment"},
		{`{"x-Comment":"x","q":5}`, "unknown_field /x-Comment"},
	})
}

func TestSeveralChoicesAreMade(t *testing.T) {
	requireVerdicts(t, `[{"type":"checkbox","name":"q","choices":["a","b","c","d",{"value":"e","isExclusive":true}],
		"showNoneItem":true,"minSelectedChoices":2,"maxSelectedChoices":3,
		"validators":[{"type":"answercount","minCount":3}]}]`, [][]string{
		{`{}`, "too_few_choices /q 2"},
		{`{"q":["a"]}`, "too_few_choices /q 2"},
		{`{"q":["a","b"]}`, "too_few_choices /q 3"},
		{`{"q":["a","b","c"]}`, "", `{"q":["a","b","c"]}`},
		{`{"q":["a","b","c","d"]}`, "too_many_choices /q 3"},
		{`{"q":["a","a","x"]}`, "repeated /q/1", "unknown_value /q/2"},
		{`{"q":["none"]}`, "too_few_choices /q 3"},
		{`{"q":["none","a","b"]}`, "exclusive_choice /q/0"},
		{`{"q":["a","e","b"]}`, "exclusive_choice /q/1"},
		{`{"q":"a"}`, "wrong_type /q"},
		{`{"q":[null]}`, "wrong_type /q/0"},
	})
	requireVerdicts(t, `[{"type":"tagbox","name":"q","choices":["a"],"hasNone":true,"hasOther":true,"minSelectedChoices":1}]`, [][]string{
		{`{"q":["none"]}`, "", `{"q":["none"]}`},
		{`{"q":["other"]}`, "required /q-Comment"},
		{`{"q":[],"q-Comment":"x"}`, "answer_hidden /q-Comment", "too_few_choices /q 1"},
	})
}

func TestRankingsAreCompleted(t *testing.T) {
	requireVerdicts(t, `[{"type":"ranking","name":"q","choices":["a","b","c",{"value":"d","visibleIf":"{x} = 1"}]},{"type":"text","name":"x"}]`, [][]string{
		{`{"q":["b"]}`, "", `{"q":["b","a","c"]}`},
		{`{"q":["b"],"x":"1"}`, "", `{"q":["b","a","c","d"],"x":"1"}`},
		{`{"q":["d"]}`, "unknown_value /q/0"},
		{`{"q":["b","b"]}`, "repeated /q/1"},
		{`{}`, "", `{}`},
	})
	requireVerdicts(t, `[{"type":"ranking","name":"q","choices":["a","b","c"],"selectToRankEnabled":true}]`, [][]string{
		{`{"q":["b"]}`, "", `{"q":["b"]}`},
	})
}

func TestYesAndNoAndRates(t *testing.T) {
	requireVerdicts(t, `[{"type":"boolean","name":"q","isRequired":true},{"type":"boolean","name":"v","valueTrue":"بله","valueFalse":0},
		{"type":"rating","name":"r","rateMin":0,"rateMax":1,"rateStep":0.25}]`, [][]string{
		{`{"q":false,"v":"بله","r":0.75}`, "", `{"q":false,"v":"بله","r":0.75}`},
		{`{"q":"true","v":"0","r":"0.5"}`, "", `{"q":true,"v":0,"r":0.5}`},
		{`{"q":"maybe","v":true,"r":0.3}`, "unknown_value /q", "unknown_value /v", "unknown_value /r"},
		{`{"r":{}}`, "required /q", "wrong_type /r"},
	})
}

func TestMatricesAreCheckedRowByRow(t *testing.T) {
	requireVerdicts(t, `[{"type":"matrix","name":"m","isAllRowRequired":true,"eachRowUnique":true,"columns":[1,2,{"value":3,"visibleIf":"{m.علی} = 1"}],
		"rows":["علی","b",{"value":"c/d","visibleIf":"{m.b} = 2"}]}]`, [][]string{
		{`{}`, "row_required /m/علی", "row_required /m/b"},
		{`{"m":{"علي":1,"b":"3"}}`, "", `{"m":{"علی":1,"b":3}}`},
		{`{"m":{"علی":1,"b":1}}`, "rows_repeat /m/b"},
		{`{"m":{"علی":1,"b":2}}`, "row_required /m/c~1d"},
		{`{"m":{"علی":2,"b":3}}`, "unknown_value /m/b"},
		{`{"m":{"علی":2,"b":1,"c/d":1}}`, "answer_hidden /m/c~1d"},
	})
	survey := parsed(t, `[{"type":"matrix","name":"m","columns":[1,2],"rows":["علی","b",{"value":"c","visibleIf":"{m.b} = 2"}]}]`)
	for answers, want := range map[string][]string{
		`{"m":{"علی":9,"z":1}}`:   {"unknown_field /m/z", "unknown_value /m/علی"},
		`{"m":{"b":1,"c":1}}`:     {"answer_hidden /m/c"},
		`{"m":[1]}`:               {"wrong_type /m"},
		`{"m":{"b":[1]}}`:         {"wrong_type /m/b"},
		`{"m":{"b":null,"c":""}}`: nil,
	} {
		codes, _ := broken(t, survey, answers)
		require.Equal(t, want, codes, answers)
	}
}

func TestItemsAreCheckedOneByOne(t *testing.T) {
	requireVerdicts(t, `[{"type":"multipletext","name":"m","isRequired":true,"items":[{"name":"نام","isRequired":true,"requiredErrorText":"!"},
		{"name":"سن","inputType":"number","validators":[{"type":"numeric","minValue":18}]},{"name":"روز","inputType":"date"}]}]`, [][]string{
		{`{}`, "required /m", "required /m/نام"},
		{`{"m":{"نام":"علي","سن":"۲۰"}}`, "", `{"m":{"نام":"علی","سن":20}}`},
		{`{"m":{"سن":17,"روز":"2026-13-01"}}`, "not_a_date /m/روز"},
		{`{"m":{"سن":17}}`, "required /m/نام", "too_small /m/سن 18"},
		{`{"m":{"نام":"x","z":1,"a":null}}`, "unknown_field /m/z"},
		{`{"m":"x"}`, "wrong_type /m"},
	})
}

func TestHiddenAndDisabledParts(t *testing.T) {
	elements := `[{"type":"radiogroup","name":"a","choices":[1,2]},
		{"type":"panel","visibleIf":"{a} = 1","enableIf":"{b} empty","isRequired":true,"requiredErrorText":{"fa":"یکی","en":"One"},"elements":[
			{"type":"text","name":"b"},{"type":"text","name":"c","requiredIf":"{b} = 'x'","isRequired":true},
			{"type":"panel","visible":false,"elements":[{"type":"text","name":"d","isRequired":true}]}]},
		{"type":"html","name":"h","html":"<b>x</b>","visibleIf":"{a} = 2"}]`
	requireVerdicts(t, elements, [][]string{
		{`{}`, "", `{}`},
		{`{"a":2,"b":"x","c":5}`, "answer_hidden /b", "answer_hidden /c"},
		{`{"a":1}`, "one_answer_required /b"},
		{`{"a":1,"c":"y"}`, "", `{"a":1,"c":"y"}`},
		{`{"a":1,"b":"x"}`, "", `{"a":1,"b":"x"}`},
		{`{"a":1,"c":"y","d":"z","h":"?"}`, "answer_hidden /d", "answer_hidden /h"},
	})
	survey := parsed(t, elements)
	require.Equal(t, map[string]bool{"a": true, "b": true, "c": true, "d": false, "h": false},
		survey.Visible(map[string]any{"a": 1.0}, noon(t)))
	verdict := survey.Check(map[string]any{"a": 1.0}, noon(t))
	require.Equal(t, map[string]string{"fa": "یکی", "en": "One"}, verdict.Violations[0].Message)
}

func TestValidatorsRunWhereTheQuestionItselfIsAnswered(t *testing.T) {
	requireVerdicts(t, `[{"type":"text","name":"a","isRequired":true,"validators":[{"type":"expression","expression":"{b} notempty","text":"ب را هم بگویید"}]},
		{"type":"text","name":"b","validators":[{"type":"expression","expression":"{a} = {b} or {b} empty"}]},
		{"type":"text","name":"c","validators":[{"type":"expression","expression":"{c} notempty"}]}]`, [][]string{
		{`{}`, "required /a", "expression_false /c"},
		{`{"a":"x","c":"1"}`, "expression_false /a"},
		{`{"a":"x","b":"y","c":"1"}`, "expression_false /b"},
		{`{"a":"x","b":"X","c":"1"}`, "", `{"a":"x","b":"X","c":"1"}`},
	})
}

func TestReferencesLeadToQuestionsPartsAndComments(t *testing.T) {
	survey := parsed(t, `[{"type":"text","name":"a.b"},{"type":"matrix","name":"m","columns":[1],"rows":["r.s"]},
		{"type":"dropdown","name":"نوع","choices":[1],"showOtherItem":true},{"type":"checkbox","name":"k","choices":[1]},
		{"type":"text","name":"v1","visibleIf":"{A.B} = 1"},{"type":"text","name":"v2","visibleIf":"{m.R.S} = 1"},
		{"type":"text","name":"v3","visibleIf":"{نوع-Comment} = 'x'"},{"type":"text","name":"v4","visibleIf":"{k} < 1"},
		{"type":"text","name":"v5","visibleIf":"today() > '2026-11-21' and today() < '2026-11-23'"}]`)
	visible := survey.Visible(map[string]any{
		"a.b": "1", "m": map[string]any{"r.s": 1.0}, "نوع": "other", "نوع-Comment": "x",
	}, noon(t))
	for _, name := range []string{"v1", "v2", "v3", "v4", "v5"} {
		require.True(t, visible[name], name)
	}
}
