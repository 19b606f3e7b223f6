package surveys_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
)

// satisfied are the fewest answers that the example takes.
const satisfied = `"answers":{"satisfaction":5}`

// responseRefusals are requests to answer the example, whose hash stands for HASH, that must change nothing.
func responseRefusals() []refusal {
	const hash = `"definition_hash":"HASH"`
	invalid := func(name, members string, broken map[string]string) refusal {
		return refusal{
			Name: name, Body: "{" + members + "}", Broken: broken,
			Status: http.StatusUnprocessableEntity, Code: "validation_failed",
		}
	}
	answers := func(name, members string, broken map[string]string) refusal {
		return invalid(name, hash+`,"answers":{"satisfaction":5,`+members+`}`, broken)
	}
	malformed := func(name, body string) refusal {
		return refusal{Name: name, Body: body, Status: http.StatusBadRequest, Code: "malformed_json"}
	}
	media := func(name string, headers ...string) refusal {
		return refusal{
			Name: name, Body: "{" + hash + "," + satisfied + "}", Headers: headers,
			Status: http.StatusUnsupportedMediaType, Code: "unsupported_media_type",
		}
	}
	one := func(pointer, code string) map[string]string { return map[string]string{pointer: code} }
	return []refusal{
		{Name: "empty", Headers: []string{"Content-Type", "application/json"}, Status: 400, Code: "malformed_json"},
		malformed("array", "[]"),
		malformed("null", "null"),
		malformed("two objects", "{"+hash+","+satisfied+"}{}"),
		malformed("duplicate member", "{"+hash+","+hash+","+satisfied+"}"),
		malformed("duplicate member, escaped", "{"+hash+`,"\u0061nswers":{},`+satisfied+"}"),
		malformed("duplicate answer", "{"+hash+`,"answers":{"satisfaction":5,"satisfaction":1}}`),
		malformed("duplicate row", "{"+hash+`,"answers":{"satisfaction":5,"quality":{"speed":1,"speed":2}}}`),
		malformed("duplicate part of the respondent", "{"+hash+","+satisfied+`,"respondent":{"email":"a","email":"b"}}`),
		malformed("lone surrogate", "{"+hash+`,"answers":{"satisfaction":5,"suggestion":"\ud800"}}`),
		malformed("invalid UTF-8", "{"+hash+",\"answers\":{\"suggestion\":\"\xff\"}}"),
		malformed("raw control character", "{"+hash+",\"answers\":{\"suggestion\":\"a\x01b\"}}"),
		malformed("NaN", "{"+hash+`,"answers":{"satisfaction":NaN}}`),
		malformed("byte order mark", "\ufeff{"+hash+","+satisfied+"}"),
		malformed("cut off", "{"+hash+","+satisfied),
		invalid("nothing", "", map[string]string{"/definition_hash": "required", "/answers/satisfaction": "required"}),
		invalid("wrong types, all at once", `"definition_hash":1,"answers":[],"respondent":"x","invitation":7,"credential":[]`,
			map[string]string{
				"/definition_hash": "wrong_type", "/answers": "wrong_type", "/respondent": "wrong_type",
				"/invitation": "wrong_type", "/credential": "wrong_type",
			}),
		invalid("nulls", hash+`,"answers":null,"respondent":null`,
			map[string]string{"/answers": "wrong_type", "/respondent": "wrong_type"}),
		invalid("unknown members", hash+","+satisfied+`,"name":"x","Answers":{},"locale":"fa","respondent":{"age":3}`,
			map[string]string{
				"/name": "unknown_field", "/Answers": "unknown_field", "/locale": "unknown_field",
				"/respondent/age": "unknown_field",
			}),
		invalid("a respondent with mistakes and a broken answer at once",
			hash+`,"answers":{"satisfaction":6},"respondent":{"first_name":"س4را","email":"x","phone":"12","last_name":7}`,
			map[string]string{
				"/respondent/first_name": "not_a_name", "/respondent/email": "not_an_email",
				"/respondent/phone": "not_a_phone", "/respondent/last_name": "wrong_type",
				"/answers/satisfaction": "unknown_value",
			}),
		invalid("a credential where none is asked for", hash+","+satisfied+`,"credential":{"message":"AA","signature":"AA"}`,
			one("/credential", "unknown_field")),
		invalid("no answers", hash+`,"answers":{}`, one("/answers/satisfaction", "required")),
		invalid("an empty answer", hash+`,"answers":{"satisfaction":null}`, one("/answers/satisfaction", "required")),
		answers("unknown questions", `"national_id":"0013542419","a/b~c":1,"quality-Comment":"x"`, map[string]string{
			"/answers/national_id": "unknown_field", "/answers/a~1b~0c": "unknown_field",
			"/answers/quality-Comment": "unknown_field",
		}),
		answers("hidden questions", `"disappointment":"x","problems":["slow"]`, map[string]string{
			"/answers/disappointment": "answer_hidden", "/answers/problems": "answer_hidden",
		}),
		answers("unknown choices", `"channel":"pigeon","priorities":["speed","money"],"problem":"perhaps"`,
			map[string]string{
				"/answers/channel": "unknown_value", "/answers/priorities/1": "unknown_value",
				"/answers/problem": "unknown_value",
			}),
		answers("rows and columns", `"quality":{"speed":9,"price":1}`, map[string]string{
			"/answers/quality/speed": "unknown_value", "/answers/quality/price": "unknown_field",
		}),
		answers("wrong types of answers", `"suggestion":["x"],"channel":["website"],"quality":3,"priorities":"speed"`,
			map[string]string{
				"/answers/suggestion": "wrong_type", "/answers/channel": "wrong_type",
				"/answers/quality": "wrong_type", "/answers/priorities": "wrong_type",
			}),
		answers("no number", `"visits":"دوازده"`, one("/answers/visits", "not_a_number")),
		answers("a number out of bounds", `"visits":366`, one("/answers/visits", "too_large")),
		answers("a number below bounds", `"visits":"-۱"`, one("/answers/visits", "too_small")),
		answers("a number that is none in JSON's sense", `"visits":1e400`, one("/answers", "wrong_type")),
		answers("the same twice", `"priorities":["speed","speed","guidance"]`, one("/answers/priorities/1", "repeated")),
		answers("a text that is too long", `"suggestion":"`+strings.Repeat("ب", 2001)+`"`,
			one("/answers/suggestion", "too_long")),
		answers("control characters", `"suggestion":"a\u0000b","channel":"other","channel-Comment":"a\u202eb"`,
			map[string]string{
				"/answers/suggestion": "control_character", "/answers/channel-Comment": "control_character",
			}),
		answers("an explanation of nothing", `"channel":"website","channel-Comment":"x"`,
			one("/answers/channel-Comment", "answer_hidden")),
		answers("nothing in the explanation", `"channel":"other"`, one("/answers/channel-Comment", "required")),
		{
			Name: "a stale hash", Body: `{"definition_hash":"` + strings.Repeat("0", 64) + `",` + satisfied + "}",
			Status: http.StatusConflict, Code: "definition_changed",
		},
		{
			Name: "64 KiB + 1", Body: paddedResponse(64<<10 + 1),
			Status: http.StatusRequestEntityTooLarge, Code: "body_too_large",
		},
		media("form", "Content-Type", "application/x-www-form-urlencoded"),
		media("text", "Content-Type", "text/plain"),
		media("other charset", "Content-Type", "application/json; charset=windows-1256"),
		media("compressed", "Content-Encoding", "gzip"),
		{
			Name: "unusable idempotency key", Body: "{" + hash + "," + satisfied + "}",
			Headers: []string{"Idempotency-Key", "با فاصله"}, Status: 400, Code: "idempotency_key_invalid",
		},
	}
}

