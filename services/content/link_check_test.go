package content_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/content/outlink"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
	"amanat/services/ledger/ledgertest"
)

// sites are other sites: what each host answers, and whom somebody connected to.
type sites struct {
	mutex   sync.Mutex
	answers map[string]string     // status, and maybe headers
	at      map[string]netip.Addr // where a name leads to other than to a public address
	dialled []string
	during  func() // happens while a site is asked
}

func (s *sites) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if address, elsewhere := s.at[host]; elsewhere {
		return []netip.Addr{address}, nil
	}
	if _, known := s.answers[host]; !known {
		return nil, errors.New("no such host")
	}
	return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
}

// dial connects to the one address behind which all hosts are: the request says which of them is meant.
func (s *sites) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	go func() {
		defer there.Close()
		request := bufio.NewReader(there)
		for {
			line, err := request.ReadString('\n')
			if err != nil {
				return
			}
			if host, found := strings.CutPrefix(line, "Host: "); found {
				_, _ = io.WriteString(there, s.answer(strings.TrimSpace(host)))
				return
			}
		}
	}()
	return here, nil
}

func (s *sites) answer(host string) string {
	s.mutex.Lock()
	s.dialled = append(s.dialled, host)
	answer, during := s.answers[host], s.during
	s.mutex.Unlock()
	if during != nil {
		during()
	}
	return "HTTP/1.1 " + strings.TrimSpace(answer) + "\r\nContent-Length: 0\r\n\r\n"
}

// linking is a world that asks these sites.
func linking(t *testing.T, db *gorm.DB, answers map[string]string) (*world, *sites, models.Actor) {
	t.Helper()
	s := &sites{answers: answers, at: map[string]netip.Addr{}}
	w := newWorld(t, db, func(env *environment) {
		env.Outlinks = outlink.Options{LookupNetIP: s.lookup, DialContext: s.dial}
	})
	return w, s, kerneltest.Staff(models.RoleEditor)
}

func (w *world) check(t kerneltest.Tester, actor models.Actor, id uuid.UUID) models.StaffLinkView {
	t.Helper()
	view, err := w.Links.Check(t.Context(), actor, id.String())
	require.NoError(t, err)
	return view
}

// ledgerOf is what the ledger has of a subject once it is sealed.
func (w *world) ledgerOf(t kerneltest.Tester, subject string) []string {
	t.Helper()
	require.NoError(t, w.Ledger.Seal(t.Context()))
	return ledgertest.Lines(t, w.Ledger, subject)
}

func TestACheckSaysWhetherBothAddressesAnswer(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, s, editor := linking(t, db, map[string]string{
			"ok.example.org": "200 OK", "private.example.org": "403 Forbidden", "gone.example.org": "404 Not Found",
			"moved.example.org":  "301 Moved\r\nLocation: http://ok.example.org/new",
			"away.example.org":   "302 Found\r\nLocation: http://tracker.example.net/",
			"inside.example.org": "302 Found\r\nLocation: http://127.0.0.1/", "tracker.example.net": "200 OK",
		})
		s.at["hidden.example.org"] = netip.MustParseAddr("10.0.0.1")
		w.Now = time.Date(2026, 11, 22, 10, 0, 0, 123456000, time.UTC)
		for host, want := range map[string]models.LinkCheck{
			"ok.example.org":      {Condition: "ok", Status: 200},
			"private.example.org": {Condition: "ok", Status: 403},
			"gone.example.org":    {Condition: "broken", Status: 404},
			"moved.example.org":   {Condition: "moved", Status: 200},
			"away.example.org":    {Condition: "redirects_elsewhere", Status: 302},
			"inside.example.org":  {Condition: "redirects_elsewhere", Status: 302},
			"hidden.example.org":  {Condition: "not_public"},
			"nobody.example.org":  {Condition: "unreachable"},
		} {
			link := w.link(t, editor, "http://"+host+"/", "http://ok.example.org/privacy")
			checked := w.check(t, editor, link.ID)
			require.Equal(t, want, checked.Link, host)
			require.Equal(t, models.LinkCheck{Condition: "ok", Status: 200}, checked.Policy, host)
			require.Equal(t, w.Now.Truncate(time.Second), *checked.CheckedAt)
			require.Equal(t, checked, w.registered(t, link.ID), host)
		}
		require.NotContains(t, s.dialled, "tracker.example.net", "not registered: not asked")
		require.NotContains(t, s.dialled, "127.0.0.1")
		require.NotContains(t, s.dialled, "hidden.example.org", "not public: not dialled")

		link := w.link(t, editor, "http://ok.example.org/", "http://gone.example.org/")
		require.Equal(t, models.LinkCheck{Condition: "broken", Status: 404}, w.check(t, editor, link.ID).Policy)
	})
}

