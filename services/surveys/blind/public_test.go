package blind_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/surveys/blind"
)

func TestAnAlteredCredentialIsRefused(t *testing.T) {
	key := keyOf(t, "key")
	message, signature := credential(t, key)
	require.NoError(t, key.Public().Verify(message, signature))
	rapid.Check(t, func(t *rapid.T) {
		changed := [][]byte{bytes.Clone(message), bytes.Clone(signature)}
		part := rapid.SampledFrom(changed).Draw(t, "part")
		bit := rapid.IntRange(0, len(part)*8-1).Draw(t, "bit")
		part[bit/8] ^= 1 << (bit % 8)
		require.ErrorIs(t, key.Public().Verify(changed[0], changed[1]), blind.ErrCredential)
	})
}

func TestACredentialIsOfItsKeyAndItsMessage(t *testing.T) {
	key := keyOf(t, "key")
	message, signature := credential(t, key)
	otherMessage, otherSignature := credential(t, key)
	require.ErrorIs(t, key.Public().Verify(otherMessage, signature), blind.ErrCredential)
	require.ErrorIs(t, key.Public().Verify(message, otherSignature), blind.ErrCredential)
	require.ErrorIs(t, keyOf(t, "other").Public().Verify(message, signature), blind.ErrCredential)
	require.ErrorIs(t, blind.PublicKey{}.Verify(message, signature), blind.ErrCredential)
}

func TestWhatIsNoSignatureIsRefused(t *testing.T) {
	key := keyOf(t, "key")
	message, signature := credential(t, key)
	for name, other := range numbers(modulus(t, key.Public())) {
		require.ErrorIs(t, key.Public().Verify(message, other), blind.ErrCredential, name)
	}
	for _, length := range lengths() {
		longer := append(bytes.Clone(signature), make([]byte, length)...)
		require.ErrorIs(t, key.Public().Verify(message, longer[:length]), blind.ErrCredential, length)
	}
	require.ErrorIs(t, key.Public().Verify(message, append([]byte{0}, signature...)), blind.ErrCredential)
}

func TestOnlyPreparedMessagesAreVerified(t *testing.T) {
	key := keyOf(t, "key")
	for _, length := range []int{0, 32, blind.MessageBytes - 1, blind.MessageBytes + 1} {
		message := make([]byte, length)
		blinded, state, err := key.Public().BlindAnyLength(rand.Reader, message)
		require.NoError(t, err)
		_, signature := sign(t, key, blinded, state)
		require.NoError(t, key.Public().VerifyAnyLength(message, signature), "it is signed all right")
		require.ErrorIs(t, key.Public().Verify(message, signature), blind.ErrCredential, length)
	}
}

// TestASignatureIsWrittenInOneWayOnly: s+n is the same to the arithmetic, and would be another to a list of used ones.
func TestASignatureIsWrittenInOneWayOnly(t *testing.T) {
	key := keyOf(t, "key")
	n := modulus(t, key.Public())
	for range 100 {
		message, signature := credential(t, key)
		sum := new(big.Int).SetBytes(signature)
		if sum.Add(sum, n).BitLen() > 8*blind.SignatureBytes {
			continue
		}
		require.ErrorIs(t, key.Public().Verify(message, sum.Bytes()), blind.ErrCredential)
		return
	}
	require.Fail(t, "no signature is small enough")
}

func TestTheStandardLibraryVerifiesCredentials(t *testing.T) {
	key := keyOf(t, "key")
	message, signature := credential(t, key)
	parsed, err := x509.ParsePKIXPublicKey(key.Public().DER())
	require.NoError(t, err)
	digest := sha512.Sum384(message)
	require.NoError(t, rsa.VerifyPSS(parsed.(*rsa.PublicKey), crypto.SHA384, digest[:], signature, &rsa.PSSOptions{SaltLength: 48}))
}

