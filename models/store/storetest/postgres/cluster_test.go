package postgres

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMain is, when asked, a process that starts a server and meets a sudden end, or one that has it in common with ours.
func TestMain(m *testing.M) {
	if end := os.Getenv("AMANAT_TEST_SUDDEN_END"); end != "" {
		fmt.Fprintln(os.Stderr, suddenEnd(end))
		os.Exit(1)
	}
	if common := os.Getenv(asCompanion); common != "" {
		if err := beCompanion(common); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if dir, err := together(); err == nil {
		_ = os.Remove(dir)
	}
	os.Exit(code)
}

func suddenEnd(end string) error {
	ctx := context.Background()
	c, err := newCluster(ctx, false)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(os.Stdout, c.dir)
	if end == "killed while it creates" {
		_, err = fmt.Fprintln(c.commands, "create")
	} else if err = c.do(ctx, "create"); err == nil {
		if end == "killed while it starts" {
			_, err = fmt.Fprintln(c.commands, "start")
		} else {
			err = c.do(ctx, "start")
		}
	}
	if err != nil {
		return err
	}
	if end == "exits" {
		os.Exit(0)
	}
	return syscall.Kill(os.Getpid(), syscall.SIGKILL)
}

// remnants names what is left of a cluster: its directory and the processes that work in it.
func remnants(dir string) []string {
	found, _ := filepath.Glob(dir)
	processes, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, process := range processes {
		if cwd, err := os.Readlink(process); err == nil && strings.HasPrefix(cwd, dir) {
			found = append(found, process)
		}
	}
	return found
}

func requireNothingLeft(t *testing.T, dir string) {
	t.Helper()
	nothing := func() bool { return len(remnants(dir)) == 0 }
	require.Eventually(t, nothing, time.Minute, 10*time.Millisecond, "left of %s", dir)
}

func TestStopLeavesNothing(t *testing.T) {
	t.Parallel()
	server := start(t, Options{})
	require.NoError(t, server.CreateTemplate(t.Context(), "names", withNames))
	_, _, err := server.Clone(t.Context(), "names")
	require.NoError(t, err)
	dir := server.guard.dir
	require.Greater(t, len(remnants(dir)), 3, "the directory, the guard, the server and its workers")

	require.NoError(t, server.Stop())
	requireNothingLeft(t, dir)
	require.NoError(t, server.Stop())
}

func TestSuddenEndLeavesNothing(t *testing.T) {
	t.Parallel()
	requireInstalled(t)
	for _, end := range []string{"killed", "killed while it creates", "killed while it starts", "exits"} {
		t.Run(end, func(t *testing.T) {
			t.Parallel()
			process := exec.CommandContext(t.Context(), "/proc/self/exe")
			process.Env = append(os.Environ(), "AMANAT_TEST_SUDDEN_END="+end)
			output, err := process.Output()
			require.Equal(t, end == "exits", err == nil, "%v", err)
			dir := strings.TrimSpace(string(output))
			require.True(t, strings.HasPrefix(filepath.Base(dir), "amanat-postgres-"), dir)
			requireNothingLeft(t, dir)
		})
	}
}

func TestCancelledStartLeavesNothing(t *testing.T) {
	t.Parallel()
	requireInstalled(t)
	c, err := newCluster(t.Context(), false)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, c.do(ctx, "create"))
	cancel()
	require.ErrorIs(t, c.do(ctx, "start"), context.Canceled)
	require.NoError(t, c.remove())
	requireNothingLeft(t, c.dir)

	_, err = Start(ctx, Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestNewestVersionIsPreferred(t *testing.T) {
	dirs := []string{"/p/9.6/bin", "/p/17/bin", "/p/15/bin", "/p/devel/bin"}
	slices.SortFunc(dirs, newerFirst)
	require.Equal(t, []string{"/p/17/bin", "/p/15/bin", "/p/9.6/bin", "/p/devel/bin"}, dirs)
}

func TestPathComesFirst(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	for _, name := range []string{"initdb", "pg_ctl", "postgres"} {
		bin, _ := Find()
		require.NotEqual(t, dir, bin, "an incomplete installation is none")
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o755))
	}
	bin, ok := Find()
	require.True(t, ok)
	require.Equal(t, dir, bin)
}

func BenchmarkStart(b *testing.B) {
	requireInstalled(b)
	for b.Loop() {
		server, err := Start(b.Context(), Options{})
		require.NoError(b, err)
		b.StopTimer()
		require.NoError(b, server.Stop())
		b.StartTimer()
	}
}

func BenchmarkClone(b *testing.B) {
	server := start(b, Options{})
	require.NoError(b, server.CreateTemplate(b.Context(), "names", withNames))
	for b.Loop() {
		_, drop, err := server.Clone(b.Context(), "names")
		require.NoError(b, err)
		b.StopTimer()
		require.NoError(b, drop())
		b.StartTimer()
	}
}
