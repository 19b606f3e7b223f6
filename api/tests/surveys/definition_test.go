package surveys_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// outside is a definition that is outside of the subset, with the code at each pointer into it.
type outside struct {
	name       string
	definition any
	broken     map[string]string
}

// outsides are definitions with single mistakes.
func outsides() []outside {
	text := func(more object) object { return apitest.Asking(apitest.Element("text", "q", more)) }
	with := func(more object) object {
		made := apitest.Moods()
		maps.Copy(made, more)
		return made
	}
	one := func(name string, definition any, pointer, code string) outside {
		return outside{name, definition, map[string]string{"/definition" + pointer: code}}
	}
	unknown := func(property string, value any) outside {
		return one(property, text(object{property: value}), "/elements/0/"+property, "unknown_field")
	}
	survey := func(property string, value any) outside {
		return one(property, with(object{property: value}), "/"+property, "unknown_field")
	}
	condition := func(expression, code string) outside {
		return one(expression, text(object{"visibleIf": expression}), "/elements/0/visibleIf", code)
	}
	pattern := func(regex string) outside {
		return one(regex, text(object{"validators": []object{{"type": "regex", "regex": regex}}}),
			"/elements/0/validators/0/regex", "pattern_not_supported")
	}
	typed := func(kind string) outside {
		return one(kind, apitest.Asking(apitest.Element(kind, "q")), "/elements/0/type", "unknown_value")
	}
	return []outside{
		typed("paneldynamic"), typed("matrixdynamic"), typed("matrixdropdown"), typed("expression"), typed("imagepicker"),
		typed("image"), typed("buttongroup"), typed("slider"), typed("custom"), typed("Text"),
		survey("triggers", []object{{"type": "complete", "expression": "{mood} = 'good'"}}),
		survey("calculatedValues", []object{{"name": "x", "expression": "1"}}),
		survey("navigateToUrl", "https://example.org"), survey("cookieName", "x"), survey("mode", "display"),
		survey("sendResultOnPageNext", true), survey("maxTimeToFinish", 10), survey("logo", "https://example.org/x.png"),
		survey("firstPageIsStarted", true), survey("__proto__x", 1),
		unknown("defaultValue", "x"), unknown("defaultValueExpression", "today()"), unknown("setValueIf", "{q} = 1"),
		unknown("setValueExpression", "1"), unknown("resetValueIf", "{q} = 1"), unknown("correctAnswer", 1),
		unknown("valueName", "shared"), unknown("maskType", "pattern"), unknown("dataList", []string{"a"}),
		unknown("readOnly", true), unknown("useDisplayValuesInDynamicTexts", false), unknown("min", 3),
		condition("{q", "expression_invalid"), condition("{mood} =", "expression_invalid"),
		condition("age({q}) > 3", "expression_unknown_function"),
		condition("displayValue('q') = 1", "expression_unknown_function"),
		condition("alert(1)", "expression_unknown_function"),
		condition("{never} = 1", "expression_unknown_question"),
		condition(strings.Repeat("(", 500)+"1"+strings.Repeat(")", 500), "expression_too_complex"),
		pattern(`(`), pattern(`(a)\1`), pattern(`(?=a)b`), pattern(`(?<!a)b`), pattern(strings.Repeat("a", 1001)),
		one("two of one name", apitest.Asking(apitest.Element("text", "q"), apitest.Element("text", "Q")),
			"/elements/1/name", "repeated"),
		one("two of one name, in a panel", apitest.Asking(apitest.Element("text", "q"),
			object{"type": "panel", "elements": []object{apitest.Element("comment", "q")}}), "/elements/1/elements/0/name", "repeated"),
		one("no name", apitest.Asking(object{"type": "text"}), "/elements/0/name", "required"),
		one("no type", apitest.Asking(object{"name": "q"}), "/elements/0/type", "required"),
		one("a name with braces", apitest.Asking(apitest.Element("text", "{q}")), "/elements/0/name", "invalid"),
		one("a name of prototypes", apitest.Asking(apitest.Element("text", "__proto__")),
			"/elements/0/name", "invalid"),
		one("a name that is too long", apitest.Asking(apitest.Element("text", strings.Repeat("ن", 101))), "/elements/0/name", "too_long"),
		one("no choices", apitest.Asking(apitest.Element("radiogroup", "q")), "/elements/0/choices", "required"),
		one("choices twice",
			apitest.Asking(apitest.Element("radiogroup", "q", object{"choices": apitest.Choices("a", "a")})),
			"/elements/0/choices/1/value", "repeated"),
		one("a choice with a bar",
			apitest.Asking(apitest.Element("radiogroup", "q", object{"choices": apitest.Choices("a|b")})),
			"/elements/0/choices/0/value", "invalid"),
		one("a wrong type", text(object{"isRequired": "yes"}), "/elements/0/isRequired", "wrong_type"),
		one("a kind of input", text(object{"inputType": "month"}), "/elements/0/inputType", "unknown_value"),
		one("another language", text(object{"title": object{"fa": "الف", "en": "a", "de": "b"}}),
			"/elements/0/title/de", "unknown_field"),
		one("no question", apitest.Asking(apitest.Element("html", "h", object{"html": "<p>x</p>"})),
			"", "empty_survey"),
		one("nothing", object{}, "", "empty_survey"),
		one("a list", []int{}, "", "wrong_type"),
		one("a text", "x", "", "wrong_type"),
		one("a control character", text(object{"description": "a\u202eb"}), "/elements/0/description", "control_character"),
		one("a date that does not exist", text(object{"inputType": "date", "min": "2026-02-30"}),
			"/elements/0/min", "not_a_date"),
		one("a rating without an end", apitest.Asking(apitest.Element("rating", "q", object{"rateMax": 1000})), "/elements/0", "out_of_range"),
		one("a length that is none", with(object{"width": "calc(1px)"}), "/width", "invalid"),
		one("more than 256 KiB", text(object{"description": strings.Repeat("ب", 128<<10)}), "", "definition_too_large"),
		one("a text that is too long", text(object{"description": strings.Repeat("ب", 10001)}),
			"/elements/0/description", "too_long"),
		one("201 questions", apitest.Asking(manyQuestions(201)...), "/elements", "too_many"),
		one("nine panels in each other", apitest.Asking(inPanels(9)), strings.Repeat("/elements/0", 9),
			"nested_too_deeply"),
		{
			"everything at once",
			apitest.Asking(apitest.Element("text", "q", object{"defaultValue": 1, "visibleIf": "{x} = 1"}),
				apitest.Element("slider", "r")),
			map[string]string{
				"/definition/elements/0/defaultValue": "unknown_field", "/definition/elements/1/type": "unknown_value",
				"/definition/elements/0/visibleIf": "expression_unknown_question",
			},
		},
	}
}

