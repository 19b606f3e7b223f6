package apitest

import (
	"net/http"
	"slices"
	"strings"
)

// Refusal is a request that must be refused and change nothing.
type Refusal struct {
	Name    string
	Body    string
	Headers []string
	Status  int
	Code    string
	Broken  map[string]string
}

// Refusals are complaints that are refused, for every reason there is.
func Refusals() []Refusal { return slices.Concat(malformed(), unsupported(), invalid()) }

// malformed bodies are no JSON object, or no text.
func malformed() []Refusal {
	row := func(name, body string) Refusal {
		return Refusal{Name: name, Body: body, Status: http.StatusBadRequest, Code: "malformed_json"}
	}
	return []Refusal{
		{
			Name: "empty body", Headers: []string{"Content-Type", "application/json"},
			Status: http.StatusBadRequest, Code: "malformed_json",
		},
		row("spaces only", "  \n"),
		row("array", "[]"),
		row("null", "null"),
		row("a string", `"سارا"`),
		row("two values", Names+Names),
		row("something behind", Names+"x"),
		row("cut off", `{"first_name":"سارا"`),
		row("duplicate key", `{"first_name":"سارا","first_name":"زهرا","last_name":"احمدی"}`),
		row("duplicate key, escaped", `{"first_name":"سارا","first\u005fname":"زهرا","last_name":"احمدی"}`),
		row("raw control character", "{\"first_name\":\"سا\x01را\",\"last_name\":\"احمدی\"}"),
		row("lone surrogate", `{"first_name":"\ud800","last_name":"احمدی"}`),
		row("invalid UTF-8", "{\"first_name\":\"\xff\xfe\",\"last_name\":\"احمدی\"}"),
		row("NaN", with(`"subject":NaN`)),
		row("comment", "/* */"+Names),
		row("byte order mark", "\ufeff"+Names),
		row("deep nesting", with(`"subject":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000))),
	}
}

// unsupported requests are refused for what they are, whatever is in them.
func unsupported() []Refusal {
	row := func(name string, headers ...string) Refusal {
		return Refusal{
			Name: name, Body: Names, Headers: headers,
			Status: http.StatusUnsupportedMediaType, Code: "unsupported_media_type",
		}
	}
	return []Refusal{
		{
			Name: "64 KiB + 1", Body: Padded(64<<10 + 1),
			Status: http.StatusRequestEntityTooLarge, Code: "body_too_large",
		},
		row("form", "Content-Type", "application/x-www-form-urlencoded"),
		row("text", "Content-Type", "text/plain"),
		row("no type", "Content-Type", ""),
		row("other charset", "Content-Type", "application/json; charset=windows-1256"),
		row("compressed", "Content-Encoding", "gzip"),
		{
			Name: "unusable idempotency key", Body: Names, Headers: []string{"Idempotency-Key", "با فاصله"},
			Status: http.StatusBadRequest, Code: "idempotency_key_invalid",
		},
		{
			Name: "endless idempotency key", Body: Names,
			Headers: []string{"Idempotency-Key", strings.Repeat("k", 256)},
			Status:  http.StatusBadRequest, Code: "idempotency_key_invalid",
		},
	}
}

// invalid bodies break rules.
func invalid() []Refusal {
	row := func(name, body string, broken map[string]string) Refusal {
		return Refusal{
			Name: name, Body: body, Status: http.StatusUnprocessableEntity, Code: "validation_failed", Broken: broken,
		}
	}
	return []Refusal{
		row("empty object", "{}", map[string]string{"/first_name": "required", "/last_name": "required"}),
		row("unknown fields, both", with(`"national_id":"1","age":3`),
			map[string]string{"/national_id": "unknown_field", "/age": "unknown_field"}),
		row("unknown field in another case", with(`"First_Name":"سارا"`),
			map[string]string{"/First_Name": "unknown_field"}),
		row("unknown field with a slash", with(`"a/b~c":"x"`), map[string]string{"/a~1b~0c": "unknown_field"}),
		row("wrong types, all at once",
			`{"first_name":1,"last_name":["x"],"email":{},"phone":true,"subject":null}`,
			map[string]string{
				"/first_name": "wrong_type", "/last_name": "wrong_type", "/email": "wrong_type",
				"/phone": "wrong_type", "/subject": "wrong_type",
			}),
		row("unknown field beside a broken rule", `{"first_name":"","last_name":"احمدی","x":1}`,
			map[string]string{"/first_name": "required", "/x": "unknown_field"}),
		row("NUL", `{"first_name":"سا\u0000را","last_name":"احمدی"}`,
			map[string]string{"/first_name": "not_a_name"}),
		row("NUL in free text", with(`"message":"a\u0000b"`), map[string]string{"/message": "control_character"}),
		row("control character in free text", with(`"subject":"a\u001bb"`),
			map[string]string{"/subject": "control_character"}),
		row("line break in one line", with(`"subject":"a\nb"`), map[string]string{"/subject": "control_character"}),
		row("names of spaces", `{"first_name":"  ","last_name":"\u00a0\u200c"}`,
			map[string]string{"/first_name": "required", "/last_name": "required"}),
		row("name of 101 characters", body101(), map[string]string{"/first_name": "too_long"}),
		row("no e-mail", with(`"email":"sara@"`), map[string]string{"/email": "not_an_email"}),
		row("no phone", with(`"phone":"0912"`), map[string]string{"/phone": "not_a_phone"}),
		row("date in the future", with(`"occurred_on":"2026-11-23"`),
			map[string]string{"/occurred_on": "in_the_future"}),
		row("date that does not exist", with(`"occurred_on":"2026-02-30"`),
			map[string]string{"/occurred_on": "not_a_date"}),
		row("unknown category", with(`"category":"witchcraft"`), map[string]string{"/category": "unknown_value"}),
	}
}

// with is the least that whoever complains has to say, and another member.
func with(member string) string { return strings.TrimSuffix(Names, "}") + "," + member + "}" }

func body101() string {
	return `{"first_name":"` + strings.Repeat("ب", 101) + `","last_name":"احمدی"}`
}

// Padded is a valid complaint of exactly so many bytes.
func Padded(size int) string {
	return strings.TrimSuffix(Names, "}") + strings.Repeat(" ", size-len(Names)) + "}"
}
