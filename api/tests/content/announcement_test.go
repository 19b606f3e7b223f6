package content_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

const announcementsPath = "/api/v1/announcements"

func titles(items []models.AnnouncementView) []string {
	found := []string{}
	for _, item := range items {
		found = append(found, item.Title)
	}
	return found
}

func TestAnnouncementsAreShownWhileTheyLast(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		require.Empty(t, w.Announced(""))
		empty := w.Get(announcementsPath)
		require.JSONEq(t, `{"items":[],"next_cursor":null}`, string(empty.Body))
		require.Equal(t, "public, no-cache", empty.Header.Get("Cache-Control"))

		lasting := w.Announce("ماندنی", nil)
		require.Equal(t, "active", lasting.State)
		require.True(t, lasting.Dismissible)
		brief := w.Announce("کوتاه", map[string]any{
			"to": "2026-11-22T13:00:00+03:30", "dismissible": false,
			"severity": "critical",
		})
		planned := w.Announce("آینده", map[string]any{"from": "۲۰۲۶-۱۱-۲۲T10:30:00Z", "to": "2026-11-22T11:00:00Z"})
		require.Equal(t, "planned", planned.State)
		require.Equal(t, []string{"اطلاعیهٔ کوتاه", "اطلاعیهٔ ماندنی"}, titles(w.Announced("")), "newest first")
		require.Equal(t, []string{"Notice کوتاه", "Notice ماندنی"}, titles(w.Announced("?lang=en")))
		require.False(t, w.Announced("")[0].Dismissible)

		w.Clock.Advance(time.Hour - time.Second)
		require.Len(t, w.Announced(""), 2)
		w.Clock.Advance(time.Second)
		require.Equal(t, []string{"اطلاعیهٔ ماندنی"}, titles(w.Announced("?limit=5")))
		w.Clock.Advance(time.Hour)
		require.Equal(t, []string{"اطلاعیهٔ آینده", "اطلاعیهٔ ماندنی"}, titles(w.Announced("?limit=5")))
		w.Clock.Advance(time.Hour)
		require.Equal(t, []string{"اطلاعیهٔ ماندنی"}, titles(w.Announced("")))

		editor := w.Staff(models.RoleEditor)
		page := apitest.Decode[models.Page[models.StaffAnnouncementView]](t,
			w.Get(staffAnnouncements, editor.Headers()...))
		states := map[uuid.UUID]string{}
		for _, item := range page.Items {
			states[item.ID] = item.State
		}
		require.Equal(t, map[uuid.UUID]string{lasting.ID: "active", brief.ID: "ended", planned.ID: "ended"}, states)
	})
}

func TestReadersOfAnnouncementsSeeOneLanguageAndNothingOfStaff(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		made := w.Announce("نخست", map[string]any{"to": "2026-11-29T20:00:00+03:30"})
		for _, asked := range []struct{ query, accept, language, title string }{
			{"", "fa", "fa", "اطلاعیهٔ نخست"},
			{"", "en", "en", "Notice نخست"},
			{"?lang=en", "fa", "en", "Notice نخست"},
			{"?lang=fa", "en", "fa", "اطلاعیهٔ نخست"},
		} {
			got := w.Get(announcementsPath+asked.query, "Accept-Language", asked.accept)
			require.Equal(t, asked.language, got.Header.Get("Content-Language"), asked)
			require.Contains(t, got.Varies(), "Accept-Language")
			page := apitest.Decode[models.Page[json.RawMessage]](t, got)
			require.Equal(t, []string{"body", "dismissible", "from", "id", "language", "severity", "title", "to"},
				apitest.MembersOf(t, page.Items[0]))
			item := apitest.Decode[models.Page[models.AnnouncementView]](t, got).Items[0]
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
			made = append(made, w.Announce(word, nil).Texts.Fa.Title)
		}
		slices.Reverse(made)
		var seen []string
		for query := "?limit=2"; query != ""; {
			page := apitest.Decode[models.Page[models.AnnouncementView]](t, w.Get(announcementsPath+query))
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
		editor := w.Staff(models.RoleEditor)
		form, key := apitest.AnnouncementForm("نخست", nil), editor.Headers("Idempotency-Key", "notice-1")
		require.Empty(t, w.Announced(""))
		first, again := w.Post(staffAnnouncements, form, key...), w.Post(staffAnnouncements, form, key...)
		require.Equal(t, http.StatusCreated, first.Status, string(first.Body))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, string(first.Body), string(again.Body))
		require.Len(t, w.Announced(""), 1)
		made := apitest.Decode[models.StaffAnnouncementView](t, first)
		at := staffAnnouncements + "/" + made.ID.String()
		require.Equal(t, made, apitest.Decode[models.StaffAnnouncementView](t, w.Get(at, editor.Headers()...)))

		change := `{"texts":{"fa":{"title":"تازه"}},"severity":"warning","to":"2026-12-01T00:00:00Z"}`
		got := w.Send(http.MethodPatch, at, change, editor.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		shown := w.Announced("")[0]
		require.Equal(t, "تازه", shown.Title)
		require.Equal(t, "warning", shown.Severity)
		require.Equal(t, made.Texts.Fa.Body, shown.Body, "what is left out stays")
		require.Equal(t, "Notice نخست", w.Announced("?lang=en")[0].Title)
		require.NotNil(t, shown.To)
		got = w.Send(http.MethodPatch, at, `{"to":"","dismissible":false}`, editor.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		require.Nil(t, w.Announced("")[0].To, "an empty end is none")
		require.False(t, w.Announced("")[0].Dismissible)
		require.Equal(t, http.StatusNoContent, w.Send(http.MethodDelete, at, "", editor.Headers()...).Status)
		require.Empty(t, w.Announced(""))
		for _, id := range []string{made.ID.String(), uuid.Nil.String(), "x", "1"} {
			at := staffAnnouncements + "/" + id
			w.SendLenient(http.MethodGet, at, "", editor.Headers()...).Problem(t, 404, "announcement_unknown")
			w.SendLenient(http.MethodPatch, at, `{}`, editor.Headers()...).Problem(t, 404, "announcement_unknown")
			w.SendLenient(http.MethodDelete, at, "", editor.Headers()...).Problem(t, 404, "announcement_unknown")
		}
	})
}

