package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// companion is another process that has a server in common with this one.
type companion struct {
	process *exec.Cmd
	input   io.WriteCloser
	dir     string // of the server
	clone   string // the URL of one of the template "names"
}

const asCompanion = "AMANAT_TEST_COMPANION"

// beCompanion is what the other process does until its input ends: it makes a template where there is none yet.
func beCompanion(common string) error {
	ctx := context.Background()
	server, err := Start(ctx, Options{Common: common})
	if err != nil {
		return err
	}
	err = server.CreateTemplate(ctx, "names", withNames)
	url, _, cloneErr := server.Clone(ctx, "names")
	_, _ = fmt.Fprintf(os.Stdout, "%s\n%s\n", server.base.Query().Get("host"), url)
	_, readErr := io.ReadAll(os.Stdin)
	return errors.Join(err, cloneErr, readErr, server.Stop())
}

func accompany(t *testing.T, common string) companion {
	t.Helper()
	requireInstalled(t)
	other := companion{process: exec.CommandContext(t.Context(), "/proc/self/exe")}
	other.process.Env = append(os.Environ(), asCompanion+"="+common)
	other.process.Stderr = os.Stderr
	input, err := other.process.StdinPipe()
	require.NoError(t, err)
	other.input = input
	output, err := other.process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, other.process.Start())
	lines := bufio.NewScanner(output)
	require.True(t, lines.Scan())
	other.dir = lines.Text()
	require.True(t, lines.Scan())
	other.clone = lines.Text()
	return other
}

func (c companion) end(t *testing.T) {
	t.Helper()
	require.NoError(t, c.input.Close())
	require.NoError(t, c.process.Wait())
}

func (c companion) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, c.process.Process.Signal(syscall.SIGKILL))
	require.Error(t, c.process.Wait())
}

func startCommon(t *testing.T, common string) (server *Server, dir string) {
	t.Helper()
	server = start(t, Options{Common: common})
	return server, server.base.Query().Get("host")
}

func never(context.Context, string) error { return errors.New("it was made already") }

// requireForgotten awaits that nothing is left of a server in common.
func requireForgotten(t *testing.T, common, dir string) {
	t.Helper()
	requireNothingLeft(t, dir)
	require.NoFileExists(t, linkTo(t, common))
}

func linkTo(t *testing.T, common string) string {
	t.Helper()
	bin, _ := Find()
	link, err := linkOf(common, bin)
	require.NoError(t, err)
	return link
}

func TestProcessesHaveAServerAndItsTemplatesInCommon(t *testing.T) {
	t.Parallel()
	common := t.TempDir()
	other := accompany(t, common)
	server, dir := startCommon(t, filepath.Join(common, ".", "..", filepath.Base(common)))
	require.Equal(t, other.dir, dir)
	require.NoError(t, server.CreateTemplate(t.Context(), "names", never))
	url, _, err := server.Clone(t.Context(), "names")
	require.NoError(t, err)
	require.NotEqual(t, other.clone, url)
	require.NoError(t, execute(t.Context(), url, "INSERT INTO people VALUES ('احمد')"))
	require.Equal(t, "سارا", value(t, other.clone, names))
	require.ErrorIs(t, server.Terminate(t.Context()), ErrForeign, "others use it")

	require.NotEqual(t, linkTo(t, common), linkTo(t, t.TempDir()), "another directory has another")

	other.end(t)
	require.Equal(t, "احمد سارا", value(t, url, names), "it stays for the last of them, whoever started it")
	require.NoError(t, server.Stop())
	require.NoError(t, server.Stop())
	requireForgotten(t, common, dir)
}

func TestAServerInCommonOutlivesItsKilledStarterAndNotTheLast(t *testing.T) {
	t.Parallel()
	common := t.TempDir()
	first := accompany(t, common)
	second := accompany(t, common)
	require.Equal(t, first.dir, second.dir)
	first.kill(t)
	server, dir := startCommon(t, common)
	require.Equal(t, first.dir, dir)
	require.NoError(t, server.Stop())
	require.Equal(t, "سارا", value(t, second.clone, names))
	second.kill(t)
	requireForgotten(t, common, dir)
}

