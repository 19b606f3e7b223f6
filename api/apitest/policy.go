package apitest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// Edition is a whole version of the policy as editors send it. A word of its own is in each of its texts.
func Edition(class models.ChangeClass, word string) string {
	return ToText(map[string]any{"change_class": class, "texts": map[string]any{
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

// Policy reads the privacy policy.
func (w *World) Policy(query string, headers ...string) models.PolicyView {
	w.T.Helper()
	got := w.SendLenient(http.MethodGet, PolicyPath+query, "", headers...)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return Decode[models.PolicyView](w.T, got)
}

// DraftPolicy has an editor write a version.
func (w *World) DraftPolicy(form string) models.StaffPolicyView {
	w.T.Helper()
	got := w.Post(PolicyDraftsPath, form, w.Staff(models.RoleEditor).Headers()...)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.StaffPolicyView](w.T, got)
}

// PublishPolicy has an editor write a version and publish it, to take effect in a while.
func (w *World) PublishPolicy(class models.ChangeClass, word string, in time.Duration) models.StaffPolicyView {
	w.T.Helper()
	return w.PublishDraft(w.DraftPolicy(Edition(class, word)).Version, in)
}

// PublishDraft has an editor publish a version, to take effect in a while.
func (w *World) PublishDraft(version int, in time.Duration) models.StaffPolicyView {
	w.T.Helper()
	at := w.Clock.Now().Add(in).Format(time.RFC3339)
	got := w.ActOnPolicy(w.Staff(models.RoleEditor), version, "publish", Body("effective_at", at))
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return Decode[models.StaffPolicyView](w.T, got)
}

// ActOnPolicy publishes or cancels a version.
func (w *World) ActOnPolicy(m Member, version int, what, form string) Reply {
	w.T.Helper()
	return w.SendLenient(http.MethodPost, PolicyDraftsPath+"/"+strconv.Itoa(version)+"/"+what, form, m.Headers()...)
}
