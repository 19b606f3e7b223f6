package seal

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/insecuresecretdataaccess"
	"github.com/tink-crypto/tink-go/v2/keyset"
	tinked25519 "github.com/tink-crypto/tink-go/v2/signature/ed25519"
)

// SigningKeys are the enabled Ed25519 keys (RFC 8032) that sign receipts, the current one first.
func (k *Keyring) SigningKeys() ([]ed25519.PrivateKey, error) {
	var keys []ed25519.PrivateKey
	for i := range k.signing.Len() {
		entry, err := k.signing.Entry(i)
		if err != nil {
			return nil, fmt.Errorf("signing keys: %w", err)
		}
		if entry.KeyStatus() != keyset.Enabled {
			continue // whoever disabled a key does not want its signatures believed
		}
		key, ok := entry.Key().(*tinked25519.PrivateKey)
		if !ok {
			return nil, errors.New("signing keys: one is not Ed25519")
		}
		private := ed25519.NewKeyFromSeed(key.PrivateKeyBytes().Data(insecuresecretdataaccess.Token{}))
		if entry.IsPrimary() {
			keys = append([]ed25519.PrivateKey{private}, keys...)
		} else {
			keys = append(keys, private)
		}
	}
	return keys, nil
}