// paddedResponse answers the example with exactly so many bytes, once HASH is replaced.
func paddedResponse(size int) string {
	form := `{"definition_hash":"HASH",` + satisfied
	return form + strings.Repeat(" ", size-len(form)-1-64+len("HASH")) + "}"
}

func TestBadAnswersAreRefusedAndNothingIsKept(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		hash := w.BeginSurveys().Hash
		for i, r := range responseRefusals() {
			language := []string{"fa", "en"}[i%2]
			headers := append([]string{"Accept-Language", language}, r.Headers...)
			form := strings.ReplaceAll(r.Body, "HASH", hash)
			got := w.SendLenient(http.MethodPost, responsesPath, form, headers...)
			require.Equal(t, r.Status, got.Status, "%s: %s", r.Name, got.Body)
			document := got.Problem(t, r.Status, r.Code)
			require.Equal(t, language, got.Header.Get("Content-Language"), r.Name)
			require.Equal(t, "no-store", got.Header.Get("Cache-Control"), r.Name)
			require.Empty(t, got.Header.Values("Set-Cookie"), r.Name)
			if r.Broken != nil {
				require.Equal(t, r.Broken, document.Broken(), r.Name)
				require.Len(t, document.Errors, len(r.Broken), r.Name)
			}
			for _, e := range document.Errors {
				require.NotEmpty(t, e.Detail, r.Name)
				minimal := e.Code == "unknown_field" || e.Code == "answer_hidden"
				require.Equal(t, minimal, e.Clause == "minimal", "%s: %s", r.Name, e.Pointer)
			}
		}
		require.NotContains(t, w.Log.String(), "0013542419")
		requireKept(t, w, 0, 0)
		require.Zero(t, w.Rows("idempotency_records"))
		full := strings.Replace(paddedResponse(64<<10), "HASH", hash, 1)
		require.Len(t, full, 64<<10)
		require.Equal(t, http.StatusCreated, w.Post(responsesPath, full).Status, "64 KiB are not too many")
	})
}

func TestAcceptedAnswersSayNothingButThat(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		example := w.BeginSurveys()
		spelt := apitest.ExampleAnswers()
		maps.Copy(spelt, object{
			"satisfaction": "2", "recommendation": "7", "visits": "۱۲", "problem": "true", "suggestion": "  نوبت‌دهی\u200c ",
		})
		for name, answers := range map[string]object{
			"the fewest": {"satisfaction": 5}, "all": apitest.ExampleAnswers(), "in other spellings": spelt,
			"with what says nothing": {"satisfaction": 5, "suggestion": "", "problems": []string{}, "quality": object{}},
			"zero":                   {"satisfaction": 5, "visits": 0, "recommendation": 0},
		} {
			got := w.Post(responsesPath, apitest.Answering(example, answers), "Cookie", "amanat-consent=x; other=y",
				"Authorization", "Bearer made-up", "User-Agent", "Somebody")
			require.Equal(t, http.StatusCreated, got.Status, "%s: %s", name, got.Body)
			require.JSONEq(t, `{"accepted":true}`, string(got.Body), name)
			require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
			for _, header := range []string{"Set-Cookie", "Location", "ETag", "Last-Modified", "Content-Location"} {
				require.Empty(t, got.Header.Values(header), header)
			}
		}
		requireKept(t, w, 5, 0)
	})
}
