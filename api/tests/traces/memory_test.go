package traces_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
)

// TestTheServiceKeepsNothingOfAFormMemory plants marks in all of it and looks for them in all that is kept.
func TestTheServiceKeepsNothingOfAFormMemory(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		m := planted()
		form := apitest.Body("first_name", m["first name"], "last_name", m["last name"], "email", m["email"], "phone",
			"+98"+m["phone"])
		agent := []string{"User-Agent", m["agent"], "X-Forwarded-For", m["address"]}
		b := w.Browser(agent...)
		b.Send(http.MethodPut, memoryPath, form).Problem(t, http.StatusForbidden, "consent_required")
		b.Decide(apitest.ConsentToAll())
		kept := w.Kept()
		got := b.Remember(form)
		require.ElementsMatch(t, []string{"first name", "last name", "email", "phone"}, found(string(got.Body)))
		requireNoMarks(t, "the headers", apitest.ToText(got.Header))
		raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(b.Cookies["amanat-memory"], "1."))
		require.NoError(t, err)
		requireNoMarks(t, "the cookie", string(raw))
		b.Send(http.MethodGet, memoryPath, "")
		b.Send(http.MethodPut, memoryPath, strings.Replace(form, "{", `{"x":1,`, 1))
		require.Empty(t, w.Since(kept), "the database is as it was")

		b.Send(http.MethodDelete, memoryPath, "")
		b.Send(http.MethodDelete, preferencesPath, "")
		require.Contains(t, w.Log.String(), `"route":"`+memoryPath+`"`, "the log was looked at")
		requireNoMarks(t, "the log", w.Log.String())
		requireNoMarks(t, "the database", w.Stored())
		require.NotContains(t, w.Log.String(), "amanat-", "no cookie is logged")
		var marks []string
		for _, word := range m {
			marks = append(marks, apitest.Spellings(word)...)
		}
		w.RequireNotOnDisk(marks...)
	})
}
