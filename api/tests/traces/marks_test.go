package traces_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
)

// planted are the marks: a word in each field, met nowhere else.
func planted() map[string]string {
	return map[string]string{
		"first name": "سیمرغ", "last name": "ققنوس", "email": "simorgh@example.org", "phone": "9351112233",
		"subject": "قاصدک", "message": "آذرخش", "service": "شباهنگ",
		"written": "پرستوانه", "file": "مرواریدوش", "camera": "کهربافام", "author": "Zomorrodin",
		"reply": "نیلوفرین", "note": "لادنانه", "public note": "یاسمنین", "reason": "زنبقانه", "answer": "سوسنین",
		"extension": "ارغوانین", "staff file": "فیروزه‌وش", "identity reason": "بنفشانه", "review": "نسترنین",
		"free answer": "سنجدانه", "agent": "MarkedAgent", "address": "203.0.113.77",
	}
}

// shown says in which answers marks belong, by the route. They belong into no other, and into no header or log line.
func shown() map[string][]string {
	identity := []string{"first name", "last name", "email", "phone"}
	content := []string{"subject", "message", "service"}
	public := []string{"written", "reply", "public note", "answer", "extension", "review", "file", "staff file"}
	return map[string][]string{
		"GET /api/v1/my/case":                                public,
		"POST /api/v1/my/case/withdraw":                      public,
		"POST /api/v1/my/case/review":                        public,
		"POST /api/v1/my/case/messages":                      {"written"},
		"POST /api/v1/my/case/attachments":                   {"file"},
		"GET /api/v1/my/case/attachments/:id":                {"file"},
		"GET /api/v1/my/case/accesses":                       {"identity reason"},
		"POST /api/v1/my/case/export":                        slices.Concat(identity, content, public, []string{"identity reason"}),
		"PUT /api/v1/cookies/memory":                         identity,
		"GET /api/v1/staff/cases/:reference":                 slices.Concat(content, public, []string{"note", "reason"}),
		"POST /api/v1/staff/cases/:reference/identity":       identity,
		"POST /api/v1/staff/cases/:reference/replies":        {"reply"},
		"POST /api/v1/staff/cases/:reference/notes":          {"note"},
		"POST /api/v1/staff/cases/:reference/attachments":    {"staff file"},
		"GET /api/v1/staff/cases/:reference/attachments/:id": {"file"},
		"POST /api/v1/staff/surveys/:slug/respondents":       identity,
		"GET /api/v1/staff/surveys/:slug/texts":              {"free answer"},
		"GET /api/v1/staff/surveys/:slug/exports":            {"free answer"},
	}
}

// found answers which marks are in a text, in whatever spelling.
func found(text string) []string {
	names := []string{}
	for name, word := range planted() {
		if slices.ContainsFunc(apitest.Spellings(word), func(s string) bool { return strings.Contains(text, s) }) {
			names = append(names, name)
		}
	}
	return names
}

// requireNoMarks asserts that a text has none but these.
func requireNoMarks(t *testing.T, place, text string, but ...string) {
	t.Helper()
	for _, name := range found(text) {
		require.Contains(t, but, name, "%s has the %s", place, name)
	}
}

// requireNoMarksKept looks into the log and into the database, all of it.
func requireNoMarksKept(t *testing.T, w *world) {
	t.Helper()
	require.Contains(t, w.Log.String(), `"route":"/api/v1/staff/cases/:reference"`, "the log was looked at")
	requireNoMarks(t, "the log", w.Log.String())
	requireNoMarks(t, "the database", w.Stored())
	var all []string
	for name, word := range planted() {
		all = append(all, apitest.Spellings(word)...)
		require.NotEmpty(t, name)
	}
	w.RequireNotOnDisk(all...)
}

func TestMarksAreFoundInEverySpelling(t *testing.T) {
	t.Parallel()
	for _, spelling := range apitest.Spellings("سیمرغ") {
		require.Equal(t, []string{"first name"}, found("…"+spelling+"…"))
	}
	require.Empty(t, found(`{"first_name":"سارا"}`))
}
