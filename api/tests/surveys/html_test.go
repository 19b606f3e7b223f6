package surveys_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestHTMLInASurveyIsSanitised in what is saved, served to everybody, and hashed: what loads, runs or has a style is gone,
// and what is text stays.
func TestHTMLInASurveyIsSanitised(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		hostile := []string{
			`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<a href="javascript:x">b</a>`,
			`<iframe src="https://example.org"></iframe>`, `<p style="position:fixed" onclick="x">`, `<form><input name=x>`,
			`<style>*{}</style>`, `<a href="data:text/html,x">c</a>`, `<math><mtext><script>x</script>`, `<object data=x>`,
			`<meta http-equiv=refresh content=0>`, `<base href="//example.org">`, `<a href="https://x" target=_blank>d</a>`,
			`&lt;script&gt;`, `<scr<script>ipt>alert(2)</script>`, `<!-- x --><![CDATA[<script>]]>`, "<a href=\"java\nscript:x\">e</a>",
		}
		w.DraftSurvey(editor, "html", apitest.Moods())
		for _, html := range append(hostile, strings.Join(hostile, "")) {
			text := `<ul><li><strong>یک</strong></li></ul><p dir="rtl">خوش آمدید ` + html + `</p>`
			definition := apitest.Moods()
			definition["completedHtml"] = object{"fa": text, "en": text}
			definition["elements"] = append(definition["elements"].([]object), object{
				"type": "html", "name": "intro", "html": object{"fa": text, "en": text},
			})
			got := w.patchSurvey(editor, "html", apitest.ToText(object{"definition": definition}))
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			var shown struct{ Definition json.RawMessage }
			require.NoError(t, json.Unmarshal(got.Body, &shown))
			requireHarmless(t, shown.Definition)
			require.Contains(t, string(shown.Definition), `<strong>یک</strong>`, html)
			require.Contains(t, string(shown.Definition), `خوش آمدید`, html)
		}
		w.MoveSurvey(editor, "html", "publish")
		survey := w.Survey("html")
		requireHarmless(t, survey.Definition)
		require.Contains(t, string(survey.Definition), `خوش آمدید`)
		w.Answered(survey, object{"mood": "good"})
		w.Answer(survey, object{"mood": "good", "intro": "x"}).Problem(t, 422, "validation_failed")
	})
}

// requireHarmless asserts that HTML in JSON has neither an element nor an attribute that does anything.
func requireHarmless(t *testing.T, definition []byte) {
	t.Helper()
	var shown any
	require.NoError(t, json.Unmarshal(definition, &shown))
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case string:
			if !strings.Contains(value, "<") {
				return
			}
			require.NotContains(t, value, "article")
			apitest.RequireOnly(t, "<article>"+value+"</article>", map[string]map[string]string{
				"article": {}, "p": {"dir": "^rtl$"}, "ul": {}, "li": {}, "strong": {},
				"a": {"href": `^https://x$`, "rel": "."},
			})
		case []any:
			for _, entry := range value {
				walk(entry)
			}
		case object:
			for _, entry := range value {
				walk(entry)
			}
		}
	}
	walk(shown)
}

func TestTheSavedDefinitionIsTheOneThatIsServed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		definition := apitest.Asking(apitest.Element("text", "q",
			object{"title": apitest.Says("كيفيت می\u200cشود", "Quality")}),
			apitest.Element("rating", "r"))
		draft := w.DraftSurvey(editor, "spelt", definition)
		require.Contains(t, string(draft.Definition), "کیفیت می\u200cشود", "Persian letters, and the half-space")
		form := apitest.ToText(object{"definition": definition})
		trial := apitest.Decode[models.SurveyTrialView](t,
			w.Post(staffSurveysPath+"/validate", form, editor.Headers()...))
		require.True(t, trial.Valid)
		require.Equal(t, draft.Hash, trial.Hash)
		require.Equal(t, string(draft.Definition), string(trial.Definition))
		again := w.Post(staffSurveysPath+"/validate", `{"definition":`+string(draft.Definition)+`}`, editor.Headers()...)
		require.Equal(t, draft.Hash, apitest.Decode[models.SurveyTrialView](t, again).Hash, "its one spelling")
		require.EqualValues(t, 1, w.Rows("surveys"), "a trial stores nothing")

		w.MoveSurvey(editor, "spelt", "publish")
		require.Equal(t, string(draft.Definition), string(w.Survey("spelt").Definition))
		require.Equal(t, draft.Hash, w.Survey("spelt").Hash)

		lacking := apitest.Asking(apitest.Element("text", "q", object{"title": "تنها فارسی"}))
		lacking["title"] = object{"fa": "عنوان"}
		broken := w.SendLenient(http.MethodPost, staffSurveysPath+"/validate",
			apitest.ToText(object{"definition": lacking}), editor.Headers()...).
			Problem(t, 422, "validation_failed").Broken()
		require.Equal(t, map[string]string{
			"/definition/title": "untranslated", "/definition/elements/0/title": "untranslated",
		}, broken)
	})
}
