package seal_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/kit/seal"
)

func hash(t require.TestingT, k *seal.Keyring, domain string, parts ...[]byte) []byte {
	sum, err := k.Hash(domain, parts...)
	require.NoError(t, err)
	return sum
}

func parts() *rapid.Generator[[][]byte] {
	// Few different bytes, zeros among them, so that lists which differ only in their boundaries are drawn often.
	return rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 'a'}), 0, 3), 0, 4)
}

func TestTheSamePartsGiveTheSameHash(t *testing.T) {
	k := keyring(t)
	rapid.Check(t, func(t *rapid.T) {
		domain, list := rapid.String().Draw(t, "domain"), parts().Draw(t, "parts")
		sum := hash(t, k, domain, list...)
		require.Len(t, sum, 32)
		require.Equal(t, sum, hash(t, k, domain, list...))
	})
}

func TestOneDomainNeverMatchesAnother(t *testing.T) {
	k := keyring(t)
	rapid.Check(t, func(t *rapid.T) {
		domains := rapid.SliceOfNDistinct(rapid.StringOf(rapid.SampledFrom([]rune("ab\x00"))), 2, 2, rapid.ID).Draw(t, "domains")
		list := parts().Draw(t, "parts")
		require.NotEqual(t, hash(t, k, domains[0], list...), hash(t, k, domains[1], list...))
	})
}

func TestNoTwoListsOfPartsGiveTheSameHash(t *testing.T) {
	k := keyring(t)
	rapid.Check(t, func(t *rapid.T) {
		one, other := parts().Draw(t, "one"), parts().Draw(t, "other")
		same := slices.EqualFunc(one, other, slices.Equal)
		require.Equal(t, same, slices.Equal(hash(t, k, "d", one...), hash(t, k, "d", other...)))
	})
}

func TestTheBoundariesOfPartsCount(t *testing.T) {
	k := keyring(t)
	lists := map[string][][]byte{
		"ab": {[]byte("ab")}, "a, b": {[]byte("a"), []byte("b")}, "ab, nothing": {[]byte("ab"), {}},
		"nothing, ab": {{}, []byte("ab")}, "no parts": nil, "one empty part": {{}},
		"a part that looks like a boundary": {[]byte("a\x00\x00\x00\x00\x00\x00\x00\x01b")},
	}
	seen := map[string]string{}
	for name, list := range lists {
		sum := string(hash(t, k, "d", list...))
		require.Empty(t, seen[sum], "%s hashes like %s", name, seen[sum])
		seen[sum] = name
	}
	require.NotEqual(t, hash(t, k, "d", []byte("a")), hash(t, k, "da"), "the domain has a boundary too")
}

func TestHashDoesNotChangeItsParts(t *testing.T) {
	k := keyring(t)
	list := [][]byte{[]byte("a"), []byte("b")}
	hash(t, k, "d", list[:1]...)
	require.Equal(t, [][]byte{[]byte("a"), []byte("b")}, list)
}

func TestADerivedKeyIsMadeAgainFromTheSameParts(t *testing.T) {
	k, id := keyring(t), uuid.New()
	derive := func(domain string, list ...string) seal.Key {
		var parts [][]byte
		for _, part := range list {
			parts = append(parts, []byte(part))
		}
		key, err := k.Derive(domain, parts...)
		require.NoError(t, err)
		return key
	}
	response, err := seal.Seal(derive("idempotency", "key", "body"), id, place, models.StoredResponse{Body: []byte(`{}`)})
	require.NoError(t, err)

	opened, err := seal.Open(derive("idempotency", "key", "body"), id, place, response)
	require.NoError(t, err)
	require.JSONEq(t, `{}`, string(opened.Body))
	for name, other := range map[string]seal.Key{
		"another part":   derive("idempotency", "key", "other"),
		"a part less":    derive("idempotency", "key"),
		"parts joined":   derive("idempotency", "keybody"),
		"another domain": derive("receipt", "key", "body"),
	} {
		_, err = seal.Open(other, id, place, response)
		require.Error(t, err, name)
	}
}
