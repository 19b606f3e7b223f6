package wire

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func sized(body string) string {
	return post + "Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

func TestPipelinedRequestsAreAllAnswered(t *testing.T) {
	t.Parallel()
	for _, octetwise := range []bool{false, true} {
		h := build(t, nil, octetwise)
		var raw, want strings.Builder
		for i := range 50 {
			body := strings.Repeat("نامه ", i*7)
			raw.WriteString(sized(body))
			want.WriteString(body)
			raw.WriteString("GET /y HTTP/1.1\nHost: a\nFolded: b\n  c\n\n")
		}
		raw.WriteString("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		answers := exchange(t, h.address, raw.String())
		require.Len(t, answers, 101)
		var got strings.Builder
		for _, a := range answers {
			require.Equal(t, 200, a.StatusCode)
			got.WriteString(a.body)
		}
		require.Equal(t, want.String(), got.String())
		require.Len(t, h.seen(), 101)
	}
}

func TestHarmlessOdditiesAreServed(t *testing.T) {
	t.Parallel()
	const end = "Host: a\r\nConnection: close\r\n"
	for name, raw := range map[string]string{
		"length twice":          "POST /x HTTP/1.1\r\n" + end + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345",
		"blanks about a length": "POST /x HTTP/1.1\r\n" + end + "Content-Length: \t 0005 \t \r\n\r\n12345",
		"length in HTTP/1.0":    "POST /x HTTP/1.0\r\nContent-Length: 5\r\n\r\n12345",
		"CHUNKED":               "POST /x HTTP/1.1\r\n" + end + "TRANSFER-ENCODING: CHUNKED\r\n\r\n5\r\n12345\r\n0\r\n\r\n",
		"similar names": "POST /x HTTP/1.1\r\n" + end + "Content-Length-Of-Day: x\r\nTransfer-Encodings: y\r\n" +
			"X-Transfer-Encoding: z\r\nContent-Len: 7\r\nT: 1\r\nC: 2\r\nContent-Length: 5\r\n\r\n12345",
		"line feeds only": "POST /x HTTP/1.1\nHost: a\nConnection: close\nContent-Length: 5\n\n12345",
		"folded field after a length": "POST /x HTTP/1.1\r\n" + end +
			"Content-Length: 5\r\nA: b\r\n c\r\n\r\n12345",
		"folded field that looks like framing": "POST /x HTTP/1.1\r\n" + end +
			"A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n12345",
		"empty lines after a body": "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n\r\n\r\n" +
			"POST /x HTTP/1.1\r\n" + end + "Content-Length: 5\r\n\r\n12345",
	} {
		for _, octetwise := range []bool{false, true} {
			h := build(t, nil, octetwise)
			answers := exchange(t, h.address, raw)
			require.NotEmpty(t, answers, name)
			last := answers[len(answers)-1]
			require.Equal(t, 200, last.StatusCode, name)
			require.Equal(t, "12345", last.body, name)
			require.Len(t, h.seen(), len(answers), name)
		}
	}
}

func TestClientAsksToContinue(t *testing.T) {
	t.Parallel()
	for _, octetwise := range []bool{false, true} {
		h := build(t, nil, octetwise)
		c := dial(t, h.address)
		r := bufio.NewReader(c)
		for range 3 {
			_, err := io.WriteString(c, post+"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
			require.NoError(t, err)
			require.Equal(t, 100, readAnswer(t, r).StatusCode)
			_, err = io.WriteString(c, "12345")
			require.NoError(t, err)
			require.Equal(t, "12345", readAnswer(t, r).body)
		}
		_, err := io.WriteString(c, "nonsense\r\n\r\n")
		require.NoError(t, err)
		requireProblem(t, 400, readAnswer(t, r))
	}
}

// TestConnectionsAreKeptAlive also shows that the server's own ConnState still
// hears everything.
func TestConnectionsAreKeptAlive(t *testing.T) {
	t.Parallel()
	var opened, idle atomic.Int64
	server := &http.Server{
		Handler:           http.HandlerFunc(echo),
		ReadHeaderTimeout: 20 * time.Second,
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				opened.Add(1)
			case http.StateIdle:
				idle.Add(1)
			case http.StateActive, http.StateHijacked, http.StateClosed:
			}
		},
	}
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan error, 1)
	guarded := Guard(server, l, func(int) Problem { return Problem{} })
	go func() { done <- server.Serve(guarded) }()

	transport := &http.Transport{MaxConnsPerHost: 1}
	client := &http.Client{Transport: transport}
	for i := range 200 {
		body := strings.Repeat("Transfer-Encoding: chunked\r\n\r\n", i)
		require.Equal(t, body, send(t, client, l.Addr().String(), strings.NewReader(body)))
	}
	require.EqualValues(t, 1, opened.Load())
	require.NoError(t, server.Shutdown(context.WithoutCancel(t.Context())))
	require.ErrorIs(t, <-done, http.ErrServerClosed)
	require.EqualValues(t, 200, idle.Load())
}

func TestBodiesOfUnknownLengthAreServed(t *testing.T) {
	t.Parallel()
	for _, octetwise := range []bool{false, true} {
		h := build(t, nil, octetwise)
		client := &http.Client{Transport: &http.Transport{}}
		for i := range 10 {
			body := strings.Repeat("Content-Length: 5\r\n\r\n", i*30)
			require.Equal(t, body, send(t, client, h.address, io.MultiReader(strings.NewReader(body))))
		}
		client.CloseIdleConnections()
		require.Len(t, h.seen(), 10)
	}
}

func send(t *testing.T, client *http.Client, address string, body io.Reader) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+"/x", body)
	require.NoError(t, err)
	response, err := client.Do(request)
	require.NoError(t, err)
	got, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, 200, response.StatusCode)
	return string(got)
}

// TestBodiesAreNeverTakenForRefusals writes a body one piece of which is, to
// the octet, what net/http writes when it refuses a request.
func TestBodiesAreNeverTakenForRefusals(t *testing.T) {
	t.Parallel()
	const bare = "HTTP/1.1 400 Bad Request" + bareFields + "400 Bad Request"
	_, isBare := bareRefusal([]byte(bare))
	require.True(t, isBare)
	h := build(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		pieces := []string{"first", bare, bare}
		w.Header().Set("Content-Length", strconv.Itoa(len(strings.Join(pieces, ""))))
		for _, piece := range pieces {
			_, _ = io.WriteString(w, piece)
			_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
			_ = http.NewResponseController(w).Flush()
		}
	}), false)
	get := "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
	answers := exchange(t, h.address, get+get+"nonsense\r\n\r\n")
	require.Len(t, answers, 3)
	require.Equal(t, "first"+bare+bare, answers[0].body)
	require.Equal(t, "first"+bare+bare, answers[1].body)
	requireProblem(t, 400, answers[2])
}

// TestHandlersRefusalsAreTheirOwn lets a handler come as near to a bare
// refusal as the ResponseWriter allows.
func TestHandlersRefusalsAreTheirOwn(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 417, 431, 501, 505} {
		h := build(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Connection", "close")
			http.Error(w, fmt.Sprintf("%d %s", status, http.StatusText(status)), status)
		}), false)
		answers := exchange(t, h.address, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
		require.Len(t, answers, 1)
		require.Equal(t, status, answers[0].StatusCode)
		require.Equal(t, "text/plain; charset=utf-8", answers[0].Header.Get("Content-Type"))
		require.Zero(t, h.problems.Load())
	}
}
