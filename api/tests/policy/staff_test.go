package policy_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestAnEditorDraftsPublishesAndCancels(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		got := w.Post(policyDrafts, `{"change_class":"editorial","texts":{"fa":{"title":"بیانیهٔ تازه"}}}`,
			editor.Headers("Idempotency-Key", "draft-1")...)
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		draft := apitest.Decode[models.StaffPolicyView](t, got)
		require.Equal(t, 2, draft.Version)
		require.Equal(t, models.PolicyDraft, draft.State)
		missing := []string{
			"/texts/fa/body", "/texts/fa/summary", "/texts/en/title", "/texts/en/body",
			"/texts/en/summary",
		}
		require.Equal(t, missing, draft.Missing)
		again := w.Post(policyDrafts, `{"change_class":"editorial","texts":{"fa":{"title":"بیانیهٔ تازه"}}}`,
			editor.Headers("Idempotency-Key", "draft-1")...)
		require.Equal(t, string(got.Body), string(again.Body))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))

		refused := w.ActOnPolicy(editor, 2, "publish", `{"effective_at":"2026-11-22T08:29:59Z"}`).Problem(t, 422,
			"validation_failed")
		pointers := map[string]string{"/effective_at": "in_the_past"}
		for _, pointer := range missing {
			pointers[pointer] = "required"
		}
		require.Equal(t, pointers, refused.Broken(), "everything at once")
		require.Equal(t, "change", refused.Errors[0].Clause)

		at := policyDrafts + "/2"
		got = w.Send(http.MethodPatch, at, apitest.Edition(models.Material, "تازه"), editor.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		got = w.Send(http.MethodPatch, at, `{"texts":{"en":{"title":"Another title"}}}`, editor.Headers()...)
		changed := apitest.Decode[models.StaffPolicyView](t, got)
		require.Empty(t, changed.Missing)
		require.Equal(t, "Another title", changed.Texts.En.Title)
		require.Equal(t, "Summary تازه", changed.Texts.En.Summary, "what is left out stays")
		require.Equal(t, models.Material, changed.ChangeClass)
		require.Contains(t, changed.Texts.Fa.HTML, "<h2>تازه</h2>")
		require.Equal(t, changed, apitest.Decode[models.StaffPolicyView](t, w.Get(at, editor.Headers()...)))

		w.publishAndCancel(editor)
	})
}

// publishAndCancel takes the complete draft 2 through the rest of its life.
func (w *world) publishAndCancel(editor member) {
	w.T.Helper()
	require.Empty(w.T, w.Announced(""))
	require.Empty(w.T, w.Announced("?lang=en"))
	got := w.ActOnPolicy(editor, 2, "publish", `{"effective_at":"۲۰۲۶-۱۲-۲۲T00:00:00+03:30"}`)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	published := apitest.Decode[models.StaffPolicyView](w.T, got)
	require.Equal(w.T, models.PolicyScheduled, published.State)
	require.Equal(w.T, "2026-12-21T20:30:00Z", published.EffectiveAt.Format(time.RFC3339))

	fa, en := w.Announced("")[0], w.Announced("?lang=en")[0]
	require.Equal(w.T, "نسخهٔ تازهٔ بیانیهٔ حریم خصوصی، از ۱ دی ۱۴۰۵", fa.Title)
	require.Equal(w.T, "A new version of our privacy statement, from 22 December 2026", en.Title)
	require.Contains(w.T, fa.Body, "خلاصهٔ تازه")
	require.Contains(w.T, en.Body, "Summary تازه")
	require.Equal(w.T, fa.ID, en.ID)
	require.Equal(w.T, "warning", fa.Severity, "it is a material change")
	require.Equal(w.T, 2, *fa.PolicyVersion)

	at := policyDrafts + "/2"
	w.Send(http.MethodPatch, at, `{"texts":{"fa":{"title":"دیگر"}}}`, editor.Headers()...).Problem(w.T, 409,
		"policy_published")
	w.Send(http.MethodDelete, at, "", editor.Headers()...).Problem(w.T, 409, "policy_published")
	w.ActOnPolicy(editor, 2, "publish", "").Problem(w.T, 409, "policy_published")
	later := w.DraftPolicy(apitest.Edition(models.Editorial, "دیگر"))
	w.ActOnPolicy(editor, later.Version, "publish", "").Problem(w.T, 409, "policy_scheduled")

	got = w.ActOnPolicy(editor, 2, "cancel", "")
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	require.Equal(w.T, models.PolicyCancelled, apitest.Decode[models.StaffPolicyView](w.T, got).State)
	require.Empty(w.T, w.Announced(""), "its announcement goes at once")
	require.Empty(w.T, w.Announced("?lang=en"))
	require.Nil(w.T, w.Policy("").Next)
	w.ActOnPolicy(editor, 2, "cancel", "").Problem(w.T, 409, "policy_not_scheduled")
	w.ActOnPolicy(editor, 2, "publish", "").Problem(w.T, 409, "policy_published")
	w.ActOnPolicy(editor, 1, "cancel", "").Problem(w.T, 409, "policy_not_scheduled")

	outdated := w.DraftPolicy(apitest.Edition(models.Editorial, "کهنه"))
	newest := w.PublishPolicy(models.Editorial, "نو", 0)
	require.Equal(w.T, models.PolicyInForce, newest.State)
	w.ActOnPolicy(editor, outdated.Version, "publish", "").Problem(w.T, 409, "policy_outdated")
	gone := w.Send(http.MethodDelete, policyDrafts+"/"+strconv.Itoa(outdated.Version), "", editor.Headers()...)
	require.Equal(w.T, http.StatusNoContent, gone.Status)
	w.ActOnPolicy(editor, outdated.Version, "publish", "").Problem(w.T, 404, "policy_unknown")
}

