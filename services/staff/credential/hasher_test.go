package credential_test

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"amanat/services/staff/credential"
)

func weakHasher(t *testing.T, concurrent, waiting int) *credential.Hasher {
	t.Helper()
	hasher, err := credential.NewWeakHasher(concurrent, waiting)
	require.NoError(t, err)
	return hasher
}

func hashOf(t *testing.T, hasher *credential.Hasher, password string) string {
	t.Helper()
	hash, err := hasher.Hash(t.Context(), password)
	require.NoError(t, err)
	return hash
}

func TestAHashIsArgon2idOf64MiBInOnePassAndOneLane(t *testing.T) {
	hasher, err := credential.NewHasher(1, 0)
	require.NoError(t, err)
	hash := hashOf(t, hasher, "درخت سیب همسایه")
	require.Regexp(t, `^\$argon2id\$v=19\$m=65536,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, hash)
	matched, err := hasher.Matches(t.Context(), "درخت سیب همسایه", hash)
	require.NoError(t, err)
	require.True(t, matched)
}

func TestAnUnknownAccountTakesTheMemoryOfAKnownOne(t *testing.T) {
	hasher, err := credential.NewHasher(1, 0)
	require.NoError(t, err)
	for _, hash := range []string{hashOf(t, hasher, "right password"), ""} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		matched, err := hasher.Matches(t.Context(), "wrong password", hash)
		runtime.ReadMemStats(&after)
		require.NoError(t, err)
		require.False(t, matched)
		require.InDelta(t, 64<<20, after.TotalAlloc-before.TotalAlloc, 1<<20)
	}
}

func TestOnlyTheSamePasswordMatches(t *testing.T) {
	hasher := weakHasher(t, 1, 0)
	hash := hashOf(t, hasher, "گل‌های باغ ۱۴۰۳")
	for typed, want := range map[string]bool{
		"گل‌های باغ ۱۴۰۳":      true,
		"گل‌های\u00a0باغ ۱۴۰۳": true,
		"گل‌های باغ 1403":      false,
		"گل‌های باغ ١٤٠٣":      false,
		"گلهای باغ ۱۴۰۳":       false,
		"گل‌های باغ ۱۴۰۳ ":     false,
		"":                     false,
	} {
		matched, err := hasher.Matches(t.Context(), typed, hash)
		require.NoError(t, err)
		require.Equal(t, want, matched, "%+q", typed)
	}
}

func TestComposedAndDecomposedSpellingsAreOnePassword(t *testing.T) {
	hasher := weakHasher(t, 1, 0)
	matched, err := hasher.Matches(t.Context(), "caf\u00e9 \u0622fta\u0628", hashOf(t, hasher, "cafe\u0301 \u0627\u0653fta\u0628"))
	require.NoError(t, err)
	require.True(t, matched)
}

func TestOnePasswordHasManyHashes(t *testing.T) {
	hasher := weakHasher(t, 1, 0)
	first := hashOf(t, hasher, "same password")
	require.NotEqual(t, first, hashOf(t, hasher, "same password"))
}

func TestNothingMatchesAnUnknownAccount(t *testing.T) {
	hasher := weakHasher(t, 1, 0)
	for _, password := range []string{"", "secret password", "رمز عبور"} {
		matched, err := hasher.Matches(t.Context(), password, "")
		require.NoError(t, err)
		require.False(t, matched)
	}
}

func TestWhatIsNoHashOfOursIsAnErrorAndNeverAMatch(t *testing.T) {
	hasher := weakHasher(t, 1, 0)
	hash := hashOf(t, hasher, "the right password")
	salt, key := strings.Split(hash, "$")[4], strings.Split(hash, "$")[5]
	for _, bad := range []string{
		"the right password",
		strings.Replace(hash, "argon2id", "argon2i", 1),
		strings.Replace(hash, "v=19", "v=16", 1),
		strings.Replace(hash, "t=1", "t=0", 1),
		strings.Replace(hash, "t=1", "t=4294967295", 1),
		strings.Replace(hash, "p=1", "p=0", 1),
		strings.Replace(hash, "m=8,", "m=4294967295,", 1),
		strings.Replace(hash, "m=8,", "m=x,", 1),
		"$argon2id$v=19$m=8,t=1,p=1$" + salt + "$",
		"$argon2id$v=19$m=8,t=1,p=1$" + salt + "$AA",
		"$argon2id$v=19$m=8,t=1,p=1$" + salt + "$" + key + "$",
		hash + "!",
	} {
		matched, err := hasher.Matches(t.Context(), "the right password", bad)
		require.Error(t, err, bad)
		require.False(t, matched)
		require.NotContains(t, err.Error(), key)
	}
	matched, err := hasher.Matches(t.Context(), "the right password", hash)
	require.NoError(t, err)
	require.True(t, matched, "the hasher is free again")
}

func TestAHasherNeedsAPlace(t *testing.T) {
	for _, size := range [][2]int{{0, 5}, {-1, 5}, {1, -1}} {
		_, err := credential.NewHasher(size[0], size[1])
		require.Error(t, err)
	}
}

func TestWhoFindsTheQueueFullIsSentAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hasher := weakHasher(t, 2, 3)
		hash := hashOf(t, hasher, "password of somebody")
		first, err := hasher.Occupy(t.Context())
		require.NoError(t, err)
		second, err := hasher.Occupy(t.Context())
		require.NoError(t, err)

		var done atomic.Int32
		for range 3 {
			go func() {
				matched, err := hasher.Matches(t.Context(), "password of somebody", hash)
				if err == nil && matched {
					done.Add(1)
				}
			}()
		}
		synctest.Wait() // all three queue
		require.Zero(t, done.Load())

		_, err = hasher.Hash(t.Context(), "one too many")
		require.ErrorIs(t, err, credential.ErrBusy)
		for _, account := range []string{hash, ""} {
			matched, err := hasher.Matches(t.Context(), "password of somebody", account)
			require.ErrorIs(t, err, credential.ErrBusy)
			require.False(t, matched)
		}

		first()
		synctest.Wait()
		require.Equal(t, int32(3), done.Load(), "one free place serves the whole queue")
		second()
		hashOf(t, hasher, "free again")
	})
}

func TestWithoutAQueueTheSecondIsSentAway(t *testing.T) {
	hasher := weakHasher(t, 1, 0)
	release, err := hasher.Occupy(t.Context())
	require.NoError(t, err)
	_, err = hasher.Hash(t.Context(), "second")
	require.ErrorIs(t, err, credential.ErrBusy)
	release()
	hashOf(t, hasher, "second")
}

func TestWhoGivesUpLeavesTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hasher := weakHasher(t, 1, 1)
		release, err := hasher.Occupy(t.Context())
		require.NoError(t, err)
		for range 3 { // a place that was not given back would make the second round busy
			ctx, cancel := context.WithCancel(t.Context())
			failure := make(chan error, 1)
			go func() {
				_, err := hasher.Hash(ctx, "impatient")
				failure <- err
			}()
			synctest.Wait()
			require.Empty(t, failure)
			cancel()
			require.Equal(t, context.Canceled, <-failure)
		}
		release()
		hashOf(t, hasher, "free again")
	})
}

func TestWhoHasGivenUpBeforeDoesNotHash(t *testing.T) {
	hasher := weakHasher(t, 1, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := hasher.Hash(ctx, "gone")
	require.Equal(t, context.Canceled, err)
	_, err = hasher.Matches(ctx, "gone", "")
	require.Equal(t, context.Canceled, err)
}

func TestNeverMoreHashThanMay(t *testing.T) {
	const concurrent, callers = 3, 60
	hasher := weakHasher(t, concurrent, callers)
	var inside atomic.Int32
	var callersDone sync.WaitGroup
	for range callers {
		callersDone.Go(func() {
			release, err := hasher.Occupy(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			if now := inside.Add(1); now > concurrent {
				t.Errorf("%d at a time", now)
			}
			runtime.Gosched()
			inside.Add(-1)
			release()
		})
	}
	callersDone.Wait()
}

func BenchmarkMatches(b *testing.B) {
	hasher, err := credential.NewHasher(1, 0)
	require.NoError(b, err)
	for b.Loop() {
		_, err := hasher.Matches(b.Context(), "wrong password", "")
		require.NoError(b, err)
	}
}
