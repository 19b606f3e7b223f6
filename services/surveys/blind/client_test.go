package blind_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"math/big"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/blind"
)

// blindedMessage prepares and blinds a message.
func blindedMessage(t require.TestingT, public blind.PublicKey) (message, blinded []byte, state blind.State) {
	message, err := blind.Prepare(rand.Reader)
	require.NoError(t, err)
	blinded, state, err = public.Blind(rand.Reader, message)
	require.NoError(t, err)
	return message, blinded, state
}

// credential goes all the way.
func credential(t require.TestingT, key *blind.Key) (message, signature []byte) {
	message, blinded, state := blindedMessage(t, key.Public())
	_, signature = sign(t, key, blinded, state)
	return message, signature
}

// sign has a blinded message signed, and makes the signature of the message itself out of that.
func sign(t require.TestingT, key *blind.Key, blinded []byte, state blind.State) (blindSignature, signature []byte) {
	blindSignature, err := key.Sign(blinded)
	require.NoError(t, err)
	signature, err = state.Finalize(blindSignature)
	require.NoError(t, err)
	return blindSignature, signature
}

func TestAPreparedMessageIsRandom(t *testing.T) {
	first, err := blind.Prepare(rand.Reader)
	require.NoError(t, err)
	require.Len(t, first, blind.MessageBytes)
	second, err := blind.Prepare(rand.Reader)
	require.NoError(t, err)
	require.NotEqual(t, first[:32], second[:32], "the prefix")
	require.NotEqual(t, first[32:], second[32:], "the nonce")
}

func TestTwoBlindingsOfOneMessageDifferAndBothGiveCredentials(t *testing.T) {
	key := keyOf(t, "key")
	message, first, firstState := blindedMessage(t, key.Public())
	second, secondState, err := key.Public().Blind(rand.Reader, message)
	require.NoError(t, err)
	require.NotEqual(t, first, second)
	require.Len(t, second, blind.SignatureBytes)

	issued := map[string]blind.State{string(first): firstState, string(second): secondState}
	for blinded, state := range issued {
		blindSignature, signature := sign(t, key, []byte(blinded), state)
		require.NoError(t, key.Public().Verify(message, signature))
		require.NotEqual(t, blindSignature, signature)
	}
}

// TestEveryCredentialFitsEverythingThatWasIssued: for each pair there is a factor that would have led from one to the
// other, so that what was issued says nothing of which credential came out of it.
func TestEveryCredentialFitsEverythingThatWasIssued(t *testing.T) {
	key := keyOf(t, "key")
	n, e := modulus(t, key.Public()), big.NewInt(65537)
	var issued, blindSignatures, signatures []*big.Int
	for range 3 {
		_, blinded, state := blindedMessage(t, key.Public())
		blindSignature, signature := sign(t, key, blinded, state)
		issued = append(issued, new(big.Int).SetBytes(blinded))
		blindSignatures = append(blindSignatures, new(big.Int).SetBytes(blindSignature))
		signatures = append(signatures, new(big.Int).SetBytes(signature))
	}
	for i, blinded := range issued {
		for _, signature := range signatures {
			factor := new(big.Int).ModInverse(signature, n)
			factor.Mul(factor, blindSignatures[i]).Mod(factor, n)
			encoded := new(big.Int).Exp(signature, e, n)
			explained := encoded.Mul(encoded, factor.Exp(factor, e, n))
			require.Zero(t, blinded.Cmp(explained.Mod(explained, n)))
		}
	}
}

func TestWhatTheKeyDidNotSignGivesNoCredential(t *testing.T) {
	key := keyOf(t, "key")
	_, blinded, state := blindedMessage(t, key.Public())
	right, err := key.Sign(blinded)
	require.NoError(t, err)
	_, elses, _ := blindedMessage(t, key.Public())
	somebodyElses, err := key.Sign(elses)
	require.NoError(t, err)
	altered := bytes.Clone(right)
	altered[blind.SignatureBytes-1] ^= 1
	wrong := numbers(modulus(t, key.Public()))
	wrong["somebody else's"], wrong["altered"], wrong["itself"] = somebodyElses, altered, blinded
	for name, blindSignature := range wrong {
		signature, err := state.Finalize(blindSignature)
		require.ErrorIs(t, err, blind.ErrCredential, name)
		require.Empty(t, signature)
	}
	for _, length := range lengths() {
		_, err := state.Finalize(make([]byte, length))
		require.ErrorIs(t, err, blind.ErrCredential, length)
	}
	_, err = blind.State{}.Finalize(right)
	require.ErrorIs(t, err, blind.ErrCredential)
}

func TestAnotherKeysSignatureGivesNoCredential(t *testing.T) {
	key, other := keyOf(t, "key"), keyOf(t, "other")
	_, blinded, state := blindedMessage(t, key.Public())
	// Below both moduli, so that the other key signs it.
	for new(big.Int).SetBytes(blinded).Cmp(modulus(t, other.Public())) >= 0 {
		_, blinded, state = blindedMessage(t, key.Public())
	}
	blindSignature, err := other.Sign(blinded)
	require.NoError(t, err)
	_, err = state.Finalize(blindSignature)
	require.ErrorIs(t, err, blind.ErrCredential)
}

func TestOnlyPreparedMessagesAreBlinded(t *testing.T) {
	public := keyOf(t, "key").Public()
	for _, length := range []int{0, 32, blind.MessageBytes - 1, blind.MessageBytes + 1, 1 << 20} {
		blinded, _, err := public.Blind(rand.Reader, make([]byte, length))
		require.ErrorIs(t, err, blind.ErrMessage, length)
		require.Empty(t, blinded)
	}
}

func TestWithoutRandomnessNothingIsBlinded(t *testing.T) {
	public, dry := keyOf(t, "key").Public(), errors.New("dry")
	_, err := blind.Prepare(iotest.ErrReader(dry))
	require.ErrorIs(t, err, dry)
	_, _, err = public.Blind(iotest.ErrReader(dry), make([]byte, blind.MessageBytes))
	require.ErrorIs(t, err, dry)
	_, _, err = public.Blind(nil, make([]byte, blind.MessageBytes))
	require.Error(t, err)
}