// nested are bodies with mistakes in parts of the form.
func nested() map[string]map[string]string {
	long := func(n int) string { return strings.Repeat("ب", n) }
	in := func(texts string) string { return `{"change_class":"editorial","texts":` + texts + `}` }
	return map[string]map[string]string{
		in(`{"fa":{"x":"y"}}`):               {"/texts/fa/x": "unknown_field"},
		in(`{"fa":{"a/b~c":1,"title":"ت"}}`): {"/texts/fa/a~1b~0c": "unknown_field"},
		in(`{"de":{"title":"t"}}`):           {"/texts/de": "unknown_field"},
		in(`{"fa":{"title":{"fa":"ت"}}}`):    {"/texts/fa/title": "wrong_type"},
		in(`{"fa":{"title":7,"body":[],"Body":1}}`): {
			"/texts/fa/title": "wrong_type", "/texts/fa/body": "wrong_type", "/texts/fa/Body": "unknown_field",
		},
		in(`{"fa":null,"en":"text"}`): {"/texts/fa": "wrong_type", "/texts/en": "wrong_type"},
		in(`[]`):                      {"/texts": "wrong_type"},
		in(`null`):                    {"/texts": "wrong_type"},
		in(`{"fa":{"title":null}}`):   {"/texts/fa/title": "wrong_type"},
		in(`{"fa":{"title":"a\u0000b","body":"a\u202eb"},"en":{"summary":"a\u001bb"}}`): {
			"/texts/fa/title": "control_character", "/texts/en/summary": "control_character",
			"/texts/fa/body": "control_character",
		},
		in(`{"fa":{"title":"` + long(201) + `"},"en":{"summary":"` + long(2001) + `"}}`): {
			"/texts/fa/title": "too_long", "/texts/en/summary": "too_long",
		},
		`{"change_class":"big","texts":{"fa":{"x":1}}}`: {
			"/change_class": "unknown_value",
			"/texts/fa/x":   "unknown_field",
		},
	}
}

func TestPartsOfADraftAreReadAsStrictlyAsTheWhole(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		draft := w.DraftPolicy(apitest.Edition(models.Editorial, "نخست"))
		at := policyDrafts + "/" + strconv.Itoa(draft.Version)
		for path, method := range map[string]string{policyDrafts: http.MethodPost, at: http.MethodPatch} {
			send := func(form string) reply { return w.SendLenient(method, path, form, editor.Headers()...) }
			for form, broken := range nested() {
				document := send(form).Problem(t, http.StatusUnprocessableEntity, "validation_failed")
				require.Equal(t, broken, document.Broken(), form)
				for _, e := range document.Errors {
					require.Equal(t, e.Code == "unknown_field", e.Clause == "minimal", form)
				}
			}
			for _, malformed := range []string{
				`{"texts":{"fa":{"title":"a","title":"b"}}}`, `{"texts":{"fa":{},"fa":{}}}`, `{"texts":{},"texts":{}}`,
				`{"texts":{"fa":{"x":{"y":1,"y":2}}}}`, "{\"texts\":{\"fa\":{\"title\":\"\xff\"}}}",
				`{"texts":{"fa":{"title":"\ud800"}}}`,
				`{"texts":{"fa":{"title":"a"}}`,
				`{"texts":` + strings.Repeat(`{"fa":`, 9000) + strings.Repeat("}", 9000) + "}",
			} {
				send(malformed).Problem(t, http.StatusBadRequest, "malformed_json")
			}
			huge := `{"texts":{"fa":{"body":"` + strings.Repeat("ب", 1<<20) + `"}}}`
			send(huge).Problem(t, http.StatusRequestEntityTooLarge, "body_too_large")
			deep := apitest.ToText(strings.Repeat("> ", 40) + "ژرف")
			form := `{"change_class":"material","texts":{"fa":{"body":"` + deep + `"},"en":{"body":"` + deep + `"}}}`
			require.Equal(t, map[string]string{"/texts/fa/body": "too_complex", "/texts/en/body": "too_complex"},
				send(form).Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken())
		}
		require.Equal(t, draft, apitest.Decode[models.StaffPolicyView](t, w.Get(at, editor.Headers()...)),
			"nothing was changed")
		page := apitest.Decode[models.Page[models.StaffPolicyItem]](t, w.Get(policyDrafts, editor.Headers()...))
		require.Len(t, page.Items, 2)
	})
}
