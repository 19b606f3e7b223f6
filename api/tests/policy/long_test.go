package policy_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// TestALongPolicyIsPublishedAndCompared: twenty thousand words in each language, which some clients escape.
func TestALongPolicyIsPublishedAndCompared(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		long := func(word string) string {
			paragraph := strings.TrimSpace(strings.Repeat("داده‌ "+word+" ", 25)) + "\n\n"
			return strings.TrimSpace(strings.Repeat(paragraph, 400))
		}
		form := func(word string) string {
			words := map[string]string{"title": "بیانیه", "body": long(word), "summary": "بلند"}
			return apitest.ToText(map[string]any{"change_class": "editorial", "texts": map[string]any{"fa": words, "en": words}})
		}
		escaped := strconv.QuoteToASCII(form("یکم"))
		escaped = strings.ReplaceAll(escaped[1:len(escaped)-1], `\"`, `"`)
		escaped = strings.ReplaceAll(escaped, `\\n`, `\n`)
		require.Greater(t, len(escaped), 1_000_000)
		editor := w.Staff(models.RoleEditor)
		for i, text := range []string{escaped, form("دوم")} {
			draft := w.DraftPolicy(text)
			require.Equal(t, http.StatusOK, w.ActOnPolicy(editor, draft.Version, "publish", "").Status, i)
		}
		require.Equal(t, long("دوم"), w.Policy("").Body)
		diff := apitest.Decode[models.PolicyDiffView](t, w.Get(policyPath+"/diff?lang=fa"))
		require.Equal(t, []int{10_000, 10_000}, []int{diff.WordsAdded, diff.WordsRemoved})

		longer := apitest.ToText(map[string]any{"texts": map[string]any{"fa": map[string]string{"body": strings.Repeat("ا", 120_001)}}})
		got := w.SendLenient(http.MethodPatch, policyDrafts+"/"+strconv.Itoa(w.DraftPolicy(apitest.Edition(models.Editorial, "چهار")).Version),
			longer, editor.Headers()...)
		require.Equal(t, map[string]string{"/texts/fa/body": "too_long"}, got.Problem(t, 422, "validation_failed").Broken())
	})
}
