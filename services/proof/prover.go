package proof

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

// Kind is what a proof is about: the JOSE "typ" of its header, so that a signature over one kind is none over another.
type Kind string

// The kinds.
const (
	OfCase            Kind = "amanat-receipt+jws"
	OfConsent         Kind = "amanat-consent+jws"
	OfAcknowledgement Kind = "amanat-acknowledgement+jws"
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{OfCase, OfConsent, OfAcknowledgement} }

// Prover signs receipts and verifies them: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037).
type Prover struct {
	private ed25519.PrivateKey
	headers map[Kind]string
	public  jose.JSONWebKeySet
}

// NewProver takes the signing keys, the current one first. Older keys only verify.
func NewProver(keys []ed25519.PrivateKey) (*Prover, error) {
	if len(keys) == 0 {
		return nil, errors.New("receipts: there is no signing key")
	}
	p := &Prover{private: keys[0], headers: map[Kind]string{}}
	for _, key := range keys {
		public, err := publicKey(key)
		if err != nil {
			return nil, fmt.Errorf("receipts: %w", err)
		}
		p.public.Keys = append(p.public.Keys, public)
	}
	for _, kind := range Kinds() {
		header, err := json.Marshal(map[string]string{
			"alg": string(jose.EdDSA), "kid": p.public.Keys[0].KeyID, "typ": string(kind),
		})
		if err != nil {
			return nil, fmt.Errorf("receipts: %w", err)
		}
		p.headers[kind] = base64.RawURLEncoding.EncodeToString(header)
	}
	return p, nil
}

// Sign makes the proof of what a receipt says.
func (p *Prover) Sign(claims models.ReceiptClaims) (string, error) { return p.SignAs(OfCase, claims) }

// SignAs makes the proof of a kind over a value's JSON: the signing input of RFC 7515, section 7.1, and its signature.
// Every complaint pays for this, and the library would take half as long again for a header that never changes.
func (p *Prover) SignAs(kind Kind, value any) (string, error) {
	header, known := p.headers[kind]
	if !known {
		return "", fmt.Errorf("sign receipt: there is no kind %q", kind)
	}
	payload, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("sign receipt: %w", err)
	}
	input := header + "." + base64.RawURLEncoding.EncodeToString(payload)
	signature := ed25519.Sign(p.private, []byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// Verify reads the proof of a receipt. valid is false for whatever this service did not sign as one.
func (p *Prover) Verify(proof string) (claims models.ReceiptClaims, keyID string, valid bool) {
	kind, payload, keyID, valid := p.Read(proof)
	if !valid || kind != OfCase || json.Unmarshal(payload, &claims) != nil {
		return models.ReceiptClaims{}, "", false
	}
	return claims, keyID, true
}

// Read reads a proof of any kind: what was signed, and with which key. valid is false for whatever this service did not
// sign: a proof is evidence or it is not, and why it is not helps only a forger.
func (p *Prover) Read(proof string) (kind Kind, payload []byte, keyID string, valid bool) {
	signed, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil || !strictlyEncoded(proof) {
		return "", nil, "", false
	}
	header := signed.Signatures[0].Protected
	name, _ := header.ExtraHeaders[jose.HeaderType].(string)
	if _, known := p.headers[Kind(name)]; !known {
		return "", nil, "", false
	}
	for _, key := range p.public.Key(header.KeyID) {
		if payload, err := signed.Verify(key); err == nil {
			return Kind(name), payload, key.KeyID, true
		}
	}
	return "", nil, "", false
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
