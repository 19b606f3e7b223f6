package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNothingHasToBeConfigured(t *testing.T) {
	t.Parallel()
	p := serveFrom(t, filepath.Join(t.TempDir(), "data"))
	require.Contains(t, p.announcement, "Swagger UI: "+p.url+"/docs/")
	require.Equal(t, http.StatusOK, p.get(t, "/docs/", ""))
	require.Equal(t, http.StatusOK, p.get(t, "/readyz", ""))

	require.Equal(t, os.FileMode(0o600), permissions(t, p.dataDir, "keyring.json"), "only the owner reads the keys")
	require.Equal(t, os.FileMode(0o700), permissions(t, p.dataDir, ""))
	require.Contains(t, p.stop(t), "back it up")
}

func TestAnExistingDatabaseIsServedAgain(t *testing.T) {
	t.Parallel()
	dataDir := t.TempDir()
	first := serveFrom(t, dataDir)
	code := complain(t, first)
	first.stop(t)

	second := serveFrom(t, dataDir)
	require.Equal(t, http.StatusOK, second.get(t, "/api/v1/my/case", code), "the keyring is the same")
	log := second.stop(t)
	require.NotContains(t, log, "new keyring")
	require.NotContains(t, log, "migrated")
}

func TestALostKeyringIsNoticedBeforeAnybodyIsServed(t *testing.T) {
	t.Parallel()
	dataDir := t.TempDir()
	require.NoError(t, os.Chmod(dataDir, 0o755))
	serveFrom(t, dataDir).stop(t)
	require.Equal(t, os.FileMode(0o600), permissions(t, dataDir, "amanat.db"), "whatever the directory allows")
	require.NoError(t, os.Remove(filepath.Join(dataDir, "keyring.json")))
	exit, out, log := finish(t, nil, "AMANAT_LISTEN=127.0.0.1:0", "AMANAT_DATA_DIR="+dataDir)
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "not the one that belongs to this database")
}

func TestAMistypedSettingIsNamed(t *testing.T) {
	t.Parallel()
	require.Contains(t, newPlace(t).serve(t, "AMANAT_FREETEXT=refuse").stop(t), "AMANAT_FREETEXT")
}

// TestTermDrains sends half a complaint, has the program told to end, and sends the other half.
func TestTermDrains(t *testing.T) {
	t.Parallel()
	p := newPlace(t).serve(t)
	connection, answers := beginComplaint(t, p)
	p.signal(t)
	require.Eventually(t, func() bool { return refused(t, p) }, 10*time.Second, time.Millisecond)
	_, err := io.WriteString(connection, namesAlone)
	require.NoError(t, err)
	answer, err := http.ReadResponse(answers, nil)
	require.NoError(t, err)
	status, body := read(t, answer)
	code := receiptCode(t, status, body)
	exit, log := p.wait(t)
	require.Zero(t, exit, log)

	again := serveFrom(t, p.dataDir)
	require.Equal(t, http.StatusOK, again.get(t, "/api/v1/my/case", code), "what was acknowledged is stored")
	again.stop(t)
}

func TestASecondSignalDoesNotWait(t *testing.T) {
	t.Parallel()
	p := newPlace(t).serve(t)
	beginComplaint(t, p)
	p.signal(t)
	require.Eventually(t, func() bool { return refused(t, p) }, 10*time.Second, time.Millisecond)
	// The program may not have taken notice of the first yet; once it has ended there is nobody to signal.
	ended := func() bool { return p.command.Process.Signal(syscall.SIGTERM) != nil }
	require.Eventually(t, ended, 10*time.Second, 10*time.Millisecond)
	exit, _ := p.wait(t)
	require.Equal(t, -1, exit, "ended by the signal, with the request unanswered")
}

func TestProductionDoesNotMakeUpAKeyring(t *testing.T) {
	t.Parallel()
	dataDir := t.TempDir()
	exit, out, log := finish(
		t, nil, "AMANAT_ENV=production", "AMANAT_LISTEN=127.0.0.1:0", "AMANAT_DATA_DIR="+dataDir,
	)
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "there is no keyring file")
	require.NoFileExists(t, filepath.Join(dataDir, "keyring.json"))
	require.NoFileExists(t, filepath.Join(dataDir, "amanat.db"))
}

func TestProductionLogsJSONWithoutAnybodyInIt(t *testing.T) {
	t.Parallel()
	at := newPlace(t)
	at.serve(t).stop(t) // makes the keyring, as the message says
	p := at.serve(t, "AMANAT_ENV=production")
	code := complain(t, p)
	require.Equal(t, http.StatusOK, p.get(t, "/api/v1/my/case?sara", code))
	log := p.stop(t)
	require.Contains(t, log, `"route":"/api/v1/complaints"`)
	for line := range strings.Lines(log) {
		require.True(t, json.Valid([]byte(line)), line)
	}
	for _, personal := range []string{"سارا", "احمدی", "sara", code, "Go-http-client"} {
		require.NotContains(t, log, personal)
	}
}

func TestATakenAddressIsAnError(t *testing.T) {
	t.Parallel()
	p := newPlace(t).serve(t)
	exit, out, log := finish(t, nil, "AMANAT_DATA_DIR="+t.TempDir(), "AMANAT_LISTEN="+strings.TrimPrefix(p.url, "http://"))
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "address already in use")
	p.stop(t)
}

func TestAnUnreachableDatabaseIsAnErrorThatTellsNoPassword(t *testing.T) {
	t.Parallel()
	exit, out, log := finish(
		t, nil, "AMANAT_DATA_DIR="+t.TempDir(), "AMANAT_DATABASE_URL=postgres://root:hunter2@127.0.0.1:1/amanat",
	)
	require.Equal(t, 1, exit)
	require.Empty(t, out)
	require.Contains(t, log, "connection refused")
	require.NotContains(t, log, "hunter2")
}

func TestAnUndeclaredColumnKeepsTheProgramFromStarting(t *testing.T) {
	t.Parallel()
	at := newPlace(t)
	require.NoError(t, at.open(t).Exec("ALTER TABLE cases ADD COLUMN ip_address TEXT").Error)
	for _, arguments := range [][]string{{"serve"}, {"migrate"}} {
		exit, _, log := finish(t, arguments, "AMANAT_DATA_DIR="+at.dataDir, "AMANAT_LISTEN=127.0.0.1:0")
		require.Equal(t, 1, exit)
		require.Contains(t, log, "cases.ip_address is stored but not declared")
	}
}

// beginComplaint sends the head of a complaint. The program answers that it awaits the body: a handler is at work.
func beginComplaint(t *testing.T, p *program) (connection net.Conn, answers *bufio.Reader) {
	t.Helper()
	var dialer net.Dialer
	connection, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	_, err = fmt.Fprintf(connection, "POST /api/v1/complaints HTTP/1.1\r\nHost: amanat\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(namesAlone))
	require.NoError(t, err)
	answers = bufio.NewReader(connection)
	goOn, err := http.ReadResponse(answers, nil)
	require.NoError(t, err)
	require.NoError(t, goOn.Body.Close())
	require.Equal(t, http.StatusContinue, goOn.StatusCode)
	return connection, answers
}

// refused reports whether the program has stopped accepting connections.
func refused(t *testing.T, p *program) bool {
	t.Helper()
	var dialer net.Dialer
	connection, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		return true
	}
	_ = connection.Close()
	return false
}

func permissions(t *testing.T, elements ...string) os.FileMode {
	t.Helper()
	info, err := os.Stat(filepath.Join(elements...))
	require.NoError(t, err)
	return info.Mode().Perm()
}
