package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// TestHTMLInASurveyIsSanitised in what is saved, served to everybody, and hashed: what loads, runs or has a style is gone,
// and what is text stays.
func TestHTMLInASurveyIsSanitised(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		hostile := []string{
			`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<a href="javascript:x">b</a>`,
			`<iframe src="https://example.org"></iframe>`, `<p style="position:fixed" onclick="x">`, `<form><input name=x>`,
			`<style>*{}</style>`, `<a href="data:text/html,x">c</a>`, `<math><mtext><script>x</script>`, `<object data=x>`,
			`<meta http-equiv=refresh content=0>`, `<base href="//example.org">`, `<a href="https://x" target=_blank>d</a>`,
			`&lt;script&gt;`, `<scr<script>ipt>alert(2)</script>`, `<!-- x --><![CDATA[<script>]]>`, "<a href=\"java\nscript:x\">e</a>",
		}
		w.draftSurvey(editor, "html", moods())
		for _, html := range append(hostile, strings.Join(hostile, "")) {
			text := `<ul><li><strong>یک</strong></li></ul><p dir="rtl">خوش آمدید ` + html + `</p>`
			definition := moods()
			definition["completedHtml"] = object{"fa": text, "en": text}
			definition["elements"] = append(definition["elements"].([]object), object{
				"type": "html", "name": "intro", "html": object{"fa": text, "en": text},
			})
			got := w.patchSurvey(editor, "html", toText(object{"definition": definition}))
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			var shown struct{ Definition json.RawMessage }
			require.NoError(t, json.Unmarshal(got.body, &shown))
			requireHarmless(t, shown.Definition)
			require.Contains(t, string(shown.Definition), `<strong>یک</strong>`, html)
			require.Contains(t, string(shown.Definition), `خوش آمدید`, html)
		}
		w.moveSurvey(editor, "html", "publish")
		survey := w.survey("html")
		requireHarmless(t, survey.Definition)
		require.Contains(t, string(survey.Definition), `خوش آمدید`)
		w.answered(survey, object{"mood": "good"})
		w.answer(survey, object{"mood": "good", "intro": "x"}).problem(t, 422, "validation_failed")
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
			requireOnly(t, "<article>"+value+"</article>", map[string]map[string]string{
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
		editor := w.staff(models.RoleEditor)
		definition := asking(element("text", "q", object{"title": says("كيفيت می\u200cشود", "Quality")}),
			element("rating", "r"))
		draft := w.draftSurvey(editor, "spelt", definition)
		require.Contains(t, string(draft.Definition), "کیفیت می\u200cشود", "Persian letters, and the half-space")
		form := toText(object{"definition": definition})
		trial := decode[models.SurveyTrialView](t, w.post(staffSurveysPath+"/validate", form, editor.headers()...))
		require.True(t, trial.Valid)
		require.Equal(t, draft.Hash, trial.Hash)
		require.Equal(t, string(draft.Definition), string(trial.Definition))
		again := w.post(staffSurveysPath+"/validate", `{"definition":`+string(draft.Definition)+`}`, editor.headers()...)
		require.Equal(t, draft.Hash, decode[models.SurveyTrialView](t, again).Hash, "its one spelling")
		require.EqualValues(t, 1, w.rows("surveys"), "a trial stores nothing")

		w.moveSurvey(editor, "spelt", "publish")
		require.Equal(t, string(draft.Definition), string(w.survey("spelt").Definition))
		require.Equal(t, draft.Hash, w.survey("spelt").Hash)

		lacking := asking(element("text", "q", object{"title": "تنها فارسی"}))
		lacking["title"] = object{"fa": "عنوان"}
		broken := w.sendLenient(http.MethodPost, staffSurveysPath+"/validate",
			toText(object{"definition": lacking}), editor.headers()...).problem(t, 422, "validation_failed").broken()
		require.Equal(t, map[string]string{
			"/definition/title": "untranslated", "/definition/elements/0/title": "untranslated",
		}, broken)
	})
}
