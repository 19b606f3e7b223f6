package receipt

import (
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"

	"amanat/models"
)

// proofType is the JOSE "typ" of a proof: a signature of this service over anything else is no receipt.
const proofType = "amanat-receipt+jws"

// Prover signs receipts and verifies them: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037).
type Prover struct {
	signer jose.Signer
	public jose.JSONWebKeySet
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
	var err error
	p.signer, err = jose.NewSigner(
		jose.SigningKey{
			Algorithm: jose.EdDSA,
			Key:       jose.JSONWebKey{Key: keys[0], KeyID: p.public.Keys[0].KeyID},
		},
		(&jose.SignerOptions{}).WithType(proofType),
	)
	if err != nil {
		return nil, fmt.Errorf("receipts: %w", err)
	}
	return p, nil
}

// Sign makes the proof of what a receipt says.
func (p *Prover) Sign(claims models.ReceiptClaims) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sign receipt: %w", err)
	}
	signed, err := p.signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign receipt: %w", err)
	}
	return signed.CompactSerialize()
}

// Verify reads a proof. valid is false for whatever this service did not sign as a receipt: a proof is evidence or it
// is not, and why it is not helps only a forger.
func (p *Prover) Verify(proof string) (claims models.ReceiptClaims, keyID string, valid bool) {
	signed, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
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
