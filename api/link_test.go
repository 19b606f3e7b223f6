package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/models"
)

const (
	linksPath  = "/api/v1/links"
	staffLinks = "/api/v1/staff/links"
)

func linkForm(url, policyURL string) string {
	return toText(map[string]any{"url": url, "policy_url": policyURL, "texts": map[string]any{
		"fa": map[string]string{"title": "درگاه ملی", "notice": "این درگاه از آنِ سازمان دیگری است."},
		"en": map[string]string{"title": "National portal", "notice": "This portal belongs to another organisation."},
	}})
}

// link has an editor register a link.
func (w *world) link(url, policyURL string) models.StaffLinkView {
	w.t.Helper()
	got := w.sendLenient(http.MethodPost, staffLinks, linkForm(url, policyURL), w.staff(models.RoleEditor).headers()...)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	return decode[models.StaffLinkView](w.t, got)
}

func TestLinksCarryANoticeAndTheOtherSitesPolicy(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		require.Empty(t, decode[models.Page[models.LinkView]](t, w.get(linksPath)).Items)
		made := w.link("HTTPS://وزارت.ایران:443", "https://نمونه.com/سیاست?پ=۱")
		at := linksPath + "/" + made.ID.String()
		for _, asked := range []struct{ query, accept, language, title, notice string }{
			{"", "fa", "fa", "درگاه ملی", "این درگاه از آنِ سازمان دیگری است."},
			{"?lang=en", "fa", "en", "National portal", "This portal belongs to another organisation."},
			{"", "en", "en", "National portal", "This portal belongs to another organisation."},
		} {
			got := w.get(at+asked.query, "Accept-Language", asked.accept)
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			require.Equal(t, asked.language, got.header.Get("Content-Language"))
			require.Equal(t, []string{"host", "id", "language", "notice", "policy_url", "title", "trusted", "url"},
				membersOf(t, json.RawMessage(got.body)))
			view := decode[models.LinkView](t, got)
			require.Equal(t, models.LinkView{
				ID: made.ID, Language: models.Language(asked.language), Title: asked.title, Notice: asked.notice,
				Host: "xn--mgbguc3i.xn--mgba3a4f16a", URL: "https://xn--mgbguc3i.xn--mgba3a4f16a/",
				PolicyURL: made.PolicyURL,
			}, view)
			require.Regexp(t, `^https://xn--[a-z0-9]+\.com/%D8%B3[!-~]*$`, view.PolicyURL,
				"no letter that looks like another")
			listed := decode[models.Page[models.LinkView]](t,
				w.get(linksPath+asked.query, "Accept-Language", asked.accept))
			require.Equal(t, []models.LinkView{view}, listed.Items)
			again := w.get(at+asked.query, "Accept-Language", asked.accept, "If-None-Match", got.header.Get("ETag"))
			require.Equal(t, http.StatusNotModified, again.status)
		}
	})
}

// TestLinksAreNamedByIDOnly: nobody can have this site lead to an address of theirs.
func TestLinksAreNamedByIDOnly(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		made := w.link("https://my.gov.ir/services", "https://my.gov.ir/privacy")
		for _, path := range []string{linksPath, linksPath + "/" + made.ID.String()} {
			for _, name := range []string{"url", "to", "redirect", "next", "id", "return_to"} {
				got := w.sendLenient(http.MethodGet, path+"?"+name+"=https%3A%2F%2Fevil.example%2F", "")
				require.Equal(t, map[string]string{"/" + name: "unknown_field"},
					got.problem(t, 422, "validation_failed").broken())
				require.NotContains(t, string(got.body)+toText(got.header), "evil.example")
				require.Empty(t, got.header.Get("Location"))
			}
		}
		for _, id := range []string{
			uuid.NewString(), uuid.Nil.String(), "1", "x", "https:evil.example",
			strings.ToUpper(made.ID.String()) + "x", "my.gov.ir", "%00", strings.ToUpper(made.ID.String()),
			"urn:uuid:" + made.ID.String(), "{" + made.ID.String() + "}", strings.ReplaceAll(made.ID.String(), "-", ""),
		} {
			w.sendLenient(http.MethodGet, linksPath+"/"+id, "").problem(t, http.StatusNotFound, "link_unknown")
		}
		for _, path := range []string{"/https://evil.example", "/https:%2F%2Fevil.example", "//evil.example", "/.."} {
			require.Equal(t, http.StatusNotFound, w.sendLenient(http.MethodGet, linksPath+path, "").status, path)
		}
	})
}

