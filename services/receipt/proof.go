package receipt

import (
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"amanat/models"
)

// proofType is the JOSE "typ" of a proof: a signature of this service over anything else is no receipt.
const proofType = "amanat-receipt+jws"

// Prover signs receipts and verifies them: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037).
type Prover struct {
	private ed25519.PrivateKey
	header  string
	public  jose.JSONWebKeySet
}

// NewProver takes the signing keys, the current one first. Older keys only verify.
func NewProver(keys []ed25519.PrivateKey) (*Prover, error) {
	if len(keys) == 0 {
		return nil, errors.New("receipts: there is no signing key")
	}
	p := &Prover{}
	for _, key := range keys {
		public, err := publicKey(key)
		if err != nil {
			return nil, fmt.Errorf("receipts: %w", err)
		}
		p.public.Keys = append(p.public.Keys, public)
	}
	header, err := json.Marshal(map[string]string{
		"alg": string(jose.EdDSA), "kid": p.public.Keys[0].KeyID, "typ": proofType,
	})
	if err != nil {
		return nil, fmt.Errorf("receipts: %w", err)
	}
	p.private, p.header = keys[0], base64.RawURLEncoding.EncodeToString(header)
	return p, nil
}

// Sign makes the proof of what a receipt says: the signing input of RFC 7515, section 7.1, and its signature. Every
// complaint pays for this, and the library would take half as long again for a header that never changes.
func (p *Prover) Sign(claims models.ReceiptClaims) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sign receipt: %w", err)
	}
	input := p.header + "." + base64.RawURLEncoding.EncodeToString(payload)
	signature := ed25519.Sign(p.private, []byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// Verify reads a proof. valid is false for whatever this service did not sign as a receipt: a proof is evidence or it
// is not, and why it is not helps only a forger.
func (p *Prover) Verify(proof string) (claims models.ReceiptClaims, keyID string, valid bool) {
	signed, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil || !strictlyEncoded(proof) {
		return claims, "", false
	}
	header := signed.Signatures[0].Protected
	if header.ExtraHeaders[jose.HeaderType] != proofType {
		return claims, "", false
	}
	for _, key := range p.public.Key(header.KeyID) {
		payload, err := signed.Verify(key)
		if err == nil && json.Unmarshal(payload, &claims) == nil {
			return claims, key.KeyID, true
		}
	}
	return models.ReceiptClaims{}, "", false
}

// Keys is the JWK Set (RFC 7517) with which anybody can verify a proof without asking this service.
func (p *Prover) Keys() jose.JSONWebKeySet { return p.public }

// strictlyEncoded reports whether every part is base64url as RFC 7515 has it (section 2). The library's decoder passes
// over line ends and stray last bits, which would give one proof many spellings.
func strictlyEncoded(proof string) bool {
	for part := range strings.SplitSeq(proof, ".") {
		decoded, err := base64.RawURLEncoding.Strict().DecodeString(part)
		if err != nil || base64.RawURLEncoding.EncodedLen(len(decoded)) != len(part) {
			return false
		}
	}
	return true
}

// publicKey names a key by its thumbprint (RFC 7638), so that the name says nothing but which key it is.
func publicKey(private ed25519.PrivateKey) (jose.JSONWebKey, error) {
	key := jose.JSONWebKey{Key: private.Public(), Algorithm: string(jose.EdDSA), Use: "sig"}
	thumbprint, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return key, err
	}
	key.KeyID = base64.RawURLEncoding.EncodeToString(thumbprint)
	return key, nil
}
