package protocol_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/services"
)

// dial opens a connection to the served API.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// speak sends bytes as they are and reads one answer.
func speak(t *testing.T, address, text string) reply {
	t.Helper()
	conn := dial(t, address)
	_, err := io.WriteString(conn, text)
	require.NoError(t, err)
	return hear(t, bufio.NewReader(conn))
}

func hear(t *testing.T, reader *bufio.Reader) reply {
	t.Helper()
	response, err := http.ReadResponse(reader, nil)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return reply{Status: response.StatusCode, Header: response.Header, Body: body}
}

func TestTrickyFramingIsRefusedAndChangesNothing(t *testing.T) {
	const head = "POST /api/v1/complaints HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
	chunked := "32\r\n" + names + "\r\n0\r\n\r\n"
	everywhere(t, func(t *testing.T, w *world) {
		address := apitest.Start(t, w.API)
		for name, trick := range map[string]struct {
			text   string
			status int
			code   string
		}{
			"gzip":               {head + "Transfer-Encoding: gzip\r\n\r\n" + chunked, 501, "unsupported_transfer_encoding"},
			"two codings":        {head + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunked, 501, "unsupported_transfer_encoding"},
			"twice":              {head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 501, "unsupported_transfer_encoding"},
			"length and coding":  {head + "Content-Length: 50\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 400, "malformed_request"},
			"coding and length":  {head + "transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n" + chunked, 400, "malformed_request"},
			"blank before colon": {head + "Transfer-Encoding : chunked\r\n\r\n" + chunked, 400, "malformed_request"},
			"two lengths":        {head + "Content-Length: 50\r\nContent-Length: 5\r\n\r\n" + names, 400, "malformed_request"},
			"negative length":    {head + "Content-Length: -1\r\n\r\n" + names, 400, "malformed_request"},
			"bad chunk":          {head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + names, 400, "malformed_body"},
			"cut chunk":          {head + "Transfer-Encoding: chunked\r\n\r\n32\r\n" + names + "xx", 400, "malformed_body"},
			"no host":            {strings.Replace(head, "Host: a\r\n", "", 1) + "Content-Length: 0\r\n\r\n", 400, "malformed_request"},
			"endless head":       {head + "X: " + strings.Repeat("x", 40<<10) + "\r\n\r\n", 431, "headers_too_large"},
			"HTTP/9":             {"GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505, "unsupported_http_version"},
		} {
			document := speak(t, address, trick.text).Problem(t, trick.status, trick.code)
			require.Len(t, document.RequestID, 36, name)
		}
		require.Zero(t, w.Cases())
		honest := head + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3d\r\n" + strings.Repeat(" ", 61-len(names)) + names + "\r\n0\r\n\r\n"
		require.Equal(t, http.StatusCreated, speak(t, address, honest).Status, "chunked alone is honest")
	})
}

func TestBodyThatNeverArrivesIsAnsweredInTime(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		head := "POST /api/v1/complaints HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"
		got := speak(t, apitest.Start(t, w.API), head+names[:20])
		got.Problem(t, http.StatusRequestTimeout, "request_timeout")
		require.Zero(t, w.Cases())
	}, func(_ *services.Environment, o *api.Options) {
		o.Timeouts = api.DefaultTimeouts()
		o.Timeouts.Read = 100 * time.Millisecond
	})
}

func TestDrainFinishesWhatIsInFlightAndRefusesNewWork(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		var network net.ListenConfig
		listener, err := network.Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		address := listener.Addr().String()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- w.API.Serve(ctx, listener) }()

		inFlight := dial(t, address)
		_, err = io.WriteString(inFlight, "POST /api/v1/complaints HTTP/1.1\r\nHost: a\r\n"+
			"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 50\r\n\r\n")
		require.NoError(t, err)
		reader := bufio.NewReader(inFlight)
		line, err := reader.ReadString('\n')
		require.NoError(t, err)
		require.Contains(t, line, "100 Continue", "the handler is waiting for the body")
		_, err = reader.ReadString('\n')
		require.NoError(t, err)

		stop()
		var dialer net.Dialer
		require.Eventually(t, func() bool {
			conn, err := dialer.DialContext(t.Context(), "tcp", address)
			if err == nil {
				_ = conn.Close()
			}
			return err != nil
		}, apitest.ReadTimeout, time.Millisecond, "new connections are refused")
		_, err = io.WriteString(inFlight, names)
		require.NoError(t, err)
		require.Equal(t, http.StatusCreated, hear(t, reader).Status)
		require.NoError(t, <-done)
		require.EqualValues(t, 1, w.Cases())
	})
}
