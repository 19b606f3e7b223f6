package surveyjs_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

// noon is a moment in Tehran.
func noon(t require.TestingT) time.Time {
	tehran, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	return time.Date(2026, time.November, 22, 12, 0, 0, 0, tehran)
}

// parsed reads a definition, or a list of elements, that has to be accepted.
func parsed(t require.TestingT, definition string) *surveyjs.Survey {
	if strings.HasPrefix(definition, "[") {
		definition = `{"elements":` + definition + `}`
	}
	survey, problems := surveyjs.Parse([]byte(definition))
	require.Empty(t, problems, definition)
	require.NotNil(t, survey, definition)
	return survey
}

// problems reads a definition that has to be refused, and says why it was.
func problems(t *testing.T, definition string) []string {
	t.Helper()
	survey, found := surveyjs.Parse([]byte(definition))
	require.Nil(t, survey, definition)
	require.NotEmpty(t, found, definition)
	var reasons []string
	for _, problem := range found {
		reasons = append(reasons, strings.TrimRight(problem.Code+" "+problem.Pointer+" "+problem.Limit, " "))
	}
	return reasons
}

func TestWhatIsNoDefinitionIsRefused(t *testing.T) {
	text := `{"type":"text","name":"q"}`
	for definition, want := range map[string][]string{
		``:                                      {"malformed_json"},
		`[]`:                                    {"wrong_type"},
		`null`:                                  {"wrong_type"},
		`{"title":"a","title":"b"}`:             {"malformed_json"},
		`{} {}`:                                 {"malformed_json"},
		"{\"title\":\"\xff\"}":                  {"malformed_json"},
		`{"elements":[` + text + `],"w":1e999}`: {"malformed_json"},
		`{}`:                                    {"empty_survey"},
		`{"elements":[]}`:                       {"empty_survey"},
		`{"elements":[{"type":"html","name":"h","html":"x"}]}`:                    {"empty_survey"},
		`{"elements":[` + text + `],"pages":[]}`:                                  {"repeated /elements"},
		`{"elements":[` + text + `],"questions":[]}`:                              {"repeated /questions"},
		`{"elements":[` + text + `],"triggers":[]}`:                               {"unknown_field /triggers"},
		`{"elements":[` + text + `],"clearInvisibleValues":"none"}`:               {"unknown_value /clearInvisibleValues"},
		`{"elements":[{"name":"q"}]}`:                                             {"required /elements/0/type"},
		`{"elements":[{"type":"text"}]}`:                                          {"required /elements/0/name"},
		`{"elements":[{"type":"matrixdynamic","name":"q"}]}`:                      {"unknown_value /elements/0/type"},
		`{"elements":[` + text + `,{"type":"text","name":"Q"}]}`:                  {"repeated /elements/1/name"},
		`{"elements":["q"]}`:                                                      {"wrong_type /elements/0"},
		`{"title":{"de":"Titel"},"elements":[` + text + `]}`:                      {"unknown_field /title/de"},
		`{"title":"a\u0007","elements":[` + text + `]}`:                           {"control_character /title"},
		`{"title":"a\u202eb","elements":[` + text + `]}`:                          {"control_character /title"},
		`{"title":"` + strings.Repeat("آ", 1001) + `","elements":[` + text + `]}`: {"too_long /title 1000"},
	} {
		require.Equal(t, want, problems(t, definition), definition)
	}
}

func TestEverythingThatIsRefusedIsListedAtOnce(t *testing.T) {
	require.Equal(t, []string{
		"unknown_field /pages/0/elements/0/a~1b", "wrong_type /pages/0/elements/0/isRequired",
		"expression_invalid /pages/0/elements/0/visibleIf 7", "required /pages/0/elements/1/choices",
		"pattern_not_supported /pages/0/elements/2/validators/0/regex 1000",
		"expression_unknown_question /pages/0/elements/1/enableIf nobody",
	}, problems(t, `{"pages":[{"elements":[
		{"type":"text","name":"a","a/b":1,"isRequired":"yes","visibleIf":"{a} = = 1"},
		{"type":"radiogroup","name":"b","enableIf":"{nobody} = 1"},
		{"type":"text","name":"c","validators":[{"type":"regex","regex":"(?=x)"}]}]}]}`))
}

