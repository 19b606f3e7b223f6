package protocol_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/services"
)

func limited(proxies ...string) setting {
	return func(_ *services.Environment, o *api.Options) { o.Limits, o.TrustedProxies = true, proxies }
}

// callUntilLimited answers how many calls were let through, and the one that was not.
func (w *world) callUntilLimited(path string, headers func(i int) []string) (calls int, last reply) {
	for i := range 2000 {
		last = w.Get(path, headers(i)...)
		if last.Status == http.StatusTooManyRequests {
			return i, last
		}
	}
	return 2000, last
}

func TestCallersAreLimited(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		const path = "/api/v1/receipts/keys"
		none := func(int) []string { return nil }
		calls, last := w.callUntilLimited(path, none)
		require.Equal(t, 1200, calls)
		last.Problem(t, http.StatusTooManyRequests, "too_many_requests")
		wait, err := strconv.Atoi(last.Header.Get("Retry-After"))
		require.NoError(t, err)
		require.Positive(t, wait)
		require.Equal(t, "1200", last.Header.Get("RateLimit-Limit"))
		require.Equal(t, "0", last.Header.Get("RateLimit-Remaining"))
		require.Equal(t, http.StatusOK, w.Get("/healthz").Status, "health is never limited")
		require.Equal(t, http.StatusCreated, w.Post("/api/v1/feedback", names).Status, "each group counts by itself")
		require.NotContains(t, w.Log.String(), "192.0.2.1", "the address is in no log")
		require.NotContains(t, w.Stored(), "192.0.2.1", "nor in the database")
	}, limited(), func(_ *services.Environment, o *api.Options) { o.Clock = time.Now })
}

func TestForwardedAddressesAreBelievedFromProxiesOnly(t *testing.T) {
	t.Parallel()
	each := func(i int) []string { return []string{"X-Forwarded-For", "198.51.100." + strconv.Itoa(i%250)} }
	t.Run("from anywhere", func(t *testing.T) {
		everywhere(t, func(t *testing.T, w *world) {
			calls, _ := w.callUntilLimited("/api/v1/receipts/keys", each)
			require.Equal(t, 1200, calls, "a header that anybody can write changes nothing")
		}, limited())
	})
	t.Run("from a proxy", func(t *testing.T) {
		everywhere(t, func(t *testing.T, w *world) {
			calls, _ := w.callUntilLimited("/api/v1/receipts/keys", each)
			require.Equal(t, 2000, calls, "behind a trusted proxy each caller is counted alone")
		}, limited("192.0.2.0/24"))
	})
}

func TestSecondFactorCannotBeGuessed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		first, second := w.File(names), w.File(names)
		guess := func(i int, code string) int {
			spelling := strings.Repeat("\t", i) + strings.Repeat("\u2003", i%3) + code + strings.Repeat(" ", i%2)
			headers := append(apitest.Holding(spelling), "X-Forwarded-For", "198.51.100."+strconv.Itoa(i))
			return w.Post("/api/v1/my/case/export", `{"last_name":"کریمی"}`, headers...).Status
		}
		for i := range 20 {
			require.Equal(t, http.StatusForbidden, guess(i, first.ReceiptCode))
		}
		require.Equal(t, http.StatusTooManyRequests, guess(21, first.ReceiptCode), "from whatever address, however spelled")
		require.Equal(t, http.StatusForbidden, guess(22, second.ReceiptCode), "other cases are not affected")
	}, limited("192.0.2.0/24"))
}

func TestOnlyConfiguredOriginsCall(t *testing.T) {
	const ours = "https://portal.example.org"
	everywhere(t, func(t *testing.T, w *world) {
		preflight := w.Raw(http.MethodOptions, "/api/v1/complaints", "Origin", ours,
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type,idempotency-key")
		require.Equal(t, http.StatusNoContent, preflight.Code)
		require.Equal(t, ours, preflight.Header().Get("Access-Control-Allow-Origin"))
		require.Contains(t, preflight.Header().Get("Access-Control-Allow-Headers"), "Idempotency-Key")

		got := w.Post("/api/v1/complaints", names, "Origin", ours)
		require.Equal(t, http.StatusCreated, got.Status)
		require.Equal(t, ours, got.Header.Get("Access-Control-Allow-Origin"))
		require.Contains(t, got.Header.Get("Access-Control-Expose-Headers"), "X-Request-Id")
		require.Contains(t, got.Header.Values("Vary"), "Origin")

		for _, other := range []string{"https://evil.example", "null", ours + ".evil.example", "http://portal.example.org"} {
			w.Post("/api/v1/complaints", names, "Origin", other).Problem(t, http.StatusForbidden, "origin_not_allowed")
			refused := w.Raw(http.MethodOptions, "/api/v1/complaints", "Origin", other,
				"Access-Control-Request-Method", "POST")
			require.Equal(t, http.StatusForbidden, refused.Code)
			require.Empty(t, refused.Header().Get("Access-Control-Allow-Origin"))
		}
		require.EqualValues(t, 1, w.Cases())
		require.Equal(t, http.StatusOK, w.Get("/healthz", "Origin", "http://example.com").Status, "the same origin")
	}, apitest.Origins(ours))
}

func TestEveryAnswerIsHardened(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, path := range []string{"/healthz", "/api/v1/complaint-categories", "/nothing", "/docs/", "/api/v1/my/case"} {
			header := w.Raw(http.MethodGet, path).Header()
			require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"), path)
			require.Equal(t, "no-referrer", header.Get("Referrer-Policy"), path)
			require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'", path)
			require.NotEmpty(t, header.Get("X-Request-Id"), path)
			require.Empty(t, header.Get("Set-Cookie"), path)
			require.Empty(t, header.Get("Server"), path)
		}
	})
}
