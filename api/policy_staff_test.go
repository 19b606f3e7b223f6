package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

const (
	policyPath    = "/api/v1/privacy-policy"
	policyHistory = policyPath + "/versions"
	policyDrafts  = "/api/v1/staff/privacy-policy/versions"
)

// edition is a whole version of the policy as editors send it. A word of its own is in each of its texts.
func edition(class models.ChangeClass, word string) string {
	return toText(map[string]any{"change_class": class, "texts": map[string]any{
		"fa": map[string]string{
			"title": "بیانیهٔ " + word, "body": "## " + word + "\n\nداده‌ها را نمی‌فروشیم.",
			"summary": "خلاصهٔ " + word,
		},
		"en": map[string]string{
			"title": "Statement " + word, "body": "## " + word + "\n\nWe do not sell data.",
			"summary": "Summary " + word,
		},
	}})
}

// draft has an editor write a version.
func (w *world) draft(form string) models.StaffPolicyView {
	w.t.Helper()
	got := w.post(policyDrafts, form, w.staff(models.RoleEditor).headers()...)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.StaffPolicyView](w.t, got)
}

// publish has an editor write a version and publish it, to take effect in a while.
func (w *world) publish(class models.ChangeClass, word string, in time.Duration) models.StaffPolicyView {
	w.t.Helper()
	return w.publishDraft(w.draft(edition(class, word)).Version, in)
}

func (w *world) publishDraft(version int, in time.Duration) models.StaffPolicyView {
	w.t.Helper()
	at := w.clock.now().Add(in).Format(time.RFC3339)
	got := w.actOn(w.staff(models.RoleEditor), version, "publish", body("effective_at", at))
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.StaffPolicyView](w.t, got)
}

// actOn publishes or cancels a version.
func (w *world) actOn(m member, version int, what, form string) reply {
	w.t.Helper()
	return w.sendLenient(http.MethodPost, policyDrafts+"/"+strconv.Itoa(version)+"/"+what, form, m.headers()...)
}

// announced lists what is announced now.
func (w *world) announced(query string) []models.AnnouncementView {
	w.t.Helper()
	got := w.get("/api/v1/announcements" + query)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	return decode[models.Page[models.AnnouncementView]](w.t, got).Items
}

func TestAnEditorDraftsPublishesAndCancels(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		got := w.post(policyDrafts, `{"change_class":"editorial","texts":{"fa":{"title":"بیانیهٔ تازه"}}}`,
			editor.headers("Idempotency-Key", "draft-1")...)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		draft := decode[models.StaffPolicyView](t, got)
		require.Equal(t, 2, draft.Version)
		require.Equal(t, models.PolicyDraft, draft.State)
		missing := []string{
			"/texts/fa/body", "/texts/fa/summary", "/texts/en/title", "/texts/en/body",
			"/texts/en/summary",
		}
		require.Equal(t, missing, draft.Missing)
		again := w.post(policyDrafts, `{"change_class":"editorial","texts":{"fa":{"title":"بیانیهٔ تازه"}}}`,
			editor.headers("Idempotency-Key", "draft-1")...)
		require.Equal(t, string(got.body), string(again.body))
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))

		refused := w.actOn(editor, 2, "publish", `{"effective_at":"2026-11-22T08:29:59Z"}`).problem(t, 422,
			"validation_failed")
		pointers := map[string]string{"/effective_at": "in_the_past"}
		for _, pointer := range missing {
			pointers[pointer] = "required"
		}
		require.Equal(t, pointers, refused.broken(), "everything at once")
		require.Equal(t, "change", refused.Errors[0].Clause)

		at := policyDrafts + "/2"
		got = w.send(http.MethodPatch, at, edition(models.Material, "تازه"), editor.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		got = w.send(http.MethodPatch, at, `{"texts":{"en":{"title":"Another title"}}}`, editor.headers()...)
		changed := decode[models.StaffPolicyView](t, got)
		require.Empty(t, changed.Missing)
		require.Equal(t, "Another title", changed.Texts.En.Title)
		require.Equal(t, "Summary تازه", changed.Texts.En.Summary, "what is left out stays")
		require.Equal(t, models.Material, changed.ChangeClass)
		require.Contains(t, changed.Texts.Fa.HTML, "<h2>تازه</h2>")
		require.Equal(t, changed, decode[models.StaffPolicyView](t, w.get(at, editor.headers()...)))

		w.publishAndCancel(editor)
	})
}

