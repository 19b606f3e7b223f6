package wire

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyWholeBareAnswersAreRefusals(t *testing.T) {
	t.Parallel()
	const date = "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n"
	for answer, want := range map[string]int{
		"HTTP/1.1 400 Bad Request" + bareFields + "400 Bad Request":                        400,
		"HTTP/1.1 400 Bad Request: malformed Host header" + bareFields + "400 Bad Request": 400,
		"HTTP/1.1 501 Not Implemented" + bareFields + "Unsupported transfer encoding":      501,
		"HTTP/1.1 417 Expectation Failed\r\nConnection: close\r\n" + date + "\r\n":         417,
		"HTTP/1.0 417 Expectation Failed\r\nConnection: close\r\n" + date + "\r\n":         417,
		"HTTP/1.1 400": 0,
		"HTTP/1.1 400 Bad Request\r\n" + date + strings.TrimPrefix(bareFields, "\r\n"):                  0,
		"HTTP/1.1 400 Bad Request" + bareFields + strings.Repeat("x", longestRefusal):                   0,
		"HTTP/1.1 200 OK" + bareFields + "200 OK":                                                       0,
		"HTTP/1.1 4x0 Bad Request" + bareFields + "400 Bad Request":                                     0,
		"HTTP/2.0 400 Bad Request" + bareFields + "400 Bad Request":                                     0,
		"XHTTP/1.1 400 Bad Request" + bareFields + "400 Bad Request":                                    0,
		strings.Repeat("4", shortestRefusal):                                                            0,
		"HTTP/1.1 417 Expectation Failed\r\nConnection: close\r\n" + date + "\r\n" + `{"status":417}`:   0,
		"HTTP/1.1 417 Expectation Failed\r\nX-Request-Id: 1\r\nConnection: close\r\n" + date + "\r\n\r": 0,
	} {
		status, bare := bareRefusal([]byte(answer))
		require.Equal(t, want, status, answer)
		require.Equal(t, want != 0, bare, answer)
	}
}

func TestWhatAProblemDoesNotHaveIsLeftOut(t *testing.T) {
	t.Parallel()
	raw := render(http.StatusHTTPVersionNotSupported, Problem{Body: []byte("{}")})
	a := readAnswer(t, bufio.NewReader(strings.NewReader(string(raw))))
	require.Equal(t, "505 HTTP Version Not Supported", a.Status)
	require.Equal(t, "{}", a.body)
	for _, name := range []string{"X-Request-Id", "Content-Language", "Date"} {
		require.NotContains(t, a.Header, name)
	}
}

// TestWriteCountsTheOctetsOfItsCaller: io.Writer's contract holds although
// other octets go out; here over a connection that cannot be half closed.
func TestWriteCountsTheOctetsOfItsCaller(t *testing.T) {
	t.Parallel()
	near, far := net.Pipe()
	c := &conn{Conn: near, problem: func(int) Problem { return Problem{Body: []byte("{}")} }}
	bare := "HTTP/1.1 400 Bad Request" + bareFields + "400 Bad Request"
	var n int
	written := make(chan error, 1)
	go func() {
		var err error
		n, err = io.WriteString(c, bare)
		written <- err
	}()
	require.Equal(t, "{}", readAnswer(t, bufio.NewReader(far)).body)
	require.NoError(t, <-written)
	require.Equal(t, len(bare), n)
	require.ErrorIs(t, c.CloseWrite(), errors.ErrUnsupported)

	require.NoError(t, far.Close())
	c.answering.Store(false)
	n, err := io.WriteString(c, bare)
	require.Error(t, err)
	require.Zero(t, n)
}
