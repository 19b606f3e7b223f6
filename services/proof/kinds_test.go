package proof_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/proof"
)

func signAs(t require.TestingT, p *proof.Prover, kind proof.Kind, value any) string {
	proof, err := p.SignAs(kind, value)
	require.NoError(t, err)
	return proof
}

func requireUnread(t require.TestingT, p *proof.Prover, proof string) {
	kind, payload, keyID, valid := p.Read(proof)
	if valid || kind != "" || payload != nil || keyID != "" {
		require.Failf(t, "read as a proof", "%q", proof)
	}
}

func TestAProofIsReadAsTheKindThatItIs(t *testing.T) {
	p := prover(t, key("current"), key("older"))
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(proof.Kinds()).Draw(t, "kind")
		signed := map[string]string{"متن": rapid.String().Draw(t, "text")}
		want, err := json.Marshal(signed)
		require.NoError(t, err)
		got, payload, keyID, valid := p.Read(signAs(t, p, kind, signed))
		require.True(t, valid)
		require.Equal(t, kind, got)
		require.Equal(t, string(want), string(payload))
		require.Equal(t, p.Keys().Keys[0].KeyID, keyID)
	})
}

func TestTheKindsAreThree(t *testing.T) {
	require.Equal(t, []proof.Kind{
		"amanat-receipt+jws", "amanat-consent+jws", "amanat-acknowledgement+jws",
	}, proof.Kinds())
}

func TestOneKindIsNoneOfAnother(t *testing.T) {
	p := prover(t, key("current"))
	for _, kind := range proof.Kinds() {
		signed := signAs(t, p, kind, someClaims())
		_, _, valid := p.Verify(signed)
		require.Equal(t, kind == proof.OfCase, valid, kind)
		header, rest, _ := strings.Cut(signed, ".")
		for _, other := range proof.Kinds() {
			if other == kind {
				continue
			}
			renamed := strings.Replace(string(unbase64(t, header)), string(kind), string(other), 1)
			requireUnread(t, p, base64.RawURLEncoding.EncodeToString([]byte(renamed))+"."+rest)
			require.NotEqual(t, signed, signAs(t, p, other, someClaims()))
			foreign, _, _ := strings.Cut(signAs(t, p, other, someClaims()), ".")
			requireUnread(t, p, foreign+"."+rest)
		}
	}
}

func TestSignIsSignAsOfACase(t *testing.T) {
	p := prover(t, key("current"))
	require.Equal(t, sign(t, p, someClaims()), signAs(t, p, proof.OfCase, someClaims()))
}

func TestAnUnknownKindIsNeitherSignedNorRead(t *testing.T) {
	p := prover(t, key("current"))
	payload, err := json.Marshal(someClaims())
	require.NoError(t, err)
	ours := jose.JSONWebKey{Key: key("current"), KeyID: p.Keys().Keys[0].KeyID}
	for _, kind := range []string{
		"", "JWT", "amanat", "amanat-consent", "amanat-export+jws", "AMANAT-CONSENT+JWS", "amanat-consent+jws ",
		"application/amanat-consent+jws",
	} {
		_, err := p.SignAs(proof.Kind(kind), someClaims())
		require.ErrorContains(t, err, "sign receipt: there is no kind", kind)
		options := new(jose.SignerOptions).WithType(jose.ContentType(kind))
		requireUnread(t, p, josed(t, jose.EdDSA, ours, options, string(payload)))
	}
	requireUnread(t, p, josed(t, jose.EdDSA, ours, nil, string(payload)))
	for _, kind := range []any{1, true, nil, []string{"amanat-consent+jws"}, map[string]string{}} {
		options := new(jose.SignerOptions).WithHeader("typ", kind)
		requireUnread(t, p, josed(t, jose.EdDSA, ours, options, string(payload)))
	}
}

func TestOfNoKindIsASignatureOfSomebodyElse(t *testing.T) {
	p := prover(t, key("current"))
	for _, kind := range proof.Kinds() {
		requireUnread(t, p, signAs(t, prover(t, key("another")), kind, someClaims()))
		forger := jose.JSONWebKey{Key: key("another"), KeyID: p.Keys().Keys[0].KeyID}
		options := new(jose.SignerOptions).WithType(jose.ContentType(kind))
		requireUnread(t, p, josed(t, jose.EdDSA, forger, options, `{"record_id":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}`))
	}
}

func TestAProofOfEveryKindOutlivesARotation(t *testing.T) {
	p := prover(t, key("current"), key("older"))
	for _, kind := range proof.Kinds() {
		got, _, keyID, valid := p.Read(signAs(t, prover(t, key("older")), kind, someClaims()))
		require.True(t, valid)
		require.Equal(t, kind, got)
		require.Equal(t, p.Keys().Keys[1].KeyID, keyID)
	}
}

func TestEveryChangedCharacterOfEveryKindIsNoticed(t *testing.T) {
	p := prover(t, key("current"))
	for _, kind := range proof.Kinds() {
		proof := signAs(t, p, kind, models.AcknowledgementClaims{})
		for place := range len(proof) {
			requireUnread(t, p, proof[:place])
			for _, other := range []byte("Aw_.=\n") {
				if other != proof[place] {
					requireUnread(t, p, proof[:place]+string(other)+proof[place+1:])
				}
				requireUnread(t, p, proof[:place]+string(other)+proof[place:])
			}
		}
	}
}

func TestWhatJSONCannotSayIsNotSigned(t *testing.T) {
	for _, kind := range proof.Kinds() {
		_, err := prover(t, key("current")).SignAs(kind, func() {})
		require.ErrorContains(t, err, "sign receipt: ")
	}
}

// FuzzRead: EdDSA is deterministic, so the one spelling of a proof is the one that signing its payload again gives.
func FuzzRead(f *testing.F) {
	p := prover(f, key("current"))
	for _, kind := range proof.Kinds() {
		f.Add(signAs(f, p, kind, someClaims()))
	}
	for _, seed := range slices.Concat(garbage(), []string{signAs(f, prover(f, key("another")), proof.OfConsent, 1)}) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if kind, payload, _, valid := p.Read(text); valid {
			require.Equal(t, text, signAs(t, p, kind, json.RawMessage(payload)))
		}
	})
}
