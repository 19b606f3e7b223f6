package wire

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// house is a guarded server that remembers which requests its handler saw.
type house struct {
	address  string
	server   *http.Server
	problems atomic.Int64
	mu       sync.Mutex
	handled  []string
}

// build starts a house; octetwise lets it read one octet at a time. The
// timeouts turn a hanging connection into a missing answer.
func build(t *testing.T, handler http.Handler, octetwise bool) *house {
	t.Helper()
	h := &house{}
	if handler == nil {
		handler = http.HandlerFunc(echo)
	}
	h.server = &http.Server{
		Handler:           h.remember(handler),
		MaxHeaderBytes:    4096,
		ReadHeaderTimeout: 20 * time.Second,
		ReadTimeout:       20 * time.Second,
		IdleTimeout:       20 * time.Second,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	h.address = l.Addr().String()
	if octetwise {
		l = octetListener{l}
	}
	guarded := Guard(h.server, l, h.problem)
	done := make(chan error, 1)
	go func() { done <- h.server.Serve(guarded) }()
	t.Cleanup(func() {
		_ = h.server.Close()
		require.ErrorIs(t, <-done, http.ErrServerClosed)
	})
	return h
}

func (h *house) remember(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		h.handled = append(h.handled, r.Method+" "+r.RequestURI)
		h.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

// seen returns the requests handled so far, and forgets them.
func (h *house) seen() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := h.handled
	h.handled = nil
	return seen
}

func (h *house) problem(status int) Problem {
	return Problem{
		Body:      fmt.Appendf(nil, `{"type":"about:blank","status":%d,"title":"رد شد"}`, status),
		RequestID: fmt.Sprintf("request-%d", h.problems.Add(1)),
		Language:  "fa",
		Time:      time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC),
	}
}

// echo answers with the body it read; 422 if the body cannot be read.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusUnprocessableEntity)
		return
	}
	_, _ = w.Write(body)
}

// octetListener delivers what arrives octet by octet.
type octetListener struct{ net.Listener }

func (l octetListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return octetConn{c.(*net.TCPConn)}, nil
}

type octetConn struct{ *net.TCPConn }

func (c octetConn) Read(p []byte) (int, error) { return c.TCPConn.Read(p[:min(1, len(p))]) }

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	var dialer net.Dialer
	c, err := dialer.DialContext(t.Context(), "tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

type answer struct {
	*http.Response
	body string
}

// exchange sends raw in one piece, leaves the connection open and returns
// every answer that comes until the server ends it in an orderly way.
func exchange(t *testing.T, address, raw string) []answer {
	t.Helper()
	c := dial(t, address)
	_, err := io.WriteString(c, raw)
	require.NoError(t, err)
	answers, err := readAnswers(t, c)
	require.ErrorIs(t, err, io.EOF)
	return answers
}

// readAnswers returns every answer and what came in the place of another one.
func readAnswers(t *testing.T, c net.Conn) ([]answer, error) {
	t.Helper()
	r := bufio.NewReader(c)
	var answers []answer
	for {
		if _, err := r.Peek(1); err != nil {
			return answers, err
		}
		answers = append(answers, readAnswer(t, r))
	}
}

func readAnswer(t *testing.T, r *bufio.Reader) answer {
	t.Helper()
	response, err := http.ReadResponse(r, nil)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return answer{response, string(body)}
}

// requireProblem holds for an answer that the house's problem func wrote.
func requireProblem(t *testing.T, status int, a answer) {
	t.Helper()
	require.Equal(t, status, a.StatusCode, a.body)
	require.Equal(t, fmt.Sprintf("%d %s", status, http.StatusText(status)), a.Status)
	require.True(t, a.Close)
	require.EqualValues(t, len(a.body), a.ContentLength)
	id := a.Header.Get("X-Request-Id")
	require.True(t, strings.HasPrefix(id, "request-"), id)
	require.Equal(t, http.Header{
		"Content-Type":           {"application/problem+json"},
		"Content-Length":         {a.Header.Get("Content-Length")},
		"Cache-Control":          {"no-store"},
		"X-Content-Type-Options": {"nosniff"},
		"Content-Language":       {"fa"},
		"Date":                   {"Sun, 22 Nov 2026 10:00:00 GMT"},
		"X-Request-Id":           {id},
	}, a.Header)
	var document struct {
		Title  string `json:"title"`
		Status int    `json:"status"`
	}
	require.NoError(t, json.Unmarshal([]byte(a.body), &document))
	require.Equal(t, status, document.Status)
	require.Equal(t, "رد شد", document.Title)
}
