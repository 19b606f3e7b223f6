package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
)

const (
	announcementsPath  = "/api/v1/announcements"
	staffAnnouncements = "/api/v1/staff/announcements"
)

// announcementForm is an announcement with a word of its own; more are further members.
func announcementForm(word string, more map[string]any) string {
	form := map[string]any{"severity": "info", "texts": map[string]any{
		"fa": map[string]string{"title": "اطلاعیهٔ " + word, "body": "متنِ " + word + "\n\nبند دوم می‌آید."},
		"en": map[string]string{"title": "Notice " + word, "body": "Text " + word},
	}}
	maps.Copy(form, more)
	return toText(form)
}

// announce has an editor announce something.
func (w *world) announce(word string, more map[string]any) models.StaffAnnouncementView {
	w.t.Helper()
	form, editor := announcementForm(word, more), w.staff(models.RoleEditor)
	got := w.sendLenient(http.MethodPost, staffAnnouncements, form, editor.headers()...)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.StaffAnnouncementView](w.t, got)
}

func titles(items []models.AnnouncementView) []string {
	found := []string{}
	for _, item := range items {
		found = append(found, item.Title)
	}
	return found
}

// membersOf are the names of a JSON object's members.
func membersOf(t *testing.T, object json.RawMessage) []string {
	t.Helper()
	var found map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(object, &found))
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestAnnouncementsAreShownWhileTheyLast(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		require.Empty(t, w.announced(""))
		empty := w.get(announcementsPath)
		require.JSONEq(t, `{"items":[],"next_cursor":null}`, string(empty.body))
		require.Equal(t, "public, no-cache", empty.header.Get("Cache-Control"))

		lasting := w.announce("ماندنی", nil)
		require.Equal(t, "active", lasting.State)
		require.True(t, lasting.Dismissible)
		brief := w.announce("کوتاه", map[string]any{
			"to": "2026-11-22T13:00:00+03:30", "dismissible": false,
			"severity": "critical",
		})
		planned := w.announce("آینده", map[string]any{"from": "۲۰۲۶-۱۱-۲۲T10:30:00Z", "to": "2026-11-22T11:00:00Z"})
		require.Equal(t, "planned", planned.State)
		require.Equal(t, []string{"اطلاعیهٔ کوتاه", "اطلاعیهٔ ماندنی"}, titles(w.announced("")), "newest first")
		require.Equal(t, []string{"Notice کوتاه", "Notice ماندنی"}, titles(w.announced("?lang=en")))
		require.False(t, w.announced("")[0].Dismissible)

		w.clock.advance(time.Hour - time.Second)
		require.Len(t, w.announced(""), 2)
		w.clock.advance(time.Second)
		require.Equal(t, []string{"اطلاعیهٔ ماندنی"}, titles(w.announced("?limit=5")))
		w.clock.advance(time.Hour)
		require.Equal(t, []string{"اطلاعیهٔ آینده", "اطلاعیهٔ ماندنی"}, titles(w.announced("?limit=5")))
		w.clock.advance(time.Hour)
		require.Equal(t, []string{"اطلاعیهٔ ماندنی"}, titles(w.announced("")))

		editor := w.staff(models.RoleEditor)
		page := decode[models.Page[models.StaffAnnouncementView]](t, w.get(staffAnnouncements, editor.headers()...))
		states := map[uuid.UUID]string{}
		for _, item := range page.Items {
			states[item.ID] = item.State
		}
		require.Equal(t, map[uuid.UUID]string{lasting.ID: "active", brief.ID: "ended", planned.ID: "ended"}, states)
	})
}

func TestReadersOfAnnouncementsSeeOneLanguageAndNothingOfStaff(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		made := w.announce("نخست", map[string]any{"to": "2026-11-29T20:00:00+03:30"})
		for _, asked := range []struct{ query, accept, language, title string }{
			{"", "fa", "fa", "اطلاعیهٔ نخست"},
			{"", "en", "en", "Notice نخست"},
			{"?lang=en", "fa", "en", "Notice نخست"},
			{"?lang=fa", "en", "fa", "اطلاعیهٔ نخست"},
		} {
			got := w.get(announcementsPath+asked.query, "Accept-Language", asked.accept)
			require.Equal(t, asked.language, got.header.Get("Content-Language"), asked)
			require.Contains(t, got.varies(), "Accept-Language")
			page := decode[models.Page[json.RawMessage]](t, got)
			require.Equal(t, []string{"body", "dismissible", "from", "id", "language", "severity", "title", "to"},
				membersOf(t, page.Items[0]))
			item := decode[models.Page[models.AnnouncementView]](t, got).Items[0]
			require.Equal(t, asked.title, item.Title)
			require.Equal(t, models.Language(asked.language), item.Language)
			require.Equal(t, made.ID, item.ID)
			require.Equal(t, "2026-11-29T16:30:00Z", item.To.Format(time.RFC3339))
		}
	})
}

func TestAnnouncementsArePaged(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		var made []string
		for _, word := range []string{"یک", "دو", "سه", "چهار", "پنج"} {
			made = append(made, w.announce(word, nil).Texts.Fa.Title)
		}
		slices.Reverse(made)
		var seen []string
		for query := "?limit=2"; query != ""; {
			page := decode[models.Page[models.AnnouncementView]](t, w.get(announcementsPath+query))
			seen, query = append(seen, titles(page.Items)...), ""
			if page.NextCursor != nil {
				query = "?limit=2&cursor=" + *page.NextCursor
			}
		}
		require.Equal(t, made, seen)
	})
}

