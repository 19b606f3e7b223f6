package api_test

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

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/models"
	"amanat/services"
	"amanat/services/outlink"
)

// internet is one of loopback: sites behind public addresses, and who was asked.
type internet struct {
	mu    sync.Mutex
	hosts map[string]netip.Addr
	at    map[string]string // where a public address and port really is
	asked []string
	roots *x509.CertPool
}

func newInternet() *internet {
	return &internet{hosts: map[string]netip.Addr{}, at: map[string]string{}, roots: x509.NewCertPool()}
}

// site opens one that answers so.
func (i *internet) site(t *testing.T, host string, answer http.HandlerFunc) {
	t.Helper()
	server := httptest.NewUnstartedServer(answer)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	t.Cleanup(server.Close)
	i.roots.AddCert(server.Certificate())
	i.hosts[host] = netip.AddrFrom4([4]byte{93, 184, 215, byte(len(i.hosts) + 1)})
	i.at[i.hosts[host].String()+":443"] = server.Listener.Addr().String()
}

// lookedUp are the hosts that anybody asked for.
func (i *internet) lookedUp() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.asked)
}

func (i *internet) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked = append(i.asked, host)
	if address, found := i.hosts[host]; found {
		return []netip.Addr{address}, nil
	}
	return nil, errors.New("no such host")
}

func (i *internet) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if listener, found := i.at[address]; found {
		return new(net.Dialer).DialContext(ctx, network, listener)
	}
	return nil, errors.New("connection refused")
}

// reaching has the service reach this internet and no other.
func reaching(i *internet) setting {
	return func(e *services.Environment, _ *api.Options) {
		e.Outlinks = outlink.Options{LookupNetIP: i.lookup, DialContext: i.dial, RootCAs: i.roots}
	}
}

func TestStaffLearnWhichLinksAreBroken(t *testing.T) {
	web := newInternet()
	web.site(t, "www.example.com", func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			out.WriteHeader(http.StatusGone)
		}
	})
	web.site(t, "moved.example.com", func(out http.ResponseWriter, r *http.Request) {
		http.Redirect(out, r, "https://unregistered.example.com/", http.StatusMovedPermanently)
	})
	web.site(t, "unregistered.example.com", func(http.ResponseWriter, *http.Request) {})
	web.hosts["inside.example.com"] = netip.MustParseAddr("10.0.0.1")
	everywhere(t, func(t *testing.T, w *world) {
		editor := w.staff(models.RoleEditor)
		sound := w.link("https://www.example.com/", "https://www.example.com/privacy")
		require.Equal(t, models.LinkCheck{Condition: "unchecked"}, sound.Link)
		plain := w.link("https://www.example.com/plain", "")
		w.link("https://www.example.com/gone", "https://nowhere.example.com/")
		w.link("https://moved.example.com/", "https://inside.example.com/")
		got := w.post(staffLinks+"/check", "", editor.headers()...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		found := map[string]models.LinkCheck{}
		for _, item := range decode[models.LinkChecksView](t, got).Items {
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
		require.Equal(t, sound.ID, decode[models.LinkChecksView](t, got).Items[2].ID,
			"what does not answer comes first")
		require.NotContains(t, web.lookedUp(), "unregistered.example.com")
		checked := decode[models.StaffLinkView](t,
			w.post(staffLinks+"/"+sound.ID.String()+"/check", "", editor.headers()...))
		require.Equal(t, models.LinkCheck{Condition: "ok", Status: 200}, checked.Link)
		require.NotContains(t, string(w.get(linksPath).body), "checked", "readers see no checks")
	}, reaching(web))
}
