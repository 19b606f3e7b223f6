package protocol_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// mistake is a body that a staff route must refuse.
type mistake struct {
	body   string
	broken map[string]string
}

// mistakes are by what is done to a case.
func mistakes() map[string][]mistake {
	is := func(body string, pairs ...string) mistake {
		broken := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			broken[pairs[i]] = pairs[i+1]
		}
		return mistake{body, broken}
	}
	long := func(n int) string { return strings.Repeat("ب", n) }
	days := func(value, code string) mistake {
		return is(`{"working_days":`+value+`,"reason":"بررسی"}`, "/working_days", code)
	}
	return map[string][]mistake{
		"transitions": {
			is(`{}`, "/to", "required"),
			is(`{"to":"lost"}`, "/to", "unknown_value"),
			is(`{"to":"LOST ","reason":"a\u0000b"}`, "/to", "unknown_value", "/reason", "control_character"),
			is(`{"to":7,"reason":{},"public_note":[],"state":"x"}`,
				"/to", "wrong_type", "/reason", "wrong_type", "/public_note", "wrong_type", "/state", "unknown_field"),
			is(`{"to":"rejected"}`, "/reason", "required"),
			is(`{"to":"rejected","reason":" \u200c "}`, "/reason", "required"),
			is(`{"to":"duplicate"}`, "/duplicate_of", "required"),
			is(`{"to":"duplicate","duplicate_of":"C-0000-0000"}`, "/duplicate_of", "not_a_case"),
			is(`{"to":"duplicate","duplicate_of":"'; DROP TABLE cases"}`, "/duplicate_of", "not_a_case"),
			is(`{"to":"acknowledged","public_note":"`+long(2001)+`"}`, "/public_note", "too_long"),
		},
		"extensions": {
			is(`{}`, "/working_days", "required", "/reason", "required"),
			days(`"3"`, "wrong_type"), days(`3.5`, "wrong_type"), days(`1e99`, "wrong_type"), days(`1e1`, "wrong_type"),
			days(`-1`, "out_of_range"), days(`11`, "out_of_range"), days(`99999999999999999999`, "wrong_type"),
			days(`true`, "wrong_type"), days(`null`, "wrong_type"), days(`0`, "required"), days(`[3]`, "wrong_type"),
			days(`"۳"`, "wrong_type"),
			is(`{"working_days":3,"reason":"\u200c \n"}`, "/reason", "required"),
		},
		"assign": {
			is(`{}`, "/account", "required"),
			is(`{"account":"you"}`, "/account", "not_an_id"),
			is(`{"account":"`+"00000000-0000-0000-0000-000000000000"+`"}`, "/account", "not_a_handler"),
			is(`{"account":null,"role":"lead"}`, "/account", "wrong_type", "/role", "unknown_field"),
		},
		"replies": {
			is(`{}`, "/body", "required"), is(`{"body":""}`, "/body", "required"),
			is(`{"body":"`+long(5001)+`"}`, "/body", "too_long"),
			is(`{"body":"a\u0000b","Body":"x"}`, "/body", "control_character", "/Body", "unknown_field"),
		},
		"notes": {
			is(`{"body":{"x":"y"}}`, "/body", "wrong_type"),
			is(`{"body":"a\u001bb","internal":true}`, "/body", "control_character", "/internal", "unknown_field"),
		},
		"identity": {
			is(`{}`, "/purpose", "required", "/reason", "required"),
			is(`{"purpose":"curiosity","reason":"کنجکاوی"}`, "/purpose", "unknown_value"),
			is(`{"purpose":"use-offers","reason":"تبلیغ"}`, "/purpose", "not_its_purpose"),
			is(`{"purpose":" use-offers ","reason":"تبلیغ"}`, "/purpose", "not_its_purpose"),
			is(`{"purpose":"security","reason":"\u200c"}`, "/purpose", "not_its_purpose", "/reason", "required"),
			is(`{"purpose":"use-answer","reason":"`+long(501)+`"}`, "/reason", "too_long"),
		},
	}
}

func TestStaffAreToldEveryMistakeAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, lead := w.File(names), w.Staff(models.RoleLead)
		require.Equal(t, http.StatusOK, w.Do(lead, receipt.Reference, "assign", `{"account":"me"}`).Status)
		before := w.Get(staffCases+"/"+receipt.Reference, lead.Headers()...)
		for act, bodies := range mistakes() {
			for _, m := range bodies {
				got := w.SendLenient(http.MethodPost, staffCases+"/"+receipt.Reference+"/"+act, m.body, lead.Headers()...)
				document := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
				require.Equal(t, m.broken, document.Broken(), "%s %s", act, m.body)
				for _, e := range document.Errors {
					require.NotEmpty(t, e.Detail)
					require.Equal(t, e.Code == "unknown_field", e.Clause == "minimal", m.body)
					require.Equal(t, e.Code == "not_its_purpose", e.Clause == "purpose", m.body)
				}
			}
		}
		after := w.Get(staffCases+"/"+receipt.Reference, lead.Headers()...)
		require.Equal(t, string(before.Body), string(after.Body), "nothing was changed")
	})
}

func TestBodiesOfStaffAreReadAsStrictly(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, lead, admin := w.File(names), w.Staff(models.RoleLead), w.Staff(models.RoleAdmin)
		at := staffCases + "/" + receipt.Reference + "/"
		for _, route := range []struct {
			method, path string
			m            member
		}{
			{http.MethodPost, at + "transitions", lead},
			{http.MethodPost, at + "replies", lead},
			{http.MethodPost, at + "extensions", lead},
			{http.MethodPost, at + "identity", lead},
			{http.MethodPost, cannedReplies, lead},
			{http.MethodPut, holidays + "/2027-03-10", lead},
			{http.MethodPost, accounts, admin},
			{http.MethodPatch, accounts + "/" + lead.Account.String(), admin},
			{http.MethodPost, sessions, member{}},
			{http.MethodPost, signOn + "/sessions", member{}},
			{http.MethodPut, myPassword, lead},
			{http.MethodPost, secondFactor, lead},
			{http.MethodPost, accounts + "/" + lead.Account.String() + "/reset", admin},
			{http.MethodDelete, sessions + "/current", lead},
			{http.MethodPost, signOn, member{}},
		} {
			if strings.HasPrefix(route.path, signOn+"/") {
				continue // that there is no provider comes first
			}
			send := func(body string, headers ...string) reply {
				return w.SendLenient(route.method, route.path, body, route.m.Headers(headers...)...)
			}
			for _, malformed := range []string{
				`[]`, `null`, `{"body":"a","body":"b"}`, `{"a":1}{"b":2}`, "{\"body\":\"\xff\"}", `{"to":`, "{'to':1}",
				`{"body":"\ud800"}`, `{"x":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}",
			} {
				send(malformed).Problem(t, http.StatusBadRequest, "malformed_json")
			}
			huge := `{"body":"` + strings.Repeat("a", 64<<10) + `"}`
			send(huge).Problem(t, http.StatusRequestEntityTooLarge, "body_too_large")
			send(`{}`, "Content-Type", "text/plain").Problem(t, http.StatusUnsupportedMediaType, "unsupported_media_type")
			unknown := send(`{"first_name":"سارا"}`).Problem(t, http.StatusUnprocessableEntity, "validation_failed")
			require.Equal(t, "unknown_field", unknown.Broken()["/first_name"], route.path)
		}
	})
}

func TestReferencesThatLeadNowhere(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead := w.Staff(models.RoleLead)
		reference := w.File(names).Reference
		for _, wrong := range []string{"C-0000-0000", "x", "%D8%A2", "..", "%00", strings.Repeat("C", 5000), "F" + reference[1:]} {
			got := w.SendLenient(http.MethodGet, staffCases+"/"+wrong, "", lead.Headers()...)
			require.Equal(t, http.StatusNotFound, got.Status, "%.20s: %s", wrong, got.Body)
			got = w.SendLenient(http.MethodPost, staffCases+"/"+wrong+"/notes", `{"body":"یادداشت"}`, lead.Headers()...)
			require.Equal(t, http.StatusNotFound, got.Status, "%.20s: %s", wrong, got.Body)
		}
		for _, spoken := range []string{strings.ToLower(reference), strings.ReplaceAll(reference, "-", "")} {
			got := w.SendLenient(http.MethodGet, staffCases+"/"+spoken, "", lead.Headers()...)
			require.Equal(t, http.StatusOK, got.Status, spoken)
		}
	})
}
