package postgres

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// requireInstalled skips where there is no PostgreSQL and none is required.
func requireInstalled(tb testing.TB) {
	tb.Helper()
	if _, ok := Find(); !ok && os.Getenv("AMANAT_REQUIRE_POSTGRES") != "true" {
		tb.Skip("PostgreSQL is not installed")
	}
}

func start(tb testing.TB, opts Options) *Server {
	tb.Helper()
	requireInstalled(tb)
	server, err := Start(tb.Context(), opts)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, server.Stop()) })
	return server
}

// together is the directory that the tests of this process have a server in common for.
var together = sync.OnceValues(func() (string, error) { //nolint:gochecknoglobals // starting one takes a second
	return os.MkdirTemp("", "amanat-together-")
})

// borrow is for tests that neither stop the server nor look at what others do on it. It has the template "names".
func borrow(tb testing.TB) *Server {
	tb.Helper()
	dir, err := together()
	require.NoError(tb, err)
	server := start(tb, Options{Common: dir, Linger: 5 * time.Second})
	require.NoError(tb, server.CreateTemplate(tb.Context(), "names", withNames))
	return server
}

func cloneNames(tb testing.TB, server *Server) string {
	tb.Helper()
	return clone(tb, server, "names")
}

func clone(tb testing.TB, server *Server, template string) string {
	tb.Helper()
	url, drop, err := server.Clone(tb.Context(), template)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, drop()) })
	return url
}

// execute runs one statement on a connection of its own.
func execute(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

// value reads one text from the first row of a query.
func value(tb testing.TB, url, sql string) string {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), url)
	require.NoError(tb, err)
	var text string
	require.NoError(tb, conn.QueryRow(tb.Context(), sql).Scan(&text))
	require.NoError(tb, conn.Close(tb.Context()))
	return text
}

func withNames(ctx context.Context, url string) error {
	return execute(ctx, url, "CREATE TABLE people (name text PRIMARY KEY); INSERT INTO people VALUES ('سارا')")
}

const names = "SELECT string_agg(name, ' ' ORDER BY name) FROM people"

func TestClonesAreIsolated(t *testing.T) {
	t.Parallel()
	server := borrow(t)
	first, second := cloneNames(t, server), cloneNames(t, server)

	require.NoError(t, execute(t.Context(), first, "INSERT INTO people VALUES ('احمد')"))

	require.Equal(t, "احمد سارا", value(t, first, names))
	require.Equal(t, "سارا", value(t, second, names))
	require.Equal(t, "سارا", value(t, cloneNames(t, server), names), "the template is as it was")
}

func TestEightClonesAtOnce(t *testing.T) {
	t.Parallel()
	server := borrow(t)
	var prepared atomic.Int32
	prepare := func(ctx context.Context, url string) error {
		prepared.Add(1)
		return withNames(ctx, url)
	}
	var clones sync.Map
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			err := server.CreateTemplate(t.Context(), "eight", prepare)
			url, _, cloneErr := server.Clone(t.Context(), "eight")
			clones.Store(url, errors.Join(err, cloneErr, execute(t.Context(), url, "INSERT INTO people VALUES ('احمد')")))
		})
	}
	group.Wait()

	different := 0
	clones.Range(func(_, err any) bool {
		different++
		return err == nil
	})
	clones.Range(func(_, err any) bool {
		require.Nil(t, err)
		return true
	})
	require.Equal(t, 8, different)
	require.EqualValues(t, 1, prepared.Load(), "the template is prepared once")
}

func TestTemplateOfWhichAConnectionWasLeftOpenCanBeCloned(t *testing.T) {
	t.Parallel()
	server := borrow(t)
	var left *pgx.Conn
	require.NoError(t, server.CreateTemplate(t.Context(), "left", func(ctx context.Context, url string) (err error) {
		if left, err = pgx.Connect(ctx, url); err != nil {
			return err
		}
		return withNames(ctx, url)
	}))
	require.Equal(t, "سارا", value(t, clone(t, server, "left"), names))
	require.Error(t, left.Ping(t.Context()))
}

