package surveyjs_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

// demanded says what a list of elements demands.
func demanded(t *testing.T, elements string) []string {
	t.Helper()
	var demands []string
	for _, d := range parsed(t, elements).Demands() {
		word := d.What + " " + d.Pointer
		if d.Overridable {
			word += " ?"
		}
		demands = append(demands, word)
	}
	return demands
}

func TestPropertiesThatDemandIdentityAreFound(t *testing.T) {
	for elements, want := range map[string][]string{
		`[{"type":"text","name":"q","inputType":"email"}]`:                              {"inputType /elements/0/inputType"},
		`[{"type":"text","name":"q","inputType":"url"}]`:                                {"inputType /elements/0/inputType"},
		`[{"type":"text","name":"q","autocomplete":"home TEL-national"}]`:               {"autocomplete /elements/0/autocomplete"},
		`[{"type":"text","name":"q","autoComplete":"bday-year"}]`:                       {"autocomplete /elements/0/autoComplete"},
		`[{"type":"text","name":"q","autocomplete":"off"}]`:                             nil,
		`[{"type":"text","name":"q","autocomplete":""}]`:                                nil,
		`[{"type":"signaturepad","name":"q","penColor":"red"}]`:                         {"signature /elements/0/type"},
		`[{"type":"file","name":"q","acceptedTypes":"image/*"}]`:                        {"file /elements/0/type"},
		`[{"type":"dropdown","name":"q","choicesByUrl":{"url":"https://example.ir"}}]`:  {"remote_choices /elements/0/choicesByUrl"},
		`[{"type":"checkbox","name":"q","choicesFromQuestion":"x"}]`:                    {"remote_choices /elements/0/choicesFromQuestion"},
		`[{"type":"multipletext","name":"q","items":[{"name":"i","inputType":"tel"}]}]`: {"inputType /elements/0/items/0/inputType"},
	} {
		require.Equal(t, want, demanded(t, elements), elements)
	}
}

func TestWordsDemandOnlyWhereAnAnswerIsDemanded(t *testing.T) {
	const asks = `"type":"text","name":"q","title":{"fa":"شماره موبایل خود را بنویسید","en":"Your phone number"}`
	const found = "phone /elements/0/title/fa ?"
	for element, want := range map[string][]string{
		asks:                               nil,
		asks + `,"isRequired":true`:        {found},
		asks + `,"requiredIf":"{q} empty"`: {found},
		asks + `,"validators":[{"type":"expression","expression":"{q} notempty"}]`:                                      {found},
		asks + `,"validators":[{"type":"expression","expression":"{q} empty or 1 = 1"}]`:                                nil,
		`"type":"text","name":"q","title":"چه چیزی بهتر شود؟","isRequired":true`:                                        nil,
		`"type":"text","name":"کد ملی","title":"۱","isRequired":true`:                                                   {"national_id /elements/0/name ?"},
		`"type":"text","name":"q","title":"۱","placeholder":"نشانی ایمیل شما","isRequired":true`:                        {"email /elements/0/placeholder ?"},
		`"type":"multipletext","name":"q","title":"۱","items":[{"name":"نام خانوادگی"},{"name":"b","isRequired":true}]`: nil,
		`"type":"multipletext","name":"q","title":"۱","items":[{"name":"نام خانوادگی","isRequired":true}]`:              {"name /elements/0/items/0/name ?"},
		`"type":"multipletext","name":"q","title":"۱","isRequired":true,"items":[{"name":"a","title":"نام خانوادگی"}]`:  {"name /elements/0/items/0/title ?"},
		`"type":"html","name":"q","html":"شماره موبایل","isRequired":true`:                                              nil,
	} {
		elements := `[{` + element + `},{"type":"text","name":"x"}]`
		require.Equal(t, want, demanded(t, elements), element)
	}
	require.Equal(t, []string{"phone /elements/0/elements/0/title ?"}, demanded(t,
		`[{"type":"panel","isRequired":true,"elements":[{"type":"text","name":"q","title":"شماره موبایل شما"}]}]`))
}

