package surveys_test

import (
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// wording is what an editor says to whoever breaks a rule.
func wording(word string) object { return apitest.Says("پیام "+word, "Message "+word) }

// ruled is a definition with every kind of question, and with an editor's own text for each rule that can have one.
func ruled() object {
	rule := func(kind string, more object) object {
		made := object{"type": kind, "text": wording(kind)}
		maps.Copy(made, more)
		return made
	}
	rules := func(all ...object) object { return object{"validators": all} }
	return apitest.Asking(
		apitest.Element("radiogroup", "mood", object{
			"isRequired": true, "requiredErrorText": wording("required"),
			"choices":       apitest.Choices("good", "bad", "یکسان"),
			"showOtherItem": true, "otherErrorText": wording("other"), "showNoneItem": true,
		}),
		apitest.Element("text", "note", object{"maxLength": 10},
			rules(rule("text", object{"minLength": 3, "allowDigits": false}))),
		apitest.Element("text", "code", rules(rule("regex", object{"regex": `^[A-Z]{2}\d{2}$`}))),
		apitest.Element("text", "weight", rules(rule("numeric", object{"minValue": 1, "maxValue": 5}))),
		apitest.Element("text", "count", object{
			"inputType": "number", "min": 2, "max": 8, "step": 2, "minErrorText": wording("least"),
			"maxErrorText": wording("most"), "stepErrorText": wording("step"),
		}),
		apitest.Element("text", "day",
			object{"inputType": "date", "min": "2026-01-01", "minErrorText": wording("day")}),
		apitest.Element("comment", "thoughts"),
		apitest.Element("dropdown", "season", object{"choices": apitest.Choices("spring", "autumn")}),
		apitest.Element("checkbox", "likes",
			object{"choices": apitest.Choices("tea", "coffee", "juice"), "maxSelectedChoices": 2},
			rules(rule("answercount", object{"minCount": 2}))),
		apitest.Element("tagbox", "tags", object{
			"choices": apitest.Choices(1, 2, 3), "minSelectedChoices": 2, "visibleIf": "{again} = false",
		}),
		apitest.Element("boolean", "again"),
		apitest.Element("rating", "stars", object{"rateMin": 1, "rateMax": 3}),
		apitest.Element("matrix", "grid", object{
			"columns": apitest.Choices("yes", "no"), "rows": apitest.Choices("a", "b"), "eachRowRequired": true,
			"visibleIf": "{again} = true",
		}),
		apitest.Element("ranking", "order", object{"choices": apitest.Choices("x", "y", "z")}),
		apitest.Element("multipletext", "parts", object{"items": []object{
			{
				"name": "first", "title": apitest.Says("یکم", "First"), "isRequired": true,
				"requiredErrorText": wording("item"),
			},
			{"name": "second", "title": apitest.Says("دوم", "Second")},
		}, "visibleIf": "{again} = true"}),
		apitest.Element("text", "sum", object{"inputType": "number"},
			rules(rule("expression", object{"expression": "{sum} empty or {sum} > {count}"}))),
	)
}

// tooMuch are rows of answers to ruled, beside {"mood":"good"}, with the codes of what is wrong at each pointer, and of
// those that the editor put into words the words.
func tooMuch() []struct {
	answers object
	broken  map[string]string
	words   map[string]string
} {
	type row = struct {
		answers object
		broken  map[string]string
		words   map[string]string
	}
	one := func(answers object, pointer, code, word string) row {
		made := row{answers: answers, broken: map[string]string{pointer: code}, words: map[string]string{}}
		if word != "" {
			made.words[pointer] = word
		}
		return made
	}
	return []row{
		one(object{"mood": nil}, "/answers/mood", "required", "required"),
		one(object{"mood": "other"}, "/answers/mood-Comment", "required", "other"),
		one(object{"mood": "other", "mood-Comment": " \u200c"}, "/answers/mood-Comment", "required", "other"),
		one(object{"mood": "fine"}, "/answers/mood", "unknown_value", ""),
		one(object{"note": "ab"}, "/answers/note", "too_short", "text"),
		one(object{"note": "abc1"}, "/answers/note", "digits_not_allowed", "text"),
		one(object{"note": "abcdefghijk"}, "/answers/note", "too_long", ""),
		one(object{"code": "ab12"}, "/answers/code", "pattern_mismatch", "regex"),
		one(object{"weight": "۷"}, "/answers/weight", "too_large", "numeric"),
		one(object{"weight": "هفت"}, "/answers/weight", "not_a_number", "numeric"),
		one(object{"count": 0}, "/answers/count", "too_small", "least"),
		one(object{"count": "۱۰"}, "/answers/count", "too_large", "most"),
		one(object{"count": 5}, "/answers/count", "step_mismatch", "step"),
		one(object{"count": true}, "/answers/count", "wrong_type", ""),
		one(object{"day": "2025-12-31"}, "/answers/day", "too_small", "day"),
		one(object{"day": "۱۴۰۵/۰۹/۰۱"}, "/answers/day", "not_a_date", ""),
		one(object{"day": "2026-02-30"}, "/answers/day", "not_a_date", ""),
		one(object{"thoughts": 7}, "/answers/thoughts", "wrong_type", ""),
		one(object{"season": "winter"}, "/answers/season", "unknown_value", ""),
		one(object{"likes": []string{"tea"}}, "/answers/likes", "too_few_choices", "answercount"),
		one(object{"likes": []string{"tea", "coffee", "juice"}}, "/answers/likes", "too_many_choices", ""),
		one(object{"likes": []string{"tea", "tea"}}, "/answers/likes/1", "repeated", ""),
		one(object{"again": false, "tags": []int{1}}, "/answers/tags", "too_few_choices", ""),
		one(object{"again": "maybe"}, "/answers/again", "unknown_value", ""),
		one(object{"stars": 4}, "/answers/stars", "unknown_value", ""),
		one(object{"grid": object{"a": "yes", "b": "no"}}, "/answers/grid", "answer_hidden", ""),
		one(object{"order": []string{"x", "y", "z", "w"}}, "/answers/order/3", "unknown_value", ""),
		one(object{"sum": 1, "count": 4}, "/answers/sum", "expression_false", "expression"),
		{
			answers: object{"again": true, "grid": object{"a": "yes"}, "parts": object{"second": "ب"}},
			broken: map[string]string{
				"/answers/grid/b": "row_required", "/answers/parts/first": "required",
			},
			words: map[string]string{"/answers/parts/first": "item"},
		},
	}
}

func TestBrokenRulesAreToldInTheEditorsWords(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		survey := w.OpenSurvey(w.Staff(models.RoleEditor), "ruled", ruled())
		for _, row := range tooMuch() {
			answers := object{"mood": "good"}
			maps.Copy(answers, row.answers)
			for language, word := range map[string]string{"fa": "پیام ", "en": "Message "} {
				got := w.SendLenient(http.MethodPost, surveysPath+"/ruled/responses",
					apitest.Answering(survey, answers),
					"Accept-Language", language)
				require.Equal(t, http.StatusUnprocessableEntity, got.Status, row.answers)
				document := got.Problem(t, 422, "validation_failed")
				require.Equal(t, row.broken, document.Broken(), row.answers)
				for _, e := range document.Errors {
					require.NotEmpty(t, e.Detail)
					if said, own := row.words[e.Pointer]; own {
						require.Equal(t, word+said, e.Detail, row.answers)
					} else {
						require.NotContains(t, e.Detail, word, row.answers)
					}
				}
			}
		}
		requireKept(t, w, 0, 0)
	})
}