func TestElementsThatTheOriginalWouldReadOtherwiseAreRefused(t *testing.T) {
	for element, want := range map[string]string{
		`{"type":"text","name":"a{b}"}`:                                                   "invalid /elements/0/name",
		`{"type":"text","name":"#a"}`:                                                     "invalid /elements/0/name",
		`{"type":"text","name":"a-Comment"}`:                                              "invalid /elements/0/name",
		`{"type":"text","name":"__proto__"}`:                                              "invalid /elements/0/name",
		`{"type":"text","name":"a\n"}`:                                                    "control_character /elements/0/name",
		`{"type":"text","name":""}`:                                                       "required /elements/0/name",
		`{"type":"text","name":"a","min":1}`:                                              "unknown_field /elements/0/min",
		`{"type":"text","name":"a","defaultValue":1}`:                                     "unknown_field /elements/0/defaultValue",
		`{"type":"text","name":"a","inputType":"date","min":"=today()"}`:                  "not_a_date /elements/0/min",
		`{"type":"text","name":"a","inputType":"date","min":"0000-05-01"}`:                "not_a_date /elements/0/min",
		`{"type":"text","name":"a","inputType":"date","max":"0000-12-31"}`:                "not_a_date /elements/0/max",
		`{"type":"text","name":"a","inputType":"number","max":"many"}`:                    "not_a_number /elements/0/max",
		`{"type":"text","name":"a","inputType":"number","step":0}`:                        "out_of_range /elements/0/step 0",
		`{"type":"radiogroup","name":"a","choices":["a|b"]}`:                              "invalid /elements/0/choices/0",
		`{"type":"radiogroup","name":"a","choices":[1,"1"]}`:                              "repeated /elements/0/choices/1",
		`{"type":"radiogroup","name":"a","choices":["علي",{"value":"علی"}]}`:              "repeated /elements/0/choices/1/value",
		`{"type":"radiogroup","name":"a","choices":[{"text":"x"}]}`:                       "required /elements/0/choices/0/value",
		`{"type":"radiogroup","name":"a","choices":["none"],"hasNone":true}`:              "repeated /elements/0/choices none",
		`{"type":"ranking","name":"a","choices":[1]}`:                                     "required /elements/0/choices",
		`{"type":"checkbox","name":"a","choices":[1],"minSelectedChoices":2}`:             "out_of_range /elements/0/minSelectedChoices 1",
		`{"type":"rating","name":"a","rateMin":7}`:                                        "out_of_range /elements/0 20",
		`{"type":"rating","name":"a","rateMax":30}`:                                       "out_of_range /elements/0 20",
		`{"type":"rating","name":"a","rateType":"smileys","rateMax":12}`:                  "out_of_range /elements/0 10",
		`{"type":"boolean","name":"a","valueTrue":"x","valueFalse":"x"}`:                  "repeated /elements/0 x",
		`{"type":"matrix","name":"a","rows":[1]}`:                                         "required /elements/0/columns",
		`{"type":"comment","name":"a","validators":[{"type":"answercount"}]}`:             "unknown_value /elements/0/validators/0/type",
		`{"type":"text","name":"a","visibleIf":"{a.b} = 1"}`:                              "expression_unknown_question /elements/0/visibleIf a.b",
		`{"type":"text","name":"a","visibleIf":"{a-Comment} = 1"}`:                        "expression_unknown_question /elements/0/visibleIf a-Comment",
		`{"type":"text","name":"locale","visibleIf":"{locale} = 'fa'"}`:                   "expression_unknown_question /elements/0/visibleIf locale",
		`{"type":"text","name":"a","visibleIf":"age(1)"}`:                                 "expression_unknown_function /elements/0/visibleIf 1",
		`{"type":"matrix","name":"a","rows":["a"],"columns":[1],"visibleIf":"{a} empty"}`: "expression_ambiguous /elements/0/visibleIf a",
		`{"type":"text","name":"a","width":"10px;left:0"}`:                                "invalid /elements/0/width",
	} {
		require.Equal(t, []string{want}, problems(t, `{"elements":[`+element+`]}`), element)
	}
}

func TestBoundsAreKept(t *testing.T) {
	panels := func(depth int) string {
		return `{"elements":[` + strings.Repeat(`{"type":"panel","elements":[`, depth) + `{"type":"text","name":"q"}` +
			strings.Repeat(`]}`, depth) + `]}`
	}
	parsed(t, panels(8))
	require.Contains(t, problems(t, panels(9))[0], "nested_too_deeply")
	for _, deep := range []string{strings.Repeat(`[`, 60_000), strings.Repeat(`{"a":`, 10_000), panels(1500)} {
		require.Equal(t, []string{"nested_too_deeply  40"}, problems(t, deep))
	}
	require.Equal(t, []string{"definition_too_large  262144"}, problems(t, strings.Repeat(" ", 1<<18)+"{}"))
	var many []string
	for i := range 201 {
		many = append(many, fmt.Sprintf(`{"type":"text","name":"q%d"}`, i))
	}
	pages := `{"pages":[{"elements":[` + strings.Join(many[:100], ",") + `]},{"elements":[` + strings.Join(many[100:], ",") + `]}]}`
	require.Equal(t, []string{"too_many_questions /pages/1/elements/100 200"}, problems(t, pages))
	unknown := make([]string, 500)
	for i := range unknown {
		unknown[i] = fmt.Sprintf(`"x%d":1`, i)
	}
	require.Len(t, problems(t, "{"+strings.Join(unknown, ",")+"}"), 100)
	parentheses := strings.Repeat("(", 30_000) + "1" + strings.Repeat(")", 30_000)
	require.Equal(t, []string{"expression_too_complex /elements/0/visibleIf 4097"},
		problems(t, `{"elements":[{"type":"text","name":"q","visibleIf":"`+parentheses+`"}]}`))
}

