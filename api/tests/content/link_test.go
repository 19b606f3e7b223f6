package content_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestLinksCarryANoticeAndTheOtherSitesPolicy(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		require.Empty(t, apitest.Decode[models.Page[models.LinkView]](t, w.Get(linksPath)).Items)
		made := w.RegisterLink("HTTPS://وزارت.ایران:443", "https://نمونه.com/سیاست?پ=۱")
		at := linksPath + "/" + made.ID.String()
		for _, asked := range []struct{ query, accept, language, title, notice string }{
			{"", "fa", "fa", "درگاه ملی", "این درگاه از آنِ سازمان دیگری است."},
			{"?lang=en", "fa", "en", "National portal", "This portal belongs to another organisation."},
			{"", "en", "en", "National portal", "This portal belongs to another organisation."},
		} {
			got := w.Get(at+asked.query, "Accept-Language", asked.accept)
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			require.Equal(t, asked.language, got.Header.Get("Content-Language"))
			require.Equal(t, []string{"host", "id", "language", "notice", "policy_url", "title", "trusted", "url"},
				apitest.MembersOf(t, json.RawMessage(got.Body)))
			view := apitest.Decode[models.LinkView](t, got)
			require.Equal(t, models.LinkView{
				ID: made.ID, Language: models.Language(asked.language), Title: asked.title, Notice: asked.notice,
				Host: "xn--mgbguc3i.xn--mgba3a4f16a", URL: "https://xn--mgbguc3i.xn--mgba3a4f16a/",
				PolicyURL: made.PolicyURL,
			}, view)
			require.Regexp(t, `^https://xn--[a-z0-9]+\.com/%D8%B3[!-~]*$`, view.PolicyURL,
				"no letter that looks like another")
			listed := apitest.Decode[models.Page[models.LinkView]](t,
				w.Get(linksPath+asked.query, "Accept-Language", asked.accept))
			require.Equal(t, []models.LinkView{view}, listed.Items)
			again := w.Get(at+asked.query, "Accept-Language", asked.accept, "If-None-Match", got.Header.Get("ETag"))
			require.Equal(t, http.StatusNotModified, again.Status)
		}
	})
}

// TestLinksAreNamedByIDOnly: nobody can have this site lead to an address of theirs.
func TestLinksAreNamedByIDOnly(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		made := w.RegisterLink("https://my.gov.ir/services", "https://my.gov.ir/privacy")
		for _, path := range []string{linksPath, linksPath + "/" + made.ID.String()} {
			for _, name := range []string{"url", "to", "redirect", "next", "id", "return_to"} {
				got := w.SendLenient(http.MethodGet, path+"?"+name+"=https%3A%2F%2Fevil.example%2F", "")
				require.Equal(t, map[string]string{"/" + name: "unknown_field"},
					got.Problem(t, 422, "validation_failed").Broken())
				require.NotContains(t, string(got.Body)+apitest.ToText(got.Header), "evil.example")
				require.Empty(t, got.Header.Get("Location"))
			}
		}
		for _, id := range []string{
			uuid.NewString(), uuid.Nil.String(), "1", "x", "https:evil.example",
			strings.ToUpper(made.ID.String()) + "x", "my.gov.ir", "%00", strings.ToUpper(made.ID.String()),
			"urn:uuid:" + made.ID.String(), "{" + made.ID.String() + "}", strings.ReplaceAll(made.ID.String(), "-", ""),
		} {
			w.SendLenient(http.MethodGet, linksPath+"/"+id, "").Problem(t, http.StatusNotFound, "link_unknown")
		}
		for _, path := range []string{"/https://evil.example", "/https:%2F%2Fevil.example", "//evil.example", "/.."} {
			require.Equal(t, http.StatusNotFound, w.SendLenient(http.MethodGet, linksPath+path, "").Status, path)
		}
	})
}

func TestLinksLeadToPublicSites(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		made := w.RegisterLink("https://my.gov.ir/services", "https://my.gov.ir/privacy")
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
				got := w.SendLenient(method, path, apitest.LinkForm(address, address), editor.Headers()...)
				document := got.Problem(t, http.StatusUnprocessableEntity, "validation_failed")
				require.Equal(t, broken, document.Broken(), address)
				require.Equal(t, "links", document.Errors[0].Clause)
				require.NotContains(t, string(got.Body), "user:pass")
			}
		}
		got := w.SendLenient(http.MethodPost, staffLinks, `{"texts":{"fa":{"titel":"x"}},"trusted":"no"}`,
			editor.Headers()...)
		require.Equal(t, map[string]string{
			"/url": "required", "/texts/fa/titel": "unknown_field", "/texts/fa/notice": "required", "/texts/en/notice": "required",
			"/trusted": "wrong_type",
		}, got.Problem(t, http.StatusUnprocessableEntity, "validation_failed").Broken())
		require.Len(t, apitest.Decode[models.Page[models.LinkView]](t, w.Get(linksPath)).Items, 1)
	})
}

func TestALinkWithoutATitleOrAPolicyIsShownByItsHost(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		form := `{"url":"https://وزارت.ایران/","texts":{"fa":{"notice":"سازمان دیگری است."},"en":{"notice":"It is another."}}}`
		got := w.Post(staffLinks, form, w.Staff(models.RoleEditor).Headers()...)
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		path := linksPath + "/" + apitest.Decode[models.StaffLinkView](t, got).ID.String()
		view := apitest.Decode[models.LinkView](t, w.Get(path))
		require.Equal(t, "xn--mgbguc3i.xn--mgba3a4f16a", view.Title)
		require.Equal(t, view.Host, view.Title)
		require.NotContains(t, string(w.Get(path).Body), "policy_url")
	})
}

func TestWhatEditorsDoWithLinksIsSeenAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		made := w.RegisterLink("https://my.gov.ir/services", "https://my.gov.ir/privacy")
		public, staff := linksPath+"/"+made.ID.String(), staffLinks+"/"+made.ID.String()
		require.False(t, apitest.Decode[models.LinkView](t, w.Get(public)).Trusted)
		got := w.Send(http.MethodPatch, staff,
			`{"url":"https://other.example.ir","trusted":true,"texts":{"fa":{"title":"دیگر"}}}`, editor.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		view := apitest.Decode[models.LinkView](t, w.Get(public))
		require.Equal(t, []any{
			"دیگر", "https://other.example.ir/", "other.example.ir", "https://my.gov.ir/privacy",
			true,
		},
			[]any{view.Title, view.URL, view.Host, view.PolicyURL, view.Trusted})
		require.Equal(t, http.StatusNoContent, w.Send(http.MethodDelete, staff, "", editor.Headers()...).Status)
		w.Get(public).Problem(t, http.StatusNotFound, "link_unknown")
		for method, form := range map[string]string{http.MethodPatch: `{}`, http.MethodDelete: "", http.MethodGet: ""} {
			w.Send(method, staff, form, editor.Headers()...).Problem(t, http.StatusNotFound, "link_unknown")
		}
		w.Post(staff+"/check", "", editor.Headers()...).Problem(t, http.StatusNotFound, "link_unknown")
	})
}
