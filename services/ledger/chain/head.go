package chain

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// headType is the JOSE "typ" of a head: a signature of this service over anything else is no head.
const headType = "amanat-ledger-head+jws"

// Head is a signed checkpoint: at a moment, the chain stood at this sequence with this hash. Kept elsewhere, it shows
// a history that was rewritten later.
type Head struct {
	Number       int64     // 1, 2, 3…
	Sequence     int64     // of the entry that was the last, 0 when there was none
	Hash         []byte    // of that entry, 32 bytes
	PreviousHead []byte    // Digest of the head before, 32 zero bytes in the first
	At           time.Time // UTC, microseconds
	Proof        string    // compact JWS (RFC 7515) over all the others
}

// Digest is the SHA-256 of the head's proof.
func (h Head) Digest() []byte {
	hash := sha256.Sum256([]byte(h.Proof))
	return hash[:]
}

// says reports whether both heads say the same, whatever their proofs are.
func (h Head) says(other Head) bool {
	return h.Number == other.Number && h.Sequence == other.Sequence && h.At.Equal(other.At) &&
		bytes.Equal(h.Hash, other.Hash) && bytes.Equal(h.PreviousHead, other.PreviousHead)
}

// headClaims is the payload of a proof; hashes are lower-case hex.
type headClaims struct {
	Number       int64  `json:"number"`
	Sequence     int64  `json:"sequence"`
	Hash         string `json:"hash"`
	PreviousHead string `json:"previous_head"`
	At           string `json:"at"`
}

// Signer signs heads and verifies them with EdDSA over Ed25519 (RFC 8037). It may be used concurrently.
type Signer struct {
	current jose.Signer
	public  jose.JSONWebKeySet
}

// NewSigner takes the signing keys, the current one first. Older keys only verify.
func NewSigner(keys []ed25519.PrivateKey) (*Signer, error) {
	if len(keys) == 0 {
		return nil, errors.New("ledger heads: there is no signing key")
	}
	s := &Signer{}
	for _, private := range keys {
		public, err := publicKey(private)
		if err != nil {
			return nil, fmt.Errorf("ledger heads: %w", err)
		}
		s.public.Keys = append(s.public.Keys, public)
	}
	named := jose.JSONWebKey{Key: keys[0], KeyID: s.public.Keys[0].KeyID}
	var err error
	s.current, err = jose.NewSigner(
		jose.SigningKey{Algorithm: jose.EdDSA, Key: named}, new(jose.SignerOptions).WithType(headType),
	)
	if err != nil {
		return nil, fmt.Errorf("ledger heads: %w", err)
	}
	return s, nil
}

// publicKey names a key by its thumbprint (RFC 7638), as receipts do.
func publicKey(private ed25519.PrivateKey) (jose.JSONWebKey, error) {
	if len(private) != ed25519.PrivateKeySize {
		return jose.JSONWebKey{}, fmt.Errorf("a signing key of %d bytes", len(private))
	}
	public := jose.JSONWebKey{Key: private.Public()}
	thumbprint, err := public.Thumbprint(crypto.SHA256)
	public.KeyID = base64.RawURLEncoding.EncodeToString(thumbprint)
	return public, err
}

// Sign returns the head with its proof. What cannot be said exactly is ErrNotCanonical.
func (s *Signer) Sign(h Head) (Head, error) {
	if err := requireSignable(h); err != nil {
		return Head{}, fmt.Errorf("sign head %d: %w", h.Number, err)
	}
	payload, err := json.Marshal(headClaims{
		Number: h.Number, Sequence: h.Sequence, Hash: hex.EncodeToString(h.Hash),
		PreviousHead: hex.EncodeToString(h.PreviousHead), At: h.At.UTC().Format(momentLayout),
	})
	if err != nil {
		return Head{}, fmt.Errorf("sign head %d: %w", h.Number, err)
	}
	signed, err := s.current.Sign(payload)
	if err != nil {
		return Head{}, fmt.Errorf("sign head %d: %w", h.Number, err)
	}
	proof, err := signed.CompactSerialize()
	if err != nil {
		return Head{}, fmt.Errorf("sign head %d: %w", h.Number, err)
	}
	h.Proof = proof
	return h, nil
}

// Read is what a proof says. It is false for whatever this service did not sign as a head.
func (s *Signer) Read(proof string) (Head, bool) {
	signed, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return Head{}, false
	}
	// The library's decoder passes over line ends and stray last bits; the next head holds the hash of one spelling.
	if again, err := signed.CompactSerialize(); err != nil || again != proof {
		return Head{}, false
	}
	header := signed.Signatures[0].Protected
	if header.ExtraHeaders[jose.HeaderType] != headType {
		return Head{}, false
	}
	for _, key := range s.public.Key(header.KeyID) {
		if payload, err := signed.Verify(key); err == nil {
			head, err := readClaims(payload)
			if err != nil {
				return Head{}, false
			}
			head.Proof = proof
			return head, true
		}
	}
	return Head{}, false
}

func readClaims(payload []byte) (Head, error) {
	var claims headClaims
	if err := json.Unmarshal(payload, &claims); err != nil {
		return Head{}, err
	}
	hash, hashErr := hex.DecodeString(claims.Hash)
	previous, previousErr := hex.DecodeString(claims.PreviousHead)
	at, atErr := time.Parse(momentLayout, claims.At)
	head := Head{Number: claims.Number, Sequence: claims.Sequence, Hash: hash, PreviousHead: previous, At: at}
	return head, errors.Join(hashErr, previousErr, atErr, requireSignable(head))
}

func requireSignable(h Head) error {
	if h.Number < 1 || h.Number > maxSequence || h.Sequence < 0 || h.Sequence > maxSequence {
		return fmt.Errorf("number %d at sequence %d: %w", h.Number, h.Sequence, ErrNotCanonical)
	}
	if len(h.Hash) != sha256.Size || len(h.PreviousHead) != sha256.Size {
		return fmt.Errorf("hashes of %d and %d bytes: %w", len(h.Hash), len(h.PreviousHead), ErrNotCanonical)
	}
	return requireMoment(h.At)
}
