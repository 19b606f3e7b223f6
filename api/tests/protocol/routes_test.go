package protocol_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
)

func TestEveryRouteIsDescribedAndEveryDescriptionIsRouted(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		engine, ok := w.API.Handler().(*gin.Engine)
		require.True(t, ok)
		var routed []string
		for _, r := range engine.Routes() {
			pages := []string{"/", "/docs", "/docs/*file", "/swagger", "/swagger/index.html"}
			if r.Method != http.MethodHead && !slices.Contains(pages, r.Path) {
				routed = append(routed, r.Method+" "+braces(r.Path))
			}
		}
		slices.Sort(routed)
		require.Equal(t, w.Contract.Operations(), routed)
	})
}

// braces turns gin's :name into OpenAPI's {name}.
func braces(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			segments[i] = "{" + name + "}"
		}
	}
	return strings.Join(segments, "/")
}

func TestUnknownAddressesAndMethodsAreProblems(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, path := range []string{"/api/v1/complaint", "/api/v2/complaints", "/api/v1/complaints/", "/.env", "/docs2"} {
			w.Get(path).Problem(t, http.StatusNotFound, "not_found")
		}
		for method, path := range map[string]string{
			"GET": "/api/v1/complaints", "PUT": "/api/v1/feedback", "DELETE": "/api/v1/complaint-categories",
			"BREW": "/api/v1/my/case", "HEAD": "/api/v1/receipts/verify",
		} {
			got := w.Send(method, path, "")
			require.Equal(t, http.StatusMethodNotAllowed, got.Status, method)
			require.NotEmpty(t, got.Header.Get("Allow"))
		}
		require.NotContains(t, w.Log.String(), "BREW")
	})
}

func TestPublicDocumentsAreCachedByTheirTag(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, path := range []string{
			"/api/v1/complaint-categories", "/api/v1/complaint-categories?limit=2", "/api/v1/forms/complaint",
			"/api/v1/receipts/keys", "/openapi.json",
		} {
			first := w.Get(path)
			tag := first.Header.Get("ETag")
			require.NotEmpty(t, tag, path)
			for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
				got := w.Get(path, "If-None-Match", known)
				require.Equal(t, http.StatusNotModified, got.Status, path)
				require.Empty(t, got.Body)
			}
			require.Equal(t, http.StatusOK, w.Get(path, "If-None-Match", `"other"`).Status)
			packed := w.SendLenient(http.MethodGet, path, "", "Accept-Encoding", "br, gzip;q=0.8")
			require.Equal(t, "gzip", packed.Header.Get("Content-Encoding"))
			require.NotEqual(t, tag, packed.Header.Get("ETag"))
			require.Less(t, len(packed.Body), len(first.Body)+30)
			refused := w.Get(path, "Accept-Encoding", "gzip;q=0")
			require.Empty(t, refused.Header.Get("Content-Encoding"))
		}
	})
}

func TestWhatCanBeGotCanBeAskedAbout(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, path := range []string{"/healthz", "/readyz", "/api/v1/complaint-categories", "/openapi.json"} {
			require.Equal(t, http.StatusOK, w.Raw(http.MethodHead, path).Code, path)
		}
	})
}

func TestDescriptionIsShownToPeople(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for path, status := range map[string]int{
			"/docs/": 200, "/docs/swagger-ui-bundle.js": 200, "/docs/initializer.js": 200, "/docs": 302,
			"/swagger/index.html": 302, "/": 302, "/docs/../go.mod": 404, "/docs/nothing": 404,
		} {
			recorder := w.Raw(http.MethodGet, path)
			require.Equal(t, status, recorder.Code, path)
			require.Equal(t, status, w.Raw(http.MethodHead, path).Code, path)
			if status == http.StatusNotFound {
				require.Equal(t, "application/problem+json", recorder.Header().Get("Content-Type"))
			}
		}
		script := w.Raw(http.MethodGet, "/docs/swagger-ui-bundle.js", "Accept-Encoding", "gzip")
		require.Equal(t, "gzip", script.Header().Get("Content-Encoding"))
		require.NotEmpty(t, script.Header().Get("ETag"), "it is compressed once, not for each caller")
		page := w.Raw(http.MethodGet, "/docs/")
		require.Contains(t, page.Header().Get("Content-Security-Policy"), "script-src 'self'")
		require.NotContains(t, page.Body.String(), "https://", "the page asks no other server for anything")
		require.Equal(t, "/docs/", w.Raw(http.MethodGet, "/swagger/index.html").Header().Get("Location"))
	})
}
