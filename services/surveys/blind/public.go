package blind

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// PublicKey blinds messages and verifies credentials. The zero PublicKey does neither.
type PublicKey struct {
	key    *rsa.PublicKey
	client blindrsa.Client
	der    []byte
}

// JWK is a public key as a JSON Web Key (RFC 7517; the members of RSA are in RFC 7518, section 6.3.1).
type JWK struct {
	Kty string `json:"kty"` // RSA
	N   string `json:"n"`   // base64url of the modulus, 512 characters
	E   string `json:"e"`   // base64url of the exponent: AQAB
}

// ParsePublicKey reads what DER gave. It fails with ErrKey.
func ParsePublicKey(data []byte) (PublicKey, error) {
	parsed, err := x509.ParsePKIXPublicKey(data)
	if err != nil {
		return PublicKey{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok || !suits(key) {
		return PublicKey{}, ErrKey
	}
	return newPublicKey(key)
}

// suits holds the exponent too: with 1 for it everything would be signed already.
func suits(key *rsa.PublicKey) bool {
	return key.N.BitLen() == modulusBits && key.E == publicExponent
}

func newPublicKey(key *rsa.PublicKey) (PublicKey, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return PublicKey{}, fmt.Errorf("public key: %w", err)
	}
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSRandomized, key)
	if err != nil {
		return PublicKey{}, fmt.Errorf("public key: %w", err)
	}
	return PublicKey{key: key, client: client, der: der}, nil
}

// DER is the key as SubjectPublicKeyInfo (RFC 5280, section 4.1), 422 bytes, its algorithm named rsaEncryption, which
// is the only name that WebCrypto imports. A certificate would have to name RSASSA-PSS (RFC 9474, section 6.2).
func (p PublicKey) DER() []byte { return bytes.Clone(p.der) }

// JWK is the key for browsers and others who read JSON. The zero PublicKey gives the zero JWK.
func (p PublicKey) JWK() JWK {
	if p.key == nil {
		return JWK{}
	}
	encode := base64.RawURLEncoding.EncodeToString
	return JWK{Kty: "RSA", N: encode(p.key.N.Bytes()), E: encode(big.NewInt(int64(p.key.E)).Bytes())}
}

// Verify is RFC 9474, section 4.5, which is RSASSA-PSS-VERIFY of RFC 8017: nil for a prepared message of exactly 64
// bytes and its signature of exactly 384, ErrCredential otherwise. It keeps no record of what it has seen.
func (p PublicKey) Verify(message, signature []byte) error {
	if p.key == nil || len(message) != MessageBytes {
		return ErrCredential
	}
	return p.verify(message, signature)
}

// verify takes messages of any length, as the test vectors of RFC 9474 have them.
func (p PublicKey) verify(message, signature []byte) error {
	if p.client.Verify(message, signature) != nil {
		return ErrCredential
	}
	return nil
}