func TestWhatPeopleTypeIsReadAsTheyMeanIt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		survey := w.OpenSurvey(w.Staff(models.RoleEditor), "ruled", ruled())
		kept := int64(0)
		for _, answers := range []object{
			{"mood": "يكسان"},
			{"mood": "none"},
			{"mood": "other", "mood-Comment": "هیچ‌یک از این‌ها"},
			{"count": "۴"},
			{"count": "٤"},
			{"count": "۴٫۰"},
			{"count": "4.0"},
			{"count": 4},
			{"sum": "۳٫۵", "count": "٢"},
			{"day": "۲۰۲۶-۰۱-۰۱"},
			{"day": "٢٠٢٦-٠١-٠١"},
			{"weight": "۳"},
			{"weight": "3"},
			{"code": "AB۱۲"},
			{"note": "می‌خواهم"},
			{"thoughts": "سلام English ۱۲۳ — (پرانتز) 🙂\n\nپایان"},
			{"stars": "3"},
			{"stars": 3},
			{"again": false, "tags": []any{"1", 3}},
			{"order": []string{"z", "x", "y"}},
			{"likes": []string{"tea", "juice"}},
			{"again": "true", "grid": object{"a": "yes", "b": "no"}, "parts": object{"first": "يك", "second": "دو"}},
		} {
			if answers["mood"] == nil {
				answers["mood"] = "good"
			}
			got := w.Answer(survey, answers)
			if answers["code"] != nil { // a pattern says what it means, and validators see what was typed
				require.Equal(t, map[string]string{"/answers/code": "pattern_mismatch"},
					got.Problem(t, 422, "validation_failed").Broken())
				continue
			}
			require.Equal(t, http.StatusCreated, got.Status, "%v: %s", answers, got.Body)
			kept++
		}
		requireKept(t, w, kept, 0)
	})
}