func TestLinksLeadToPublicSites(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		made := w.link("https://my.gov.ir/services", "https://my.gov.ir/privacy")
		for _, address := range []string{
			"javascript:alert(1)", "data:text/html,x", "ftp://example.com/", "//example.com", "example.com",
			"https://user:pass@example.com/",
			"https://localhost/", "https://127.0.0.1/", "https://[::1]/", "http://2130706433/",
			"https://printer.local/", "https://example.com:8080/",
			"https://exa mple.com/", "https://example.com\\@evil.example/", "https://\u202eexample.com/",
		} {
			broken := map[string]string{"/url": "not_an_address", "/policy_url": "not_an_address"}
			for method, path := range map[string]string{
				http.MethodPost: staffLinks, http.MethodPatch: staffLinks + "/" + made.ID.String(),
			} {
				got := w.sendLenient(method, path, linkForm(address, address), editor.headers()...)
				document := got.problem(t, http.StatusUnprocessableEntity, "validation_failed")
				require.Equal(t, broken, document.broken(), address)
				require.Equal(t, "links", document.Errors[0].Clause)
				require.NotContains(t, string(got.body), "user:pass")
			}
		}
		got := w.sendLenient(http.MethodPost, staffLinks, `{"texts":{"fa":{"titel":"x"}},"trusted":"no"}`,
			editor.headers()...)
		require.Equal(t, map[string]string{
			"/url": "required", "/texts/fa/titel": "unknown_field", "/texts/fa/notice": "required", "/texts/en/notice": "required",
			"/trusted": "wrong_type",
		}, got.problem(t, http.StatusUnprocessableEntity, "validation_failed").broken())
		require.Len(t, decode[models.Page[models.LinkView]](t, w.get(linksPath)).Items, 1)
	})
}

func TestALinkWithoutATitleOrAPolicyIsShownByItsHost(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		form := `{"url":"https://وزارت.ایران/","texts":{"fa":{"notice":"سازمان دیگری است."},"en":{"notice":"It is another."}}}`
		got := w.post(staffLinks, form, w.staff(models.RoleEditor).headers()...)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		path := linksPath + "/" + decode[models.StaffLinkView](t, got).ID.String()
		view := decode[models.LinkView](t, w.get(path))
		require.Equal(t, "xn--mgbguc3i.xn--mgba3a4f16a", view.Title)
		require.Equal(t, view.Host, view.Title)
		require.NotContains(t, string(w.get(path).body), "policy_url")
	})
}

func TestWhatEditorsDoWithLinksIsSeenAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		made := w.link("https://my.gov.ir/services", "https://my.gov.ir/privacy")
		public, staff := linksPath+"/"+made.ID.String(), staffLinks+"/"+made.ID.String()
		require.False(t, decode[models.LinkView](t, w.get(public)).Trusted)
		got := w.send(http.MethodPatch, staff,
			`{"url":"https://other.example.ir","trusted":true,"texts":{"fa":{"title":"دیگر"}}}`, editor.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		view := decode[models.LinkView](t, w.get(public))
		require.Equal(t, []any{
			"دیگر", "https://other.example.ir/", "other.example.ir", "https://my.gov.ir/privacy",
			true,
		},
			[]any{view.Title, view.URL, view.Host, view.PolicyURL, view.Trusted})
		require.Equal(t, http.StatusNoContent, w.send(http.MethodDelete, staff, "", editor.headers()...).status)
		w.get(public).problem(t, http.StatusNotFound, "link_unknown")
		for method, form := range map[string]string{http.MethodPatch: `{}`, http.MethodDelete: "", http.MethodGet: ""} {
			w.send(method, staff, form, editor.headers()...).problem(t, http.StatusNotFound, "link_unknown")
		}
		w.post(staff+"/check", "", editor.headers()...).problem(t, http.StatusNotFound, "link_unknown")
	})
}
