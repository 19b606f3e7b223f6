package chain_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

const typ = "amanat-ledger-head+jws"

// key makes a signing key that is the same in every run.
func key(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func signer(t require.TestingT, keys ...ed25519.PrivateKey) *chain.Signer {
	s, err := chain.NewSigner(keys)
	require.NoError(t, err)
	return s
}

func someHead() chain.Head {
	return chain.Head{
		Number: 3, Sequence: 2817, Hash: hash(0xAB), PreviousHead: hash(0xCD),
		At: time.Date(2026, 11, 22, 10, 30, 0, 120_000, time.UTC),
	}
}

func signed(t require.TestingT, s *chain.Signer, h chain.Head) chain.Head {
	h, err := s.Sign(h)
	require.NoError(t, err)
	return h
}

func parts(t require.TestingT, proof string) []string {
	parts := strings.Split(proof, ".")
	require.Len(t, parts, 3)
	return parts
}

func unbase64(t require.TestingT, text string) []byte {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	return raw
}

// thumbprint is that of RFC 8037, appendix A.3, spelled out.
func thumbprint(private ed25519.PrivateKey) string {
	x := base64.RawURLEncoding.EncodeToString(private[32:])
	sum := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + x + `"}`))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func TestAHeadSaysWhatWasSigned(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.SliceOfN(rapid.Byte(), 32, 32)
		head := signed(t, s, chain.Head{
			Number:   rapid.Int64Range(1, 1<<53-1).Draw(t, "number"),
			Sequence: rapid.Int64Range(0, 1<<53-1).Draw(t, "sequence"),
			Hash:     bytes.Draw(t, "hash"), PreviousHead: bytes.Draw(t, "previous head"),
			At: time.UnixMicro(rapid.Int64Range(0, 1<<53).Draw(t, "at")).UTC(),
		})
		read, ok := s.Read(head.Proof)
		require.True(t, ok)
		require.Equal(t, head, read)
	})
}

func TestAnybodyCanVerifyAHead(t *testing.T) {
	head := signed(t, signer(t, key("current"), key("older")), someHead())
	proof := parts(t, head.Proof)
	header, claims := map[string]any{}, map[string]any{}
	require.NoError(t, json.Unmarshal(unbase64(t, proof[0]), &header))
	require.Equal(t, map[string]any{"alg": "EdDSA", "kid": thumbprint(key("current")), "typ": typ}, header)
	require.NoError(t, json.Unmarshal(unbase64(t, proof[1]), &claims))
	require.Equal(t, map[string]any{
		"number": 3.0, "sequence": 2817.0, "hash": "ab" + strings.Repeat("0", 62),
		"previous_head": "cd" + strings.Repeat("0", 62), "at": "2026-11-22T10:30:00.000120Z",
	}, claims)
	public, ok := key("current").Public().(ed25519.PublicKey)
	require.True(t, ok)
	require.True(t, ed25519.Verify(public, []byte(proof[0]+"."+proof[1]), unbase64(t, proof[2])))
}

func TestAHeadOfAnOlderKeyIsStillRead(t *testing.T) {
	head := signed(t, signer(t, key("older")), someHead())
	read, ok := signer(t, key("current"), key("older")).Read(head.Proof)
	require.True(t, ok)
	require.Equal(t, head, read)
}

func TestTheDigestOfAHeadIsThatOfItsProof(t *testing.T) {
	head := signed(t, signer(t, key("current")), someHead())
	sum := sha256.Sum256([]byte(head.Proof))
	require.Equal(t, sum[:], head.Digest())
}

func TestWithoutAProperKeyThereIsNoSigner(t *testing.T) {
	for _, keys := range [][]ed25519.PrivateKey{nil, {nil}, {key("current"), nil}, {key("current")[:32]}} {
		_, err := chain.NewSigner(keys)
		require.ErrorContains(t, err, "ledger heads: ")
	}
}

func TestAHeadThatCannotBeSaidIsNotSigned(t *testing.T) {
	s := signer(t, key("current"))
	for name, spoil := range map[string]func(*chain.Head){
		"no number":         func(h *chain.Head) { h.Number = 0 },
		"a number too high": func(h *chain.Head) { h.Number = 1 << 53 },
		"negative sequence": func(h *chain.Head) { h.Sequence = -1 },
		"no hash":           func(h *chain.Head) { h.Hash = nil },
		"no previous head":  func(h *chain.Head) { h.PreviousHead = nil },
		"nanoseconds":       func(h *chain.Head) { h.At = h.At.Add(1) },
	} {
		t.Run(name, func(t *testing.T) {
			head := someHead()
			spoil(&head)
			_, err := s.Sign(head)
			require.ErrorIs(t, err, chain.ErrNotCanonical)
		})
	}
}

func requireNoHead(t require.TestingT, s *chain.Signer, proof string) {
	head, ok := s.Read(proof)
	if ok || head.Hash != nil {
		require.Failf(t, "taken for a head", "%q", proof)
	}
}