func TestWhatDemandsIdentityCanBeCheckedAllTheSame(t *testing.T) {
	requireVerdicts(t, `[{"type":"text","name":"e","inputType":"email"},{"type":"file","name":"f"},
		{"type":"dropdown","name":"d","choicesByUrl":{"url":"x"}}]`, [][]string{
		{`{"e":" not an address "}`, "", `{"e":"not an address"}`},
		{`{"f":[{"name":"x"}],"d":1}`, "unknown_field /f", "unknown_value /d"},
	})
}

func TestTheSeededSurveyDemandsNothing(t *testing.T) {
	definition, err := os.ReadFile("../example/service-satisfaction.json")
	require.NoError(t, err)
	require.Empty(t, parsed(t, string(definition)).Demands())
}

func TestWhatOthersDependOnIsDemanded(t *testing.T) {
	const asks = `{"type":"text","name":"q","title":"شماره موبایل شما"}`
	const found = "phone /elements/0/title ?"
	for rest, want := range map[string][]string{
		`{"type":"text","name":"x","visibleIf":"{q} notempty"}`:                                       {found},
		`{"type":"text","name":"x","enableIf":"{Q} notempty"}`:                                        {found},
		`{"type":"text","name":"x","requiredIf":"{q} empty"}`:                                         {found},
		`{"type":"text","name":"x","validators":[{"type":"expression","expression":"{q} notempty"}]}`: {found},
		`{"type":"radiogroup","name":"x","choices":[1,{"value":2,"visibleIf":"{q} notempty"}]}`:       {found},
		`{"type":"matrix","name":"x","columns":[1],"rows":[{"value":2,"visibleIf":"{q} notempty"}]}`:  {found},
		`{"type":"panel","visibleIf":"{q} notempty","elements":[{"type":"text","name":"x"}]}`:         {found},
		`{"type":"multipletext","name":"x","items":[{"name":"i","validators":[{"type":"expression","expression":"{q} notempty"}]}]}`: {
			found,
		},
		`{"type":"text","name":"x","visibleIf":"{y} notempty"},{"type":"text","name":"y"}`: nil,
	} {
		require.Equal(t, want, demanded(t, `[`+asks+`,`+rest+`]`), rest)
	}
	require.Nil(t, demanded(t, `[{"type":"text","name":"q","title":"شماره موبایل شما","enableIf":"{q} empty or 1 = 1"}]`))
	pages := parsed(t, `{"pages":[{"elements":[`+asks+`]},{"visibleIf":"{q} notempty","elements":[{"type":"text","name":"x"}]}]}`)
	require.Len(t, pages.Demands(), 1)
	comment := `[{"type":"dropdown","name":"q","title":"شماره موبایل شما","choices":[1],"showOtherItem":true},
		{"type":"text","name":"x","visibleIf":"{q-Comment} notempty"}]`
	require.Equal(t, []string{found}, demanded(t, comment))
}

func TestItemsOnWhichTheirSiblingsDependAreDemanded(t *testing.T) {
	const items = `[{"type":"multipletext","name":"q","title":"۱","items":[{"name":"تلفن همراه"},{"name":"b"%s}]%s}]`
	const found = "phone /elements/0/items/0/name ?"
	for _, row := range []struct {
		sibling, whole string
		want           []string
	}{
		{``, ``, nil},
		{`,"validators":[{"type":"expression","expression":"{q.تلفن همراه} notempty"}]`, ``, []string{found}},
		{``, `,"validators":[{"type":"expression","expression":"{q.تلفن همراه} notempty or {q.b} empty"}]`, []string{found}},
		{``, `,"enableIf":"{q.b} empty"`, nil},
	} {
		require.Equal(t, row.want, demanded(t, fmt.Sprintf(items, row.sibling, row.whole)), row)
	}
	require.Equal(t, []string{found}, demanded(t, `[{"type":"multipletext","name":"q","title":"۱",
		"items":[{"name":"تلفن همراه","validators":[{"type":"expression","expression":"{q.b} notempty or 1 = 1"}]},{"name":"b"}]}]`))
}

