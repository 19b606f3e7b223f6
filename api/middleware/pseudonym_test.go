package middleware

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/crockford"
)

// hand is a clock that moves only when it is moved.
type hand struct{ now time.Time }

func (h *hand) time() time.Time { return h.now }

func midnight() *hand { return &hand{time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)} }

func TestACallerKeepsItsPseudonymForAnHour(t *testing.T) {
	t.Parallel()
	clock := midnight()
	limiter := NewLimiter(clock.time, nil)
	first := limiter.pseudonym("192.0.2.1")
	require.Equal(t, first, limiter.pseudonym("192.0.2.1"))

	clock.now = clock.now.Add(pseudonymLife - time.Nanosecond)
	require.Equal(t, first, limiter.pseudonym("192.0.2.1"))

	clock.now = clock.now.Add(time.Nanosecond)
	second := limiter.pseudonym("192.0.2.1")
	require.NotEqual(t, first, second, "the key that made it is gone")
	require.Equal(t, second, limiter.pseudonym("192.0.2.1"))

	clock.now = clock.now.Add(pseudonymLife)
	require.NotContains(t, []string{first, second}, limiter.pseudonym("192.0.2.1"))
}

func TestTheOldKeyIsOverwritten(t *testing.T) {
	t.Parallel()
	clock := midnight()
	limiter := NewLimiter(clock.time, nil)
	old := limiter.currentKey()
	require.NotZero(t, old)
	clock.now = clock.now.Add(pseudonymLife)
	require.NotEqual(t, old, limiter.currentKey())
	require.NotEqual(t, old, limiter.key)
}

func TestAnotherProcessGivesOtherPseudonyms(t *testing.T) {
	t.Parallel()
	clock := midnight()
	one, other := NewLimiter(clock.time, nil), NewLimiter(clock.time, nil)
	require.NotEqual(t, one.pseudonym("192.0.2.1"), other.pseudonym("192.0.2.1"))
}

func TestAPseudonymTellsNothingOfItsCaller(t *testing.T) {
	t.Parallel()
	limiter := NewLimiter(midnight().time, nil)
	rapid.Check(t, func(t *rapid.T) {
		callers := rapid.SliceOfNDistinct(rapid.String(), 2, 2, rapid.ID).Draw(t, "callers")
		one, other := limiter.pseudonym(callers[0]), limiter.pseudonym(callers[1])
		require.NotEqual(t, one, other)
		require.Len(t, one, len(other), "whatever the length of the caller")
		if len(callers[0]) > 3 {
			require.NotContains(t, one, callers[0])
		}
	})
}

func TestManyCallersAtOnceGetOnePseudonymEach(t *testing.T) {
	t.Parallel()
	limiter := NewLimiter(midnight().time, nil)
	var callers sync.WaitGroup
	pseudonyms := make([]string, 16)
	for i := range pseudonyms {
		callers.Go(func() { pseudonyms[i] = limiter.pseudonym("192.0.2.1") })
	}
	callers.Wait()
	for _, pseudonym := range pseudonyms {
		require.Equal(t, pseudonyms[0], pseudonym)
	}
}

func TestNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"192.0.2.1":                   "192.0.2.1",
		"::ffff:192.0.2.1":            "192.0.2.1",
		"::ffff:c000:201":             "192.0.2.1",
		"2001:db8:1:2:3:4:5:6":        "2001:db8:1:2::/64",
		"2001:db8:1:2::":              "2001:db8:1:2::/64",
		"2001:0DB8:0001:0002:ffff::1": "2001:db8:1:2::/64",
		"2001:db8:1:3::1":             "2001:db8:1:3::/64",
		"fe80::1%eth0":                "fe80::/64",
		"::1":                         "::/64",
		"":                            "",
		"unknown":                     "unknown",
		"192.0.2.256":                 "192.0.2.256",
	} {
		require.Equal(t, want, network(address), address)
	}
}

func TestOneHouseholdIsOneCaller(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		home := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "home"))
		home[0] = 0x20 // a global unicast address
		neighbour, street := home, home
		copy(neighbour[8:], rapid.SliceOfN(rapid.Byte(), 8, 8).Draw(t, "device"))
		street[rapid.IntRange(1, 7).Draw(t, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "change"))
		of := func(address [16]byte) string { return network(netip.AddrFrom16(address).String()) }
		require.Equal(t, of(home), of(neighbour))
		require.NotEqual(t, of(home), of(street))
	})
}

func contextOf(t *testing.T, change func(*http.Request)) *gin.Context {
	t.Helper()
	gin.SetMode(gin.TestMode)
	c, engine := gin.CreateTestContext(httptest.NewRecorder())
	require.NoError(t, engine.SetTrustedProxies(nil))
	c.Request = httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
	change(c.Request)
	return c
}

func TestACallerIsWhereTheRequestComesFrom(t *testing.T) {
	t.Parallel()
	require.Equal(t, "2001:db8:1:2::/64", Caller(contextOf(t, func(r *http.Request) {
		r.RemoteAddr = "[2001:db8:1:2:3:4:5:6]:4711"
		r.Header.Set("X-Forwarded-For", "192.0.2.9")
	})), "what a stranger says about itself is not believed")
}

func TestACredentialIsOneHoweverItIsShown(t *testing.T) {
	t.Parallel()
	shown := func(address, authorization string) string {
		return Credential(contextOf(t, func(r *http.Request) {
			r.RemoteAddr = address
			r.Header.Set("Authorization", authorization)
		}))
	}
	code := crockford.NewCode()
	want := shown("192.0.2.1:1", "Receipt "+code.String())
	require.NotEmpty(t, want)
	for _, other := range []string{
		"Receipt " + code.String(), "receipt " + strings.ToLower(code.String()), "Receipt " + string(code),
		"RECEIPT  " + string(code[:1]) + " " + string(code[1:]), "Receipt " + strings.ReplaceAll(string(code), "0", "o"),
	} {
		require.Equal(t, want, shown("192.0.2.2:1", other), other)
	}
	require.NotEqual(t, want, shown("192.0.2.1:1", "Receipt "+crockford.NewCode().String()))
	require.NotEqual(t, want, shown("192.0.2.1:1", "Receipt "+string(code[1:])))
	require.Empty(t, shown("192.0.2.1:1", ""))
}

func TestTheResetIsInSeconds(t *testing.T) {
	t.Parallel()
	clock := midnight()
	limiter := NewLimiter(clock.time, nil)
	for at, want := range map[string]struct {
		left  time.Duration
		shown string
	}{
		"1795305661": {61 * time.Second, "61"},
		"1795305600": {time.Second, "1"},
		"1795305000": {time.Second, "1"},
	} {
		header := http.Header{"Ratelimit-Reset": {at}}
		require.Equal(t, want.left, limiter.untilReset(header), at)
		require.Equal(t, want.shown, header.Get("RateLimit-Reset"), at)
	}
	require.Equal(t, time.Second, limiter.untilReset(http.Header{}))
}

func TestOnlyKnownMethodsAreLogged(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		require.Equal(t, method, knownMethod(method))
	}
	for _, made := range []string{"", "get", "TRACE", "CONNECT", "SARA", "GET ", "POST\n", strings.Repeat("A", 1000)} {
		require.Equal(t, "other", knownMethod(made), "%q", made)
	}
}
