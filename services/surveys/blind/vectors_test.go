package blind_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/big"
	"os"
	"testing"

	"github.com/cloudflare/circl/blindsign/blindrsa"
	"github.com/stretchr/testify/require"

	"amanat/services/surveys/blind"
)

// octets are written in hexadecimal.
type octets []byte

func (o *octets) UnmarshalText(text []byte) error {
	var err error
	*o, err = hex.DecodeString(string(text))
	return err
}

func (o octets) number() *big.Int { return new(big.Int).SetBytes(o) }

// vector is one of RFC 9474, Appendix A, by the RFC's own names.
type vector struct {
	Name           string
	Message        octets `json:"msg"`
	Prefix         octets `json:"msg_prefix"`
	Prepared       octets `json:"input_msg"`
	Salt           octets `json:"salt"`
	Inverse        octets `json:"inv"`
	Blinded        octets `json:"blinded_msg"`
	BlindSignature octets `json:"blind_sig"`
	Signature      octets `json:"sig"`
}

// appendix is RFC 9474, Appendix A: its key of 4,096 bits and its four vectors.
func appendix(t testing.TB) (*rsa.PrivateKey, []vector) {
	t.Helper()
	text, err := os.ReadFile("testdata/rfc9474.json")
	require.NoError(t, err)
	var file struct {
		Key     struct{ P, Q, N, E, D octets }
		Vectors []vector
	}
	require.NoError(t, json.Unmarshal(text, &file))
	require.Len(t, file.Vectors, 4)
	k := file.Key
	private := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: k.N.number(), E: int(k.E.number().Int64())},
		D:         k.D.number(), Primes: []*big.Int{k.P.number(), k.Q.number()},
	}
	require.NoError(t, private.Validate())
	return private, file.Vectors
}

// vectorOf answers the vector of the suite that this package has.
func vectorOf(t testing.TB, vectors []vector) vector {
	t.Helper()
	for _, v := range vectors {
		if v.Name == blind.Suite {
			return v
		}
	}
	require.Fail(t, "no vector of "+blind.Suite)
	return vector{}
}

// factor is the random number r of which the vector has the inverse.
func (v vector) factor(n *big.Int) *big.Int { return new(big.Int).ModInverse(v.Inverse.number(), n) }

// random gives what the vector's client drew while blinding: salt and factor.
func (v vector) random(n *big.Int) io.Reader {
	factor := v.factor(n).FillBytes(make([]byte, len(v.Blinded)))
	return io.MultiReader(bytes.NewReader(v.Salt), bytes.NewReader(factor))
}

func TestOurSuiteGivesTheVectorOfTheRFC(t *testing.T) {
	private, vectors := appendix(t)
	key, err := blind.NewKeyOfAnySize(private)
	require.NoError(t, err)
	v := vectorOf(t, vectors)

	blinded, state, err := key.Public().BlindAnyLength(v.random(private.N), v.Prepared)
	require.NoError(t, err)
	require.Equal(t, []byte(v.Blinded), blinded)
	blindSignature, signature := sign(t, key, blinded, state)
	require.Equal(t, []byte(v.BlindSignature), blindSignature)
	require.Equal(t, []byte(v.Signature), signature)
	require.NoError(t, key.Public().VerifyAnyLength(v.Prepared, signature))

	require.ErrorIs(t, key.Public().VerifyAnyLength(v.Message, signature), blind.ErrCredential, "without its prefix")
	require.ErrorIs(t, key.Public().Verify(v.Prepared, signature), blind.ErrCredential, "80 bytes are no prepared message")
}

// TestTheLibraryGivesEveryVectorOfTheRFC: if it drifts in any suite, its arithmetic is not to be trusted in ours.
func TestTheLibraryGivesEveryVectorOfTheRFC(t *testing.T) {
	private, vectors := appendix(t)
	suites := []blindrsa.Variant{
		blindrsa.SHA384PSSRandomized, blindrsa.SHA384PSSZeroRandomized,
		blindrsa.SHA384PSSDeterministic, blindrsa.SHA384PSSZeroDeterministic,
	}
	for i, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			client, err := blindrsa.NewClient(suites[i], &private.PublicKey)
			require.NoError(t, err)
			prepared, err := client.Prepare(bytes.NewReader(v.Prefix), v.Message)
			require.NoError(t, err)
			require.Equal(t, []byte(v.Prepared), prepared)
			blinded, state, err := client.Blind(v.random(private.N), prepared)
			require.NoError(t, err)
			require.Equal(t, []byte(v.Blinded), blinded)
			blindSignature, err := blindrsa.NewSigner(private).BlindSign(blinded)
			require.NoError(t, err)
			require.Equal(t, []byte(v.BlindSignature), blindSignature)
			signature, err := client.Finalize(state, blindSignature)
			require.NoError(t, err)
			require.Equal(t, []byte(v.Signature), signature)
			require.NoError(t, client.Verify(prepared, signature))
		})
	}
}

// TestASignatureWithoutSaltIsNoCredential: the two suites with a salt verify alike, the two without are refused.
func TestASignatureWithoutSaltIsNoCredential(t *testing.T) {
	private, vectors := appendix(t)
	key, err := blind.NewKeyOfAnySize(private)
	require.NoError(t, err)
	salted := 0
	for _, v := range vectors {
		err := key.Public().VerifyAnyLength(v.Prepared, v.Signature)
		if len(v.Salt) > 0 {
			salted++
			require.NoError(t, err, v.Name)
			continue
		}
		require.ErrorIs(t, err, blind.ErrCredential, v.Name)
	}
	require.Equal(t, 2, salted)
}

// TestTheStandardLibraryVerifiesTheVectorOfTheRFC: what comes out is RSASSA-PSS, which needs no library of ours.
func TestTheStandardLibraryVerifiesTheVectorOfTheRFC(t *testing.T) {
	private, vectors := appendix(t)
	v := vectorOf(t, vectors)
	digest := sha512.Sum384(v.Prepared)
	require.NoError(t, rsa.VerifyPSS(&private.PublicKey, crypto.SHA384, digest[:], v.Signature, &rsa.PSSOptions{SaltLength: 48}))
}
