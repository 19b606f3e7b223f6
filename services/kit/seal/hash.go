package seal

import (
	"encoding/binary"
	"fmt"
)

// hashBytes is the whole output of HMAC-SHA-256.
const hashBytes = 32

// Hash is a keyed hash (HMAC-SHA-256) of the parts under the current key: what is stored to find a secret again without
// keeping it. domain separates uses, so that a hash of one kind never matches another.
func (k *Keyring) Hash(domain string, parts ...[]byte) ([]byte, error) {
	hash, err := k.hashes.ComputePrimaryPRF(encode(domain, parts), hashBytes)
	if err != nil {
		return nil, fmt.Errorf("hash %s: %w", domain, err)
	}
	return hash, nil
}

// Hashes is Hash under every key of the keyring, to look up what an older key may have hashed.
func (k *Keyring) Hashes(domain string, parts ...[]byte) ([][]byte, error) {
	input := encode(domain, parts)
	hashes := make([][]byte, 0, len(k.hashes.PRFs))
	for _, key := range k.hashes.PRFs {
		hash, err := key.ComputePRF(input, hashBytes)
		if err != nil {
			return nil, fmt.Errorf("hash %s: %w", domain, err)
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

// Derive makes a Key that only who knows all the parts can make again.
func (k *Keyring) Derive(domain string, parts ...[]byte) (Key, error) {
	secret, err := k.Hash(domain, parts...)
	if err != nil {
		return Key{}, err
	}
	return newKey(secret)
}

// encode puts each part behind its length, so that no two lists of parts give the same bytes.
func encode(domain string, parts [][]byte) []byte {
	size := 8 + len(domain)
	for _, part := range parts {
		size += 8 + len(part)
	}
	input := make([]byte, 0, size)
	for _, part := range append([][]byte{[]byte(domain)}, parts...) {
		input = binary.BigEndian.AppendUint64(input, uint64(len(part)))
		input = append(input, part...)
	}
	return input
}
