package content_test

import (
	"net/http"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestStaffLearnWhichLinksAreBroken(t *testing.T) {
	web := apitest.NewInternet()
	web.Site(t, "www.example.com", func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			out.WriteHeader(http.StatusGone)
		}
	})
	web.Site(t, "moved.example.com", func(out http.ResponseWriter, r *http.Request) {
		http.Redirect(out, r, "https://unregistered.example.com/", http.StatusMovedPermanently)
	})
	web.Site(t, "unregistered.example.com", func(http.ResponseWriter, *http.Request) {})
	web.Hosts["inside.example.com"] = netip.MustParseAddr("10.0.0.1")
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.Staff(models.RoleEditor)
		sound := w.RegisterLink("https://www.example.com/", "https://www.example.com/privacy")
		require.Equal(t, models.LinkCheck{Condition: "unchecked"}, sound.Link)
		plain := w.RegisterLink("https://www.example.com/plain", "")
		w.RegisterLink("https://www.example.com/gone", "https://nowhere.example.com/")
		w.RegisterLink("https://moved.example.com/", "https://inside.example.com/")
		got := w.Post(staffLinks+"/check", "", editor.Headers()...)
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		found := map[string]models.LinkCheck{}
		for _, item := range apitest.Decode[models.LinkChecksView](t, got).Items {
			found[item.URL], found[item.PolicyURL] = item.Link, item.Policy
			require.NotNil(t, item.CheckedAt)
		}
		require.Equal(t, map[string]models.LinkCheck{
			"https://www.example.com/":        {Condition: "ok", Status: 200},
			"https://www.example.com/privacy": {Condition: "ok", Status: 200},
			"https://www.example.com/gone":    {Condition: "broken", Status: 410},
			"https://nowhere.example.com/":    {Condition: "unreachable"},
			"https://moved.example.com/":      {Condition: "redirects_elsewhere", Status: 301},
			"https://inside.example.com/":     {Condition: "not_public"},
			plain.URL:                         {Condition: "ok", Status: 200},
			"":                                {Condition: "unchecked"}, // it has no policy
		}, found)
		require.Equal(t, sound.ID, apitest.Decode[models.LinkChecksView](t, got).Items[2].ID,
			"what does not answer comes first")
		require.NotContains(t, web.LookedUp(), "unregistered.example.com")
		checked := apitest.Decode[models.StaffLinkView](t,
			w.Post(staffLinks+"/"+sound.ID.String()+"/check", "", editor.Headers()...))
		require.Equal(t, models.LinkCheck{Condition: "ok", Status: 200}, checked.Link)
		require.NotContains(t, string(w.Get(linksPath).Body), "checked", "readers see no checks")
	}, apitest.Reaching(web))
}
