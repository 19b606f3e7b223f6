package surveyjs_test

import (
	"testing"

	"github.com/stretchr/testify/require"
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
