package cursor_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/cursor"
)

// underKeys hashes as a keyring does, the first key being the current one.
func underKeys(keys ...string) (cursor.Hash, cursor.Hashes) {
	hashes := func(domain string, parts ...[]byte) ([][]byte, error) {
		var all [][]byte
		for _, key := range keys {
			mac := hmac.New(sha256.New, []byte(key))
			mac.Write([]byte(domain))
			for _, part := range parts {
				mac.Write([]byte{byte(len(part))})
				mac.Write(part)
			}
			all = append(all, mac.Sum(nil))
		}
		return all, nil
	}
	hash := func(domain string, parts ...[]byte) ([]byte, error) {
		all, err := hashes(domain, parts...)
		return all[0], err
	}
	return hash, hashes
}

func write(t require.TestingT, codec *cursor.Codec, list string, position int64) string {
	token, err := codec.Write(list, position)
	require.NoError(t, err)
	return token
}

func TestACursorComesBackAsItWas(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	rapid.Check(t, func(t *rapid.T) {
		list, position := rapid.String().Draw(t, "list"), rapid.Int64().Draw(t, "position")
		back, ok := codec.Read(list, write(t, codec, list, position))
		require.True(t, ok)
		require.Equal(t, position, back)
	})
}

func TestACursorFitsAnAddressAsItIs(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	for _, position := range []int64{0, 1, -1, math.MaxInt64, math.MinInt64} {
		require.Regexp(t, `^[A-Za-z0-9_-]{32}$`, write(t, codec, "complaint-categories", position))
	}
}

func TestEveryOtherCharacterInEveryPlaceIsRefused(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	token := write(t, codec, "complaint-categories", 7)
	for i := range len(token) {
		for b := range 256 {
			if byte(b) == token[i] {
				continue
			}
			forged := token[:i] + string([]byte{byte(b)}) + token[i+1:]
			_, ok := codec.Read("complaint-categories", forged)
			require.False(t, ok, "%q", forged)
		}
	}
}

func TestAShorterOrLongerCursorIsRefused(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	token := write(t, codec, "complaint-categories", 7)
	for i := range len(token) {
		_, ok := codec.Read("complaint-categories", token[:i])
		require.False(t, ok, "%q", token[:i])
	}
	for _, extra := range []string{"A", "=", " ", "\n", "\r\n", "AAAA", token} {
		for _, longer := range []string{token + extra, extra + token, token[:16] + extra + token[16:]} {
			_, ok := codec.Read("complaint-categories", longer)
			require.False(t, ok, "%q", longer)
		}
	}
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	rapid.Check(t, func(t *rapid.T) {
		lists := rapid.SliceOfNDistinct(rapid.String(), 2, 2, rapid.ID).Draw(t, "lists")
		_, ok := codec.Read(lists[1], write(t, codec, lists[0], rapid.Int64().Draw(t, "position")))
		require.False(t, ok)
	})
}

func TestACursorOutlivesTheRotationOfItsKey(t *testing.T) {
	token := write(t, cursor.New(underKeys("old")), "list", 42)

	position, ok := cursor.New(underKeys("new", "old")).Read("list", token)
	require.True(t, ok)
	require.EqualValues(t, 42, position)

	_, ok = cursor.New(underKeys("new")).Read("list", token)
	require.False(t, ok)
}

func TestWithoutAHashThereIsNoCursor(t *testing.T) {
	hash, hashes := underKeys("key")
	gone := errors.New("the key is gone")
	codec := cursor.New(
		func(string, ...[]byte) ([]byte, error) { return nil, gone },
		func(string, ...[]byte) ([][]byte, error) { return nil, gone },
	)
	_, err := codec.Write("list", 1)
	require.ErrorIs(t, err, gone)
	_, ok := codec.Read("list", write(t, cursor.New(hash, hashes), "list", 1))
	require.False(t, ok)
}

func FuzzRead(f *testing.F) {
	codec := cursor.New(underKeys("key"))
	token := write(f, codec, "list", 7)
	for _, seed := range []string{
		token, token + "\n", "\r" + token, token[1:], strings.ToLower(token), "", "====", "۱۲۳", "\x00\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if position, ok := codec.Read("list", text); ok {
			require.Equal(t, text, write(t, codec, "list", position))
		}
	})
}
