package proof_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/proof"
)

const typ = "amanat-receipt+jws"

func requireNotValid(t require.TestingT, p *proof.Prover, proof string) {
	claims, keyID, valid := p.Verify(proof)
	if valid || keyID != "" || claims.Reference != "" {
		require.Failf(t, "taken for a proof", "%q", proof)
	}
}

func TestEveryChangedCharacterIsNoticed(t *testing.T) {
	p := prover(t, key("current"))
	proof := sign(t, p, someClaims())
	for place := range len(proof) {
		for _, other := range []byte("Aw_.=\n") {
			if other != proof[place] {
				requireNotValid(t, p, proof[:place]+string(other)+proof[place+1:])
			}
		}
	}
	// Of the last character only two bits count, so others would decode to the same signature.
	last := len(proof) - 1
	for _, other := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
		if other != proof[last] {
			requireNotValid(t, p, proof[:last]+string(other))
		}
	}
}

func TestAnAddedOrMissingCharacterIsNoticed(t *testing.T) {
	p := prover(t, key("current"))
	proof := sign(t, p, someClaims())
	for place := range len(proof) {
		requireNotValid(t, p, proof[:place])
		for _, added := range []string{"A", ".", "\n", "\r\n", " ", "="} {
			requireNotValid(t, p, proof[:place]+added+proof[place:])
		}
	}
	requireNotValid(t, p, proof+"\n")
}

func TestAChangedPayloadIsNoticed(t *testing.T) {
	p := prover(t, key("current"))
	parts := strings.Split(sign(t, p, someClaims()), ".")
	claims := someClaims()
	claims.Reference = "C-0000-0000"
	payload, err := json.Marshal(claims)
	require.NoError(t, err)
	requireNotValid(t, p, parts[0]+"."+base64.RawURLEncoding.EncodeToString(payload)+"."+parts[2])
}

func TestAChangedHeaderIsNoticed(t *testing.T) {
	p := prover(t, key("current"))
	kid := p.Keys().Keys[0].KeyID
	parts := strings.Split(sign(t, p, someClaims()), ".")
	for _, header := range []string{
		`{"typ":"amanat-receipt+jws","kid":"` + kid + `","alg":"EdDSA"}`,
		`{"alg":"EdDSA","kid":"` + kid + `","typ":"amanat-receipt+jws","x":1}`,
		`{"alg":"EdDSA","kid":"` + kid + `"}`, `{"alg":"EdDSA"}`, `{}`, `null`, ``,
	} {
		requireNotValid(t, p, base64.RawURLEncoding.EncodeToString([]byte(header))+"."+parts[1]+"."+parts[2])
	}
}

func TestNoSignatureIsNoProof(t *testing.T) {
	p := prover(t, key("current"))
	payload := strings.Split(sign(t, p, someClaims()), ".")[1]
	for _, algorithm := range []string{"none", "None", "NONE", "", "EdDSA"} {
		header, err := json.Marshal(map[string]string{"alg": algorithm, "typ": typ, "kid": p.Keys().Keys[0].KeyID})
		require.NoError(t, err)
		unsigned := base64.RawURLEncoding.EncodeToString(header) + "." + payload
		requireNotValid(t, p, unsigned+".")
		requireNotValid(t, p, unsigned)
	}
}

func TestAnotherKeyIsNoticed(t *testing.T) {
	p := prover(t, key("current"))
	requireNotValid(t, p, sign(t, prover(t, key("another")), someClaims()))
}

func TestAnotherKeyUnderOurNameIsNoticed(t *testing.T) {
	p := prover(t, key("current"))
	payload, err := json.Marshal(someClaims())
	require.NoError(t, err)
	forger := jose.JSONWebKey{Key: key("another"), KeyID: p.Keys().Keys[0].KeyID}
	requireNotValid(t, p, josed(t, jose.EdDSA, forger, new(jose.SignerOptions).WithType(typ), string(payload)))
}

