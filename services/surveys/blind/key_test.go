package blind_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/blind"
)

// keyOf reads a key of 3,072 bits that serves tests only: making one takes long.
func keyOf(t testing.TB, name string) *blind.Key {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".der")
	require.NoError(t, err)
	key, err := blind.ParseKey(data)
	require.NoError(t, err)
	return key
}

// modulus is the key's n.
func modulus(t testing.TB, public blind.PublicKey) *big.Int {
	t.Helper()
	parsed, err := x509.ParsePKIXPublicKey(public.DER())
	require.NoError(t, err)
	return parsed.(*rsa.PublicKey).N
}

// numbers are those around the ends of the range, as long as a signature.
func numbers(n *big.Int) map[string][]byte {
	fill := func(number *big.Int) []byte { return number.FillBytes(make([]byte, blind.SignatureBytes)) }
	top := new(big.Int).Lsh(big.NewInt(1), 8*blind.SignatureBytes)
	return map[string][]byte{
		"0": fill(new(big.Int)), "1": fill(big.NewInt(1)), "n": fill(n),
		"n-1": fill(new(big.Int).Sub(n, big.NewInt(1))), "n+1": fill(new(big.Int).Add(n, big.NewInt(1))),
		"the greatest": fill(top.Sub(top, big.NewInt(1))),
	}
}

// lengths are of bytes that are not as long as a signature.
func lengths() []int {
	return []int{0, 1, blind.SignatureBytes - 1, blind.SignatureBytes + 1, 2 * blind.SignatureBytes, 1 << 20}
}

func TestANewKeyIssuesACredential(t *testing.T) {
	key, err := blind.NewKey(rand.Reader)
	require.NoError(t, err)
	require.Equal(t, 8*blind.SignatureBytes, modulus(t, key.Public()).BitLen())
	message, signature := credential(t, key)
	require.NoError(t, key.Public().Verify(message, signature))
	require.ErrorIs(t, keyOf(t, "key").Public().Verify(message, signature), blind.ErrCredential)
}

func TestAKeyIsReadAgain(t *testing.T) {
	key := keyOf(t, "key")
	data, err := key.Private()
	require.NoError(t, err)
	again, err := blind.ParseKey(data)
	require.NoError(t, err)
	require.Equal(t, key.Public().DER(), again.Public().DER())
	message, signature := credential(t, again)
	require.NoError(t, key.Public().Verify(message, signature))
}

func TestOnlyKeysOfThisSizeAreRead(t *testing.T) {
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	smaller, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	larger, _ := appendix(t)
	for name, other := range map[string]any{"ECDSA": curve, "2,048 bits": smaller, "4,096 bits": larger} {
		data, err := x509.MarshalPKCS8PrivateKey(other)
		require.NoError(t, err)
		_, err = blind.ParseKey(data)
		require.ErrorIs(t, err, blind.ErrKey, name)
	}
	own, err := os.ReadFile("testdata/key.der")
	require.NoError(t, err)
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("کلید"), "cut off": own[:len(own)-1], "public": keyOf(t, "key").Public().DER(),
	} {
		_, err = blind.ParseKey(data)
		require.ErrorIs(t, err, blind.ErrKey, name)
	}
}

// TestAKeyWhosePartsDoNotFitIsNotRead: it would sign, and wrongly.
func TestAKeyWhosePartsDoNotFitIsNotRead(t *testing.T) {
	own, err := os.ReadFile("testdata/key.der")
	require.NoError(t, err)
	parsed, err := x509.ParsePKCS8PrivateKey(own)
	require.NoError(t, err)
	exponent := parsed.(*rsa.PrivateKey).D.Bytes()
	at := bytes.Index(own, exponent)
	require.Positive(t, at)
	own[at+len(exponent)-1] ^= 2
	_, err = blind.ParseKey(own)
	require.ErrorIs(t, err, blind.ErrKey)
}

func TestTheSameBlindedMessageGivesTheSameSignature(t *testing.T) {
	key := keyOf(t, "key")
	_, blinded, _ := blindedMessage(t, key.Public())
	first, err := key.Sign(blinded)
	require.NoError(t, err)
	again, err := key.Sign(blinded)
	require.NoError(t, err)
	require.Equal(t, first, again)
}

func TestManyAskAtOnce(t *testing.T) {
	key := keyOf(t, "key")
	_, blinded, state := blindedMessage(t, key.Public())
	alone, _ := sign(t, key, blinded, state)
	var group sync.WaitGroup
	signatures := make([][]byte, 8)
	for i := range signatures {
		group.Go(func() { signatures[i], _ = key.Sign(blinded) })
	}
	group.Wait()
	for _, signature := range signatures {
		require.Equal(t, alone, signature)
	}
}

func TestWhatNobodyBlindedIsNotSigned(t *testing.T) {
	key := keyOf(t, "key")
	for name, blinded := range numbers(modulus(t, key.Public())) {
		signature, err := key.Sign(blinded)
		require.ErrorIs(t, err, blind.ErrBlinded, name)
		require.Empty(t, signature)
	}
	for _, length := range lengths() {
		_, err := key.Sign(bytes.Repeat([]byte{2}, length))
		require.ErrorIs(t, err, blind.ErrBlinded, length)
	}
}

func TestTheEndsOfTheRangeAreSigned(t *testing.T) {
	key := keyOf(t, "key")
	n := modulus(t, key.Public())
	for _, number := range []*big.Int{big.NewInt(2), new(big.Int).Sub(n, big.NewInt(2))} {
		signature, err := key.Sign(number.FillBytes(make([]byte, blind.SignatureBytes)))
		require.NoError(t, err)
		raised := new(big.Int).SetBytes(signature)
		require.Zero(t, number.Cmp(raised.Exp(raised, big.NewInt(65537), n)))
	}
}

// FuzzSign: whatever is asked for is either refused or signed, and what is signed gives back what was asked for.
func FuzzSign(f *testing.F) {
	key := keyOf(f, "key")
	n := modulus(f, key.Public())
	for _, seed := range numbers(n) {
		f.Add(seed)
	}
	_, blinded, _ := blindedMessage(f, key.Public())
	f.Add(blinded)
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, blinded []byte) {
		signature, err := key.Sign(blinded)
		if err != nil {
			require.ErrorIs(t, err, blind.ErrBlinded)
			return
		}
		raised := new(big.Int).SetBytes(signature)
		raised.Exp(raised, big.NewInt(65537), n)
		require.Equal(t, blinded, raised.FillBytes(make([]byte, blind.SignatureBytes)))
	})
}

func FuzzParseKey(f *testing.F) {
	own, err := os.ReadFile("testdata/key.der")
	require.NoError(f, err)
	for _, seed := range [][]byte{own, own[:100], keyOf(f, "key").Public().DER(), nil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		key, err := blind.ParseKey(data)
		if err != nil {
			require.ErrorIs(t, err, blind.ErrKey)
			return
		}
		_, blinded, state := blindedMessage(t, key.Public())
		sign(t, key, blinded, state)
	})
}