func TestWhatEditorsDoWithAnnouncementsIsSeenAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		form, key := announcementForm("نخست", nil), editor.headers("Idempotency-Key", "notice-1")
		require.Empty(t, w.announced(""))
		first, again := w.post(staffAnnouncements, form, key...), w.post(staffAnnouncements, form, key...)
		require.Equal(t, http.StatusCreated, first.status, string(first.body))
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.body), string(again.body))
		require.Len(t, w.announced(""), 1)
		made := decode[models.StaffAnnouncementView](t, first)
		at := staffAnnouncements + "/" + made.ID.String()
		require.Equal(t, made, decode[models.StaffAnnouncementView](t, w.get(at, editor.headers()...)))

		change := `{"texts":{"fa":{"title":"تازه"}},"severity":"warning","to":"2026-12-01T00:00:00Z"}`
		got := w.send(http.MethodPatch, at, change, editor.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		shown := w.announced("")[0]
		require.Equal(t, "تازه", shown.Title)
		require.Equal(t, "warning", shown.Severity)
		require.Equal(t, made.Texts.Fa.Body, shown.Body, "what is left out stays")
		require.Equal(t, "Notice نخست", w.announced("?lang=en")[0].Title)
		require.NotNil(t, shown.To)
		got = w.send(http.MethodPatch, at, `{"to":"","dismissible":false}`, editor.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		require.Nil(t, w.announced("")[0].To, "an empty end is none")
		require.False(t, w.announced("")[0].Dismissible)
		require.Equal(t, http.StatusNoContent, w.send(http.MethodDelete, at, "", editor.headers()...).status)
		require.Empty(t, w.announced(""))
		for _, id := range []string{made.ID.String(), uuid.Nil.String(), "x", "1"} {
			at := staffAnnouncements + "/" + id
			w.sendLenient(http.MethodGet, at, "", editor.headers()...).problem(t, 404, "announcement_unknown")
			w.sendLenient(http.MethodPatch, at, `{}`, editor.headers()...).problem(t, 404, "announcement_unknown")
			w.sendLenient(http.MethodDelete, at, "", editor.headers()...).problem(t, 404, "announcement_unknown")
		}
	})
}

func TestWhatAnnouncesThePolicyStays(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.publish(models.Editorial, "دوم", 24*time.Hour)
		shown := w.announced("")[0]
		require.Equal(t, "info", shown.Severity, "only the wording changes")
		editor := w.staff(models.RoleEditor)
		at := staffAnnouncements + "/" + shown.ID.String()
		refused := w.send(http.MethodPatch, at, `{"to":"2026-11-22T09:00:00Z"}`, editor.headers()...)
		require.Equal(t, http.StatusConflict, refused.status)
		require.Equal(t, "announces_policy", refused.code(t))
		w.send(http.MethodDelete, at, "", editor.headers()...).problem(t, http.StatusConflict, "announces_policy")
		require.Equal(t, []models.AnnouncementView{shown}, w.announced(""))
		w.clock.advance(31*24*time.Hour - time.Second)
		require.Len(t, w.announced(""), 1, "until thirty days after the version took effect")
		w.clock.advance(time.Second)
		require.Empty(t, w.announced("?limit=20"))
		w.clock.advance(4 * time.Second)
		require.Empty(t, w.announced(""), "what is shown without a question is five seconds old at most")
	})
}

func TestEditorsAreToldEveryMistakeAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		missing := map[string]string{
			"/severity": "required", "/texts/fa/title": "required", "/texts/fa/body": "required",
			"/texts/en/title": "required",
			"/texts/en/body":  "required",
		}
		for form, broken := range map[string]map[string]string{
			`{}`: missing, `{"texts":{"fa":{"title":" \u200c","body":""}}}`: missing,
			announcementForm("x", map[string]any{
				"severity": "loud",
				"html":     "<b>",
			}): {"/severity": "unknown_value", "/html": "unknown_field"},
			announcementForm("x", map[string]any{
				"dismissible": "yes",
				"from":        "now",
			}): {"/dismissible": "wrong_type", "/from": "not_a_time"},
			announcementForm("x",
				map[string]any{"to": "2026-11-22T08:30:00Z"}): {"/to": "not_after_from"},
			announcementForm("x", map[string]any{
				"to":  "2026-11-22T12:00:00+03:30",
				"x/y": 1,
			}): {"/to": "not_after_from", "/x~1y": "unknown_field"},
			announcementForm("x",
				map[string]any{"texts": "متن"}): {"/texts": "wrong_type"},
		} {
			got := w.sendLenient(http.MethodPost, staffAnnouncements, form, editor.headers()...)
			found := got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken()
			for pointer, code := range broken {
				require.Equal(t, code, found[pointer], "%s %s", form, pointer)
			}
		}
		made := w.announce("نخست", nil)
		for form, broken := range map[string]map[string]string{
			`{"texts":{"fa":{"title":"","x":1}},"policy_version":1}`: {
				"/texts/fa/title": "required", "/texts/fa/x": "unknown_field", "/policy_version": "unknown_field",
			},
			`{"to":"2026-11-22T08:30:00Z"}`: {"/to": "not_after_from"},
			`{"from":"","severity":""}`:     {"/from": "not_a_time", "/severity": "unknown_value"},
		} {
			got := w.sendLenient(http.MethodPatch, staffAnnouncements+"/"+made.ID.String(), form, editor.headers()...)
			require.Equal(t, broken, got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken(),
				form)
		}
		require.Equal(t, []string{"اطلاعیهٔ نخست"}, titles(w.announced("")), "nothing was changed")
	})
}