func TestFailedPreparationCanBeRepeated(t *testing.T) {
	t.Parallel()
	server := borrow(t)
	cause := errors.New("a migration failed")
	fail := func(context.Context, string) error { return cause }

	require.ErrorIs(t, server.CreateTemplate(t.Context(), "failed", fail), cause)
	_, _, err := server.Clone(t.Context(), "failed")
	require.ErrorContains(t, err, "does not exist")

	require.NoError(t, server.CreateTemplate(t.Context(), "failed", withNames))
	require.Equal(t, "سارا", value(t, clone(t, server, "failed"), names))
}

func TestDropDisconnectsWhoeverIsLeft(t *testing.T) {
	t.Parallel()
	server := borrow(t)
	ctx, cancel := context.WithCancel(t.Context())
	url, drop, err := server.Clone(ctx, "names")
	require.NoError(t, err)
	left, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)

	cancel()
	require.NoError(t, drop())
	require.Error(t, left.Ping(t.Context()))
	require.ErrorContains(t, execute(t.Context(), url, "SELECT 1"), "does not exist")
	require.NoError(t, drop(), "what is gone can be dropped again")
}

func TestRestartedServerHasItsData(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]Options{"fast": {}, "durable": {Durable: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := start(t, opts)
			require.NoError(t, server.CreateTemplate(t.Context(), "names", withNames))
			url := cloneNames(t, server)
			connected, err := pgx.Connect(t.Context(), url)
			require.NoError(t, err)

			require.NoError(t, server.Terminate(t.Context()))
			require.Error(t, connected.Ping(t.Context()))
			require.Error(t, execute(t.Context(), url, "SELECT 1"))
			require.ErrorContains(t, server.Terminate(t.Context()), "Is server running?", "the log says why")

			require.NoError(t, server.Restart(t.Context()))
			require.Equal(t, "سارا", value(t, url, names))
			require.Equal(t, "سارا", value(t, cloneNames(t, server), names))
		})
	}
}

func TestDurableServerKeepsTheDefaults(t *testing.T) {
	t.Parallel()
	const settings = `SELECT concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'),
		current_setting('full_page_writes'), current_setting('shared_buffers'))`
	require.Equal(t, "off off off 32MB", value(t, borrow(t).URL("postgres"), settings))
	require.Equal(t, "on on on 128MB", value(t, start(t, Options{Durable: true}).URL("postgres"), settings))
}

func TestPersianLettersAreLetters(t *testing.T) {
	t.Parallel()
	server := borrow(t)
	require.Equal(t, "UTF8 true", value(t, server.URL("postgres"),
		"SELECT current_setting('server_encoding') || ' ' || ('می\u200cخواهم' ~ '^[[:alpha:]\u200c]+$')"))
}

func TestForeignServerIsLeftAsItWas(t *testing.T) {
	t.Parallel()
	owner := start(t, Options{})
	require.NoError(t, execute(t.Context(), owner.URL("postgres"), "CREATE ROLE guest LOGIN CREATEDB"))
	const databases = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database"
	before := value(t, owner.URL("postgres"), databases)
	address := *owner.base
	address.User = nil
	address.RawQuery += "&user=guest"

	guest, err := Start(t.Context(), Options{URL: address.String()})
	require.NoError(t, err)
	require.NoError(t, guest.CreateTemplate(t.Context(), "names", withNames))
	url, _, err := guest.Clone(t.Context(), "names")
	require.NoError(t, err)
	require.Equal(t, "سارا", value(t, url, names))
	require.Contains(t, value(t, owner.URL("postgres"), databases), "amanat_test_")
	require.ErrorIs(t, guest.Terminate(t.Context()), ErrForeign)
	require.ErrorIs(t, guest.Restart(t.Context()), ErrForeign)

	require.NoError(t, guest.Stop())
	require.NoError(t, guest.Stop())
	require.Equal(t, before, value(t, owner.URL("postgres"), databases))
}

func TestServerThatDoesNotAnswerIsRefused(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]string{
		"nobody listens": "postgres://guest:secret@/postgres?host=/nowhere",
		"not a URL":      "host=/nowhere user=guest password=secret",
		"not parsable":   "postgres://guest:secret@%zz/",
		"another scheme": "mysql://guest:secret@localhost/",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Start(t.Context(), Options{URL: url})
			require.Error(t, err)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}
