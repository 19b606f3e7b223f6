package outlink_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/content/outlink"
)

func TestAPermanentRedirectMeansMoved(t *testing.T) {
	for code, state := range map[int]outlink.State{
		301: outlink.Moved, 308: outlink.Moved, 302: outlink.OK, 303: outlink.OK, 307: outlink.OK,
	} {
		w := newWorld()
		w.site(t, "old.example.com", redirect(code, "https://new.example.com/صفحه"))
		w.site(t, "new.example.com", status(http.StatusNoContent))
		require.Equal(t, outlink.Result{State: state, Status: http.StatusNoContent}, w.check(t, "http://old.example.com"))
		require.Equal(t, "/صفحه", w.requests["new.example.com"][0].URL.Path)
	}
}

func TestOnlyTheFirstRedirectMovesTheAddress(t *testing.T) {
	w := newWorld()
	w.site(t, "a.example.com", redirect(http.StatusFound, "https://b.example.com/"))
	w.site(t, "b.example.com", redirect(http.StatusMovedPermanently, "https://c.example.com/"))
	w.site(t, "c.example.com", status(http.StatusOK))
	require.Equal(t, outlink.OK, w.check(t, "https://a.example.com").State)
	require.Equal(t, outlink.Moved, w.check(t, "https://b.example.com").State)
}

func TestMovedToABrokenPageIsBroken(t *testing.T) {
	w := newWorld()
	w.site(t, "old.example.com", redirect(http.StatusMovedPermanently, "//new.example.com/gone"))
	w.site(t, "new.example.com", status(http.StatusGone))
	require.Equal(t, outlink.Result{State: outlink.Broken, Status: http.StatusGone}, w.check(t, "http://old.example.com"))
}

func TestRedirectsHaveAnEnd(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", steps)
	require.Equal(t, outlink.Result{State: outlink.OK, Status: http.StatusOK}, w.check(t, "https://www.example.com/5"))
	require.Equal(t, 6, w.count("www.example.com"))
	require.Equal(t, outlink.Result{State: outlink.TooManyRedirects, Status: http.StatusFound},
		w.check(t, "https://www.example.com/6"))
	require.Equal(t, 12, w.count("www.example.com"))

	options := w.options()
	options.MaxRedirects = 1
	result := outlink.NewChecker(options).Check(t.Context(), parse(t, "https://www.example.com/2"), registered)
	require.Equal(t, outlink.TooManyRedirects, result.State)
	require.Equal(t, 14, w.count("www.example.com"))
}

func TestARedirectToItselfIsALoop(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", redirect(http.StatusMovedPermanently, ""))
	require.Equal(t, outlink.Broken, w.check(t, "https://www.example.com").State)
	w.site(t, "b.example.com", redirect(http.StatusMovedPermanently, "?"))
	require.Equal(t, outlink.TooManyRedirects, w.check(t, "https://b.example.com").State)
}

func TestARedirectElsewhereIsNotFollowed(t *testing.T) {
	for _, location := range []string{
		"https://www.example.org/", "//www.example.org/", "https://example.com/", "https://www.example.com.example.org/",
		"https://user@b.example.com/", "https://user:password@b.example.com/", "https://@b.example.com/",
		"https://b.example.com:8443/", "http://b.example.com:22/", "https://b.example.com:0443/",
		"file:///etc/passwd", "ftp://b.example.com/", "gopher://b.example.com/", "javascript:alert(1)", "data:text/html,x",
		"unix:/run/x.sock", "http://127.0.0.1/", "http://127.0.0.1:80/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
		"http://2130706433/", "http://0x7f.1/", "http://0/", "http://localhost/", "http://b.example.com.internal/", "http://127。0。0。1/",
		"http://169.254.169.254/latest/meta-data/", "http://metadata.internal/", "http://", "http:///b.example.com", "https:b.example.com",
		"http://%zz/", "://", "http://[b.example.com]/", "http://b.example.com%2f.example.org/",
	} {
		w := newWorld()
		w.site(t, "www.example.com", redirect(http.StatusFound, location))
		w.site(t, "b.example.com", status(http.StatusOK))
		w.site(t, "www.example.org", status(http.StatusOK))
		require.Equal(t, outlink.Result{State: outlink.RedirectsElsewhere, Status: http.StatusFound},
			w.check(t, "https://www.example.com"), location)
		require.Len(t, w.dialled, 1, location)
		require.Equal(t, []int{1, 0, 0},
			[]int{w.count("www.example.com"), w.count("b.example.com"), w.count("www.example.org")}, location)
	}
}

func TestAChainEndsWhereItLeavesTheRegister(t *testing.T) {
	w := newWorld()
	w.site(t, "a.example.com", redirect(http.StatusMovedPermanently, "http://b.example.com"))
	w.site(t, "b.example.com", redirect(http.StatusTemporaryRedirect, "http://www.example.org"))
	w.site(t, "www.example.org", redirect(http.StatusFound, "https://a.example.com"))
	require.Equal(t, outlink.Result{State: outlink.RedirectsElsewhere, Status: http.StatusTemporaryRedirect},
		w.check(t, "https://a.example.com"))
	require.Zero(t, w.count("www.example.org"))
}

func TestAHostThatIsNotRegisteredIsNotAsked(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.org", status(http.StatusOK))
	require.Equal(t, outlink.Result{State: outlink.RedirectsElsewhere}, w.check(t, "https://www.example.org"))
	require.Empty(t, w.dialled)
}

func TestTheRegisterIsAskedForPunycode(t *testing.T) {
	w := newWorld()
	w.site(t, "xn--mgbabrla9b1gxdm.example.com", status(http.StatusOK))
	w.site(t, "www.example.com", redirect(http.StatusFound, "http://کوکی‌خانه.example.com/"))
	var asked []string
	outlink.NewChecker(w.options()).Check(t.Context(), parse(t, "http://WWW.Example.COM."), func(host string) bool {
		asked = append(asked, host)
		return true
	})
	require.Equal(t, []string{"www.example.com", parse(t, "http://کوکی‌خانه.example.com").Host}, asked)
	require.Contains(t, asked[1], "xn--")
}
