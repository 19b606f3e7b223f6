package oidctest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
)

// Signature is how an ID token is signed.
type Signature int

// The signatures. All but Honest are to be refused; Withdrawn, as soon as the client has noticed.
const (
	Honest Signature = iota
	// UnknownKey is made with a key that nobody published, under the name of the one that is.
	UnknownKey
	// Withdrawn is made with the key before the last Rotate.
	Withdrawn
	// None is no signature (RFC 7519, section 6).
	None
	// SharedSecret is HS256 with the client secret.
	SharedSecret
)

// key is a pair of keys with its name.
type key struct {
	name    string
	private *ecdsa.PrivateKey
}

func newKey(t testing.TB) key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return key{name: rand.Text(), private: private}
}

func (k key) public() jose.JSONWebKey {
	return jose.JSONWebKey{Key: k.private.Public(), KeyID: k.name, Algorithm: string(jose.ES256), Use: "sig"}
}

func (k key) sign(payload []byte) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{
		Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: k.private, KeyID: k.name},
	}, nil)
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

func (p *Provider) idToken(granted grant, accessToken string) (string, error) {
	now, hash := p.clock(), sha256.Sum256([]byte(accessToken))
	claims := map[string]any{
		"iss": p.URL(), "aud": p.clientID, "sub": granted.person.Subject, "nonce": granted.nonce,
		"iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(hash[:len(hash)/2]),
	}
	describe(claims, granted.person)
	if granted.person.AMR != nil {
		claims["amr"] = granted.person.AMR
	}
	if change := p.alter[IDToken]; change != nil {
		change(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	return p.signed(payload)
}

func (p *Provider) signed(payload []byte) (string, error) {
	switch p.signing {
	case Honest:
		return p.current.sign(payload)
	case UnknownKey:
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return "", err
		}
		return key{name: p.current.name, private: private}.sign(payload)
	case Withdrawn:
		return p.withdrawn.sign(payload)
	case None:
		return compact(`{"alg":"none"}`, payload) + ".", nil
	case SharedSecret:
		input := compact(`{"alg":"HS256"}`, payload)
		code := hmac.New(sha256.New, []byte(p.secret))
		code.Write([]byte(input))
		return input + "." + base64.RawURLEncoding.EncodeToString(code.Sum(nil)), nil
	}
	return "", nil
}

func compact(header string, payload []byte) string {
	return base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString(payload)
}
