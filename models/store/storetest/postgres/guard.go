package postgres

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// guardScript obeys one command a line and answers each with its exit status.
// Being a process of its own it outlives ours: however the tests end, its input
// ends with them, and it leaves nothing. Where its input has a name, others may
// come while it lingers; when nobody did, it takes the name away and looks once
// more for whoever came just before. pg_ctl returns only when the server is up
// or down, so none can appear behind the guard's back. SIGPIPE is trapped since
// nobody may be there any more to read an answer.
//
// What initdb makes is kept, in a directory whose name says of which binaries
// and for whom, and copied from then on: that costs a tenth.
const guardScript = `
trap : PIPE
obey() {
	came=no
	while read -r command; do
		came=yes
		case $command in
		create)
			if [ -O "$PRISTINE" ] && [ ! -L "$PRISTINE" ]; then
				cp -R "$PRISTINE" data
			else
				initdb --pgdata="$DIR/data" --username=postgres --auth=trust --encoding=UTF8 \
					--locale=C.UTF-8 --no-sync --no-instructions >/dev/null && {
					cp -R data "$PRISTINE.$$" && mv -T "$PRISTINE.$$" "$PRISTINE" || rm -rf "$PRISTINE.$$"
				}
			fi && echo "$SETTINGS" >>data/postgresql.conf ;;
		start) pg_ctl start --pgdata="$DIR/data" --log=log --wait --silent ;;
		stop) pg_ctl stop --pgdata="$DIR/data" --mode=fast --wait --silent ;;
		esac >>log 2>&1 </dev/null
		echo $?
	done
	[ $came = yes ]
}
while obey; do sleep "$LINGER"; done
rm -f ${LINK:+"$LINK"} input
obey
pg_ctl stop --pgdata="$DIR/data" --mode=immediate --wait --silent >/dev/null 2>&1
cd / && rm -rf "$DIR"
`

// inputName is the name of a guard's input in its directory, where it has one.
const inputName = "input"

// guard is a directory of its own and the process that keeps it.
type guard struct {
	dir      string
	process  *exec.Cmd
	commands *os.File
	replies  *bufio.Reader
	mu       sync.Mutex // one command at a time
}

// charge is what a guard is started with.
type charge struct {
	settings string
	parent   string        // of the directory
	link     string        // leads to the directory, for as long as others may come; empty when nobody may
	linger   time.Duration // how long others may still come when nobody is there
}

// newGuard makes the directory and starts the guard, which awaits commands.
func newGuard(ctx context.Context, bin string, with charge) (*guard, error) {
	attributes, err := processAttributes()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(with.parent, "amanat-postgres-")
	if err != nil {
		return nil, err
	}
	input, commands, err := openInput(dir, with.link != "")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	defer func() { _ = input.Close() }()
	// The guard outlives the call that starts it.
	g := &guard{dir: dir, process: exec.CommandContext(context.WithoutCancel(ctx), "/bin/sh", "-c", guardScript)}
	g.process.SysProcAttr, g.process.Dir, g.process.Stdin = attributes, dir, input
	g.process.Env = []string{
		"PATH=" + bin + ":" + os.Getenv("PATH"), "DIR=" + dir, "SETTINGS=" + fmt.Sprintf(with.settings, dir),
		"LINK=" + with.link, "LINGER=" + strconv.FormatFloat(with.linger.Seconds(), 'f', -1, 64), "LC_ALL=C", "TZ=UTC",
	}
	made, err := pristine(bin, attributes)
	g.process.Env = append(g.process.Env, "PRISTINE="+made)
	if err != nil {
		return nil, errors.Join(err, commands.Close(), os.RemoveAll(dir))
	}
	replies, err := g.process.StdoutPipe()
	g.commands, g.replies = commands, bufio.NewReader(replies)
	if owner := attributes.Credential; owner != nil && err == nil {
		err = os.Chown(dir, int(owner.Uid), int(owner.Gid))
	}
	if err == nil {
		err = g.process.Start()
	}
	if err != nil {
		return nil, errors.Join(err, commands.Close(), os.RemoveAll(dir))
	}
	return g, nil
}

// pristine names the directory of what initdb has made with these binaries, for
// the account that the guard runs as.
func pristine(bin string, attributes *syscall.SysProcAttr) (dir string, err error) {
	info, err := os.Stat(filepath.Join(bin, "postgres"))
	if err != nil {
		return "", err
	}
	uid := uint32(os.Geteuid()) //nolint:gosec // an account's number
	if attributes.Credential != nil {
		uid = attributes.Credential.Uid
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d", bin, info.Size(), info.ModTime().UnixNano()))
	return filepath.Join(os.TempDir(), fmt.Sprintf("amanat-initdb-%d-%x", uid, sum[:8])), nil
}

// openInput answers both ends of what a guard reads: a pipe, or where others
// may come one that has a name.
func openInput(dir string, named bool) (input, commands *os.File, err error) {
	if !named {
		return os.Pipe()
	}
	name := filepath.Join(dir, inputName)
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		return nil, nil, err
	}
	// Either end waits for the other, but for who opens both at once.
	both, err := os.OpenFile(name, os.O_RDWR, 0) //nolint:gosec // the directory was just made
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = both.Close() }()
	if input, err = os.Open(name); err != nil { //nolint:gosec // likewise
		return nil, nil, err
	}
	if commands, err = os.OpenFile(name, os.O_WRONLY, 0); err != nil { //nolint:gosec // likewise
		return nil, nil, errors.Join(err, input.Close())
	}
	return input, commands, nil
}

// do has the guard execute one command. Once begun it is finished, whatever
// becomes of ctx: a server half started would escape the guard.
func (g *guard) do(ctx context.Context, command string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("postgres: %s: %w", command, err)
	}
	status := ""
	_, err := g.commands.WriteString(command + "\n")
	if err == nil {
		status, err = g.replies.ReadString('\n')
	}
	if status == "0\n" {
		return nil
	}
	if err == nil {
		err = errors.New("exit status " + strings.TrimSpace(status))
	}
	log, _ := fs.ReadFile(os.DirFS(g.dir), "log")
	return fmt.Errorf("postgres: %s: %w\n%s", command, err, log[max(0, len(log)-2000):])
}

// remove has the guard stop the server and delete the directory.
func (g *guard) remove() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := errors.Join(g.commands.Close(), g.process.Wait()); err != nil {
		return fmt.Errorf("postgres: remove %s: %w", g.dir, err)
	}
	return nil
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
