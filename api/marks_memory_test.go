package api_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheServiceKeepsNothingOfAFormMemory plants marks in all of it and looks for them in all that is kept.
func TestTheServiceKeepsNothingOfAFormMemory(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := planted()
		form := body("first_name", m["first name"], "last_name", m["last name"], "email", m["email"], "phone",
			"+98"+m["phone"])
		agent := []string{"User-Agent", m["agent"], "X-Forwarded-For", m["address"]}
		b := w.browser(agent...)
		b.send(http.MethodPut, memoryPath, form).problem(t, http.StatusForbidden, "consent_required")
		b.decide(everything())
		kept := w.kept()
		got := b.remember(form)
		require.ElementsMatch(t, []string{"first name", "last name", "email", "phone"}, found(string(got.body)))
		requireNoMarks(t, "the headers", toText(got.header))
		raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(b.cookies["amanat-memory"], "1."))
		require.NoError(t, err)
		requireNoMarks(t, "the cookie", string(raw))
		b.send(http.MethodGet, memoryPath, "")
		b.send(http.MethodPut, memoryPath, strings.Replace(form, "{", `{"x":1,`, 1))
		require.Empty(t, w.since(kept), "the database is as it was")

		b.send(http.MethodDelete, memoryPath, "")
		b.send(http.MethodDelete, preferencesPath, "")
		require.Contains(t, w.log.String(), `"route":"`+memoryPath+`"`, "the log was looked at")
		requireNoMarks(t, "the log", w.log.String())
		requireNoMarks(t, "the database", w.stored())
		require.NotContains(t, w.log.String(), "amanat-", "no cookie is logged")
		for _, word := range m {
			for _, spelling := range spellings(word) {
				w.requireNotOnDisk([]byte(spelling))
			}
		}
	})
}
