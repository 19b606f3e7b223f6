// Package wire stands between the network and net/http. It closes two gaps of
// an HTTP/1 server of the standard library that no handler can close, because
// no handler has run yet or because the evidence is gone when it does:
//
//   - what net/http refuses by itself is answered with a problem document
//     (RFC 9457) instead of a line of plain text;
//   - a request that states its length in two ways, or in a way its version
//     does not have, is refused (RFC 9112 §6.1 and §6.3) instead of silently
//     repaired: the usual ground of request smuggling.
package wire

import (
	"net"
	"net/http"
	"time"
)

// Problem is one refusal as it goes out. The three texts must be valid as
// they stand: they are not escaped.
type Problem struct {
	Body      []byte    // the RFC 9457 document: JSON in UTF-8
	RequestID string    // X-Request-Id; left out when empty
	Language  string    // Content-Language, a BCP 47 tag; left out when empty
	Time      time.Time // Date (RFC 9110 §6.6.1); left out when zero
}

// ProblemFunc describes the refusal of a request nobody could read; status is
// the HTTP status net/http chose: 400, 417, 431, 501 or 505. It is called by
// many connections at once.
type ProblemFunc func(status int) Problem

// Guard prepares server and returns the listener to hand to its Serve, which
// must be called with nothing wrapped around it:
//
//	err := server.Serve(wire.Guard(server, listener, problem))
//
// Call it once, after Handler and ConnState are set. It wraps both, so that a
// connection closes after a chunked request (no octet behind one is ever read
// as a request), and sets DisableGeneralOptionsHandler, as "OPTIONS *" would
// otherwise pass by the handler.
//
// The listener carries plain HTTP/1; TLS ends before it. Handlers must not
// hijack: what follows would still be read as requests. The accepted
// connections are no *net.TCPConn any more, hence files are copied through
// user space instead of by sendfile.
func Guard(server *http.Server, l net.Listener, problem ProblemFunc) net.Listener {
	server.Handler = closeAfterChunked(server.Handler)
	server.ConnState = watchIdle(server.ConnState)
	server.DisableGeneralOptionsHandler = true
	return &listener{Listener: l, problem: problem}
}

type listener struct {
	net.Listener
	problem ProblemFunc
}

func (l *listener) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: accepted, problem: l.problem}, nil
}

// closeAfterChunked makes a chunked request the last one of its connection.
func closeAfterChunked(next http.Handler) http.Handler {
	if next == nil {
		next = http.DefaultServeMux
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// watchIdle tells a connection when its answer is complete.
func watchIdle(next func(net.Conn, http.ConnState)) func(net.Conn, http.ConnState) {
	return func(nc net.Conn, state http.ConnState) {
		if c, ok := nc.(*conn); ok && state == http.StateIdle {
			c.answering.Store(false)
		}
		if next != nil {
			next(nc, state)
		}
	}
}
