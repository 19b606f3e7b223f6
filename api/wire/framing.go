package wire

import "bytes"

// step says what the next octet belongs to.
type step uint8

const (
	betweenRequests step = iota
	inRequestLine
	atLineStart
	inFieldName   // so far it agrees with the name of a framing field
	inLengthValue // of Content-Length
	inRestOfLine  // nothing in it matters
	inBody
	unscanned // for good: net/http reads no further request here
)

// framing follows the requests of one connection, in whatever pieces they
// arrive, far enough to know where each head lies and which framing fields it
// has. It understands what net/http accepts; what net/http refuses ends the
// connection, so that no guess about it matters. The zero value awaits a
// request.
type framing struct {
	step      step
	remaining int64 // octets of the body still to come
	head      head
}

// head is what is known of the head being read.
type head struct {
	version   [len("HTTP/1.1\r")]byte // the last octets of the request line
	http10    bool
	http2     bool   // HTTP/2, and no field line has come yet
	encoded   bool   // it has Transfer-Encoding
	sized     bool   // it has Content-Length
	length    int64  // of which this is the value
	candidate string // the name the current line is compared with
	agreed    int    // how many octets of it agree
	inFraming bool   // the current line is a framing field
}

// scan follows the octets p that were just read. If they make the request one
// to refuse, it overwrites an octet of the head with NUL, which has no place
// in a head: net/http answers 400 and closes the connection.
func (f *framing) scan(p []byte) {
	for len(p) > 0 && f.step != unscanned {
		p = p[f.advance(p):]
	}
}

// advance takes one step through p and returns how many octets it covered;
// none if it only found that another step is due.
func (f *framing) advance(p []byte) int {
	switch f.step {
	case betweenRequests:
		return f.skipEmptyLines(p)
	case inRequestLine:
		return f.readRequestLine(p)
	case atLineStart:
		return f.startLine(p)
	case inFieldName:
		return f.matchName(p)
	case inLengthValue:
		return f.readLength(p)
	case inRestOfLine:
		return f.skipLine(p)
	case inBody:
		return f.skipBody(p)
	case unscanned:
	}
	return len(p)
}

// skipEmptyLines passes what some clients send after a body (RFC 9112 §2.2);
// how much of it is borne, net/http decides.
func (f *framing) skipEmptyLines(p []byte) int {
	for i, b := range p {
		if b != '\r' && b != '\n' {
			f.step = inRequestLine
			return i
		}
	}
	return len(p)
}

func (f *framing) readRequestLine(p []byte) int {
	end := bytes.IndexByte(p, '\n')
	if end < 0 {
		f.head.keepVersion(p)
		return len(p)
	}
	f.head.keepVersion(p[:end])
	version := bytes.TrimSuffix(f.head.version[:], []byte("\r"))
	f.head.http10 = bytes.HasSuffix(version, []byte("HTTP/1.0"))
	f.head.http2 = bytes.HasSuffix(version, []byte("HTTP/2.0"))
	f.step = atLineStart
	return end + 1
}

// keepVersion remembers the last octets of the request line, of which piece
// comes next.
func (h *head) keepVersion(piece []byte) {
	kept := h.version[:]
	if len(piece) < len(kept) {
		kept = kept[copy(kept, kept[len(piece):]):]
	}
	copy(kept, piece[len(piece)-len(kept):])
}

func (f *framing) skipLine(p []byte) int {
	end := bytes.IndexByte(p, '\n')
	if end < 0 {
		return len(p)
	}
	f.step = atLineStart
	return end + 1
}

// endHead decides where the next head begins. Behind a chunked body none does,
// as the connection closes after that request; nor behind the preface of
// HTTP/2, the only request of that version net/http accepts (RFC 9113 §3.4).
func (f *framing) endHead() {
	next := framing{step: betweenRequests}
	switch {
	case f.head.encoded || f.head.http2:
		next.step = unscanned
	case f.head.length > 0:
		next.step = inBody
		next.remaining = f.head.length
	}
	*f = next
}

func (f *framing) skipBody(p []byte) int {
	n := min(f.remaining, int64(len(p)))
	f.remaining -= n
	if f.remaining == 0 {
		f.step = betweenRequests
	}
	return int(n)
}

// spoil overwrites the octet p[i] of a head to be refused.
func (f *framing) spoil(p []byte, i int) int {
	p[i] = 0
	f.step = unscanned
	return len(p)
}