// publishAndCancel takes the complete draft 2 through the rest of its life.
func (w *world) publishAndCancel(editor member) {
	w.t.Helper()
	require.Empty(w.t, w.announced(""))
	require.Empty(w.t, w.announced("?lang=en"))
	got := w.actOn(editor, 2, "publish", `{"effective_at":"۲۰۲۶-۱۲-۲۲T00:00:00+03:30"}`)
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	published := decode[models.StaffPolicyView](w.t, got)
	require.Equal(w.t, models.PolicyScheduled, published.State)
	require.Equal(w.t, "2026-12-21T20:30:00Z", published.EffectiveAt.Format(time.RFC3339))

	fa, en := w.announced("")[0], w.announced("?lang=en")[0]
	require.Equal(w.t, "نسخهٔ تازهٔ بیانیهٔ حریم خصوصی، از ۱ دی ۱۴۰۵", fa.Title)
	require.Equal(w.t, "A new version of our privacy statement, from 22 December 2026", en.Title)
	require.Contains(w.t, fa.Body, "خلاصهٔ تازه")
	require.Contains(w.t, en.Body, "Summary تازه")
	require.Equal(w.t, fa.ID, en.ID)
	require.Equal(w.t, "warning", fa.Severity, "it is a material change")
	require.Equal(w.t, 2, *fa.PolicyVersion)

	at := policyDrafts + "/2"
	w.send(http.MethodPatch, at, `{"texts":{"fa":{"title":"دیگر"}}}`, editor.headers()...).problem(w.t, 409,
		"policy_published")
	w.send(http.MethodDelete, at, "", editor.headers()...).problem(w.t, 409, "policy_published")
	w.actOn(editor, 2, "publish", "").problem(w.t, 409, "policy_published")
	later := w.draft(edition(models.Editorial, "دیگر"))
	w.actOn(editor, later.Version, "publish", "").problem(w.t, 409, "policy_scheduled")

	got = w.actOn(editor, 2, "cancel", "")
	require.Equal(w.t, http.StatusOK, got.status, string(got.body))
	require.Equal(w.t, models.PolicyCancelled, decode[models.StaffPolicyView](w.t, got).State)
	require.Empty(w.t, w.announced(""), "its announcement goes at once")
	require.Empty(w.t, w.announced("?lang=en"))
	require.Nil(w.t, w.policy("").Next)
	w.actOn(editor, 2, "cancel", "").problem(w.t, 409, "policy_not_scheduled")
	w.actOn(editor, 2, "publish", "").problem(w.t, 409, "policy_published")
	w.actOn(editor, 1, "cancel", "").problem(w.t, 409, "policy_not_scheduled")

	outdated := w.draft(edition(models.Editorial, "کهنه"))
	newest := w.publish(models.Editorial, "نو", 0)
	require.Equal(w.t, models.PolicyInForce, newest.State)
	w.actOn(editor, outdated.Version, "publish", "").problem(w.t, 409, "policy_outdated")
	gone := w.send(http.MethodDelete, policyDrafts+"/"+strconv.Itoa(outdated.Version), "", editor.headers()...)
	require.Equal(w.t, http.StatusNoContent, gone.status)
	w.actOn(editor, outdated.Version, "publish", "").problem(w.t, 404, "policy_unknown")
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
		editor := w.staff(models.RoleEditor)
		draft := w.draft(edition(models.Editorial, "نخست"))
		at := policyDrafts + "/" + strconv.Itoa(draft.Version)
		for path, method := range map[string]string{policyDrafts: http.MethodPost, at: http.MethodPatch} {
			send := func(form string) reply { return w.sendLenient(method, path, form, editor.headers()...) }
			for form, broken := range nested() {
				document := send(form).problem(t, http.StatusUnprocessableEntity, "validation_failed")
				require.Equal(t, broken, document.broken(), form)
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
				send(malformed).problem(t, http.StatusBadRequest, "malformed_json")
			}
			huge := `{"texts":{"fa":{"body":"` + strings.Repeat("ب", 1<<20) + `"}}}`
			send(huge).problem(t, http.StatusRequestEntityTooLarge, "body_too_large")
			deep := toText(strings.Repeat("> ", 40) + "ژرف")
			form := `{"change_class":"material","texts":{"fa":{"body":"` + deep + `"},"en":{"body":"` + deep + `"}}}`
			require.Equal(t, map[string]string{"/texts/fa/body": "too_complex", "/texts/en/body": "too_complex"},
				send(form).problem(t, http.StatusUnprocessableEntity, "validation_failed").broken())
		}
		require.Equal(t, draft, decode[models.StaffPolicyView](t, w.get(at, editor.headers()...)),
			"nothing was changed")
		page := decode[models.Page[models.StaffPolicyItem]](t, w.get(policyDrafts, editor.headers()...))
		require.Len(t, page.Items, 2)
	})
}
