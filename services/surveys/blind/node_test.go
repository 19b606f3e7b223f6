package blind_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/blind"
)

// browser is testdata/client.mjs, the client of people who write single-page applications, running in Node.
type browser struct {
	requests io.Writer
	answers  *bufio.Scanner
}

type request struct {
	Step           string          `json:"step"`
	Key            blind.JWK       `json:"key"`
	Message        []byte          `json:"message,omitempty"`
	Salt           []byte          `json:"salt,omitempty"`
	Factor         string          `json:"factor,omitempty"`
	State          json.RawMessage `json:"state,omitempty"`
	BlindSignature []byte          `json:"blindSignature,omitempty"`
}

type answer struct {
	Message, Blinded, Signature []byte
	State                       json.RawMessage
	Verifies                    bool
	Error                       string
}

// openBrowser skips the test where there is no Node, and fails it there if AMANAT_REQUIRE_NODE is set.
func openBrowser(t *testing.T) browser {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		require.Empty(t, os.Getenv("AMANAT_REQUIRE_NODE"), "node is required, and not installed")
		t.Skip("node is not installed")
	}
	node := exec.CommandContext(t.Context(), path, "testdata/conversation.mjs")
	node.Stderr = t.Output()
	requests, err := node.StdinPipe()
	require.NoError(t, err)
	answers, err := node.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, node.Start())
	t.Cleanup(func() {
		require.NoError(t, requests.Close())
		_ = node.Wait()
	})
	return browser{requests, bufio.NewScanner(answers)}
}

func (b browser) ask(t *testing.T, r request) answer {
	t.Helper()
	require.NoError(t, json.NewEncoder(b.requests).Encode(r))
	require.True(t, b.answers.Scan(), "node has ended")
	var a answer
	require.NoError(t, json.Unmarshal(b.answers.Bytes(), &a))
	return a
}

func TestABrowserGetsACredential(t *testing.T) {
	node, key := openBrowser(t), keyOf(t, "key")
	jwk := key.Public().JWK()
	for range 5 {
		blinded := node.ask(t, request{Step: "blind", Key: jwk})
		require.Empty(t, blinded.Error)
		require.Len(t, blinded.Message, blind.MessageBytes)
		blindSignature, err := key.Sign(blinded.Blinded)
		require.NoError(t, err)
		final := node.ask(t, request{
			Step: "unblind", Key: jwk, Message: blinded.Message, State: blinded.State, BlindSignature: blindSignature,
		})
		require.Empty(t, final.Error)
		require.True(t, final.Verifies, "WebCrypto takes it for RSA-PSS too")
		require.NoError(t, key.Public().Verify(blinded.Message, final.Signature))
	}
}

func TestABrowserGivesTheVectorOfTheRFC(t *testing.T) {
	node := openBrowser(t)
	private, vectors := appendix(t)
	v := vectorOf(t, vectors)
	jwk := jwkOf(private.N)
	blinded := node.ask(t, request{
		Step: "blindWith", Key: jwk, Message: v.Prepared, Salt: v.Salt, Factor: v.factor(private.N).Text(16),
	})
	require.Empty(t, blinded.Error)
	require.Equal(t, []byte(v.Blinded), blinded.Blinded)
	final := node.ask(t, request{
		Step: "unblind", Key: jwk, Message: v.Prepared, State: blinded.State, BlindSignature: v.BlindSignature,
	})
	require.Equal(t, []byte(v.Signature), final.Signature)
	require.True(t, final.Verifies)
}

func jwkOf(n *big.Int) blind.JWK {
	return blind.JWK{Kty: "RSA", N: base64.RawURLEncoding.EncodeToString(n.Bytes()), E: "AQAB"}
}

func TestABrowserNoticesWhatTheKeyDidNotSign(t *testing.T) {
	node, key, other := openBrowser(t), keyOf(t, "key"), keyOf(t, "other")
	jwk := key.Public().JWK()
	blinded := node.ask(t, request{Step: "blind", Key: jwk})
	right, err := key.Sign(blinded.Blinded)
	require.NoError(t, err)
	unblind := func(blindSignature []byte) answer {
		return node.ask(t, request{
			Step: "unblind", Key: jwk, Message: blinded.Message, State: blinded.State, BlindSignature: blindSignature,
		})
	}
	require.Empty(t, unblind(right).Error)
	for _, other := range [][]byte{{0}, right[1:], append([]byte{0}, right...)} {
		require.Equal(t, answer{Error: "not a blind signature"}, unblind(other))
	}
	wrong := numbers(modulus(t, key.Public()))
	_, elses, _ := blindedMessage(t, other.Public())
	wrong["another key's"], err = other.Sign(elses)
	require.NoError(t, err)
	for name, blindSignature := range wrong {
		require.Equal(t, answer{Error: "not signed by this key"}, unblind(blindSignature), name)
	}
}

func TestABrowserTakesNoFactorOfTheModulusForAFactor(t *testing.T) {
	node := openBrowser(t)
	private, vectors := appendix(t)
	v := vectorOf(t, vectors)
	for _, factor := range []string{"0", private.Primes[0].Text(16)} {
		refused := node.ask(t, request{Step: "blindWith", Key: jwkOf(private.N), Message: v.Prepared, Salt: v.Salt, Factor: factor})
		require.Equal(t, "not coprime to the modulus", refused.Error)
	}
}

// TestABrowserNoticesAModulusThatWouldGiveMessagesAway: a third of all encodings shares the factor 3 with this one, and
// blinding would leave it in them.
func TestABrowserNoticesAModulusThatWouldGiveMessagesAway(t *testing.T) {
	node := openBrowser(t)
	private, vectors := appendix(t)
	r := request{
		Step: "blindWith", Key: jwkOf(new(big.Int).Mul(big.NewInt(3), private.Primes[0])),
		Message: vectorOf(t, vectors).Prepared, Factor: "2",
	}
	refused := 0
	for number := range 30 {
		r.Salt = bytes.Repeat([]byte{byte(number)}, 48)
		if a := node.ask(t, r); a.Error != "" {
			require.Equal(t, "not coprime to the modulus", a.Error)
			refused++
		}
	}
	require.NotZero(t, refused)
	require.Less(t, refused, 30)
}
