package protocol_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
)

// TestNoBodyIsNoneHoweverItIsFramed: clients that send everything in chunks send a last one where there is nothing.
func TestNoBodyIsNoneHoweverItIsFramed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		address := apitest.Start(t, w.API)
		send := func(head, rest string) reply {
			return speak(t, address, head+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"+rest)
		}
		got := send("DELETE "+preferencesPath, "\r\n0\r\n\r\n")
		require.Equal(t, http.StatusOK, got.Status, string(got.Body))
		require.Len(t, got.Header.Values("Set-Cookie"), 3)
		acknowledged := send("POST "+policyHistory+"/1/acknowledgements", "\r\n0\r\n\r\n")
		require.Equal(t, http.StatusCreated, acknowledged.Status, string(acknowledged.Body))

		full := send("DELETE "+preferencesPath, "Content-Type: application/json\r\n\r\n9\r\n{\"x\": 1 }\r\n0\r\n\r\n")
		require.Equal(t, map[string]string{"/x": "unknown_field"}, full.Problem(t, 422, "validation_failed").Broken())
		require.Len(t, full.Header.Values("Set-Cookie"), 3, "they expire whatever else may fail")
		send("DELETE "+preferencesPath, "\r\n2\r\n{}\r\n0\r\n\r\n").Problem(t, 415, "unsupported_media_type")
		send("DELETE "+preferencesPath, "\r\nzz\r\n").Problem(t, 415, "unsupported_media_type")
	})
}
