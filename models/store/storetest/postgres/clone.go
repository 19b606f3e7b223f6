package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// CreateTemplate creates a database, has prepare fill it, and closes it to all
// connections so that it can be cloned at any moment. The first call for a name
// (at most 40 bytes) does so, others wait for it, those of other processes on a
// common server among them: what a name stands for must not differ between them.
// After an error the next call tries again.
func (s *Server) CreateTemplate(
	ctx context.Context, name string, prepare func(ctx context.Context, url string) error,
) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made[name] {
		return nil
	}
	// A connection has the lock, so that it does not outlive who takes it.
	conn, err := pgx.Connect(ctx, s.base.String())
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	database := s.templates + name
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", database); err != nil {
		return fmt.Errorf("postgres: lock template: %w", err)
	}
	closed := false
	err = conn.QueryRow(ctx, "SELECT NOT datallowconn FROM pg_database WHERE datname = $1", database).Scan(&closed)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("postgres: look for template: %w", err)
	}
	if !closed {
		if err := s.makeTemplate(ctx, database, prepare); err != nil {
			return err
		}
	}
	s.made[name] = true
	return nil
}

// makeTemplate makes the database anew where somebody was interrupted who made it.
func (s *Server) makeTemplate(
	ctx context.Context, database string, prepare func(ctx context.Context, url string) error,
) error {
	if err := s.drop(ctx, database); err != nil {
		return err
	}
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
	return nil
}

// Clone creates a database from a template of CreateTemplate. Its drop
// disconnects whoever is left, and works after ctx has ended.
func (s *Server) Clone(ctx context.Context, template string) (url string, drop func() error, err error) {
	return s.create(ctx, "TEMPLATE "+quote(s.templates+template)+s.strategy)
}

// Create creates a database without any table. Its drop is that of a clone.
func (s *Server) Create(ctx context.Context) (url string, drop func() error, err error) {
	return s.create(ctx, "TEMPLATE template0"+s.strategy)
}

func (s *Server) create(ctx context.Context, like string) (url string, drop func() error, err error) {
	database := s.prefix + strconv.FormatInt(s.serial.Add(1), 10)
	if err := s.exec(ctx, "CREATE DATABASE "+quote(database)+" "+like); err != nil {
		return "", nil, err
	}
	return s.URL(database), func() error { return s.drop(ctx, database) }, nil
}

func (s *Server) drop(ctx context.Context, database string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return s.exec(ctx, "DROP DATABASE IF EXISTS "+quote(database)+" WITH (FORCE)")
}

// dropAll drops what was made here, on a connection of its own since the others
// have been closed.
func (s *Server) dropAll() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.base.String())
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	rows, _ := conn.Query(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", s.prefix)
	databases, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, database := range databases {
		_, failed := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+quote(database)+" WITH (FORCE)")
		err = errors.Join(err, failed)
	}
	return errors.Join(err, conn.Close(ctx))
}

func (s *Server) exec(ctx context.Context, sql string, args ...any) error {
	if _, err := s.admin.Exec(ctx, sql, args...); err != nil {
		return fmt.Errorf("postgres: %s: %w", sql, err)
	}
	return nil
}
