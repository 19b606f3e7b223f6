package apitest

import (
	"maps"
	"net/http"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// AnnouncementForm is an announcement with a word of its own; more are further members.
func AnnouncementForm(word string, more map[string]any) string {
	form := map[string]any{"severity": "info", "texts": map[string]any{
		"fa": map[string]string{"title": "اطلاعیهٔ " + word, "body": "متنِ " + word + "\n\nبند دوم می‌آید."},
		"en": map[string]string{"title": "Notice " + word, "body": "Text " + word},
	}}
	maps.Copy(form, more)
	return ToText(form)
}

// Announce has an editor announce something.
func (w *World) Announce(word string, more map[string]any) models.StaffAnnouncementView {
	w.T.Helper()
	form, editor := AnnouncementForm(word, more), w.Staff(models.RoleEditor)
	got := w.SendLenient(http.MethodPost, StaffAnnouncementsPath, form, editor.Headers()...)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.StaffAnnouncementView](w.T, got)
}

// Announced lists what is announced now.
func (w *World) Announced(query string) []models.AnnouncementView {
	w.T.Helper()
	got := w.Get("/api/v1/announcements" + query)
	require.Equal(w.T, http.StatusOK, got.Status, string(got.Body))
	return Decode[models.Page[models.AnnouncementView]](w.T, got).Items
}

// LinkForm is a link to a site with a policy of its own, in both languages.
func LinkForm(url, policyURL string) string {
	return ToText(map[string]any{"url": url, "policy_url": policyURL, "texts": map[string]any{
		"fa": map[string]string{"title": "درگاه ملی", "notice": "این درگاه از آنِ سازمان دیگری است."},
		"en": map[string]string{"title": "National portal", "notice": "This portal belongs to another organisation."},
	}})
}

// RegisterLink has an editor register a link.
func (w *World) RegisterLink(url, policyURL string) models.StaffLinkView {
	w.T.Helper()
	form, editor := LinkForm(url, policyURL), w.Staff(models.RoleEditor)
	got := w.SendLenient(http.MethodPost, StaffLinksPath, form, editor.Headers()...)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	return Decode[models.StaffLinkView](w.T, got)
}
