package cases_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// listed answers the references of a page of cases. What stands in the query may be more than the description has.
func (w *world) listed(m member, query string) (references []string, next *string) {
	w.T.Helper()
	got := w.SendLenient(http.MethodGet, staffCases+"?"+query, "", m.Headers()...)
	require.Equal(w.T, http.StatusOK, got.Status, "%s: %s", query, got.Body)
	page := apitest.Decode[models.Page[models.StaffCaseItem]](w.T, got)
	references = []string{}
	for _, item := range page.Items {
		references = append(references, item.Reference)
	}
	return references, page.NextCursor
}

// someCases are cases of a few days, by a letter each in the order in which they came.
func (w *world) someCases() (cases map[rune]string, officer, lead member) {
	w.T.Helper()
	cases = map[rune]string{}
	filed := func(letter rune, path, form string) {
		got := w.Post(path, form)
		require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
		cases[letter] = apitest.Decode[models.Receipt](w.T, got).Reference
	}
	const complaints, feedback = "/api/v1/complaints", "/api/v1/feedback"
	filed('a', complaints, apitest.Body("first_name", "سارا", "last_name", "احمدی", "category", "delay"))
	filed('b', feedback, apitest.Body("first_name", "سارا", "last_name", "احمدی", "kind", "praise"))
	w.Clock.Advance(12 * time.Hour) // midnight in Tehran: Monday has begun
	filed('c', complaints, names)
	w.Clock.Advance(12 * time.Hour)
	filed('d', complaints, apitest.Body("first_name", "سارا", "last_name", "احمدی", "category", "fees"))
	w.Clock.Advance(24 * time.Hour)
	filed('e', complaints, apitest.Body("first_name", "سارا", "last_name", "احمدی", "category", "delay"))
	officer, lead = w.Staff(models.RoleOfficer), w.Staff(models.RoleLead)
	w.Take(officer, cases['e'], models.StateAcknowledged)
	w.Take(lead, cases['d'], models.StateAcknowledged, models.StateInProgress)
	w.Take(lead, cases['c'], models.StateAcknowledged)
	w.Clock.Advance(7 * 24 * time.Hour)
	return cases, w.SignIn(officer.Email), w.SignIn(lead.Email)
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
			"assignee=" + lead.Account.String(): "dc",
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
		got := w.Get(staffCases+"?limit=100", officer.Headers()...)
		require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
		for _, item := range apitest.Decode[models.Page[map[string]any]](t, got).Items {
			for _, name := range []string{"content", "messages", "notes", "attachments", "first_name", "subject"} {
				require.NotContains(t, item, name)
			}
		}
	})
}

func TestBadFiltersAreToldAllAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead, privacy := w.Staff(models.RoleLead), w.Staff(models.RolePrivacy)
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
			got := w.SendLenient(http.MethodGet, bad.path, "", bad.m.Headers()...)
			document := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
			require.Equal(t, bad.broken, document.Broken(), bad.path)
			for _, e := range document.Errors {
				require.NotEmpty(t, e.Detail)
				require.Equal(t, e.Code == "unknown_field", e.Clause == "minimal")
			}
		}
	})
}
