package surveyjs_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/surveyjs"
)

func FuzzParse(f *testing.F) {
	long, _ := longSurvey()
	for _, seed := range []string{
		everything, long, `{}`, `{"elements":[{"type":"text","name":"q","validators":[{"type":"regex","regex":"^[\\s\\u06cc]*$"}]}]}`,
		`{"pages":[{"elements":[{"type":"panel","elements":[{"type":"html","name":"h","html":"<p dir=rtl>&#x64a;</p>"}]}]}]}`,
		`{"locale":"en","elements":[{"type":"rating","name":"r","rateCount":3,"rateMin":1.5,"rateStep":0.3}]}`,
		`{"elements":[{"type":"signaturepad","name":"s"},{"type":"text","name":"t","inputType":"date","max":"۲۰۲۶-۰۱-۰۱"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, definition []byte) {
		survey, problems := surveyjs.Parse(definition)
		require.Equal(t, survey == nil, len(problems) > 0)
		if survey == nil {
			return
		}
		requireFixpoint(t, survey)
		survey.Untranslated("fa", "en")
		survey.Demands()
		verdict := survey.Check(map[string]any{"q": "x"}, noon(t))
		survey.Read(verdict.Answers)
	})
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"k":[1,"2"],"o":["q"],"m":{"r1":"x"},"t":{"i2":"۱۲"},"نوع":"other","نوع-Comment":"y"}`,
		`{"n":"1e400","d":"0000-00-00","b":"TRUE","nps":-0,"r":["بد"]}`,
	} {
		f.Add([]byte(seed))
	}
	survey := parsed(f, everything)
	f.Fuzz(func(t *testing.T, written []byte) {
		var answers map[string]any
		if json.Unmarshal(written, &answers) != nil {
			return
		}
		verdict := survey.Check(answers, noon(t))
		require.Equal(t, verdict.Answers, survey.Check(verdict.Answers, noon(t)).Answers)
		survey.Visible(answers, noon(t))
		survey.Read(verdict.Answers)
		survey.Read(answers)
		survey.Texts(answers)
	})
}