func TestErrorsThatAskAreHeard(t *testing.T) {
	for element, want := range map[string][]string{
		`"type":"text","requiredErrorText":"شماره موبایل خود را بنویسید"`:                                                              {"phone /elements/0/requiredErrorText ?"},
		`"type":"text","inputType":"number","min":1,"minErrorText":"شماره موبایل خود را بنویسید"`:                                      {"phone /elements/0/minErrorText ?"},
		`"type":"text","validators":[{"type":"regex","regex":"","text":{"fa":"کد ملی خود را وارد کنید"}}]`:                             {"national_id /elements/0/validators/0/text/fa ?"},
		`"type":"radiogroup","choices":[1],"hasOther":true,"otherText":"کد ملی"`:                                                       {"national_id /elements/0/otherText ?"},
		`"type":"radiogroup","choices":[1],"hasOther":true,"otherErrorText":"نام خانوادگی خود را بنویسید"`:                             {"name /elements/0/otherErrorText ?"},
		`"type":"radiogroup","choices":[1],"hasOther":true,"otherPlaceHolder":"نام خانوادگی خود را بنویسید"`:                           {"name /elements/0/otherPlaceHolder ?"},
		`"type":"multipletext","items":[{"name":"i","requiredErrorText":"کد ملی خود را وارد کنید"}]`:                                   {"national_id /elements/0/items/0/requiredErrorText ?"},
		`"type":"multipletext","items":[{"name":"i","validators":[{"type":"numeric","text":"کد ملی خود را وارد کنید"}]},{"name":"j"}]`: {"national_id /elements/0/items/0/validators/0/text ?"},
	} {
		require.Equal(t, want, demanded(t, `[{"name":"q","title":"۱","isRequired":true,`+element+`}]`), element)
		require.Nil(t, demanded(t, `[{"name":"q","title":"۱",`+element+`}]`), element)
	}
}

func TestWhatStandsAroundAQuestionIsHeard(t *testing.T) {
	const required = `{"type":"%s","name":"q","title":"۱","isRequired":true%s}`
	html := `{"type":"html","name":"%s","html":"<p>لطفاً شماره <b>موبایل</b> خود را بنویسید</p>"}`
	for _, kind := range [][2]string{
		{"text", ""},
		{"comment", ""},
		{"text", `,"inputType":"number"`},
		{"multipletext", `,"items":[{"name":"a"}]`},
		{"radiogroup", `,"choices":[1]`},
	} {
		question := fmt.Sprintf(required, kind[0], kind[1])
		for definition, want := range map[string]string{
			`{"description":"کد ملی خود را وارد کنید","elements":[` + question + `]}`:                                          "national_id /description ?",
			`{"pages":[{"title":{"fa":"شماره موبایل شما"},"elements":[` + question + `]}]}`:                                    "phone /pages/0/title/fa ?",
			`{"pages":[{"elements":[{"type":"panel","description":"نام خانوادگی","elements":[` + question + `]}]}]}`:           "name /pages/0/elements/0/description ?",
			`{"elements":[` + fmt.Sprintf(html, "h") + `,` + question + `]}`:                                                   "phone /elements/0/html ?",
			`{"elements":[` + fmt.Sprintf(html, "h") + `,{"type":"panel","elements":[` + question + `]}]}`:                     "phone /elements/0/html ?",
			`{"elements":[` + question + `,` + fmt.Sprintf(html, "h") + `]}`:                                                   "",
			`{"elements":[{"type":"panel","elements":[` + fmt.Sprintf(html, "h") + `]},` + question + `]}`:                     "",
			`{"pages":[{"elements":[` + fmt.Sprintf(html, "h") + `]},{"title":"نظر شما","elements":[` + question + `]}]}`:      "",
			`{"pages":[{"title":"شماره موبایل شما","elements":[{"type":"text","name":"z"}]},{"elements":[` + question + `]}]}`: "",
		} {
			var found []string
			for _, d := range parsed(t, definition).Demands() {
				require.Equal(t, "q", d.Question)
				found = append(found, d.What+" "+d.Pointer+" ?")
			}
			if want == "" || kind[0] == "radiogroup" {
				require.Empty(t, found, definition)
				continue
			}
			require.Equal(t, []string{want}, found, definition)
		}
	}
	optional := `{"description":"کد ملی خود را وارد کنید","elements":[{"type":"text","name":"q","title":"۱"}]}`
	require.Empty(t, parsed(t, optional).Demands())
}

