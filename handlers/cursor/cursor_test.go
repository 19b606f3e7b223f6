package cursor_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/handlers/cursor"
)

// underKeys hashes as a keyring does, the first key being the current one.
func underKeys(keys ...string) (cursor.Hash, cursor.Hashes) {
	hashes := func(domain string, parts ...[]byte) ([][]byte, error) {
		var all [][]byte
		for _, key := range keys {
			mac := hmac.New(sha256.New, []byte(key))
			mac.Write([]byte(domain))
			for _, part := range parts {
				mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
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

func write(t require.TestingT, codec *cursor.Codec, list string, position []byte) string {
	token, err := codec.Write(list, position)
	require.NoError(t, err)
	return token
}

// positions are all that a cursor can carry.
func positions() *rapid.Generator[[]byte] { return rapid.SliceOfN(rapid.Byte(), 1, 64) }

func TestACursorComesBackAsItWas(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	rapid.Check(t, func(t *rapid.T) {
		list, position := rapid.String().Draw(t, "list"), positions().Draw(t, "position")
		back, ok := codec.Read(list, write(t, codec, list, position))
		require.True(t, ok)
		require.Equal(t, position, back)
	})
}

func TestACursorFitsAnAddressAsItIs(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	for _, position := range []int64{0, 1, -1, math.MaxInt64, math.MinInt64} {
		token := write(t, codec, "complaint-categories", cursor.Number(position))
		require.Regexp(t, `^[A-Za-z0-9_-]{32}$`, token)
	}
	rapid.Check(t, func(t *rapid.T) {
		token := write(t, codec, "دسته‌ها?q=پاسخ", positions().Draw(t, "position"))
		require.Regexp(t, `^[A-Za-z0-9_-]{23,107}$`, token)
	})
}

func TestACursorIsThePositionAndItsTag(t *testing.T) {
	hash, hashes := underKeys("key")
	tag, err := hash("cursor", []byte("list"), []byte("position"))
	require.NoError(t, err)
	expected := base64.RawURLEncoding.EncodeToString(append([]byte("position"), tag[:16]...))
	require.Equal(t, expected, write(t, cursor.New(hash, hashes), "list", []byte("position")))
}

func TestWritingLeavesThePositionAsItIs(t *testing.T) {
	backing := []byte("position and what follows it")
	write(t, cursor.New(underKeys("key")), "list", backing[:8])
	require.Equal(t, "position and what follows it", string(backing))
}

func TestAPositionOfNoBytesOrTooManyIsRefused(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	for _, position := range [][]byte{nil, {}, make([]byte, 65), make([]byte, 1<<20)} {
		_, err := codec.Write("list", position)
		require.ErrorIs(t, err, cursor.ErrPosition)
	}
}

func TestAnAuthenticTagOfNoBytesOrTooManyIsRefused(t *testing.T) {
	hash, hashes := underKeys("key")
	for _, position := range [][]byte{{}, make([]byte, 65)} {
		tag, err := hash("cursor", []byte("list"), position)
		require.NoError(t, err)
		_, ok := cursor.New(hash, hashes).Read("list", base64.RawURLEncoding.EncodeToString(append(position, tag[:16]...)))
		require.False(t, ok)
	}
}

func TestEveryOtherCharacterInEveryPlaceIsRefused(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	for length := 7; length <= 9; length++ { // with two, none and four bits to spare in the last character
		token := write(t, codec, "complaint-categories", make([]byte, length))
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
}

func TestAShorterOrLongerCursorIsRefused(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	token := write(t, codec, "complaint-categories", cursor.Number(7))
	for i := range len(token) {
		_, ok := codec.Read("complaint-categories", token[:i])
		require.False(t, ok, "%q", token[:i])
	}
	for _, extra := range []string{"A", "=", " ", "\n", "\r\n", "\n\n\n\n", "AAAA", token} {
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
		_, ok := codec.Read(lists[1], write(t, codec, lists[0], positions().Draw(t, "position")))
		require.False(t, ok)
	})
}

func TestAByteDoesNotMoveFromTheListToThePosition(t *testing.T) {
	codec := cursor.New(underKeys("key"))
	token, err := base64.RawURLEncoding.DecodeString(write(t, codec, "list", []byte("7 of 9")))
	require.NoError(t, err)
	_, ok := codec.Read("list7", base64.RawURLEncoding.EncodeToString(token[1:]))
	require.False(t, ok)
}

func TestACursorOutlivesTheRotationOfItsKey(t *testing.T) {
	token := write(t, cursor.New(underKeys("old")), "list", []byte("چهل‌ودو"))

	position, ok := cursor.New(underKeys("new", "old")).Read("list", token)
	require.True(t, ok)
	require.Equal(t, "چهل‌ودو", string(position))

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
	_, err := codec.Write("list", cursor.Number(1))
	require.ErrorIs(t, err, gone)
	_, ok := codec.Read("list", write(t, cursor.New(hash, hashes), "list", cursor.Number(1)))
	require.False(t, ok)
}

func FuzzRead(f *testing.F) {
	codec := cursor.New(underKeys("key"))
	token := write(f, codec, "list", cursor.Number(7))
	for _, seed := range []string{
		token, token + "\n", "\r" + token, token[1:], strings.ToLower(token), "", "====", "۱۲۳", "\x00\xff",
		write(f, codec, "list", []byte{0}), write(f, codec, "list", make([]byte, 64)), strings.Repeat("A", 108),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if position, ok := codec.Read("list", text); ok {
			require.Equal(t, text, write(t, codec, "list", position))
		}
	})
}
