package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models/store/storetest"
)

// asProgram, set in the environment, makes this test binary the program itself: with the race detector on, it watches
// the program too.
const asProgram = "AMANAT_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	storetest.Main(m)
}

// program is the program, serving.
type program struct {
	announcement string
	url          string
	dataDir      string

	command *exec.Cmd
	log     *bytes.Buffer
	ended   chan error
}

// command is the program, about to be started in its own process. It knows only the settings given.
func command(t *testing.T, arguments []string, settings ...string) *exec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	started := exec.CommandContext(context.WithoutCancel(t.Context()), binary, arguments...)
	started.Dir = t.TempDir()
	started.Env = append([]string{asProgram + "=1"}, settings...)
	return started
}

// finish runs a command that ends by itself.
func finish(t *testing.T, arguments []string, settings ...string) (exit int, out, log string) {
	t.Helper()
	var written, logged bytes.Buffer
	started := command(t, arguments, settings...)
	started.Stdout, started.Stderr = &written, &logged
	return exitCode(t, started.Run()), written.String(), logged.String()
}

// serveFrom starts the program on a data directory and waits for the line that says where it serves.
func serveFrom(t *testing.T, dataDir string, settings ...string) *program {
	t.Helper()
	p := &program{dataDir: dataDir, log: &bytes.Buffer{}, ended: make(chan error, 1)}
	p.command = command(t, nil, append([]string{"AMANAT_LISTEN=127.0.0.1:0", "AMANAT_DATA_DIR=" + dataDir}, settings...)...)
	p.command.Stderr = p.log
	out, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	p.announcement, err = bufio.NewReader(out).ReadString('\n')
	go func() { p.ended <- p.command.Wait() }()
	t.Cleanup(func() { _ = p.command.Process.Kill() }) // if it has not ended by then
	if err != nil {
		require.NoError(t, errors.Join(err, <-p.ended), p.log.String())
	}
	_, address, found := strings.Cut(p.announcement, "http://")
	require.True(t, found, p.announcement)
	p.url = "http://" + strings.Fields(address)[0]
	return p
}

func (p *program) signal(t *testing.T) {
	t.Helper()
	require.NoError(t, p.command.Process.Signal(syscall.SIGTERM))
}

// wait waits for the end, and answers how it ended and everything that was logged.
func (p *program) wait(t *testing.T) (exit int, log string) {
	t.Helper()
	exit = exitCode(t, <-p.ended)
	return exit, p.log.String()
}

// stop ends the program as an operator does.
func (p *program) stop(t *testing.T) (log string) {
	t.Helper()
	p.signal(t)
	exit, log := p.wait(t)
	require.Zero(t, exit, log)
	return log
}

func (p *program) get(t *testing.T, path, receiptCode string) (status int) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+path, http.NoBody)
	require.NoError(t, err)
	if receiptCode != "" {
		request.Header.Set("Authorization", "Receipt "+receiptCode)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode
}

// namesAlone is the least that a complaint says.
const namesAlone = `{"first_name": "سارا", "last_name": "احمدی"}`

// complain files a complaint with the two names alone, and answers the receipt code.
func complain(t *testing.T, p *program) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/api/v1/complaints",
		strings.NewReader(namesAlone))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultTransport.RoundTrip(request)
	require.NoError(t, err)
	return receiptCode(t, response)
}

func receiptCode(t *testing.T, response *http.Response) string {
	t.Helper()
	require.Equal(t, http.StatusCreated, response.StatusCode)
	var receipt struct {
		Code string `json:"receipt_code"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&receipt))
	require.NoError(t, response.Body.Close())
	require.NotEmpty(t, receipt.Code)
	return receipt.Code
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	require.NoError(t, err)
	return 0
}
