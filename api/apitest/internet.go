package apitest

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"amanat/api"
	"amanat/services"
	"amanat/services/content/outlink"
)

// Internet is one of loopback: sites behind public addresses, and who was asked.
type Internet struct {
	// Hosts are the addresses of names. They are written before anybody looks one up.
	Hosts map[string]netip.Addr
	at    map[string]string // where a public address and port really is
	roots *x509.CertPool
	mu    sync.Mutex
	asked []string
}

// NewInternet has no sites.
func NewInternet() *Internet {
	return &Internet{Hosts: map[string]netip.Addr{}, at: map[string]string{}, roots: x509.NewCertPool()}
}

// Site opens one that answers so.
func (i *Internet) Site(t *testing.T, host string, answer http.HandlerFunc) {
	t.Helper()
	server := httptest.NewUnstartedServer(answer)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	t.Cleanup(server.Close)
	i.roots.AddCert(server.Certificate())
	i.Hosts[host] = netip.AddrFrom4([4]byte{93, 184, 215, byte(len(i.Hosts) + 1)})
	i.at[i.Hosts[host].String()+":443"] = server.Listener.Addr().String()
}

// LookedUp are the hosts that anybody asked for.
func (i *Internet) LookedUp() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.asked)
}

// Reaching has the service reach this internet and no other.
func Reaching(i *Internet) Setting {
	return func(e *services.Environment, _ *api.Options) {
		e.Outlinks = outlink.Options{LookupNetIP: i.lookup, DialContext: i.dial, RootCAs: i.roots}
	}
}

func (i *Internet) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked = append(i.asked, host)
	if address, found := i.Hosts[host]; found {
		return []netip.Addr{address}, nil
	}
	return nil, errors.New("no such host")
}

func (i *Internet) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if listener, found := i.at[address]; found {
		return new(net.Dialer).DialContext(ctx, network, listener)
	}
	return nil, errors.New("connection refused")
}
