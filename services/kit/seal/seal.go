package seal

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"

	"amanat/models"
	"amanat/models/privacy"
)

// Key opens and closes the sealed columns of one case. It exists in memory only.
type Key struct{ aead *subtle.AESGCM }

const keyBytes = 32 // AES-256

// NewDataKey makes the key of one case, and the row in which it is kept, wrapped by the current master key.
func (k *Keyring) NewDataKey(id uuid.UUID, now time.Time) (Key, models.DataKey, error) {
	secret := make([]byte, keyBytes)
	if _, err := rand.Read(secret); err != nil {
		return Key{}, models.DataKey{}, fmt.Errorf("new data key: %w", err)
	}
	wrapped, err := k.master.Encrypt(secret, id[:])
	if err != nil {
		return Key{}, models.DataKey{}, fmt.Errorf("wrap data key: %w", err)
	}
	key, err := newKey(secret)
	row := models.DataKey{ID: id, MasterKeyID: int64(k.masterID), Wrapped: wrapped, CreatedAt: now}
	return key, row, err
}

// Unwrap opens the key of one case. It fails when the master key is gone or the row belongs to another id.
func (k *Keyring) Unwrap(row models.DataKey) (Key, error) {
	secret, err := k.master.Decrypt(row.Wrapped, row.ID[:])
	if err != nil {
		return Key{}, fmt.Errorf("unwrap data key: %w", err)
	}
	return newKey(secret)
}

// Seal closes a value's JSON. owner (the row's id) and place (table.column) are authenticated, so that ciphertext moved
// to another row or column does not open.
func Seal[T any](key Key, owner uuid.UUID, place string, value T) (privacy.SealedJSON[T], error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", place, err)
	}
	sealed, err := key.aead.Encrypt(text, associated(owner, place))
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", place, err)
	}
	return sealed, nil
}

// Open is the opposite of Seal.
func Open[T any](key Key, owner uuid.UUID, place string, sealed privacy.SealedJSON[T]) (T, error) {
	var value T
	text, err := key.aead.Decrypt(sealed, associated(owner, place))
	if err != nil {
		return value, fmt.Errorf("open %s: %w", place, err)
	}
	if err := json.Unmarshal(text, &value); err != nil {
		return value, fmt.Errorf("open %s: %w", place, err)
	}
	return value, nil
}

// Bytes closes a file, bound to its row and column as Seal does.
func Bytes(key Key, owner uuid.UUID, place string, data []byte) (privacy.SealedBytes, error) {
	sealed, err := key.aead.Encrypt(data, associated(owner, place))
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", place, err)
	}
	return sealed, nil
}

// OpenBytes is the opposite of Bytes.
func OpenBytes(key Key, owner uuid.UUID, place string, sealed privacy.SealedBytes) ([]byte, error) {
	data, err := key.aead.Decrypt(sealed, associated(owner, place))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", place, err)
	}
	return data, nil
}

func newKey(secret []byte) (Key, error) {
	aead, err := subtle.NewAESGCM(secret)
	if err != nil {
		return Key{}, fmt.Errorf("data key: %w", err)
	}
	return Key{aead}, nil
}

func associated(owner uuid.UUID, place string) []byte {
	return append(owner[:], place...)
}
