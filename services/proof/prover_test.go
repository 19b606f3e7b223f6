package proof_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/proof"
)

// key makes a signing key that is the same in every run.
func key(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte((name + strings.Repeat(".", ed25519.SeedSize))[:ed25519.SeedSize]))
}

func prover(t require.TestingT, keys ...ed25519.PrivateKey) *proof.Prover {
	p, err := proof.NewProver(keys)
	require.NoError(t, err)
	return p
}

func sign(t require.TestingT, p *proof.Prover, claims models.ReceiptClaims) string {
	proof, err := p.Sign(claims)
	require.NoError(t, err)
	return proof
}

func someClaims() models.ReceiptClaims {
	return models.ReceiptClaims{
		Reference: "C-7F3K-9QX2", Kind: models.KindComplaint, ReceivedAt: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC),
		Kept: []string{"first_name", "last_name", "message"}, Retention: "P2Y", StatementVersion: 1,
	}
}

func TestAProofSaysWhatWasSigned(t *testing.T) {
	p := prover(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		signed := models.ReceiptClaims{
			Reference:        rapid.StringMatching(`C-[0-9A-Z]{4}-[0-9A-Z]{4}`).Draw(t, "reference"),
			Kind:             rapid.SampledFrom([]models.CaseKind{models.KindComplaint, models.KindFeedback}).Draw(t, "kind"),
			ReceivedAt:       time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "received"), 0).UTC(),
			Kept:             rapid.SliceOf(rapid.String()).Draw(t, "kept"),
			Retention:        rapid.String().Draw(t, "retention"),
			StatementVersion: rapid.Int().Draw(t, "version"),
		}
		claims, keyID, valid := p.Verify(sign(t, p, signed))
		require.True(t, valid)
		require.Equal(t, signed, claims)
		require.Equal(t, p.Keys().Keys[0].KeyID, keyID)
	})
}

// The first and the second part are signed as they stand, by nothing but the standard's own words (RFC 7515, 5.1).
func TestAnybodyCanVerifyAProofWithTheKeySet(t *testing.T) {
	p := prover(t, key("current"), key("older"))
	proof := sign(t, p, someClaims())

	published, err := json.Marshal(p.Keys())
	require.NoError(t, err)
	var set struct {
		Keys []struct{ Kty, Crv, X, Kid, Alg, Use string }
	}
	require.NoError(t, json.Unmarshal(published, &set))
	parts := strings.Split(proof, ".")
	require.Len(t, parts, 3)
	header := map[string]string{}
	require.NoError(t, json.Unmarshal(unbase64(t, parts[0]), &header))
	require.Equal(t, map[string]string{"alg": "EdDSA", "kid": set.Keys[0].Kid, "typ": "amanat-receipt+jws"}, header)
	for _, key := range set.Keys {
		require.Equal(t, []string{"OKP", "Ed25519", "EdDSA", "sig"}, []string{key.Kty, key.Crv, key.Alg, key.Use})
	}
	require.True(t, ed25519.Verify(unbase64(t, set.Keys[0].X), []byte(parts[0]+"."+parts[1]), unbase64(t, parts[2])))
}

func TestTheKeySetHoldsNoPrivateKey(t *testing.T) {
	p := prover(t, key("current"), key("older"))
	published, err := json.Marshal(p.Keys())
	require.NoError(t, err)
	for _, private := range []ed25519.PrivateKey{key("current"), key("older")} {
		require.NotContains(t, string(published), base64.RawURLEncoding.EncodeToString(private.Seed()))
	}
	require.NotContains(t, string(published), `"d"`)
}

// The key and its thumbprint are those of RFC 8037, appendices A.1 and A.3.
func TestAKeyIsNamedByItsThumbprint(t *testing.T) {
	private := ed25519.NewKeyFromSeed(unbase64(t, "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
	require.Equal(t, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", prover(t, private).Keys().Keys[0].KeyID)
}

func TestAnOlderKeyStillVerifies(t *testing.T) {
	proof := sign(t, prover(t, key("older")), someClaims())
	p := prover(t, key("current"), key("older"))

	claims, keyID, valid := p.Verify(proof)
	require.True(t, valid)
	require.Equal(t, someClaims(), claims)
	require.Equal(t, p.Keys().Keys[1].KeyID, keyID)

	_, keyID, valid = p.Verify(sign(t, p, someClaims()))
	require.True(t, valid)
	require.Equal(t, p.Keys().Keys[0].KeyID, keyID, "the current key signs")
}

func TestWithoutAKeyThereIsNoProver(t *testing.T) {
	_, err := proof.NewProver(nil)
	require.EqualError(t, err, "receipts: there is no signing key")
}

func TestAMomentThatJSONCannotSayIsNotSigned(t *testing.T) {
	claims := someClaims()
	claims.ReceivedAt = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err := prover(t, key("current")).Sign(claims)
	require.ErrorContains(t, err, "sign receipt: ")
}

// A proof goes to people who have no business with the person: what it may say is listed here, and nowhere else.
func TestNothingPersonalCanEnterAProof(t *testing.T) {
	var names []string
	for field := range reflect.TypeFor[models.ReceiptClaims]().Fields() {
		require.False(t, field.Anonymous)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	require.Equal(t, []string{"reference", "kind", "received_at", "kept", "retention", "statement_version"}, names)

	inventory, err := models.Inventory()
	require.NoError(t, err)
	sealed := 0
	for _, entry := range inventory {
		if entry.Field != "" {
			sealed++
			require.NotContains(t, names, entry.Field)
		}
	}
	require.Positive(t, sealed)
}

func unbase64(t require.TestingT, text string) []byte {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	return raw
}

// josed signs with go-jose, which the tests of forgeries put to other ends than the service does.
func josed(t require.TestingT, algorithm jose.SignatureAlgorithm, key any, options *jose.SignerOptions, payload string) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	require.NoError(t, err)
	signed, err := signer.Sign([]byte(payload))
	require.NoError(t, err)
	proof, err := signed.CompactSerialize()
	require.NoError(t, err)
	return proof
}
