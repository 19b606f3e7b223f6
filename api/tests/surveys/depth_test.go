package surveys_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// deep are bodies of nearly 64 KiB whose depth or cost is the point; HASH stands for the hash of a definition.
func deep() map[string]string {
	const size = 64<<10 - 300
	nest := func(begin, middle, end string, more int) string {
		n := (size - more) / (len(begin) + len(end))
		return strings.Repeat(begin, n) + middle + strings.Repeat(end, n)
	}
	expression := func(text string) string {
		return `{"title":{"fa":"ا","en":"a"},"elements":[{"type":"text","name":"q","visibleIf":` + toJSON(text) + `}]}`
	}
	answers := func(value string) string { return `{"definition_hash":"HASH","answers":` + value + `}` }
	definitions := map[string]string{
		"parentheses":       expression(nest("(", "1", ")", 100)),
		"parentheses, open": expression(strings.Repeat("(", size-100)),
		"negations":         expression(strings.Repeat("!", size-100) + "1"),
		"functions":         expression(nest("iif(1,", "1", ",2)", 100)),
		"a sum":             expression("1" + strings.Repeat("+1", size/2-100)),
		"comparisons":       expression("{q} = 1" + strings.Repeat(" or {q} = 1", size/11-20)),
		"braces":            expression(strings.Repeat("{", size-100)),
		"quotes":            expression(strings.Repeat("'", size-101)),
		"a list":            expression("{q} anyof " + nest("[", "1", "]", 100)),
		"objects":           `{"title":` + nest(`{"fa":`, `"x"`, "}", 100) + `}`,
		"lists":             `{"elements":` + nest("[", "", "]", 100) + `}`,
		"panels":            nest(`{"elements":[{"type":"panel","elements":[`, "", "]}]}", 100),
		"panels alone":      `{"elements":[` + nest(`{"type":"panel","elements":[`, "", "]}", 100) + `]}`,
		"a pattern":         expressionless(`"validators":[{"type":"regex","regex":"` + nest("(", "a", ")", 200) + `"}]`),
		"repetitions":       expressionless(`"validators":[{"type":"regex","regex":"(a{1000}){1000}"}]`),
		"open brackets":     `{"elements":` + strings.Repeat("[", size),
		"escapes":           `{"title":"` + strings.Repeat(`\ud800`, size/6-10) + `"}`,
	}
	bodies := map[string]string{}
	for name, definition := range definitions {
		bodies["definition: "+name] = definition
	}
	for name, value := range map[string]string{
		"lists":         `{"mood":` + nest("[", "", "]", 100) + `}`,
		"objects":       `{"mood":` + nest(`{"a":`, "1", "}", 100) + `}`,
		"open brackets": `{"mood":` + strings.Repeat("[", size-100),
		"open objects":  strings.Repeat(`{"a":`, size/5-40),
		"many names":    `{` + strings.TrimSuffix(manyNames(4000), ",") + `}`,
		"a long list":   `{"mood":[` + strings.TrimSuffix(strings.Repeat("1,", 30000), ",") + `]}`,
		"a long number": `{"mood":1` + strings.Repeat("0", 60000) + `}`,
	} {
		bodies["answers: "+name] = answers(value)
	}
	return bodies
}

func expressionless(property string) string {
	return `{"title":{"fa":"ا","en":"a"},"elements":[{"type":"text","name":"q",` + property + `}]}`
}

func manyNames(n int) string {
	var names strings.Builder
	for i := range n {
		names.WriteString(`"q` + apitest.ToText(i) + `":1,`)
	}
	return names.String()
}

// toJSON quotes a text.
func toJSON(text string) string {
	return apitest.ToText([]string{text})[1 : len(apitest.ToText([]string{text}))-1]
}

// TestWhatIsDeepIsRefused with a status of its own, whatever is deep.
func TestWhatIsDeepIsRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		survey := w.OpenSurvey(editor, "moods", apitest.Moods())
		before := w.surveysStored()
		for name, text := range deep() {
			var replies []reply
			if kind, _, _ := strings.Cut(name, ":"); kind == "answers" {
				form := strings.Replace(text, "HASH", survey.Hash, 1)
				require.LessOrEqual(t, len(form), 64<<10, name)
				replies = append(replies,
					w.SendLenient(http.MethodPost, surveysPath+"/moods/responses", form),
					w.SendLenient(http.MethodPost, "/api/v1/forms/survey_response/check", form))
			} else {
				form := `{"definition":` + text + `}`
				replies = append(replies,
					w.SendLenient(http.MethodPost, staffSurveysPath+"/validate", form, editor.Headers()...),
					w.SendLenient(http.MethodPatch, staffSurveysPath+"/moods", form, editor.Headers()...))
			}
			for _, got := range replies {
				require.Contains(t, []int{http.StatusBadRequest, http.StatusUnprocessableEntity}, got.Status, "%s: %.300s", name, got.Body)
				require.Less(t, len(got.Body), 256<<10, "%s: an answer is not much longer than the question", name)
			}
		}
		require.Equal(t, before, w.surveysStored())
	})
}
