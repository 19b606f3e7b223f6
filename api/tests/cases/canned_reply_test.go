package cases_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestCannedRepliesAreKeptInBothLanguages(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead, officer := w.Staff(models.RoleLead), w.Staff(models.RoleOfficer)
		list := func(query string) []models.CannedReplyView {
			got := w.Get(cannedReplies+query, officer.Headers()...)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			return apitest.Decode[models.Page[models.CannedReplyView]](t, got).Items
		}
		seeded := list("")
		require.NotEmpty(t, seeded)
		for _, reply := range seeded {
			for _, text := range []string{reply.Titles.Fa, reply.Titles.En, reply.Bodies.Fa, reply.Bodies.En} {
				require.NotEmpty(t, text)
			}
		}
		form := apitest.Body("state", "in_progress", "title_fa", "می‌پرسیم", "title_en", "Asking",
			"body_fa", "سلام\nمی‌خواهیم بدانیم", "body_en", "Hello\nWe should like to know")
		got := w.Post(cannedReplies, form, lead.Headers("Idempotency-Key", "reply-1")...)
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		reply := apitest.Decode[models.CannedReplyView](t, got)
		require.Equal(t, "می‌پرسیم", reply.Titles.Fa, "the half-space stays")
		require.Equal(t, "سلام\nمی‌خواهیم بدانیم", reply.Bodies.Fa)
		again := w.Post(cannedReplies, form, lead.Headers("Idempotency-Key", "reply-1")...)
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, string(got.Body), string(again.Body))
		require.Equal(t, []models.CannedReplyView{reply}, list("?state=in_progress"))
		require.Len(t, list(""), len(seeded)+1)

		at := cannedReplies + "/" + reply.ID.String()
		form = apitest.Body("state", "answered", "title_fa", "پاسخ", "title_en", "Answer", "body_fa", "الف",
			"body_en", "A")
		got = w.Send(http.MethodPut, at, form, lead.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		changed := apitest.Decode[models.CannedReplyView](t, got)
		require.Equal(t, reply.ID, changed.ID)
		require.Contains(t, list("?state=answered"), changed)
		require.Equal(t, http.StatusNoContent, w.Send(http.MethodDelete, at, "", lead.Headers()...).Status)
		require.Equal(t, seeded, list(""))
	})
}

func TestCannedRepliesThatAreNotThere(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		lead := w.Staff(models.RoleLead)
		form := apitest.Body("state", "answered", "title_fa", "پاسخ", "title_en", "Answer", "body_fa", "الف",
			"body_en", "A")
		for _, id := range []string{uuid.NewString(), uuid.Nil.String(), "x"} {
			at := cannedReplies + "/" + id
			w.SendLenient(http.MethodPut, at, form, lead.Headers()...).Problem(t, 404, "canned_reply_unknown")
			w.SendLenient(http.MethodDelete, at, "", lead.Headers()...).Problem(t, 404, "canned_reply_unknown")
		}
		got := w.SendLenient(http.MethodPost, cannedReplies, `{"state":"lost","title_fa":"\u0000","x":1}`, lead.Headers()...)
		require.Equal(t, map[string]string{
			"/state": "unknown_value", "/title_fa": "control_character", "/title_en": "required", "/body_fa": "required",
			"/body_en": "required", "/x": "unknown_field",
		}, got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken())
	})
}