func TestTheDefinitionHasOneSpelling(t *testing.T) {
	survey := parsed(t, `{"title":" نظر سنجي‌ها ","elements":[{"name":"كيفيت","type":"radiogroup",
		"choices":[{"value":"علي","text":{"fa":"علي","en":" Ali "}}, 1.0],"visibleIf":"{كيفيت}\n  notempty",
		"validators":[{"type":"expression","expression":""}]},
		{"type":"html","name":"h","html":"<p onclick=x>سلام<script>1</script><img src=x> <a href='https://example.ir' class=c>ب</a></p>"}]}`)
	const want = `{"elements":[{"choices":[{"text":{"en":"Ali","fa":"علی"},"value":"علی"},1],"name":"کیفیت",` +
		`"type":"radiogroup","validators":[{"expression":"","type":"expression"}],"visibleIf":"{کیفیت} notempty"},` +
		`{"html":"<p>سلام <a href=\"https://example.ir\" rel=\"nofollow noreferrer\">ب</a></p>","name":"h","type":"html"}],` +
		`"title":"نظر سنجی‌ها"}`
	require.JSONEq(t, want, string(survey.Definition()))
	hash := sha256.Sum256([]byte(want))
	require.Equal(t, hex.EncodeToString(hash[:]), survey.Hash())
	require.Equal(t, survey.Hash(), parsed(t, want).Hash())
	require.True(t, json.Valid(survey.Definition()))
}

func TestTheTitleFallsBackOnWhatThereIs(t *testing.T) {
	text := `,"elements":[{"type":"text","name":"q"}]}`
	for title, want := range map[string][2]string{
		`"عنوان"`:                          {"عنوان", "عنوان"},
		`{"en":"Title"}`:                   {"Title", "Title"},
		`{"default":"نام","en":"Title"}`:   {"نام", "Title"},
		`{"fa":"عنوان","default":"Title"}`: {"عنوان", "Title"},
		`""`:                               {"", ""},
	} {
		survey := parsed(t, `{"title":`+title+text)
		require.Equal(t, want, [2]string{survey.Title("fa"), survey.Title("en")}, title)
	}
}

func TestWhatLacksALanguageIsFound(t *testing.T) {
	survey := parsed(t, `{"title":{"fa":"عنوان","en":"Title"},"elements":[
		{"type":"radiogroup","name":"q1","title":"رضایت","choices":["خوب",{"value":1,"text":"۱–۵"},{"value":"b","text":{"en":"bad"}},3]},
		{"type":"text","name":"q2"},{"type":"text","name":"12","titleLocation":"hidden"},
		{"type":"rating","name":"q3","title":{"default":"امتیاز","en":"Score"},"minRateDescription":{"fa":"کم"}},
		{"type":"multipletext","name":"q4","titleLocation":"hidden","items":[{"name":"i"}]}]}`)
	var lacking []string
	for _, problem := range survey.Untranslated("fa", "en") {
		require.Equal(t, "untranslated", problem.Code)
		lacking = append(lacking, problem.Pointer+" "+problem.Limit)
	}
	require.ElementsMatch(t, []string{
		"/elements/0/title en", "/elements/0/choices/0 fa", "/elements/0/choices/0 en", "/elements/0/choices/2/text fa",
		"/elements/1/title fa", "/elements/1/title en", "/elements/3/minRateDescription en",
		"/elements/4/items/0/title fa", "/elements/4/items/0/title en",
	}, lacking)
	english := parsed(t, `{"locale":"en","elements":[{"type":"text","name":"q","title":"Why?"}]}`)
	require.Equal(t, []surveyjs.Problem{{Pointer: "/elements/0/title", Code: "untranslated", Limit: "fa"}},
		english.Untranslated("fa", "en"))
}

func TestASurveyWhoseExpressionsTakeTooLongIsRefused(t *testing.T) {
	condition := func(times int) string {
		return `{"elements": [{"type": "text", "name": "آ"}, {"type": "text", "name": "ب", "visibleIf": "` +
			strings.Repeat("{آ} anyof {آ} or ", times) + `{آ} = 1"}]}`
	}
	survey, refused := surveyjs.Parse([]byte(condition(60)))
	require.NotNil(t, survey, refused)
	two := strings.Replace(condition(60), `"name": "آ"`, `"name": "آ", "enableIf": "`+
		strings.Repeat("{آ} anyof {آ} or ", 60)+`{آ} = 1"`, 1)
	require.Equal(t, []string{"expression_too_complex /elements/1/visibleIf"}, problems(t, two))
}
