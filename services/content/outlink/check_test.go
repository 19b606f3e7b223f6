package outlink_test

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/content/outlink"
)

func TestTheStatusTellsWhetherSomebodyAnswers(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", func(out http.ResponseWriter, r *http.Request) {
		code, err := strconv.Atoi(r.URL.Path[1:])
		if err != nil {
			code = http.StatusTeapot
		}
		out.WriteHeader(code)
	})
	for code, state := range map[int]outlink.State{
		200: outlink.OK, 204: outlink.OK, 206: outlink.OK, 300: outlink.OK, 304: outlink.OK, 401: outlink.OK, 403: outlink.OK,
		405: outlink.OK, 429: outlink.OK, 400: outlink.Broken, 402: outlink.Broken, 404: outlink.Broken, 410: outlink.Broken,
		451: outlink.Broken, 500: outlink.Broken, 503: outlink.Broken, 999: outlink.Broken,
		301: outlink.Broken, 302: outlink.Broken, 308: outlink.Broken, // without saying whereto
	} {
		for _, scheme := range []string{"http", "https"} {
			result := w.check(t, scheme+"://www.example.com/"+strconv.Itoa(code))
			require.Equal(t, outlink.Result{State: state, Status: code}, result)
		}
	}
}

func TestARequestSaysNothingAboutUs(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", func(out http.ResponseWriter, r *http.Request) {
		out.Header().Set("Set-Cookie", "seen=1; Path=/")
		out.Header().Set("Www-Authenticate", "Basic realm=x")
		redirect(http.StatusFound, "https://b.example.com/صفحه?q=۱#جا")(out, r)
	})
	w.site(t, "b.example.com", func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("again") {
			return
		}
		redirect(http.StatusFound, "http://www.example.com/?again")(out, r)
	})
	w.check(t, "http://www.example.com/a?b=c#d")
	require.Positive(t, w.count("b.example.com"))
	for _, requests := range w.requests {
		for _, r := range requests {
			require.Equal(t, http.MethodGet, r.Method)
			require.Equal(t, http.Header{"User-Agent": {"Amanat link check"}, "Connection": {"close"}}, r.Header)
			require.Zero(t, r.ContentLength)
			require.Empty(t, r.URL.Fragment)
			require.Nil(t, r.URL.User)
		}
	}
}

func TestALongBodyIsNotRead(t *testing.T) {
	w := newWorld()
	ended := make(chan struct{})
	w.site(t, "www.example.com", func(out http.ResponseWriter, _ *http.Request) {
		defer close(ended)
		piece := make([]byte, 64<<10)
		for {
			if _, err := out.Write(piece); err != nil {
				return
			}
		}
	})
	require.Equal(t, outlink.OK, w.check(t, "https://www.example.com").State)
	<-ended
}

func TestAHugeHeadIsNotRead(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("X-Padding", strings.Repeat("x", 1<<20))
	})
	require.Equal(t, outlink.Result{State: outlink.Unreachable}, w.check(t, "https://www.example.com"))
}

func TestWhoeverDoesNotAnswerIsUnreachable(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	w.names["closed.example.com"] = append(w.names["closed.example.com"], addresses("93.184.215.200"))
	w.names["empty.example.com"] = append(w.names["empty.example.com"], nil)
	for _, url := range []string{
		"https://www.example.com", "http://closed.example.com", "https://empty.example.com", "https://missing.example.com",
	} {
		require.Equal(t, outlink.Result{State: outlink.Unreachable}, w.check(t, url), url)
	}
}

func TestTheNextAddressIsTriedIfTheFirstIsDown(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", status(http.StatusOK))
	up := w.names["www.example.com"][0]
	w.names["www.example.com"][0] = append(addresses("2606:2800:220:1::1", "93.184.215.200"), up...)
	require.Equal(t, outlink.OK, w.check(t, "https://www.example.com").State)
	require.Equal(t, []string{"[2606:2800:220:1::1]:443", "93.184.215.200:443", up[0].String() + ":443"}, w.dialled)
}

func TestOnlyFourAddressesAreTried(t *testing.T) {
	w := newWorld()
	w.names["www.example.com"] = append(w.names["www.example.com"],
		addresses("93.184.215.1", "93.184.215.2", "93.184.215.3", "93.184.215.4", "93.184.215.5"))
	require.Equal(t, outlink.Unreachable, w.check(t, "https://www.example.com").State)
	require.Len(t, w.dialled, 4)
}

func TestACertificateOfSomebodyElseIsNotTrusted(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.org", status(http.StatusOK))
	checker := outlink.NewChecker(w.options())
	anybody := func(string) bool { return true }
	require.Equal(t, outlink.Result{State: outlink.Unreachable},
		checker.Check(t.Context(), parse(t, "https://www.example.org"), anybody))
	require.Equal(t, outlink.OK, checker.Check(t.Context(), parse(t, "http://www.example.org"), anybody).State)
	require.Equal(t, 1, w.count("www.example.org"))
}

func TestACertificateOfNobodyIsNotTrusted(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", status(http.StatusOK))
	w.roots = nil
	require.Equal(t, outlink.Result{State: outlink.Unreachable}, w.check(t, "https://www.example.com"))
	require.Zero(t, w.count("www.example.com"))
}

func TestOldTLSIsNotSpoken(t *testing.T) {
	w := newWorld()
	w.site(t, "www.example.com", status(http.StatusOK))
	old := httptest.NewUnstartedServer(status(http.StatusOK))
	old.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	old.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	old.StartTLS()
	t.Cleanup(old.Close)
	w.listeners[w.names["www.example.com"][0][0].String()+":443"] = old.Listener.Addr().String()
	require.Equal(t, outlink.Unreachable, w.check(t, "https://www.example.com").State)
}

// slow answers when the test ends, and says when it was asked.
func slow(t *testing.T, w *world, headers bool) (asked <-chan struct{}) {
	t.Helper()
	arrived, ended := make(chan struct{}, 1), make(chan struct{})
	w.site(t, "www.example.com", func(out http.ResponseWriter, _ *http.Request) {
		if headers {
			out.WriteHeader(http.StatusEarlyHints)
		}
		arrived <- struct{}{}
		<-ended
	})
	t.Cleanup(func() { close(ended) })
	return arrived
}

func TestWhoeverTakesTooLongIsUnreachable(t *testing.T) {
	for _, headers := range []bool{false, true} {
		w := newWorld()
		slow(t, w, headers)
		options := w.options()
		options.Timeout = 50 * time.Millisecond
		result := outlink.NewChecker(options).Check(t.Context(), parse(t, "https://www.example.com"), registered)
		require.Equal(t, outlink.Result{State: outlink.Unreachable}, result)
	}
}

func TestACheckEndsWithItsContext(t *testing.T) {
	w := newWorld()
	asked := slow(t, w, false)
	ctx, cancel := context.WithCancel(t.Context())
	checker, address := outlink.NewChecker(w.options()), parse(t, "https://www.example.com")
	result := make(chan outlink.Result)
	go func() { result <- checker.Check(ctx, address, registered) }()
	<-asked
	cancel()
	require.Equal(t, outlink.Result{State: outlink.Unreachable}, <-result)
}
