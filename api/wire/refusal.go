package wire

import (
	"bytes"
	"net/http"
	"strconv"
)

// The refusals of net/http, after "HTTP/1.1 ". No handler's answer has the
// first shape, as net/http adds Date to every one of those; the second is the
// answer to an unknown Expect.
const (
	bareFields        = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
	expectationFailed = "417 Expectation Failed\r\nConnection: close\r\nDate: "
)

// No refusal is longer or shorter than this.
const (
	longestRefusal  = 512
	shortestRefusal = len("HTTP/1.1 400") + len(bareFields)
)

// bareRefusal reports whether the first write p of an answer is a refusal that
// net/http has written by itself, and its status.
func bareRefusal(p []byte) (status int, bare bool) {
	const codeAt, codeEnd = len("HTTP/1.1 "), len("HTTP/1.1 400")
	if len(p) < shortestRefusal || len(p) > longestRefusal || p[codeAt] < '4' {
		return 0, false
	}
	if version := string(p[:codeAt]); version != "HTTP/1.1 " && version != "HTTP/1.0 " {
		return 0, false
	}
	if !hasBareFields(p[codeEnd:]) && !isExpectationFailed(p[codeAt:]) {
		return 0, false
	}
	status, err := strconv.Atoi(string(p[codeAt:codeEnd]))
	return status, err == nil
}

// hasBareFields reports whether the status line is followed by the fields of a
// bare refusal and no others.
func hasBareFields(answer []byte) bool {
	end := bytes.IndexByte(answer, '\r')
	return end >= 0 && bytes.HasPrefix(answer[end:], []byte(bareFields))
}

func isExpectationFailed(answer []byte) bool {
	return bytes.HasPrefix(answer, []byte(expectationFailed)) && bytes.HasSuffix(answer, []byte("\r\n\r\n"))
}

// render makes the whole answer that carries a problem document.
func render(status int, p Problem) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + strconv.Itoa(status) + " " + http.StatusText(status))
	b.WriteString("\r\nContent-Type: application/problem+json")
	b.WriteString("\r\nContent-Length: " + strconv.Itoa(len(p.Body)))
	b.WriteString("\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff")
	if p.RequestID != "" {
		b.WriteString("\r\nX-Request-Id: " + p.RequestID)
	}
	if p.Language != "" {
		b.WriteString("\r\nContent-Language: " + p.Language)
	}
	if !p.Time.IsZero() {
		b.WriteString("\r\nDate: " + p.Time.UTC().Format(http.TimeFormat))
	}
	b.WriteString("\r\n\r\n")
	b.Write(p.Body)
	return b.Bytes()
}
