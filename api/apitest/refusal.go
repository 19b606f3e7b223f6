package apitest

import (
	"net/http"
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
func Refusals() []Refusal {
	invalid := func(name, body string, broken map[string]string) Refusal {
		return Refusal{
			Name: name, Body: body, Status: http.StatusUnprocessableEntity, Code: "validation_failed", Broken: broken,
		}
	}
	malformed := func(name, body string) Refusal {
		return Refusal{Name: name, Body: body, Status: http.StatusBadRequest, Code: "malformed_json"}
	}
	media := func(name string, headers ...string) Refusal {
		return Refusal{
			Name: name, Body: Names, Headers: headers,
			Status: http.StatusUnsupportedMediaType, Code: "unsupported_media_type",
		}
	}
	with := func(member string) string { return strings.TrimSuffix(Names, "}") + "," + member + "}" }
	return []Refusal{
		{Name: "empty body", Headers: []string{"Content-Type", "application/json"}, Status: 400, Code: "malformed_json"},
		malformed("spaces only", "  \n"),
		malformed("array", "[]"),
		malformed("null", "null"),
		malformed("a string", `"سارا"`),
		malformed("two values", Names+Names),
		malformed("something behind", Names+"x"),
		malformed("cut off", `{"first_name":"سارا"`),
		malformed("duplicate key", `{"first_name":"سارا","first_name":"زهرا","last_name":"احمدی"}`),
		malformed("duplicate key, escaped", `{"first_name":"سارا","first\u005fname":"زهرا","last_name":"احمدی"}`),
		malformed("raw control character", "{\"first_name\":\"سا\x01را\",\"last_name\":\"احمدی\"}"),
		malformed("lone surrogate", `{"first_name":"\ud800","last_name":"احمدی"}`),
		malformed("invalid UTF-8", "{\"first_name\":\"\xff\xfe\",\"last_name\":\"احمدی\"}"),
		malformed("NaN", with(`"subject":NaN`)),
		malformed("comment", "/* */"+Names),
		malformed("byte order mark", "\ufeff"+Names),
		malformed("deep nesting", with(`"subject":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000))),
		invalid("empty object", "{}", map[string]string{"/first_name": "required", "/last_name": "required"}),
		invalid("unknown fields, both", with(`"national_id":"1","age":3`),
			map[string]string{"/national_id": "unknown_field", "/age": "unknown_field"}),
		invalid("unknown field in another case", with(`"First_Name":"سارا"`),
			map[string]string{"/First_Name": "unknown_field"}),
		invalid("unknown field with a slash", with(`"a/b~c":"x"`), map[string]string{"/a~1b~0c": "unknown_field"}),
		invalid("wrong types, all at once",
			`{"first_name":1,"last_name":["x"],"email":{},"phone":true,"subject":null}`,
			map[string]string{
				"/first_name": "wrong_type", "/last_name": "wrong_type", "/email": "wrong_type",
				"/phone": "wrong_type", "/subject": "wrong_type",
			}),
		invalid("unknown field beside a broken rule", `{"first_name":"","last_name":"احمدی","x":1}`,
			map[string]string{"/first_name": "required", "/x": "unknown_field"}),
		invalid("NUL", `{"first_name":"سا\u0000را","last_name":"احمدی"}`, map[string]string{"/first_name": "not_a_name"}),
		invalid("NUL in free text", with(`"message":"a\u0000b"`), map[string]string{"/message": "control_character"}),
		invalid("control character in free text", with(`"subject":"a\u001bb"`),
			map[string]string{"/subject": "control_character"}),
		invalid("line break in one line", with(`"subject":"a\nb"`), map[string]string{"/subject": "control_character"}),
		invalid("names of spaces", `{"first_name":"  ","last_name":"\u00a0\u200c"}`,
			map[string]string{"/first_name": "required", "/last_name": "required"}),
		invalid("name of 101 characters", body101(), map[string]string{"/first_name": "too_long"}),
		invalid("no e-mail", with(`"email":"sara@"`), map[string]string{"/email": "not_an_email"}),
		invalid("no phone", with(`"phone":"0912"`), map[string]string{"/phone": "not_a_phone"}),
		invalid("date in the future", with(`"occurred_on":"2026-11-23"`),
			map[string]string{"/occurred_on": "in_the_future"}),
		invalid("date that does not exist", with(`"occurred_on":"2026-02-30"`),
			map[string]string{"/occurred_on": "not_a_date"}),
		invalid("unknown category", with(`"category":"witchcraft"`), map[string]string{"/category": "unknown_value"}),
		{Name: "64 KiB + 1", Body: Padded(64<<10 + 1), Status: http.StatusRequestEntityTooLarge, Code: "body_too_large"},
		media("form", "Content-Type", "application/x-www-form-urlencoded"),
		media("text", "Content-Type", "text/plain"),
		media("no type", "Content-Type", ""),
		media("other charset", "Content-Type", "application/json; charset=windows-1256"),
		media("compressed", "Content-Encoding", "gzip"),
		{
			Name: "unusable idempotency key", Body: Names, Headers: []string{"Idempotency-Key", "با فاصله"},
			Status: http.StatusBadRequest, Code: "idempotency_key_invalid",
		},
		{
			Name: "endless idempotency key", Body: Names, Headers: []string{"Idempotency-Key", strings.Repeat("k", 256)},
			Status: http.StatusBadRequest, Code: "idempotency_key_invalid",
		},
	}
}

func body101() string {
	return `{"first_name":"` + strings.Repeat("ب", 101) + `","last_name":"احمدی"}`
}

// Padded is a valid complaint of exactly so many bytes.
func Padded(size int) string {
	return strings.TrimSuffix(Names, "}") + strings.Repeat(" ", size-len(Names)) + "}"
}