func TestAKeyThatAProofBringsAlongIsNotBelieved(t *testing.T) {
	p := prover(t, key("current"))
	payload, err := json.Marshal(someClaims())
	require.NoError(t, err)
	options := new(jose.SignerOptions).WithType(typ)
	options.EmbedJWK = true
	requireNotValid(t, p, josed(t, jose.EdDSA, key("another"), options, string(payload)))
}

// Whoever lets the proof choose the algorithm takes the published key for a shared secret.
func TestThePublicKeyIsNoSecret(t *testing.T) {
	p := prover(t, key("current"))
	public, ok := key("current").Public().(ed25519.PublicKey)
	require.True(t, ok)
	der, err := x509.MarshalPKIXPublicKey(public)
	require.NoError(t, err)
	payload, err := json.Marshal(someClaims())
	require.NoError(t, err)
	options := new(jose.SignerOptions).WithType(typ).WithHeader("kid", p.Keys().Keys[0].KeyID)
	for _, secret := range [][]byte{
		public, der, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}),
		[]byte(base64.RawURLEncoding.EncodeToString(public)),
	} {
		requireNotValid(t, p, josed(t, jose.HS256, secret, options, string(payload)))
	}
}

func TestASignatureOverAnythingElseIsNoReceipt(t *testing.T) {
	p := prover(t, key("current"))
	payload, err := json.Marshal(someClaims())
	require.NoError(t, err)
	ours := jose.JSONWebKey{Key: key("current"), KeyID: p.Keys().Keys[0].KeyID}
	for _, other := range []jose.ContentType{"JWT", "amanat-receipt", "amanat-export+jws", ""} {
		requireNotValid(t, p, josed(t, jose.EdDSA, ours, new(jose.SignerOptions).WithType(other), string(payload)))
	}
	requireNotValid(t, p, josed(t, jose.EdDSA, ours, nil, string(payload)))
	for _, payload := range []string{``, `[]`, `"C-7F3K-9QX2"`, `{"reference":1}`, `{"received_at":"yesterday"}`, `{`} {
		requireNotValid(t, p, josed(t, jose.EdDSA, ours, new(jose.SignerOptions).WithType(typ), payload))
	}
}

// The key is that of RFC 8037, appendix A.1, and the signature that of A.4: genuine, but over no receipt.
func TestTheSignatureOfTheStandardIsNoReceipt(t *testing.T) {
	private := ed25519.NewKeyFromSeed(unbase64(t, "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
	const signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
	const signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
	public, ok := private.Public().(ed25519.PublicKey)
	require.True(t, ok)
	require.True(t, ed25519.Verify(public, []byte(signed), unbase64(t, signature)))
	requireNotValid(t, prover(t, private), signed+"."+signature)
}

func garbage() []string {
	return []string{
		"", ".", "..", "...", "a.b.c", "گواهی", "۱.۲.۳", "{}", `{"payload":"","signatures":[]}`, "\x00", "\xff.\xff.\xff",
		strings.Repeat("A", 4096), strings.Repeat(".", 4096), strings.Repeat("eyJhbGciOiJFZERTQSJ9.", 100),
	}
}

func TestGarbageIsNoProof(t *testing.T) {
	p := prover(t, key("current"))
	for _, text := range garbage() {
		requireNotValid(t, p, text)
	}
}

// EdDSA is deterministic: the one spelling of a proof is the one that signing its claims again gives.
func FuzzVerify(f *testing.F) {
	p := prover(f, key("current"))
	proof := sign(f, p, someClaims())
	flattened, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.EdDSA})
	require.NoError(f, err)
	for _, seed := range slices.Concat(garbage(), []string{
		proof, proof + "\n", proof[:len(proof)-1], flattened.FullSerialize(), sign(f, p, models.ReceiptClaims{}),
	}) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if claims, _, valid := p.Verify(text); valid {
			require.Equal(t, text, sign(t, p, claims))
		}
	})
}
