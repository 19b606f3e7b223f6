package outlink_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/content/outlink"
)

// TestMain names a proxy that nobody may use: what is dialled is none of the world's addresses.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"} {
		_ = os.Setenv(name, "http://proxy.example.com:80")
	}
	os.Exit(m.Run())
}

// world is an Internet of loopback: its names, its public addresses and what listens there.
type world struct {
	mutex     sync.Mutex
	names     map[string][][]netip.Addr // each lookup takes the next, and the last stays
	listeners map[string]string         // by public address and port
	requests  map[string][]*http.Request
	dialled   []string
	roots     *x509.CertPool
}

func newWorld() *world {
	return &world{
		names: map[string][][]netip.Addr{}, listeners: map[string]string{}, requests: map[string][]*http.Request{},
		roots: x509.NewCertPool(),
	}
}

// site opens one at both ports.
func (w *world) site(t *testing.T, host string, answer http.HandlerFunc) {
	t.Helper()
	counted := http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mutex.Lock()
		w.requests[host] = append(w.requests[host], r)
		w.mutex.Unlock()
		answer(out, r)
	})
	plain, secure := httptest.NewServer(counted), httptest.NewUnstartedServer(counted)
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	secure.StartTLS()
	t.Cleanup(plain.Close)
	t.Cleanup(secure.Close)
	w.roots.AddCert(secure.Certificate())
	address := netip.AddrFrom4([4]byte{93, 184, 215, byte(len(w.names) + 1)})
	w.names[host] = [][]netip.Addr{{address}}
	w.listeners[address.String()+":80"] = plain.Listener.Addr().String()
	w.listeners[address.String()+":443"] = secure.Listener.Addr().String()
}

func (w *world) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	answers, ok := w.names[host]
	if !ok {
		return nil, errors.New("no such host")
	}
	if len(answers) > 1 {
		w.names[host] = answers[1:]
	}
	return answers[0], nil
}

func (w *world) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.mutex.Lock()
	w.dialled = append(w.dialled, address)
	listener, ok := w.listeners[address]
	w.mutex.Unlock()
	if !ok {
		return nil, errors.New("connection refused")
	}
	return new(net.Dialer).DialContext(ctx, network, listener)
}

func (w *world) options() outlink.Options {
	return outlink.Options{LookupNetIP: w.lookup, DialContext: w.dial, RootCAs: w.roots}
}

// check asks an address; every host under example.com is registered.
func (w *world) check(t *testing.T, url string) outlink.Result {
	t.Helper()
	return outlink.NewChecker(w.options()).Check(t.Context(), parse(t, url), registered)
}

// count is how many requests came to a host.
func (w *world) count(host string) int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return len(w.requests[host])
}

func registered(host string) bool { return strings.HasSuffix(host, ".example.com") }

func parse(t require.TestingT, url string) outlink.Address {
	address, err := outlink.Parse(url)
	require.NoError(t, err, url)
	return address
}

// status answers so and nothing else.
func status(code int) http.HandlerFunc {
	return func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(code) }
}

func redirect(code int, location string) http.HandlerFunc {
	return func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Location", location)
		out.WriteHeader(code)
	}
}

func addresses(all ...string) []netip.Addr {
	parsed := make([]netip.Addr, len(all))
	for i, address := range all {
		parsed[i] = netip.MustParseAddr(address)
	}
	return parsed
}

// steps redirects /n to /n-1, and answers at /0.
func steps(out http.ResponseWriter, r *http.Request) {
	var n int
	if _, err := fmt.Sscanf(r.URL.Path, "/%d", &n); err == nil && n > 0 {
		redirect(http.StatusFound, fmt.Sprintf("/%d", n-1))(out, r)
	}
}
