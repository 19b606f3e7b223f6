package wire

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// scanned returns a copy of raw as it comes out of the scan when it arrives in
// pieces that end at cuts, and the scan's final state.
func scanned(raw []byte, cuts []int) ([]byte, framing) {
	var f framing
	out := bytes.Clone(raw)
	begin := 0
	for _, cut := range append(cuts, len(out)) {
		if cut >= begin && cut <= len(out) {
			f.scan(out[begin:cut])
			begin = cut
		}
	}
	return out, f
}

func everyCut(raw []byte) []int {
	cuts := make([]int, len(raw))
	for i := range cuts {
		cuts[i] = i
	}
	return cuts
}

func seeds() []string {
	const get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
	refused := append(framingAttacks(), malformedRequests()...)
	seeds := append(make([]string, 0, len(refused)+16),
		"", "\r\n\r\n", get, get+get, sized(get)+get, sized("")+"\r\n"+get, browserHead(),
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "XPRI * HTTP/2.0\n\n"+get, "PRI * HTTP/2.0\n\rA\n\n",
		post+"Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345"+get,
		sized("")+"\r\nPOST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
		"PRI * HTTP/2.0\nHost: a\n\n"+get,
		post+"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"+get,
		post+"Content-Length: 9223372036854775807\r\n\r\n",
		"POST /x HTTP/1.0\r\r\nTransfer-Encoding: chunked\r\n\r\n",
		"GET / HTTP/1.1\nContent-Length\n:5\nTransfer-Encoding\r: chunked\n\n",
	)
	for _, a := range refused {
		seeds = append(seeds, a.raw[:min(len(a.raw), 512)]+get)
	}
	return seeds
}

// FuzzFramingIsTheSameForAnySplit cuts the input at two places and everywhere.
func FuzzFramingIsTheSameForAnySplit(f *testing.F) {
	for i, seed := range seeds() {
		f.Add([]byte(seed), i, 2*i)
	}
	f.Fuzz(func(t *testing.T, raw []byte, first, second int) {
		want, state := scanned(raw, nil)
		require.LessOrEqual(t, differences(raw, want), 1)
		for _, cuts := range [][]int{{first}, {second}, {first, second}, everyCut(raw)} {
			got, gotState := scanned(raw, cuts)
			require.Equal(t, want, got)
			require.Equal(t, state, gotState)
		}
	})
}

func differences(a, b []byte) int {
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// FuzzFramingAgreesWithTheServer reads the scanned octets with net/http's own
// parser. Every request it accepts must lie where the scan sees it, and none
// may state its length in two ways.
func FuzzFramingAgreesWithTheServer(f *testing.F) {
	for _, seed := range seeds() {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		octets, _ := scanned(raw, nil)
		var f framing
		afterPost := false
		for begin := 0; begin < len(octets); {
			rest := octets[begin:]
			if afterPost {
				rest = rest[emptyLines(rest):]
			}
			request, headSize, size := readRequest(rest)
			if request == nil {
				return
			}
			requireHonest(t, request, rest[:headSize])
			end := len(octets) - len(rest) + size
			f.scan(bytes.Clone(octets[begin:end]))
			if request.ContentLength < 0 {
				require.Equal(t, unscanned, f.step)
				return
			}
			require.Equal(t, framing{}, f)
			begin, afterPost = end, request.Method == http.MethodPost
		}
	})
}

// emptyLines counts what the server skips after a POST.
func emptyLines(p []byte) int {
	n := 0
	for n < min(4, len(p)) && (p[n] == '\r' || p[n] == '\n') {
		n++
	}
	return n
}

// readRequest returns nil unless p begins with a whole request that the server
// would hand to its handler.
func readRequest(p []byte) (request *http.Request, headSize, size int) {
	source := bytes.NewReader(p)
	buffered := bufio.NewReader(source)
	read := func() int { return len(p) - source.Len() - buffered.Buffered() }
	request, err := http.ReadRequest(buffered)
	if err != nil {
		return nil, 0, 0
	}
	preface := request.Method == "PRI" && request.RequestURI == "*" && request.Proto == "HTTP/2.0"
	if request.ProtoMajor != 1 && !preface {
		return nil, 0, 0 // the server answers 505
	}
	headSize = read()
	if request.ContentLength < 0 { // chunked, or the HTTP/2 preface
		return request, headSize, headSize
	}
	if n, err := io.Copy(io.Discard, request.Body); err != nil || n < request.ContentLength {
		return nil, 0, 0
	}
	return request, headSize, read()
}