func manyQuestions(n int) []object {
	questions := make([]object, n)
	for i := range questions {
		questions[i] = object{"type": "text", "name": "q" + apitest.ToText(i)}
	}
	return questions
}

func inPanels(depth int) object {
	inner := apitest.Element("text", "q")
	for range depth {
		inner = object{"type": "panel", "elements": []object{inner}}
	}
	return inner
}

// TestWhatIsOutsideOfTheSubsetIsNotSaved, neither as a new survey nor as a change, and a trial says the same.
func TestWhatIsOutsideOfTheSubsetIsNotSaved(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		kept := w.DraftSurvey(editor, "kept", apitest.Moods())
		before := w.surveysStored()
		for i, row := range outsides() {
			form := apitest.ToText(object{"definition": row.definition})
			language := []string{"fa", "en"}[i%2]
			headers := editor.Headers("Accept-Language", language)
			for _, got := range []reply{
				w.SendLenient(http.MethodPost, staffSurveysPath+"/validate", form, headers...),
				w.SendLenient(http.MethodPatch, staffSurveysPath+"/kept", form, headers...),
				w.SendLenient(http.MethodPost, staffSurveysPath, `{"slug":"new",`+form[1:], headers...),
			} {
				require.Equal(t, http.StatusUnprocessableEntity, got.Status, "%s: %s", row.name, got.Body)
				document := got.Problem(t, 422, "validation_failed")
				require.Equal(t, row.broken, document.Broken(), row.name)
				for _, e := range document.Errors {
					require.Equal(t, language == "fa", hasPersian(e.Detail), "%s: %s", row.name, e.Detail)
					require.Equal(t, e.Code == "unknown_field", e.Clause == "minimal", row.name)
				}
			}
		}
		require.Equal(t, before, w.surveysStored())
		require.Equal(t, kept.Hash, w.seeSurvey(editor, "kept").Hash)
	})
}
