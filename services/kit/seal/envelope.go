package seal

import (
	"encoding/base64"
	"fmt"
)

// Envelope closes data that leaves the service and comes back, as text for a cookie: base64url of AES-256-GCM under the
// current master key, bound to a place and an owner. It opens under any key that the keyring still has.
func (k *Keyring) Envelope(place string, owner, data []byte) (string, error) {
	sealed, err := k.master.Encrypt(data, encode(place, [][]byte{owner}))
	if err != nil {
		return "", fmt.Errorf("seal %s: %w", place, err)
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// OpenEnvelope is the opposite of Envelope.
func (k *Keyring) OpenEnvelope(place string, owner []byte, envelope string) ([]byte, error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(envelope)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", place, err)
	}
	data, err := k.master.Decrypt(sealed, encode(place, [][]byte{owner}))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", place, err)
	}
	return data, nil
}
