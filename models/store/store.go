// Package store opens the database, owns its migrations and compares its real columns with the privacy inventory.
package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3/gormlite"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Options says which database to open.
type Options struct {
	// PostgresURL is a postgres:// URL; empty means SQLite.
	PostgresURL string
	// SQLiteFile is the path of the embedded database's file, used when PostgresURL is empty.
	SQLiteFile string
	// MaxConnections bounds the pool; 0 means a default that suits the database.
	MaxConnections int
}

const (
	postgresConnections = 16
	// Each SQLite connection has memory and a cache of its own; readers beyond a few gain nothing.
	sqliteConnections = 4
	// patience is how long an SQLite connection waits for its turn to write, in milliseconds.
	patience      = 5000
	scrubPatience = 20
	// timeFormat keeps text order and time order the same, to the microsecond.
	timeFormat = "2006-01-02T15:04:05.000000Z07:00"
)

// Open opens the database without touching its contents. It does not connect yet: a PostgreSQL that goes away is an
// error of each request until it is back.
func Open(o Options) (*gorm.DB, error) {
	if err := o.create(); err != nil {
		return nil, err
	}
	dialector, connections := dialectorFor(o)
	db, err := gorm.Open(dialector, &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		NowFunc:                now,
		// Nothing of a statement's values may reach a log; errors are returned, so GORM has nothing to say.
		Logger: logger.NewSlogLogger(slog.New(slog.DiscardHandler), logger.Config{
			LogLevel: logger.Silent, ParameterizedQueries: true,
		}),
	})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if o.MaxConnections > 0 {
		connections = o.MaxConnections
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return db, nil
}

// create makes the file of an SQLite database readable by its owner alone, whatever the directory allows; the files
// that SQLite puts beside it take after it. A file that exists is not opened: closing it could end SQLite's own locks.
func (o Options) create() error {
	if o.PostgresURL != "" {
		return nil
	}
	file, err := os.OpenFile(o.SQLiteFile, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return file.Close()
}

// Close closes every connection.
func Close(db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return pool.Close()
}

// Ping asks the database for an answer.
func Ping(ctx context.Context, db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return pool.PingContext(ctx)
}

// IsPostgres tells the two databases apart, for the few things they do differently.
func IsPostgres(db *gorm.DB) bool { return db.Name() == "postgres" }

func dialectorFor(o Options) (gorm.Dialector, int) {
	if o.PostgresURL != "" {
		return postgres.Open(o.PostgresURL), postgresConnections
	}
	return gormlite.Open(sqliteDSN(o.SQLiteFile, timeFormat)), sqliteConnections
}

// sqliteDSN asks for one writer at a time that waits its turn, for commits that survive a power cut, and for deleted
// rows to be overwritten: a data key that was deleted must not be found in a free page.
func sqliteDSN(file, timeFormat string) string {
	settings := url.Values{
		"_txlock":  {"immediate"},
		"_timefmt": {timeFormat},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", patience), "journal_mode(WAL)", "synchronous(FULL)",
			"foreign_keys(1)", "secure_delete(1)", "cache_size(-2048)",
		},
	}
	path := (&url.URL{Path: file}).EscapedPath()
	return "file:" + strings.TrimPrefix(path, "./") + "?" + settings.Encode()
}

// now is the clock of GORM's own timestamps; services pass theirs explicitly.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond) //nolint:forbidigo // the outermost clock
}
