package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
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

// process is the program, about to be started in its own process. It knows only the settings given.
func process(t *testing.T, arguments []string, settings ...string) *exec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	started := exec.CommandContext(context.WithoutCancel(t.Context()), binary, arguments...)
	started.Dir = t.TempDir()
	// At its end the race detector waits a second for races of what still goes on, and there is nothing.
	started.Env = append([]string{asProgram + "=1", "GORACE=atexit_sleep_ms=0"}, settings...)
	return started
}

// finish runs a command that ends by itself.
func finish(t *testing.T, arguments []string, settings ...string) (exit int, out, log string) {
	t.Helper()
	return finishWith(t, "", arguments, settings...)
}

// finishWith runs such a command with something on its standard input.
func finishWith(t *testing.T, in string, arguments []string, settings ...string) (exit int, out, log string) {
	t.Helper()
	var written, logged bytes.Buffer
	started := process(t, arguments, settings...)
	started.Stdin, started.Stdout, started.Stderr = strings.NewReader(in), &written, &logged
	return exitCode(t, started.Run()), written.String(), logged.String()
}

// serveFrom starts the program on a data directory and waits for the line that says where it serves.
func serveFrom(t *testing.T, dataDir string, settings ...string) *program {
	t.Helper()
	p := &program{dataDir: dataDir, log: &bytes.Buffer{}, ended: make(chan error, 1)}
	p.command = process(t, nil, append([]string{"AMANAT_LISTEN=127.0.0.1:0", "AMANAT_DATA_DIR=" + dataDir}, settings...)...)
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
	status, _ = p.request(t, http.MethodGet, path, "", receiptCode)
	return status
}

func (p *program) post(t *testing.T, path, body string) (status int, answer []byte) {
	t.Helper()
	return p.request(t, http.MethodPost, path, body, "")
}

func (p *program) request(t *testing.T, method, path, body, receiptCode string) (status int, answer []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, p.url+path, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if receiptCode != "" {
		request.Header.Set("Authorization", "Receipt "+receiptCode)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	require.NoError(t, err)
	return read(t, response)
}

func read(t *testing.T, response *http.Response) (status int, body []byte) {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode, body
}

// namesAlone is the least that a complaint says.
const namesAlone = `{"first_name": "سارا", "last_name": "احمدی"}`

// complain files a complaint with the two names alone, and answers the receipt code.
func complain(t *testing.T, p *program) string {
	t.Helper()
	status, answer := p.post(t, "/api/v1/complaints", namesAlone)
	return receiptCode(t, status, answer)
}

func receiptCode(t *testing.T, status int, answer []byte) string {
	t.Helper()
	require.Equal(t, http.StatusCreated, status, string(answer))
	var receipt struct {
		Code string `json:"receipt_code"`
	}
	require.NoError(t, json.Unmarshal(answer, &receipt))
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
