package api_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const staffCases = "/api/v1/staff/cases"

// listed answers the references of a page of cases. What stands in the query may be more than the description has.
func (w *world) listed(m member, query string) (references []string, next *string) {
	w.t.Helper()
	got := w.sendLenient(http.MethodGet, staffCases+"?"+query, "", m.headers()...)
	require.Equal(w.t, http.StatusOK, got.status, "%s: %s", query, got.body)
	page := decode[models.Page[models.StaffCaseItem]](w.t, got)
	references = []string{}
	for _, item := range page.Items {
		references = append(references, item.Reference)
	}
	return references, page.NextCursor
}

// someCases are cases of a few days, by a letter each in the order in which they came.
func (w *world) someCases() (cases map[rune]string, officer, lead member) {
	w.t.Helper()
	cases = map[rune]string{}
	filed := func(letter rune, path, form string) {
		got := w.post(path, form)
		require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
		cases[letter] = decode[models.Receipt](w.t, got).Reference
	}
	const complaints, feedback = "/api/v1/complaints", "/api/v1/feedback"
	filed('a', complaints, body("first_name", "سارا", "last_name", "احمدی", "category", "delay"))
	filed('b', feedback, body("first_name", "سارا", "last_name", "احمدی", "kind", "praise"))
	w.clock.advance(12 * time.Hour) // midnight in Tehran: Monday has begun
	filed('c', complaints, names)
	w.clock.advance(12 * time.Hour)
	filed('d', complaints, body("first_name", "سارا", "last_name", "احمدی", "category", "fees"))
	w.clock.advance(24 * time.Hour)
	filed('e', complaints, body("first_name", "سارا", "last_name", "احمدی", "category", "delay"))
	officer, lead = w.staff(models.RoleOfficer), w.staff(models.RoleLead)
	w.take(officer, cases['e'], models.StateAcknowledged)
	w.take(lead, cases['d'], models.StateAcknowledged, models.StateInProgress)
	w.take(lead, cases['c'], models.StateAcknowledged)
	w.clock.advance(7 * 24 * time.Hour)
	return cases, w.signIn(officer.email), w.signIn(lead.email)
}

func TestCasesAreFoundByWhatCanBeSaidOfThem(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		cases, officer, lead := w.someCases()
		for query, letters := range map[string]string{
			"":                                  "edcba",
			"kind=complaint":                    "edca",
			"kind=feedback":                     "b",
			"state=received":                    "ba",
			"state=in_progress":                 "d",
			"state=closed":                      "",
			"category=delay":                    "ea",
			"category=unheard-of":               "",
			"overdue=true":                      "a",
			"overdue=false":                     "edcb",
			"assignee=none":                     "ba",
			"assignee=me":                       "e",
			"assignee=" + lead.account.String(): "dc",
			"from=2026-11-23":                   "edc",
			"to=2026-11-22":                     "ba",
			"from=2026-11-23&to=2026-11-23":     "dc",
			"from=2026-11-25":                   "",
			"from=2026-11-24&to=2026-11-22":     "",
			"from=۲۰۲۶-۱۱-۲۳&to=٢٠٢٦-١١-٢٣":       "dc",
			"kind=complaint&category=delay":       "ea",
			"category=delay&state=received":       "a",
			"overdue=true&assignee=me":            "",
			"kind=&state=&category=&overdue=":     "edcba",
			"assignee=me&from=2026-11-24&limit=1": "e",
		} {
			expected := []string{}
			for _, letter := range letters {
				expected = append(expected, cases[letter])
			}
			found, next := w.listed(officer, query)
			require.Equal(t, expected, found, query)
			require.Nil(t, next, query)
		}
		mine, _ := w.listed(lead, "assignee=me")
		require.Equal(t, []string{cases['d'], cases['c']}, mine, "me is whoever asks")
	})
}

func TestAListSaysNothingThatWouldHaveToBeOpened(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		_, officer, _ := w.someCases()
		got := w.get(staffCases+"?limit=100", officer.headers()...)
		require.Equal(t, "no-store", got.header.Get("Cache-Control"))
		for _, item := range decode[models.Page[map[string]any]](t, got).Items {
			for _, name := range []string{"content", "messages", "notes", "attachments", "first_name", "subject"} {
				require.NotContains(t, item, name)
			}
		}
	})
}

func TestBadFiltersAreToldAllAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead, privacy := w.staff(models.RoleLead), w.staff(models.RolePrivacy)
		bad := "?kind=letter&state=lost&category=%00&overdue=maybe&assignee=somebody&from=2026-02-30&to=yesterday" +
			"&limit=0&cursor=x&national_id=1"
		cases := map[string]string{
			"/kind": "unknown_value", "/state": "unknown_value", "/category": "control_character",
			"/overdue": "unknown_value", "/assignee": "not_an_id", "/from": "not_a_date", "/to": "not_a_date",
			"/limit": "not_a_limit", "/cursor": "not_a_cursor", "/national_id": "unknown_field",
		}
		export := map[string]string{"/limit": "unknown_field", "/cursor": "unknown_field", "/format": "unknown_value"}
		for pointer, code := range cases {
			if export[pointer] == "" {
				export[pointer] = code
			}
		}
		for _, bad := range []struct {
			m      member
			path   string
			broken map[string]string
		}{
			{lead, staffCases + bad, cases},
			{lead, staffCases + "/exports" + bad + "&format=ods", export},
			{lead, staffCases + "/exports", map[string]string{"/format": "required"}},
			{lead, staffCases + "?state=received&state=closed", map[string]string{"/state": "repeated"}},
			{lead, staffCases + "?assignee=" + url.QueryEscape("من"), map[string]string{"/assignee": "not_an_id"}},
			{lead, staffCases + "?kind=%ff", map[string]string{"/kind": "wrong_type"}},
			{lead, "/api/v1/staff/canned-replies?state=lost", map[string]string{"/state": "unknown_value"}},
			{lead, "/api/v1/staff/holidays?year=26", map[string]string{"/year": "not_a_year"}},
			{lead, "/api/v1/staff/holidays?year=-026", map[string]string{"/year": "not_a_year"}},
			{
				privacy, "/api/v1/staff/ledger?actor=x&role=king&from=x&to=x&action=%00&subject=%00&limit=101&x=1",
				map[string]string{
					"/actor": "not_an_id", "/role": "unknown_value", "/from": "not_a_date", "/to": "not_a_date",
					"/action": "control_character", "/subject": "control_character", "/limit": "not_a_limit",
					"/x": "unknown_field",
				},
			},
		} {
			got := w.sendLenient(http.MethodGet, bad.path, "", bad.m.headers()...)
			document := got.problem(t, http.StatusUnprocessableEntity, "validation_failed")
			require.Equal(t, bad.broken, document.broken(), bad.path)
			for _, e := range document.Errors {
				require.NotEmpty(t, e.Detail)
				require.Equal(t, e.Code == "unknown_field", e.Clause == "minimal")
			}
		}
	})
}
