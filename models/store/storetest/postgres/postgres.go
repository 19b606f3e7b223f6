// Package postgres runs a PostgreSQL (15 or later) for tests and benchmarks, of
// one process or of several that have it in common, or borrows databases from a
// server that is already there.
package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
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
	// Common is a directory. All processes of an account that name the same one
	// have one fast server in common: the first starts it, and it ends when none
	// of them has been there for Linger. The directory is left as it is.
	Common string
	Linger time.Duration
}

// Server is a running PostgreSQL. Its methods may be called concurrently.
type Server struct {
	guard     *guard   // nil when the server is not ours alone
	base      *url.URL // the database from which others are created
	admin     *pgxpool.Pool
	prefix    string // of every database we create: nobody else's begin so
	templates string // the prefix of templates, which a common server has in common
	strategy  string
	serial    atomic.Int64
	stop      func() error

	mu   sync.Mutex
	made map[string]bool // templates
}

// Start returns a server that answers; stop it with Stop. Unless it is foreign,
// it also ends, and its directory goes, when this process ends in whatever way.
// The end of ctx is an error between the steps of a start, of which each takes
// less than a second and at most a minute; it does not stop a server once
// returned.
func Start(ctx context.Context, opts Options) (*Server, error) {
	s := &Server{prefix: "amanat_test_" + strings.ToLower(rand.Text()[:8]) + "_", made: map[string]bool{}}
	s.templates = s.prefix
	if err := s.find(ctx, opts); err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(s.base.String())
	if err == nil {
		config.MaxConns = 4
		s.admin, err = pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	}
	if err == nil {
		err = s.exec(ctx, "SELECT 1")
	}
	if err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// find starts or finds the server that the options ask for.
func (s *Server) find(ctx context.Context, opts Options) error {
	if opts.URL != "" {
		base, err := url.Parse(opts.URL)
		if err != nil || !strings.HasPrefix(base.Scheme, "postgres") {
			// It is not shown: it may hold a password.
			return errors.New("postgres: Options.URL is not a postgres:// URL")
		}
		s.base, s.stop = base, sync.OnceValue(s.dropAll)
		return nil
	}
	if !opts.Durable {
		// Without fsync copying files takes a third of the time of logging them.
		s.strategy = " STRATEGY FILE_COPY"
	}
	if opts.Common != "" {
		m, err := join(ctx, opts.Common, opts.Linger)
		if err != nil {
			return fmt.Errorf("postgres: %w", err)
		}
		s.templates = "amanat_template_"
		s.base, s.stop = addressIn(m.dir), sync.OnceValue(m.leave)
		return nil
	}
	g, err := startCluster(ctx, opts.Durable)
	if err != nil {
		return err
	}
	s.guard, s.base, s.stop = g, addressIn(g.dir), sync.OnceValue(g.remove)
	return nil
}

// Stop removes a private server with all its data, whoever is still connected;
// from a foreign one, every database made here; and leaves a common one to the
// others. Further calls change nothing.
func (s *Server) Stop() error {
	if s.admin != nil {
		s.admin.Close()
	}
	return s.stop()
}

// Terminate shuts a private server down as a failover would: clients are
// disconnected, data stay, and connections are refused until Restart.
func (s *Server) Terminate(ctx context.Context) error { return s.command(ctx, "stop") }

// Restart brings a terminated server back on the same data and the same URLs.
func (s *Server) Restart(ctx context.Context) error { return s.command(ctx, "start") }

func (s *Server) command(ctx context.Context, name string) error {
	if s.guard == nil {
		return ErrForeign
	}
	defer s.admin.Reset() // no connection outlives the server
	return s.guard.do(ctx, name)
}

// URL is the address of a database on this server.
func (s *Server) URL(database string) string {
	u := *s.base
	u.Path = "/" + database
	return u.String()
}

func quote(identifier string) string { return pgx.Identifier{identifier}.Sanitize() }
