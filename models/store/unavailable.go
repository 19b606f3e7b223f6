package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
)

// Unavailable reports whether the error says that the database cannot be used now and may be later: it is away,
// shutting down, full or busy beyond patience. It is never the request's fault.
func Unavailable(err error) bool {
	if err == nil {
		return false
	}
	// An error of SQLite looks like one of the network, whatever it is about.
	if embedded, ok := errors.AsType[*sqlite3.Error](err); ok {
		return sqliteUnavailable(embedded)
	}
	return connectionLost(err) || postgresUnavailable(err) || sqliteUnavailable(err)
}

func connectionLost(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, net.ErrClosed) ||
		pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "unexpected EOF")
}

// postgresUnavailable knows the SQLSTATE classes 08 (connection), 53 (resources) and 57P (operator intervention), 40001
// and 40P01 (somebody else went first), and 25006 (read-only: a replica during failover), of PostgreSQL's appendix A.
func postgresUnavailable(err error) bool {
	var state *pgconn.PgError
	if !errors.As(err, &state) {
		return false
	}
	return strings.HasPrefix(state.Code, "08") || strings.HasPrefix(state.Code, "53") ||
		state.Code == "40001" || state.Code == "40P01" ||
		strings.HasPrefix(state.Code, "57P") || state.Code == "25006"
}

func sqliteUnavailable(err error) bool {
	for _, code := range []sqlite3.ErrorCode{
		sqlite3.BUSY, sqlite3.LOCKED, sqlite3.IOERR, sqlite3.FULL, sqlite3.CANTOPEN, sqlite3.READONLY, sqlite3.NOMEM,
	} {
		if errors.Is(err, code) {
			return true
		}
	}
	return false
}
