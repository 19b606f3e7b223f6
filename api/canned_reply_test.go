package api_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
)

const cannedReplies = "/api/v1/staff/canned-replies"

func TestCannedRepliesAreKeptInBothLanguages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead, officer := w.staff(models.RoleLead), w.staff(models.RoleOfficer)
		list := func(query string) []models.CannedReplyView {
			got := w.get(cannedReplies+query, officer.headers()...)
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			return decode[models.Page[models.CannedReplyView]](t, got).Items
		}
		seeded := list("")
		require.NotEmpty(t, seeded)
		for _, reply := range seeded {
			for _, text := range []string{reply.Titles.Fa, reply.Titles.En, reply.Bodies.Fa, reply.Bodies.En} {
				require.NotEmpty(t, text)
			}
		}
		form := body("state", "in_progress", "title_fa", "می‌پرسیم", "title_en", "Asking",
			"body_fa", "سلام\nمی‌خواهیم بدانیم", "body_en", "Hello\nWe should like to know")
		got := w.post(cannedReplies, form, lead.headers("Idempotency-Key", "reply-1")...)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		reply := decode[models.CannedReplyView](t, got)
		require.Equal(t, "می‌پرسیم", reply.Titles.Fa, "the half-space stays")
		require.Equal(t, "سلام\nمی‌خواهیم بدانیم", reply.Bodies.Fa)
		again := w.post(cannedReplies, form, lead.headers("Idempotency-Key", "reply-1")...)
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		require.Equal(t, string(got.body), string(again.body))
		require.Equal(t, []models.CannedReplyView{reply}, list("?state=in_progress"))
		require.Len(t, list(""), len(seeded)+1)

		at := cannedReplies + "/" + reply.ID.String()
		form = body("state", "answered", "title_fa", "پاسخ", "title_en", "Answer", "body_fa", "الف", "body_en", "A")
		got = w.send(http.MethodPut, at, form, lead.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		changed := decode[models.CannedReplyView](t, got)
		require.Equal(t, reply.ID, changed.ID)
		require.Contains(t, list("?state=answered"), changed)
		require.Equal(t, http.StatusNoContent, w.send(http.MethodDelete, at, "", lead.headers()...).status)
		require.Equal(t, seeded, list(""))
	})
}

func TestCannedRepliesThatAreNotThere(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead := w.staff(models.RoleLead)
		form := body("state", "answered", "title_fa", "پاسخ", "title_en", "Answer", "body_fa", "الف", "body_en", "A")
		for _, id := range []string{uuid.NewString(), uuid.Nil.String(), "x"} {
			at := cannedReplies + "/" + id
			w.sendLenient(http.MethodPut, at, form, lead.headers()...).problem(t, 404, "canned_reply_unknown")
			w.sendLenient(http.MethodDelete, at, "", lead.headers()...).problem(t, 404, "canned_reply_unknown")
		}
		got := w.sendLenient(http.MethodPost, cannedReplies, `{"state":"lost","title_fa":"\u0000","x":1}`, lead.headers()...)
		require.Equal(t, map[string]string{
			"/state": "unknown_value", "/title_fa": "control_character", "/title_en": "required", "/body_fa": "required",
			"/body_en": "required", "/x": "unknown_field",
		}, got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken())
	})
}