func TestWhatAnnouncesThePolicyStays(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.PublishPolicy(models.Editorial, "دوم", 24*time.Hour)
		shown := w.Announced("")[0]
		require.Equal(t, "info", shown.Severity, "only the wording changes")
		editor := w.Staff(models.RoleEditor)
		at := staffAnnouncements + "/" + shown.ID.String()
		refused := w.Send(http.MethodPatch, at, `{"to":"2026-11-22T09:00:00Z"}`, editor.Headers()...)
		require.Equal(t, http.StatusConflict, refused.Status)
		require.Equal(t, "announces_policy", refused.Code(t))
		w.Send(http.MethodDelete, at, "", editor.Headers()...).Problem(t, http.StatusConflict, "announces_policy")
		require.Equal(t, []models.AnnouncementView{shown}, w.Announced(""))
		w.Clock.Advance(31*24*time.Hour - time.Second)
		require.Len(t, w.Announced(""), 1, "until thirty days after the version took effect")
		w.Clock.Advance(time.Second)
		require.Empty(t, w.Announced("?limit=20"))
		w.Clock.Advance(4 * time.Second)
		require.Empty(t, w.Announced(""), "what is shown without a question is five seconds old at most")
	})
}

func TestEditorsAreToldEveryMistakeAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		missing := map[string]string{
			"/severity": "required", "/texts/fa/title": "required", "/texts/fa/body": "required",
			"/texts/en/title": "required",
			"/texts/en/body":  "required",
		}
		for form, broken := range map[string]map[string]string{
			`{}`: missing, `{"texts":{"fa":{"title":" \u200c","body":""}}}`: missing,
			apitest.AnnouncementForm("x", map[string]any{
				"severity": "loud",
				"html":     "<b>",
			}): {"/severity": "unknown_value", "/html": "unknown_field"},
			apitest.AnnouncementForm("x", map[string]any{
				"dismissible": "yes",
				"from":        "now",
			}): {"/dismissible": "wrong_type", "/from": "not_a_time"},
			apitest.AnnouncementForm("x",
				map[string]any{"to": "2026-11-22T08:30:00Z"}): {"/to": "not_after_from"},
			apitest.AnnouncementForm("x", map[string]any{
				"to":  "2026-11-22T12:00:00+03:30",
				"x/y": 1,
			}): {"/to": "not_after_from", "/x~1y": "unknown_field"},
			apitest.AnnouncementForm("x",
				map[string]any{"texts": "متن"}): {"/texts": "wrong_type"},
		} {
			got := w.SendLenient(http.MethodPost, staffAnnouncements, form, editor.Headers()...)
			found := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken()
			for pointer, code := range broken {
				require.Equal(t, code, found[pointer], "%s %s", form, pointer)
			}
		}
		made := w.Announce("نخست", nil)
		for form, broken := range map[string]map[string]string{
			`{"texts":{"fa":{"title":"","x":1}},"policy_version":1}`: {
				"/texts/fa/title": "required", "/texts/fa/x": "unknown_field", "/policy_version": "unknown_field",
			},
			`{"to":"2026-11-22T08:30:00Z"}`: {"/to": "not_after_from"},
			`{"from":"","severity":""}`:     {"/from": "not_a_time", "/severity": "unknown_value"},
		} {
			got := w.SendLenient(http.MethodPatch, staffAnnouncements+"/"+made.ID.String(), form, editor.Headers()...)
			require.Equal(t, broken, got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken(),
				form)
		}
		require.Equal(t, []string{"اطلاعیهٔ نخست"}, titles(w.Announced("")), "nothing was changed")
	})
}