func TestOfManyThatStartTogetherOneStartsTheServer(t *testing.T) {
	t.Parallel()
	requireInstalled(t)
	common := t.TempDir()
	var mu sync.Mutex
	dirs := map[string]bool{}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			server, dir := startCommon(t, common)
			err := server.CreateTemplate(t.Context(), "names", withNames)
			url, _, cloneErr := server.Clone(t.Context(), "names")
			if err := errors.Join(err, cloneErr, execute(t.Context(), url, "INSERT INTO people VALUES ('احمد')")); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			dirs[dir] = true
		})
	}
	group.Wait()
	require.Len(t, dirs, 1)
}

func TestAServerLingersForTheNextProcess(t *testing.T) {
	t.Parallel()
	common := t.TempDir()
	server := start(t, Options{Common: common, Linger: time.Hour})
	dir := server.base.Query().Get("host")
	require.NoError(t, server.Stop())
	next, found := startCommon(t, common)
	require.Equal(t, dir, found)
	require.NoError(t, next.Stop())
	require.Eventually(t, func() bool {
		for _, pid := range working(dir, "sleep") { // its hour is over
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		return len(remnants(dir)) == 0
	}, time.Minute, 10*time.Millisecond)
	requireForgotten(t, common, dir)
}

func TestATemplateWhoseMakerWasInterruptedIsMadeAnew(t *testing.T) {
	t.Parallel()
	server := borrow(t)
	require.NoError(t, execute(t.Context(), server.URL("postgres"), "CREATE DATABASE amanat_template_half"))
	half := server.URL("amanat_template_half")
	require.NoError(t, execute(t.Context(), half, "CREATE TABLE people (name text); INSERT INTO people VALUES ('مینا')"))
	require.NoError(t, server.CreateTemplate(t.Context(), "half", withNames))
	require.Equal(t, "سارا", value(t, clone(t, server, "half"), names))
}

func TestALinkThatLeadsNowhereIsReplaced(t *testing.T) {
	t.Parallel()
	requireInstalled(t)
	common := t.TempDir()
	require.NoError(t, os.Symlink(filepath.Join(common, "gone"), linkTo(t, common)))
	require.NoError(t, os.Lchown(linkTo(t, common), guardOwner(t), -1))
	server, dir := startCommon(t, common)
	require.Equal(t, "1", value(t, server.URL("postgres"), "SELECT '1'"))

	guards := working(dir, "sh")
	require.Len(t, guards, 1)
	require.NoError(t, syscall.Kill(guards[0], syscall.SIGKILL))
	require.Eventually(t, func() bool { return len(working(dir, "sh")) == 0 }, time.Minute, time.Millisecond)
	t.Cleanup(func() { abandon(t, dir) })
	next, found := startCommon(t, common)
	require.NotEqual(t, dir, found, "a server without its guard would never end")
	require.Equal(t, "1", value(t, next.URL("postgres"), "SELECT '1'"))
}

func TestALinkOfSomebodyElseIsNotFollowed(t *testing.T) {
	t.Parallel()
	requireInstalled(t)
	if os.Geteuid() != 0 {
		t.Skip("only root can give a link away")
	}
	common := t.TempDir()
	link := linkTo(t, common)
	require.NoError(t, os.Symlink(common, link))
	t.Cleanup(func() { require.NoError(t, os.Remove(link)) })
	_, err := Start(t.Context(), Options{Common: common})
	require.ErrorContains(t, err, "belongs to somebody else")
}

func guardOwner(t *testing.T) int {
	t.Helper()
	attributes, err := processAttributes()
	require.NoError(t, err)
	if attributes.Credential == nil {
		return os.Geteuid()
	}
	return int(attributes.Credential.Uid)
}

// working lists the processes of that name that work in the directory.
func working(dir, name string) (pids []int) {
	processes, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, process := range processes {
		cwd, _ := os.Readlink(process)
		comm, _ := os.ReadFile(filepath.Join(filepath.Dir(process), "comm"))
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(process))); err == nil &&
			cwd == dir && strings.TrimSpace(string(comm)) == name {
			pids = append(pids, pid)
		}
	}
	return pids
}

// abandon ends a server that has no guard any more.
func abandon(t *testing.T, dir string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	require.NoError(t, err)
	line, _, _ := strings.Cut(string(file), "\n")
	pid, err := strconv.Atoi(line)
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(pid, syscall.SIGQUIT))
	require.Eventually(t, func() bool { return os.RemoveAll(dir) == nil && len(remnants(dir)) == 0 },
		time.Minute, 10*time.Millisecond)
}
