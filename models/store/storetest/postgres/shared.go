package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// membership keeps a server running that several processes have in common: the
// guard's input ends when the last of them has closed it, or has ended.
type membership struct {
	dir   string
	input *os.File
}

func (m *membership) leave() error { return m.input.Close() }

// join finds the server of all that name the same directory, or starts it. The
// directory is locked meanwhile, so that one of them starts it and the others
// wait; the lock is gone with the process that has it. A symbolic link in the
// directory for temporary files leads from the one directory to the other.
func join(ctx context.Context, common string, linger time.Duration) (*membership, error) {
	bin, ok := Find()
	if !ok {
		return nil, errNotFound
	}
	link, err := linkOf(common, bin)
	if err != nil {
		return nil, err
	}
	unlock, err := lock(common)
	if err != nil {
		return nil, err
	}
	m, err := enter(link)
	if m == nil && err == nil {
		m, err = found(ctx, bin, link, linger)
	}
	return m, errors.Join(err, unlock())
}

// linkOf names the link to the server that is common to a directory, for this
// account, these binaries and these settings.
func linkOf(common, bin string) (string, error) {
	path, err := filepath.Abs(common)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	key := sha256.Sum256([]byte(strings.Join([]string{path, bin, fastSettings, guardScript}, "\x00")))
	return filepath.Join(os.TempDir(), fmt.Sprintf("amanat-postgres-%d-%x", os.Geteuid(), key[:8])), err
}

// lock waits until nobody else has locked the directory. It is not opened by
// way of os: go test would take what is in it for something that the test
// depends on, and forget the test's result with every change there.
func lock(dir string) (unlock func() error, err error) {
	file, err := syscall.Open(dir, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	for err = syscall.EINTR; errors.Is(err, syscall.EINTR); {
		err = syscall.Flock(file, syscall.LOCK_EX)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", dir, err), syscall.Close(file))
	}
	return func() error { return syscall.Close(file) }, nil
}

// enter opens the input of the guard that the link leads to. Nil means that
// there is none, or that it has just ended or is about to: it takes the name of
// its input away before it looks for the last time who has it open.
func enter(link string) (*membership, error) {
	dir, err := os.Readlink(link)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // nobody is there to enter to
	}
	if err == nil {
		err = requireOurs(link)
	}
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, inputName)
	input, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0) //nolint:gosec // the guard's, and it is ours
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENXIO) {
		return nil, nil //nolint:nilnil // a guard that has ended, or that was killed
	}
	if err != nil {
		return nil, err
	}
	if _, err = input.WriteString("enter\n"); err == nil {
		_, err = os.Lstat(name)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.EPIPE) {
		return nil, input.Close()
	}
	if err != nil {
		return nil, errors.Join(err, input.Close())
	}
	return &membership{dir, input}, nil
}

// requireOurs refuses a link that somebody else has put there: anybody may put
// something into the directory for temporary files.
func requireOurs(link string) error {
	info, err := os.Lstat(link)
	if err != nil {
		return err
	}
	attributes, err := processAttributes()
	if err != nil {
		return err
	}
	owner := os.Geteuid()
	if attributes.Credential != nil {
		owner = int(attributes.Credential.Uid)
	}
	if status, ok := info.Sys().(*syscall.Stat_t); !ok || int(status.Uid) != owner {
		return fmt.Errorf("%s belongs to somebody else", link)
	}
	return nil
}

// found starts the server and puts the link to it. After an error nothing is
// left.
func found(ctx context.Context, bin, link string, linger time.Duration) (*membership, error) {
	g, err := newGuard(ctx, bin, charge{settings: fastSettings, parent: parent(false), link: link, linger: linger})
	if err != nil {
		return nil, err
	}
	err = g.start(ctx)
	if err == nil {
		err = g.lead(link)
	}
	if err != nil {
		return nil, errors.Join(err, g.remove())
	}
	return &membership{g.dir, g.commands}, nil
}

// lead puts the link, in the place of one that leads nowhere any more. It is the
// guard's own, which has to take it away.
func (g *guard) lead(link string) error {
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(g.dir, link); err != nil {
		return err
	}
	if owner := g.process.SysProcAttr.Credential; owner != nil {
		return os.Lchown(link, int(owner.Uid), int(owner.Gid))
	}
	return nil
}
