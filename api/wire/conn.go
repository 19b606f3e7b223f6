package wire

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"
)

// How long and how much of a refused request is still read after the answer.
const (
	lingerTime   = 2 * time.Second
	lingerOctets = 1 << 20
)

// conn is an accepted connection whose requests are checked for their framing
// and whose bare refusals become problem documents.
type conn struct {
	net.Conn
	problem   ProblemFunc
	framing   framing
	answering atomic.Bool // an answer has begun and is not known to be complete
}

// Read reads like net.Conn. In a request that has to be refused it overwrites
// one octet so that net/http refuses it, in its turn among pipelined requests.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.framing.scan(p[:n])
	return n, err
}

// Write writes like net.Conn, but sends a problem document in the place of a
// bare refusal. Only the first write of an answer can be one: later writes may
// begin with whatever a body contains.
func (c *conn) Write(p []byte) (int, error) {
	if c.answering.Load() {
		return c.Conn.Write(p)
	}
	c.answering.Store(true)
	status, bare := bareRefusal(p)
	if !bare {
		return c.Conn.Write(p)
	}
	if _, err := c.Conn.Write(render(status, c.problem(status))); err != nil {
		return 0, err
	}
	c.linger()
	return len(p), nil
}

// CloseWrite sends the end of the stream and leaves the reading side open;
// errors.ErrUnsupported when the connection cannot do that.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// linger reads away what the client is still sending. Closing over unread
// octets resets the connection, and a reset takes the answer from a client
// that has not read it yet (RFC 9112 §9.6).
func (c *conn) linger() {
	if c.CloseWrite() != nil {
		return
	}
	longAgo := time.Unix(1, 0)
	timer := time.AfterFunc(lingerTime, func() { _ = c.SetReadDeadline(longAgo) })
	defer timer.Stop()
	// Whatever ends this reading, the connection is closed next.
	_, _ = io.CopyN(io.Discard, c.Conn, lingerOctets)
}