func TestTheTextsThatAskAreKeptTogether(t *testing.T) {
	survey := parsed(t, `{"description":"شماره موبایل خود را بنویسید","elements":[{"type":"text","name":"q","isRequired":true,
		"title":"شماره موبایل شما","validators":[{"type":"regex","regex":"^09\\d{9}$","text":"شماره موبایل خود را درست بنویسید"}]}]}`)
	require.Equal(t, []surveyjs.Demand{{
		Pointer: "/elements/0/title", Question: "q", What: "phone", Overridable: true,
		Text: "شماره موبایل شما\nشماره موبایل خود را درست بنویسید\n^09\\d{9}$\nشماره موبایل خود را بنویسید",
	}}, survey.Demands())
}

func TestTheFormOfAnAnswerTellsWhatIsAskedFor(t *testing.T) {
	for pattern, want := range map[string]string{
		`^\\d{10}$`:                   "national_id",
		`^[0-9]{10,11}$`:              "national_id",
		`^09\\d{9}$`:                  "phone",
		`^(\\+98|0)9\\d{9}$`:          "phone",
		`^[^@ ]+@[^@ ]+\\.[a-z]{2,}$`: "email",
		`@`:                           "email",
		`^\\d+$`:                      "",
		`^\\d{4}$`:                    "",
		`^[آ-ی\\s]+$`:                 "",
		`.{10,}`:                      "",
		`^[A-Z]{2}-\\d{4}$`:           "",
		`^\\d{1,3}(\\.\\d)?$`:         "",
		`^\\d{4}-\\d{2}-\\d{2}$`:      "",
	} {
		validators := `"validators":[{"type":"regex","regex":"` + pattern + `"}]`
		for _, row := range [][2]string{
			{`"type":"text","isRequired":true,` + validators, "/elements/0/validators/0/regex"},
			{`"type":"comment","isRequired":true,` + validators, "/elements/0/validators/0/regex"},
			{`"type":"multipletext","items":[{"name":"i","isRequired":true,` + validators + `}]`, "/elements/0/items/0/validators/0/regex"},
		} {
			found := parsed(t, `[{"name":"q","title":"۱",`+row[0]+`}]`).Demands()
			if want == "" {
				require.Empty(t, found, pattern)
				continue
			}
			text := strings.ReplaceAll(pattern, `\\`, `\`)
			require.Equal(t, []surveyjs.Demand{{Pointer: row[1], Question: "q", What: want, Overridable: true, Text: text}}, found)
		}
		require.Nil(t, demanded(t, `[{"name":"q","title":"۱","type":"text",`+validators+`}]`))
	}
}

func TestNumbersThatAreNoAmountsAreIdentifiers(t *testing.T) {
	for element, want := range map[string][]string{
		`"inputType":"number","min":100000000`:                                 {"national_id /elements/0/min ?"},
		`"inputType":"number","min":"۱۰۰۰۰۰۰۰۰۰"`:                              {"national_id /elements/0/min ?"},
		`"inputType":"number","min":99999999`:                                  nil,
		`"inputType":"number","max":9999999999`:                                nil,
		`"validators":[{"type":"numeric","minValue":1000000000}]`:              {"national_id /elements/0/validators/0/minValue ?"},
		`"validators":[{"type":"numeric","minValue":1,"maxValue":1000000000}]`: nil,
	} {
		require.Equal(t, want, demanded(t, `[{"type":"text","name":"q","title":"۱","isRequired":true,`+element+`}]`), element)
		require.Nil(t, demanded(t, `[{"type":"text","name":"q","title":"۱",`+element+`}]`), element)
	}
}