func TestAChangedAddressWasNotChecked(t *testing.T) {
	unchecked, ok := models.LinkCheck{Condition: "unchecked"}, models.LinkCheck{Condition: "ok", Status: 200}
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, _, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK"})
		link := w.link(t, editor, "http://ok.example.org/", "http://ok.example.org/privacy")
		for _, row := range []struct {
			change       models.LinkChangeForm
			link, policy models.LinkCheck
		}{
			{models.LinkChangeForm{Trusted: new(true)}, ok, ok},
			{models.LinkChangeForm{URL: new("http://ok.example.org/other")}, unchecked, ok},
			{models.LinkChangeForm{PolicyURL: new("http://ok.example.org/other")}, ok, unchecked},
			{models.LinkChangeForm{URL: new("http://ok.example.org"), PolicyURL: new("http://ok.example.org")}, unchecked, unchecked},
			{models.LinkChangeForm{URL: new("HTTP://OK.example.org:80"), PolicyURL: new("http://ok.example.org/")}, ok, ok},
		} {
			require.Equal(t, ok, w.check(t, editor, link.ID).Link)
			_, err := w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(row.change))
			require.NoError(t, err)
			changed := w.registered(t, link.ID)
			require.Equal(t, []models.LinkCheck{row.link, row.policy}, []models.LinkCheck{changed.Link, changed.Policy})
			require.Equal(t, row.link == ok && row.policy == ok, changed.CheckedAt != nil, "said of both or of none")
		}
	})
}

// TestWhatChangesDuringACheckStays: the answer was that of another address.
func TestWhatChangesDuringACheckStays(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		for _, form := range []models.LinkChangeForm{
			{URL: new("http://other.example.org/")}, {PolicyURL: new("http://other.example.org/")},
		} {
			w, s, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK", "other.example.org": "404 Not Found"})
			link := w.link(t, editor, "http://ok.example.org/", "http://ok.example.org/privacy")
			var changed models.StaffLinkView
			s.during = sync.OnceFunc(func() {
				var err error
				changed, err = w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(form))
				require.NoError(t, err)
			})
			views, err := w.Links.CheckAll(t.Context(), editor)
			require.NoError(t, err)
			require.Empty(t, views)
			require.Equal(t, changed, w.registered(t, link.ID))
			require.Equal(t, "unchecked", changed.Link.Condition)
			require.NoError(t, w.Links.Delete(t.Context(), editor, link.ID.String()))
		}
	})
}

func TestTextsThatChangeDuringACheckStay(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, s, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK"})
		link := w.link(t, editor, "http://ok.example.org/", "http://ok.example.org/privacy")
		s.during = sync.OnceFunc(func() {
			_, err := w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(models.LinkChangeForm{Trusted: new(true)}))
			require.NoError(t, err)
		})
		w.check(t, editor, link.ID)
		got := w.registered(t, link.ID)
		require.True(t, got.Trusted)
		require.Equal(t, "ok", got.Link.Condition)
	})
}

func TestALinkThatIsDeletedDuringItsCheckStaysDeleted(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, s, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK"})
		link := w.link(t, editor, "http://ok.example.org/", "http://ok.example.org/privacy")
		s.during = sync.OnceFunc(func() { require.NoError(t, w.Links.Delete(t.Context(), editor, link.ID.String())) })
		_, err := w.Links.Check(t.Context(), editor, link.ID.String())
		kerneltest.RequireFault(t, err, fault.NotFound, "link_unknown")
		views, _, err := w.Links.ListForStaff(t.Context(), uuid.Nil, 10)
		require.NoError(t, err)
		require.Empty(t, views)
	})
}

func TestACheckOfALinkThatIsChangedMeanwhileShowsItAsItIs(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w, s, editor := linking(t, db, map[string]string{"ok.example.org": "200 OK"})
		link := w.link(t, editor, "http://ok.example.org/", "http://ok.example.org/privacy")
		form := models.LinkChangeForm{URL: new("http://ok.example.org/new")}
		s.during = sync.OnceFunc(func() {
			_, err := w.Links.Change(t.Context(), editor, link.ID.String(), kerneltest.With(form))
			require.NoError(t, err)
		})
		checked := w.check(t, editor, link.ID)
		require.Equal(t, "http://ok.example.org/new", checked.URL)
		require.Equal(t, "unchecked", checked.Link.Condition)
	})
}
