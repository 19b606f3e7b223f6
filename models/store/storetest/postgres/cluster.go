package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// The socket's directory is private, so that trusting whoever connects is safe.
const commonSettings = `
listen_addresses = ''
port = 5432
unix_socket_directories = '%s'
`

// max_wal_size bounds what the log takes from a memory file system. Tests of
// many packages may be there at once, each with a pool of connections.
const fastSettings = commonSettings + `
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 128MB
shared_buffers = 32MB
autovacuum = off
max_connections = 1000
`

const durableSettings = commonSettings + `
max_connections = 200
`

// errNotFound says what is missing.
var errNotFound = errors.New("initdb, pg_ctl and postgres are neither in PATH nor in /usr/lib/postgresql")

// Find returns the directory of initdb, pg_ctl and postgres: the one in PATH,
// else that of the newest version the distribution has packaged.
func Find() (bin string, ok bool) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(dirs, newerFirst)
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if initdb, err = filepath.EvalSymlinks(initdb); err == nil {
			dirs = slices.Insert(dirs, 0, filepath.Dir(initdb))
		}
	}
	for _, dir := range dirs {
		_, initdb := exec.LookPath(filepath.Join(dir, "initdb"))
		_, control := exec.LookPath(filepath.Join(dir, "pg_ctl"))
		_, server := exec.LookPath(filepath.Join(dir, "postgres"))
		if errors.Join(initdb, control, server) == nil {
			return dir, true
		}
	}
	return "", false
}

// newerFirst orders …/<version>/bin by version, where 9.6 is older than 15.
func newerFirst(a, b string) int {
	versionA, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(a)), 64)
	versionB, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(b)), 64)
	return cmp.Compare(versionB, versionA)
}

// newCluster starts the guard of a server of our own.
func newCluster(ctx context.Context, durable bool) (*guard, error) {
	bin, ok := Find()
	if !ok {
		return nil, errNotFound
	}
	settings := fastSettings
	if durable {
		settings = durableSettings
	}
	return newGuard(ctx, bin, charge{settings: settings, parent: parent(durable)})
}

// startCluster starts a server in a fresh directory. After an error nothing is left.
func startCluster(ctx context.Context, durable bool) (*guard, error) {
	g, err := newCluster(ctx, durable)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	if err := g.start(ctx); err != nil {
		return nil, errors.Join(err, g.remove())
	}
	return g, nil
}

// start starts a server in the guard's directory.
func (g *guard) start(ctx context.Context) error {
	for _, command := range []string{"create", "start"} {
		if err := g.do(ctx, command); err != nil {
			return err
		}
	}
	return nil
}

// addressIn is the URL of the server that works in a directory.
func addressIn(dir string) *url.URL {
	query := url.Values{"host": {dir}, "port": {"5432"}, "sslmode": {"disable"}}
	return &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: query.Encode()}
}

// parent is where a cluster's directory goes: in memory if it may be lost and a
// GiB is free, as a busy disk makes a clone ten times slower. A socket's path
// has room for some 100 bytes.
func parent(durable bool) string {
	var memory syscall.Statfs_t
	if !durable && syscall.Statfs("/dev/shm", &memory) == nil && memory.Bavail >= 1<<30/4096 {
		return "/dev/shm"
	}
	if dir := os.TempDir(); len(dir) <= 60 {
		return dir
	}
	return "/tmp"
}
