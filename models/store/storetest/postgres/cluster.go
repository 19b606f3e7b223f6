package postgres

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// guardScript obeys one command a line and answers each with its exit status. Being a
// process of its own it outlives ours: however the tests end, its input ends
// with them, and it leaves nothing. pg_ctl returns only when the server is up
// or down, so none can appear behind the guard's back. SIGPIPE is trapped since
// nobody may be there any more to read an answer.
const guardScript = `
trap : PIPE
while read -r command; do
	case $command in
	create) initdb --pgdata="$DIR/data" --username=postgres --auth=trust --encoding=UTF8 \
		--locale=C.UTF-8 --no-sync --no-instructions >/dev/null &&
		echo "$SETTINGS" >>data/postgresql.conf ;;
	start) pg_ctl start --pgdata="$DIR/data" --log=log --wait --silent ;;
	stop) pg_ctl stop --pgdata="$DIR/data" --mode=fast --wait --silent ;;
	esac >>log 2>&1 </dev/null
	echo $?
done
pg_ctl stop --pgdata="$DIR/data" --mode=immediate --wait --silent >/dev/null 2>&1
cd / && rm -rf "$DIR"
`

// The socket's directory is private, so that trusting whoever connects is safe.
const commonSettings = `
listen_addresses = ''
port = 5432
unix_socket_directories = '%s'
max_connections = 200
`

// max_wal_size bounds what the log takes from a memory file system.
const fastSettings = `
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 128MB
shared_buffers = 32MB
autovacuum = off
`

// cluster is a data directory of our own, its socket and its guard.
type cluster struct {
	dir      string
	guard    *exec.Cmd
	commands io.WriteCloser
	replies  *bufio.Reader
	mu       sync.Mutex // one command at a time
}

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

// startCluster starts a server in a fresh directory. After an error nothing is left.
func startCluster(ctx context.Context, durable bool) (*cluster, error) {
	c, err := newCluster(ctx, durable)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	for _, command := range []string{"create", "start"} {
		if err := c.do(ctx, command); err != nil {
			return nil, errors.Join(err, c.remove())
		}
	}
	return c, nil
}

// newCluster makes the directory and starts the guard, which awaits commands.
func newCluster(ctx context.Context, durable bool) (*cluster, error) {
	bin, ok := Find()
	if !ok {
		return nil, errors.New("initdb, pg_ctl and postgres are neither in PATH nor in /usr/lib/postgresql")
	}
	attributes, err := processAttributes()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent(durable), "amanat-postgres-")
	if err != nil {
		return nil, err
	}
	if owner := attributes.Credential; owner != nil {
		err = os.Chown(dir, int(owner.Uid), int(owner.Gid))
	}
	settings := fmt.Sprintf(commonSettings, dir)
	if !durable {
		settings += fastSettings
	}
	// The guard outlives the call that starts it.
	c := &cluster{dir: dir, guard: exec.CommandContext(context.WithoutCancel(ctx), "/bin/sh", "-c", guardScript)}
	c.guard.SysProcAttr, c.guard.Dir = attributes, dir
	c.guard.Env = []string{
		"PATH=" + bin + ":" + os.Getenv("PATH"), "DIR=" + dir, "SETTINGS=" + settings, "LC_ALL=C", "TZ=UTC",
	}
	commands, commandsErr := c.guard.StdinPipe()
	replies, repliesErr := c.guard.StdoutPipe()
	c.commands, c.replies = commands, bufio.NewReader(replies)
	if err = errors.Join(err, commandsErr, repliesErr); err == nil {
		err = c.guard.Start()
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(dir))
	}
	return c, nil
}

// do has the guard execute one command. Once begun it is finished, whatever
// becomes of ctx: a server half started would escape the guard.
func (c *cluster) do(ctx context.Context, command string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("postgres: %s: %w", command, err)
	}
	status := ""
	_, err := io.WriteString(c.commands, command+"\n")
	if err == nil {
		status, err = c.replies.ReadString('\n')
	}
	if status == "0\n" {
		return nil
	}
	if err == nil {
		err = errors.New("exit status " + strings.TrimSpace(status))
	}
	log, _ := fs.ReadFile(os.DirFS(c.dir), "log")
	return fmt.Errorf("postgres: %s: %w\n%s", command, err, log[max(0, len(log)-2000):])
}

// remove has the guard stop the server and delete the directory.
func (c *cluster) remove() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := errors.Join(c.commands.Close(), c.guard.Wait()); err != nil {
		return fmt.Errorf("postgres: remove %s: %w", c.dir, err)
	}
	return nil
}

func (c *cluster) url() *url.URL {
	query := url.Values{"host": {c.dir}, "port": {"5432"}, "sslmode": {"disable"}}
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

// processAttributes gives the guard a process group of its own, for Ctrl-C at
// the terminal is not meant for it, and when we are root, which PostgreSQL
// refuses to be, another account.
func processAttributes() (*syscall.SysProcAttr, error) {
	attributes := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return attributes, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, uidErr := strconv.ParseUint(account.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(account.Gid, 10, 32)
	attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attributes, errors.Join(uidErr, gidErr)
}
