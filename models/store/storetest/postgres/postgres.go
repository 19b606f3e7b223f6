// Package postgres runs a private PostgreSQL (15 or later) for tests and
// benchmarks, or borrows databases from a server that is already there.
package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrForeign is what Terminate and Restart return for a server that is not ours to stop.
var ErrForeign = errors.New("postgres: the server is not ours to stop")

// Options choose the server. The zero value is a private one, made to be fast.
type Options struct {
	// URL (postgres://…) names a server to use instead of a private one. Its
	// role must be allowed to create databases; it need not be a superuser.
	URL string
	// Durable keeps a private server's defaults (fsync on), for honest benchmarks
	// where os.TempDir is a disk. Otherwise a crash may lose everything.
	Durable bool
}

// Server is a running PostgreSQL. Its methods may be called concurrently.
type Server struct {
	cluster  *cluster // nil when the server is foreign
	base     *url.URL // the database from which others are created
	prefix   string   // of every database we create: nobody else's begin so
	strategy string
	serial   atomic.Int64
	stop     func() error

	mu        sync.Mutex
	templates map[string]bool
}

// Start returns a server that answers; stop it with Stop. A private server also
// ends, and its directory goes, when this process ends in whatever way. The end
// of ctx is an error between the steps of a start, of which each takes less than
// a second and at most a minute; it does not stop a server once returned.
func Start(ctx context.Context, opts Options) (*Server, error) {
	s := &Server{
		prefix:    "amanat_test_" + strings.ToLower(rand.Text()[:8]) + "_",
		templates: map[string]bool{},
	}
	if opts.URL != "" {
		base, err := url.Parse(opts.URL)
		if err != nil || !strings.HasPrefix(base.Scheme, "postgres") {
			// It is not shown: it may hold a password.
			return nil, errors.New("postgres: Options.URL is not a postgres:// URL")
		}
		s.base, s.stop = base, sync.OnceValue(s.dropAll)
	} else {
		c, err := startCluster(ctx, opts.Durable)
		if err != nil {
			return nil, err
		}
		s.cluster, s.base, s.stop = c, c.url(), sync.OnceValue(c.remove)
		if !opts.Durable {
			// Without fsync copying files takes a third of the time of logging them.
			s.strategy = " STRATEGY FILE_COPY"
		}
	}
	if err := s.exec(ctx, "SELECT 1"); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// Stop removes a private server with all its data, or every database made here
// from a foreign one, whoever is still connected. Further calls change nothing.
func (s *Server) Stop() error { return s.stop() }

// Terminate shuts a private server down as a failover would: clients are
// disconnected, data stay, and connections are refused until Restart.
func (s *Server) Terminate(ctx context.Context) error { return s.command(ctx, "stop") }

// Restart brings a terminated server back on the same data and the same URLs.
func (s *Server) Restart(ctx context.Context) error { return s.command(ctx, "start") }

func (s *Server) command(ctx context.Context, name string) error {
	if s.cluster == nil {
		return ErrForeign
	}
	return s.cluster.do(ctx, name)
}

// URL is the address of a database on this server.
func (s *Server) URL(database string) string {
	u := *s.base
	u.Path = "/" + database
	return u.String()
}

// CreateTemplate creates a database, has prepare fill it, and closes it to all
// connections so that it can be cloned at any moment. The first call for a name
// (at most 40 bytes) does so, others wait for it; after an error the next call
// tries again.
func (s *Server) CreateTemplate(
	ctx context.Context, name string, prepare func(ctx context.Context, url string) error,
) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.templates[name] {
		return nil
	}
	database := s.prefix + name
	// Unlike template1, template0 is never found in use.
	if err := s.exec(ctx, "CREATE DATABASE "+quote(database)+" TEMPLATE template0"); err != nil {
		return err
	}
	err := prepare(ctx, s.URL(database))
	if err == nil {
		err = s.exec(ctx, "ALTER DATABASE "+quote(database)+" ALLOW_CONNECTIONS false")
	}
	if err == nil { // a connection that prepare left open would make every clone fail
		err = s.exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", database)
	}
	if err != nil {
		return errors.Join(err, s.drop(ctx, database))
	}
	s.templates[name] = true
	return nil
}

// Clone creates a database from a template of CreateTemplate. Its drop
// disconnects whoever is left, and works after ctx has ended.
func (s *Server) Clone(ctx context.Context, template string) (url string, drop func() error, err error) {
	database := s.prefix + "clone_" + strconv.FormatInt(s.serial.Add(1), 10)
	err = s.exec(ctx, "CREATE DATABASE "+quote(database)+" TEMPLATE "+quote(s.prefix+template)+s.strategy)
	if err != nil {
		return "", nil, err
	}
	return s.URL(database), func() error { return s.drop(ctx, database) }, nil
}

func (s *Server) drop(ctx context.Context, database string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return s.exec(ctx, "DROP DATABASE IF EXISTS "+quote(database)+" WITH (FORCE)")
}

func (s *Server) dropAll() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.base.String())
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	rows, _ := conn.Query(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", s.prefix)
	databases, err := pgx.CollectRows(rows, pgx.RowTo[string])
	err = errors.Join(err, conn.Close(ctx))
	for _, database := range databases {
		err = errors.Join(err, s.drop(ctx, database))
	}
	return err
}

func (s *Server) exec(ctx context.Context, sql string, args ...any) error {
	conn, err := pgx.Connect(ctx, s.base.String())
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if _, err = conn.Exec(ctx, sql, args...); err != nil {
		err = fmt.Errorf("postgres: %s: %w", sql, err)
	}
	return errors.Join(err, conn.Close(ctx))
}

func quote(identifier string) string { return pgx.Identifier{identifier}.Sanitize() }