func TestAPublicKeyIsReadAgain(t *testing.T) {
	key := keyOf(t, "key")
	der := key.Public().DER()
	require.Len(t, der, 422)
	public, err := blind.ParsePublicKey(der)
	require.NoError(t, err)
	require.Equal(t, der, public.DER())
	require.Equal(t, key.Public().JWK(), public.JWK())
	message, signature := credential(t, key)
	require.NoError(t, public.Verify(message, signature))
}

func TestChangingTheDERChangesNoKey(t *testing.T) {
	public := keyOf(t, "key").Public()
	der := public.DER()
	clear(der)
	require.NotEqual(t, der, public.DER())
}

func TestAPublicKeyIsAJWK(t *testing.T) {
	public := keyOf(t, "key").Public()
	text, err := json.Marshal(public.JWK())
	require.NoError(t, err)
	n := base64.RawURLEncoding.EncodeToString(modulus(t, public).Bytes())
	require.Len(t, n, 512)
	require.JSONEq(t, `{"kty":"RSA","n":"`+n+`","e":"AQAB"}`, string(text))
	require.Zero(t, blind.PublicKey{}.JWK())
	require.Empty(t, blind.PublicKey{}.DER())
	_, _, err = blind.PublicKey{}.Blind(rand.Reader, make([]byte, blind.MessageBytes))
	require.ErrorIs(t, err, blind.ErrKey)
}

func TestOnlyPublicKeysOfThisSizeAndExponentAreRead(t *testing.T) {
	private, _ := appendix(t)
	n := modulus(t, keyOf(t, "key").Public())
	for name, other := range map[string]*rsa.PublicKey{
		"4,096 bits": &private.PublicKey, "a bit less": {N: new(big.Int).Rsh(n, 1), E: 65537},
		"exponent 1": {N: n, E: 1}, "exponent 3": {N: n, E: 3},
	} {
		der, err := x509.MarshalPKIXPublicKey(other)
		require.NoError(t, err)
		_, err = blind.ParsePublicKey(der)
		require.ErrorIs(t, err, blind.ErrKey, name)
	}
	own := keyOf(t, "key").Public().DER()
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("کلید"), "cut off": own[:len(own)-1], "more": append(bytes.Clone(own), 0),
	} {
		_, err := blind.ParsePublicKey(data)
		require.ErrorIs(t, err, blind.ErrKey, name)
	}
}

// FuzzVerify: nothing but the one credential is one.
func FuzzVerify(f *testing.F) {
	key := keyOf(f, "key")
	// Every process that fuzzes makes the same one.
	message := bytes.Repeat([]byte{7}, blind.MessageBytes)
	blinded, state, err := key.Public().Blind(bytes.NewReader(bytes.Repeat([]byte{7}, 1000)), message)
	require.NoError(f, err)
	_, signature := sign(f, key, blinded, state)
	f.Add(message, signature)
	for _, number := range numbers(modulus(f, key.Public())) {
		f.Add(message, number)
	}
	f.Add([]byte(nil), []byte(nil))
	f.Fuzz(func(t *testing.T, otherMessage, otherSignature []byte) {
		err := key.Public().Verify(otherMessage, otherSignature)
		if bytes.Equal(message, otherMessage) && bytes.Equal(signature, otherSignature) {
			require.NoError(t, err)
			return
		}
		require.ErrorIs(t, err, blind.ErrCredential)
	})
}

func FuzzParsePublicKey(f *testing.F) {
	own := keyOf(f, "key").Public().DER()
	for _, seed := range [][]byte{own, own[:100], nil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		public, err := blind.ParsePublicKey(data)
		if err != nil {
			require.ErrorIs(t, err, blind.ErrKey)
			return
		}
		require.Len(t, public.DER(), len(own))
		require.ErrorIs(t, public.Verify(make([]byte, blind.MessageBytes), make([]byte, blind.SignatureBytes)), blind.ErrCredential)
	})
}