func requireHonest(t *testing.T, request *http.Request, head []byte) {
	t.Helper()
	require.NotContains(t, string(head), "\x00", "a refused head was accepted")
	lines := bytes.ToLower(head)
	if !bytes.Contains(lines, []byte("\ntransfer-encoding:")) {
		return
	}
	require.NotContains(t, string(lines), "\ncontent-length:")
	require.True(t, request.ProtoAtLeast(1, 1), request.Proto)
}

// TestFramingSurvivesAnyMixtureOfLines draws heads from the lines that matter,
// so that the two properties meet far more near misses than octets at random.
func TestFramingSurvivesAnyMixtureOfLines(t *testing.T) {
	t.Parallel()
	requestLine := rapid.SampledFrom([]string{"GET / HTTP/1.1", "POST / HTTP/1.0", "PRI * HTTP/2.0", "GET / HTTP/1.2", ""})
	line := rapid.SampledFrom([]string{
		"Content-Length: 2", "content-length:0", "Content-Length: 2x", "Content-Length", "Content-Length : 2",
		"Transfer-Encoding: chunked", "tRANSFER-eNCODING:identity", "Transfer-Encodin: chunked", "Transfer-Encoding : chunked",
		" folded", "\tTransfer-Encoding: chunked", "Host: a", "X: y\rContent-Length: 2", "\r", "C:", "T:",
	})
	lineEnd := rapid.SampledFrom([]string{"\r\n", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		var raw bytes.Buffer
		for range rapid.IntRange(1, 3).Draw(t, "requests") {
			raw.WriteString(requestLine.Draw(t, "request line") + lineEnd.Draw(t, "end"))
			for range rapid.IntRange(0, 5).Draw(t, "fields") {
				raw.WriteString(line.Draw(t, "line") + lineEnd.Draw(t, "end"))
			}
			raw.WriteString(lineEnd.Draw(t, "end") + rapid.SampledFrom([]string{"", "ab"}).Draw(t, "body"))
		}
		want, state := scanned(raw.Bytes(), nil)
		cuts := rapid.SliceOfN(rapid.IntRange(0, raw.Len()), 0, 8).Draw(t, "cuts")
		got, gotState := scanned(raw.Bytes(), cuts)
		require.Equal(t, want, got)
		require.Equal(t, state, gotState)
		if request, headSize, _ := readRequest(want); request != nil {
			lines := strings.ToLower(string(want[:headSize]))
			sized := strings.Contains(lines, "\ncontent-length:")
			require.False(t, len(request.TransferEncoding) > 0 && sized, lines)
		}
	})
}

func TestScanAllocatesNothing(t *testing.T) {
	var f framing
	raw := []byte(browserHead())
	require.Zero(t, testing.AllocsPerRun(100, func() { f.scan(raw) }))
	require.Equal(t, framing{}, f)
	ok := []byte("HTTP/1.1 404 Not Found\r\nCache-Control: no-store\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n\r\n{}")
	require.Zero(t, testing.AllocsPerRun(100, func() { bareRefusal(ok) }))
}

// browserHead is a usual head of 300 octets.
func browserHead() string {
	head := "GET /api/v1/complaint-categories HTTP/1.1\r\nHost: amanat.example\r\nAccept: application/json\r\n" +
		"Accept-Language: fa,en;q=0.8\r\nAccept-Encoding: gzip, deflate, br\r\nConnection: keep-alive\r\n" +
		"Content-Type: application/json\r\nContent-Length: 0\r\nUser-Agent: "
	return head + strings.Repeat("x", 300-len(head)-4) + "\r\n\r\n"
}

func BenchmarkScanHeadOf300Octets(b *testing.B) {
	var f framing
	raw := []byte(browserHead())
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		f.scan(raw)
	}
}

func BenchmarkLookAtAnAnswer(b *testing.B) {
	for name, answer := range map[string]string{
		"200": "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n\r\n" + strings.Repeat("x", 300),
		"404": "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n\r\n" + strings.Repeat("x", 300),
	} {
		b.Run(name, func(b *testing.B) {
			raw := []byte(answer)
			for b.Loop() {
				bareRefusal(raw)
			}
		})
	}
}
