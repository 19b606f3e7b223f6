package seal_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"pgregory.net/rapid"

	"amanat/services/kit/seal"
)

const onDevice = "cookie.memory"

func envelope(t require.TestingT, k *seal.Keyring, owner []byte, data string) string {
	text, err := k.Envelope(onDevice, owner, []byte(data))
	require.NoError(t, err)
	return text
}

func requireNotOpened(t require.TestingT, k *seal.Keyring, place string, owner []byte, text string) {
	data, err := k.OpenEnvelope(place, owner, text)
	require.ErrorContains(t, err, "open "+place+": ", "%q", text)
	require.Empty(t, data)
	require.NotContains(t, err.Error(), "سارا")
}

func TestAnEnvelopeOpens(t *testing.T) {
	k := keyring(t)
	rapid.Check(t, func(t *rapid.T) {
		place, owner := rapid.String().Draw(t, "place"), rapid.SliceOf(rapid.Byte()).Draw(t, "owner")
		data := []byte(persian().Draw(t, "data"))
		text, err := k.Envelope(place, owner, data)
		require.NoError(t, err)
		require.Regexp(t, `^[A-Za-z0-9_-]+$`, text, "a cookie can hold it")
		// Tink's prefix, nonce, data and tag.
		require.Len(t, text, base64.RawURLEncoding.EncodedLen(5+12+len(data)+16))
		opened, err := k.OpenEnvelope(place, owner, text)
		require.NoError(t, err)
		require.Equal(t, string(data), string(opened))
	})
}

func TestAnEnvelopeShowsNothingOfWhatIsInIt(t *testing.T) {
	k, owner := keyring(t), []byte("owner")
	first, second := envelope(t, k, owner, "سارا احمدی"), envelope(t, k, owner, "سارا احمدی")
	require.NotEqual(t, first, second, "the same is sealed differently each time")
	raw, err := base64.RawURLEncoding.DecodeString(first)
	require.NoError(t, err)
	for _, readable := range []string{"سارا", "احمدی", "owner", onDevice} {
		require.NotContains(t, string(raw), readable)
	}
}

func TestEveryFlippedBitOfAnEnvelopeIsNoticed(t *testing.T) {
	k, owner := keyring(t), []byte("owner")
	raw, err := base64.RawURLEncoding.DecodeString(envelope(t, k, owner, "سارا"))
	require.NoError(t, err)
	for bit := range len(raw) * 8 {
		raw[bit/8] ^= 1 << (bit % 8)
		requireNotOpened(t, k, onDevice, owner, base64.RawURLEncoding.EncodeToString(raw))
		raw[bit/8] ^= 1 << (bit % 8)
	}
}

func TestEveryOtherTextIsNoEnvelope(t *testing.T) {
	k, owner := keyring(t), []byte("owner")
	text := envelope(t, k, owner, "سارا")
	for place := range len(text) {
		requireNotOpened(t, k, onDevice, owner, text[:place])
		for _, added := range []string{"A", "=", " ", ".", "ا"} {
			requireNotOpened(t, k, onDevice, owner, text[:place]+added+text[place:])
		}
	}
	// Of the last character some bits count for nothing, so others would decode to the same.
	for _, last := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if other := text[:len(text)-1] + string(last); other != text {
			requireNotOpened(t, k, onDevice, owner, other)
		}
	}
	for _, other := range []string{"", "A", "==", "سارا", strings.Repeat("A", 100), text + text, base64.StdEncoding.EncodeToString([]byte(text))} {
		requireNotOpened(t, k, onDevice, owner, other)
	}
}

func TestAnEnvelopeIsBoundToItsPlaceAndItsOwner(t *testing.T) {
	k, owner := keyring(t), uuid.New()
	text := envelope(t, k, owner[:], "سارا")
	for _, elsewhere := range []string{"", "cookie", "cookie.returning", onDevice + " ", onDevice[:len(onDevice)-1]} {
		requireNotOpened(t, k, elsewhere, owner[:], text)
	}
	other := uuid.New()
	for _, somebody := range [][]byte{nil, {}, other[:], owner[:15], append(owner[:], 0)} {
		requireNotOpened(t, k, onDevice, somebody, text)
	}
}

// TestPlaceAndOwnerDoNotRunIntoEachOther: what one ends with is not what the other begins with.
func TestPlaceAndOwnerDoNotRunIntoEachOther(t *testing.T) {
	k := keyring(t)
	text, err := k.Envelope("cookie.", []byte("memory"), []byte("سارا"))
	require.NoError(t, err)
	requireNotOpened(t, k, "cookie.memory", nil, text)
	requireNotOpened(t, k, "cookie", []byte(".memory"), text)
}

// TestWhatIsSealedForARowIsNoEnvelope: both are under the same master key.
func TestWhatIsSealedForARowIsNoEnvelope(t *testing.T) {
	k := keyring(t)
	id := uuid.New()
	_, row := dataKey(t, k, id)
	requireNotOpened(t, k, onDevice, id[:], base64.RawURLEncoding.EncodeToString(row.Wrapped))

	raw, err := base64.RawURLEncoding.DecodeString(envelope(t, k, id[:], strings.Repeat("k", 32)))
	require.NoError(t, err)
	row.Wrapped = raw
	_, err = k.Unwrap(row)
	require.Error(t, err, "nobody has a data key of their choice unwrapped")
}

func TestAnotherKeyringOpensNoEnvelope(t *testing.T) {
	requireNotOpened(t, keyring(t), onDevice, []byte("owner"), envelope(t, keyring(t), []byte("owner"), "سارا"))
}

func TestAnOlderMasterKeyStillOpensItsEnvelopes(t *testing.T) {
	path, before := keyringFile(t)
	owner := []byte("owner")
	older := envelope(t, before, owner, "سارا")
	after := rotated(t, path)
	data, err := after.OpenEnvelope(onDevice, owner, older)
	require.NoError(t, err)
	require.Equal(t, "سارا", string(data))
	requireNotOpened(t, before, onDevice, owner, envelope(t, after, owner, "سارا"))
}

func TestADisabledMasterKeyOpensNoEnvelope(t *testing.T) {
	path, before := keyringFile(t)
	owner := []byte("owner")
	older := envelope(t, before, owner, "سارا")
	file := readKeysets(t, path)
	manager := keyset.NewManagerFromHandle(handle(t, file["master"]))
	first := primaryID(t, file["master"])
	id, err := manager.Add(templates()["master"])
	require.NoError(t, err)
	require.NoError(t, manager.SetPrimary(id))
	require.NoError(t, manager.Disable(first))
	file["master"] = written(t, manager)
	requireNotOpened(t, load(t, file), onDevice, owner, older)
}

func FuzzOpenEnvelope(f *testing.F) {
	k, err := seal.New()
	require.NoError(f, err)
	own := envelope(f, k, []byte("owner"), "سارا")
	for _, seed := range []string{own, own[:len(own)-1], own + "A", own + "\n", "", "A", "سارا", strings.Repeat("A", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		data, err := k.OpenEnvelope(onDevice, []byte("owner"), text)
		if err == nil {
			// Line ends are none of base64's business: RFC 4648 lets decoders pass over them, and no header holds one.
			require.Equal(t, own, strings.NewReplacer("\r", "", "\n", "").Replace(text))
			require.Equal(t, "سارا", string(data))
		}
	})
}
