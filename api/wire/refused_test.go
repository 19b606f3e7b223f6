package wire

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hidden is what an attacker wants to have taken for a request of its own.
const hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"

// post is the begin of most attacks.
const post = "POST /x HTTP/1.1\r\nHost: a\r\n"

type attack struct {
	name   string
	raw    string
	status int
}

func framingAttacks() []attack {
	const chunked = "0\r\n\r\n"
	return []attack{
		{"length then coding", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400},
		{"coding then length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + chunked, 400},
		{"length zero and coding", post + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400},
		{"empty length and coding", post + "Content-Length:\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400},
		{"mixed case", post + "cONTENT-lENGTH: 5\r\ntRANSFER-eNCODING: CHUNKED\r\n\r\n" + chunked, 400},
		{"fields between them", post + "Content-Length: 5\r\nA: b\r\n  c\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400},
		{"line feeds only", "POST /x HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: 5\n\n" + chunked, 400},
		{"line feed hides a field", post + "A: b\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + chunked, 400},
		{"carriage return hides a field", post + "A: b\rTransfer-Encoding: chunked\r\n\r\n" + chunked, 400},
		{"no blank after the colon", post + "Content-Length:5\r\nTransfer-Encoding:chunked\r\n\r\n" + chunked, 400},
		{"tab after the colon", post + "Content-Length:\t5\r\nTransfer-Encoding:\tchunked\r\n\r\n" + chunked, 400},
		{"folded coding and length", post + "Content-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + chunked, 400},
		{"folded coding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n" + chunked, 400},
		{"coding folded by a tab", post + "Transfer-Encoding: chunked\r\n\tx\r\n\r\n" + chunked, 400},
		{"folded length", post + "Content-Length:\n 5\n\n12345", 400},
		{"length folded in its digits", post + "Content-Length: 1\r\n 2\r\n\r\n", 400},
		{"first field folded", "POST /x HTTP/1.1\r\n Content-Length: 5\r\nHost: a\r\n\r\n", 400},
		{"coding in HTTP/1.0", "POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400},
		{"both in HTTP/1.0", "POST /x HTTP/1.0\nContent-Length: 5\nConnection: keep-alive\nTransfer-Encoding: chunked\n\n" + chunked, 400},
		{"identity in HTTP/1.0", "POST /x HTTP/1.0\r\nTransfer-Encoding: identity\r\n\r\n", 400},
		{"preface with fields", "PRI * HTTP/2.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
		{"gzip", post + "Transfer-Encoding: gzip\r\n\r\n", 501},
		{"identity", post + "Transfer-Encoding: identity\r\n\r\n", 501},
		{"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 501},
		{"chunked and identity", post + "Transfer-Encoding: chunked, identity\r\n\r\n" + chunked, 501},
		{"gzip and chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunked, 501},
		{"chunked with a parameter", post + "Transfer-Encoding: chunked;q=1\r\n\r\n" + chunked, 501},
		{"blank before the colon", post + "Transfer-Encoding : chunked\r\n\r\n" + chunked, 400},
		{"blank before the colon, and length", post + "Content-Length: 5\r\nTransfer-Encoding : chunked\r\n\r\n" + chunked, 400},
		{"blank before the length's colon", post + "Content-Length : 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400},
		{"vertical tab before the coding", post + "Transfer-Encoding: \vchunked\r\n\r\n" + chunked, 400},
		{"two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n123456", 400},
		{"two spellings of a length", post + "Content-Length: 5\r\nContent-Length: 05\r\n\r\n12345", 400},
		{"list of lengths", post + "Content-Length: 5, 5\r\n\r\n12345", 400},
		{"negative length", post + "Content-Length: -5\r\n\r\n", 400},
		{"length with a plus", post + "Content-Length: +5\r\n\r\n12345", 400},
		{"length in hexadecimal", post + "Content-Length: 0x5\r\n\r\n12345", 400},
		{"length with a blank", post + "Content-Length: 1 2\r\n\r\n123456789012", 400},
		{"length in Persian digits", post + "Content-Length: ۵\r\n\r\n12345", 400},
		{"length past 63 bits", post + "Content-Length: 9223372036854775808\r\n\r\n", 400},
		{"empty length", post + "Content-Length: \r\n\r\n", 400},
	}
}

func malformedRequests() []attack {
	return []attack{
		{"no version", "GET /x\r\nHost: a\r\n\r\n", 400},
		{"not HTTP", "\x16\x03\x01\x02\x00\x01\r\n\r\n", 400},
		{"bad method", "G(T /x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"bad target", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"bad version", "GET /x HTTP/1.\r\nHost: a\r\n\r\n", 400},
		{"HTTP/3.0", "GET /x HTTP/3.0\r\nHost: a\r\n\r\n", 505},
		{"HTTP/0.9", "GET /x HTTP/0.9\r\nHost: a\r\n\r\n", 505},
		{"HTTP/2.0 with a coding", "GET /x HTTP/2.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 505},
		{"no host", "GET /x HTTP/1.1\r\n\r\n", 400},
		{"two hosts", "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
		{"bad host", "GET /x HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
		{"NUL in a field", "GET /x HTTP/1.1\r\nHost: a\r\nA: b\x00c\r\n\r\n", 400},
		{"NUL in a name", "GET /x HTTP/1.1\r\nHost: a\r\nA\x00: b\r\n\r\n", 400},
		{"no colon", "GET /x HTTP/1.1\r\nHost: a\r\nAbc\r\n\r\n", 400},
		{"no name", "GET /x HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},
		{"huge field", "GET /x HTTP/1.1\r\nHost: a\r\nA: " + strings.Repeat("b", 64<<10) + "\r\n\r\n", 431},
		{"huge target", "GET /" + strings.Repeat("b", 64<<10) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431},
		{"unknown expectation", "GET /x HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417},
		{"unknown expectation of a body", post + "Expect: tea\r\nContent-Length: 5\r\n\r\n12345", 417},
		{"unknown expectation in HTTP/1.0", "GET /x HTTP/1.0\r\nExpect: tea\r\n\r\n", 417},
	}
}

// TestRefusalsAreProblemDocuments sends every attack at once, octet by octet
// and behind an honest request; something hidden follows every time.
func TestRefusalsAreProblemDocuments(t *testing.T) {
	t.Parallel()
	const honest = "PUT /first HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
	for _, octetwise := range []bool{false, true} {
		h := build(t, nil, octetwise)
		for _, a := range append(framingAttacks(), malformedRequests()...) {
			answers := exchange(t, h.address, a.raw+hidden)
			require.Len(t, answers, 1, a.name)
			requireProblem(t, a.status, answers[0])
			require.Empty(t, h.seen(), a.name)

			answers = exchange(t, h.address, honest+a.raw+hidden)
			require.Len(t, answers, 2, a.name)
			require.Equal(t, 200, answers[0].StatusCode, a.name)
			require.Equal(t, "abc", answers[0].body, a.name)
			requireProblem(t, a.status, answers[1])
			require.Equal(t, []string{"PUT /first"}, h.seen(), a.name)
		}
	}
}

func TestRequestIDsOfRefusalsAreFresh(t *testing.T) {
	t.Parallel()
	h := build(t, nil, false)
	first := exchange(t, h.address, "nonsense\r\n\r\n")[0]
	second := exchange(t, h.address, "nonsense\r\n\r\n")[0]
	require.NotEqual(t, first.Header.Get("X-Request-Id"), second.Header.Get("X-Request-Id"))
}

func TestSmuggledRequestInABodyStaysABody(t *testing.T) {
	t.Parallel()
	const last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
	bodies := []string{
		hidden,
		"\r\n\r\n" + hidden,
		"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"Content-Length: 9999\r\nTransfer-Encoding: chunked\r\n\r\n",
		"\nTransfer-Encoding: chunked\nContent-Length: 3\n\n",
		"0\r\n\r\n" + hidden,
	}
	for _, octetwise := range []bool{false, true} {
		h := build(t, nil, octetwise)
		for _, body := range bodies {
			answers := exchange(t, h.address, sized(body)+last)
			require.Len(t, answers, 2)
			require.Equal(t, body, answers[0].body)
			require.Equal(t, []string{"POST /x", "GET /last"}, h.seen())
		}
	}
}

// TestNothingIsReadBehindAChunkedRequest covers bodies read, unread and broken
// and the general OPTIONS request, which net/http would answer by itself. The
// server may leave unread what is hidden, and end the connection by a reset.
func TestNothingIsReadBehindAChunkedRequest(t *testing.T) {
	t.Parallel()
	const coding = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
	attacks := []attack{
		{"POST /read", "3\r\nabc\r\n0\r\n\r\n", 200},
		{"POST /read", "3;a=b\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n", 200},
		{"POST /unread", "3\r\nabc\r\n0\r\n\r\n", 204},
		{"OPTIONS *", "0\r\n\r\n", 200},
		{"POST /read", "zz\r\n\r\n", 422},
		{"POST /read", "-1\r\n\r\n", 422},
		{"POST /read", "3\r\nabcd\r\n0\r\n\r\n", 422},
		{"POST /read", "FFFFFFFFFFFFFFFFF\r\n", 422},
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/unread" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		echo(w, r)
	})
	for _, octetwise := range []bool{false, true} {
		h := build(t, handler, octetwise)
		for _, a := range attacks {
			c := dial(t, h.address)
			_, err := io.WriteString(c, a.name+coding+a.raw+hidden)
			require.NoError(t, err)
			answers, _ := readAnswers(t, c)
			require.Len(t, answers, 1, a)
			require.Equal(t, a.status, answers[0].StatusCode, a)
			require.True(t, answers[0].Close, a)
			require.Equal(t, []string{a.name}, h.seen(), a)
		}
	}
}

// TestNothingIsReadBehindThePreface: HTTP/2 is not spoken here, so the preface
// is a request like any other, and the last one.
func TestNothingIsReadBehindThePreface(t *testing.T) {
	t.Parallel()
	h := build(t, nil, false)
	answers := exchange(t, h.address, "PRI * HTTP/2.0\r\n\r\n"+hidden)
	require.Len(t, answers, 1)
	require.Equal(t, []string{"PRI *"}, h.seen())
}

// TestRefusalReachesAClientThatIsStillSending: such a client reads only when
// it has sent everything, and must then still find the answer.
func TestRefusalReachesAClientThatIsStillSending(t *testing.T) {
	t.Parallel()
	h := build(t, nil, false)
	body := strings.Repeat("x", 512<<10)
	for range 20 {
		answers := exchange(t, h.address, post+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"+body)
		require.Len(t, answers, 1)
		requireProblem(t, 400, answers[0])
	}
}

// TestUnfinishedHeadIsRefused: the client ends its side in the middle.
func TestUnfinishedHeadIsRefused(t *testing.T) {
	t.Parallel()
	h := build(t, nil, false)
	c := dial(t, h.address)
	_, err := io.WriteString(c, post+"Content-Len")
	require.NoError(t, err)
	require.NoError(t, c.(interface{ CloseWrite() error }).CloseWrite())
	requireProblem(t, 400, readAnswer(t, bufio.NewReader(c)))
	require.Empty(t, h.seen())
}
