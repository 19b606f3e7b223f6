package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// refusal is a request that must be refused and change nothing.
type refusal struct {
	name    string
	body    string
	headers []string
	status  int
	code    string
	broken  map[string]string
}

func refusals() []refusal {
	invalid := func(name, body string, broken map[string]string) refusal {
		return refusal{
			name: name, body: body, status: http.StatusUnprocessableEntity, code: "validation_failed", broken: broken,
		}
	}
	malformed := func(name, body string) refusal {
		return refusal{name: name, body: body, status: http.StatusBadRequest, code: "malformed_json"}
	}
	media := func(name string, headers ...string) refusal {
		return refusal{
			name: name, body: names, headers: headers,
			status: http.StatusUnsupportedMediaType, code: "unsupported_media_type",
		}
	}
	with := func(member string) string { return strings.TrimSuffix(names, "}") + "," + member + "}" }
	return []refusal{
		{name: "empty body", headers: []string{"Content-Type", "application/json"}, status: 400, code: "malformed_json"},
		malformed("spaces only", "  \n"),
		malformed("array", "[]"),
		malformed("null", "null"),
		malformed("a string", `"سارا"`),
		malformed("two values", names+names),
		malformed("something behind", names+"x"),
		malformed("cut off", `{"first_name":"سارا"`),
		malformed("duplicate key", `{"first_name":"سارا","first_name":"زهرا","last_name":"احمدی"}`),
		malformed("duplicate key, escaped", `{"first_name":"سارا","first\u005fname":"زهرا","last_name":"احمدی"}`),
		malformed("raw control character", "{\"first_name\":\"سا\x01را\",\"last_name\":\"احمدی\"}"),
		malformed("lone surrogate", `{"first_name":"\ud800","last_name":"احمدی"}`),
		malformed("invalid UTF-8", "{\"first_name\":\"\xff\xfe\",\"last_name\":\"احمدی\"}"),
		malformed("NaN", with(`"subject":NaN`)),
		malformed("comment", "/* */"+names),
		malformed("byte order mark", "\ufeff"+names),
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
		{name: "64 KiB + 1", body: padded(64<<10 + 1), status: http.StatusRequestEntityTooLarge, code: "body_too_large"},
		media("form", "Content-Type", "application/x-www-form-urlencoded"),
		media("text", "Content-Type", "text/plain"),
		media("no type", "Content-Type", ""),
		media("other charset", "Content-Type", "application/json; charset=windows-1256"),
		media("compressed", "Content-Encoding", "gzip"),
		{
			name: "unusable idempotency key", body: names, headers: []string{"Idempotency-Key", "با فاصله"},
			status: http.StatusBadRequest, code: "idempotency_key_invalid",
		},
		{
			name: "endless idempotency key", body: names, headers: []string{"Idempotency-Key", strings.Repeat("k", 256)},
			status: http.StatusBadRequest, code: "idempotency_key_invalid",
		},
	}
}

func body101() string {
	return `{"first_name":"` + strings.Repeat("ب", 101) + `","last_name":"احمدی"}`
}

// padded is a valid complaint of exactly so many bytes.
func padded(size int) string {
	return strings.TrimSuffix(names, "}") + strings.Repeat(" ", size-len(names)) + "}"
}

func TestBadInputIsRefusedAndChangesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, r := range refusals() {
			for _, language := range []string{"fa", "en"} {
				headers := append([]string{"Accept-Language", language}, r.headers...)
				got := w.sendLenient(http.MethodPost, "/api/v1/complaints", r.body, headers...)
				document := got.problem(t, r.status, r.code)
				require.Equal(t, language, got.header.Get("Content-Language"), r.name)
				if r.broken != nil {
					require.Equal(t, r.broken, document.broken(), r.name)
				}
				for _, e := range document.Errors {
					require.NotEmpty(t, e.Detail, r.name)
					if e.Code == "unknown_field" {
						require.Equal(t, "minimal", e.Clause)
					}
				}
				require.NotContains(t, string(got.body), "سارا", "a refusal repeats nothing of the input: %s", r.name)
			}
		}
		require.Zero(t, w.cases())
	})
}

func TestBodyOfExactly64KiBIsAccepted(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		require.Equal(t, http.StatusCreated, w.post("/api/v1/complaints", padded(64<<10)).status)
	})
}

func TestListsAreBoundedAndTheirCursorsCannotBeForged(t *testing.T) {
	const list = "/api/v1/complaint-categories"
	everywhere(t, func(t *testing.T, w *world) {
		for query, broken := range map[string]map[string]string{
			"limit=0":            {"/limit": "not_a_limit"},
			"limit=101":          {"/limit": "not_a_limit"},
			"limit=abc":          {"/limit": "not_a_limit"},
			"limit=-1":           {"/limit": "not_a_limit"},
			"limit=":             {"/limit": "not_a_limit"},
			"limit=1&limit=2":    {"/limit": "repeated"},
			"cursor=AAAA":        {"/cursor": "not_a_cursor"},
			"cursor=":            {"/cursor": "not_a_cursor"},
			"utm_source=x":       {"/utm_source": "unknown_field"},
			"limit=0&cursor=%20": {"/limit": "not_a_limit", "/cursor": "not_a_cursor"},
			"a%2Fb~=x":           {"/a~1b~0": "unknown_field"},
		} {
			got := w.sendLenient(http.MethodGet, list+"?"+query, "")
			require.Equal(t, broken, got.problem(t, 422, "validation_failed").broken(), query)
		}
		w.sendLenient(http.MethodGet, list+"?limit=%zz", "").problem(t, 400, "malformed_query")

		flood := w.sendLenient(http.MethodGet, list+"?"+floodOfParameters(3000), "")
		require.Len(t, flood.problem(t, 422, "validation_failed").Errors, 50, "a refusal does not grow with its request")

		first := decode[categoryPage](t, w.get(list+"?limit=3"))
		require.Len(t, first.Items, 3)
		require.NotNil(t, first.NextCursor)
		for i := range *first.NextCursor {
			forged := flip(*first.NextCursor, i)
			w.sendLenient(http.MethodGet, list+"?cursor="+forged, "").problem(t, 422, "validation_failed")
		}
		var codes []string
		for next := list + "?limit=3"; next != ""; {
			page := decode[categoryPage](t, w.get(next))
			for _, item := range page.Items {
				codes = append(codes, item.Code)
				require.NotEmpty(t, item.Titles.Fa)
				require.NotEmpty(t, item.Titles.En)
				require.Positive(t, item.Clocks.AnswerDays)
			}
			next = ""
			if page.NextCursor != nil {
				next = list + "?limit=3&cursor=" + *page.NextCursor
			}
		}
		all := decode[categoryPage](t, w.get(list))
		require.Nil(t, all.NextCursor)
		require.Len(t, all.Items, len(codes))
	})
}

func floodOfParameters(n int) string {
	parameters := make([]string, n)
	for i := range parameters {
		parameters[i] = "p" + strconv.Itoa(i)
	}
	return strings.Join(parameters, "&")
}

type categoryPage struct {
	Items []struct {
		Code   string
		Titles struct{ Fa, En string }
		Clocks struct {
			AnswerDays int `json:"answer_days"`
		}
	}
	NextCursor *string `json:"next_cursor"`
}

// flip changes one character to another of the same alphabet.
func flip(text string, at int) string {
	other := byte('A')
	if text[at] == other {
		other = 'B'
	}
	return text[:at] + string(other) + text[at+1:]
}