func TestEveryChangedCharacterOfAHeadIsNoticed(t *testing.T) {
	s := signer(t, key("current"))
	proof := signed(t, s, someHead()).Proof
	for place := range len(proof) {
		requireNoHead(t, s, proof[:place])
		for _, other := range []string{"A", "B", "_", ".", "=", "\n", ""} {
			if other != proof[place:place+1] {
				requireNoHead(t, s, proof[:place]+other+proof[place+1:])
			}
			if other != "" {
				requireNoHead(t, s, proof[:place]+other+proof[place:])
			}
		}
	}
	requireNoHead(t, s, proof+"\n")
	// Of the last character only two bits count, so others would decode to the same signature.
	last := len(proof) - 1
	for _, other := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if byte(other) != proof[last] {
			requireNoHead(t, s, proof[:last]+string(other))
		}
	}
}

// forge signs as a head is signed, but for what the caller gets wrong.
func forge(t require.TestingT, algorithm jose.SignatureAlgorithm, key any, typ, payload string) string {
	options := new(jose.SignerOptions)
	if typ != "" {
		options.WithType(jose.ContentType(typ))
	}
	made, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	require.NoError(t, err)
	jws, err := made.Sign([]byte(payload))
	require.NoError(t, err)
	proof, err := jws.CompactSerialize()
	require.NoError(t, err)
	return proof
}

func TestOnlyOurKeyAndAlgorithmAndTypeCount(t *testing.T) {
	s := signer(t, key("current"))
	proof := signed(t, s, someHead()).Proof
	payload := string(unbase64(t, parts(t, proof)[1]))
	ours := jose.JSONWebKey{Key: key("current"), KeyID: thumbprint(key("current"))}
	require.Equal(t, proof, forge(t, jose.EdDSA, ours, typ, payload), "nothing is wrong with this one")

	requireNoHead(t, s, signed(t, signer(t, key("another")), someHead()).Proof)
	requireNoHead(t, s, forge(t, jose.EdDSA, jose.JSONWebKey{Key: key("another"), KeyID: ours.KeyID}, typ, payload))
	requireNoHead(t, s, forge(t, jose.EdDSA, key("current"), typ, payload))
	for _, other := range []string{"", "JWT", "amanat-receipt+jws", "amanat-ledger-head", strings.ToUpper(typ)} {
		requireNoHead(t, s, forge(t, jose.EdDSA, ours, other, payload))
	}
	public := key("current").Public()
	der, err := x509.MarshalPKIXPublicKey(public)
	require.NoError(t, err)
	for _, secret := range [][]byte{public.(ed25519.PublicKey), der} {
		requireNoHead(t, s, forge(t, jose.HS256, jose.JSONWebKey{Key: secret, KeyID: ours.KeyID}, typ, payload))
	}
	for _, algorithm := range []string{"none", "None", "", "HS256"} {
		header, err := json.Marshal(map[string]string{"alg": algorithm, "kid": ours.KeyID, "typ": typ})
		require.NoError(t, err)
		unsigned := base64.RawURLEncoding.EncodeToString(header) + "." + parts(t, proof)[1] + "."
		requireNoHead(t, s, unsigned)
		requireNoHead(t, s, unsigned+parts(t, proof)[2])
	}
}

func TestASignedPayloadHasToBeAHead(t *testing.T) {
	s := signer(t, key("current"))
	ours := jose.JSONWebKey{Key: key("current"), KeyID: thumbprint(key("current"))}
	payload := string(unbase64(t, parts(t, signed(t, s, someHead()).Proof)[1]))
	for old, other := range map[string]string{
		`"number":3`: `"number":0`, `"sequence":2817`: `"sequence":"۲۸۱۷"`, `"hash":"ab`: `"hash":"a`,
		`"previous_head":"cd`: `"previous_head":"`, `.000120Z`: `.000120+03:30`, `"at"`: `"when"`, `}`: ``,
	} {
		require.Contains(t, payload, old)
		requireNoHead(t, s, forge(t, jose.EdDSA, ours, typ, strings.Replace(payload, old, other, 1)))
	}
	for _, other := range []string{"", "null", "[]", "{}", `"سر"`} {
		requireNoHead(t, s, forge(t, jose.EdDSA, ours, typ, other))
	}
}

// EdDSA is deterministic: the one spelling of a head is the one that signing its claims again gives.
func FuzzRead(f *testing.F) {
	s := signer(f, key("current"))
	proof := signed(f, s, someHead()).Proof
	jws, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.EdDSA})
	require.NoError(f, err)
	for _, seed := range []string{
		proof, proof + "\n", proof[1:], proof[:len(proof)-1], jws.FullSerialize(), "", ".", "..", "...", "a.b.c", "۱.۲.۳",
		"\x00", "\xff.\xff.\xff", strings.Repeat(".", 4096), strings.Repeat("eyJhbGciOiJFZERTQSJ9.", 3),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if head, ok := s.Read(text); ok {
			require.Equal(t, text, signed(t, s, head).Proof)
		}
	})
}
