// Package cursor makes the opaque tokens that point behind the last item of a page. A token is authenticated: a client
// can neither forge a position nor carry a token from one list to another.
package cursor

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
)

// Hash is a keyed hash under the current key.
type Hash func(domain string, parts ...[]byte) ([]byte, error)

// Hashes is Hash under every key that is still honoured.
type Hashes func(domain string, parts ...[]byte) ([][]byte, error)

// Codec writes and reads cursors.
type Codec struct {
	hash   Hash
	hashes Hashes
}

const (
	domain        = "cursor"
	positionBytes = 8
	tagBytes      = 16
	// textLength is that of the token in base64, which fills its characters exactly.
	textLength = (positionBytes + tagBytes) * 4 / 3
)

// New makes a codec.
func New(hash Hash, hashes Hashes) *Codec { return &Codec{hash: hash, hashes: hashes} }

// Write makes the cursor of a position in a list.
func (c *Codec) Write(list string, position int64) (string, error) {
	token := binary.BigEndian.AppendUint64(nil, uint64(position)) //nolint:gosec // any bit pattern comes back as it was
	tag, err := c.hash(domain, []byte(list), token)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(append(token, tag[:tagBytes]...)), nil
}

// Read answers the position that a cursor of this list points to; ok is false for anything this service did not write.
func (c *Codec) Read(list, text string) (position int64, ok bool) {
	if len(text) != textLength { // the decoder itself would pass over line ends
		return 0, false
	}
	token, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(token) != positionBytes+tagBytes {
		return 0, false
	}
	tags, err := c.hashes(domain, []byte(list), token[:positionBytes])
	if err != nil {
		return 0, false
	}
	for _, tag := range tags {
		if subtle.ConstantTimeCompare(tag[:tagBytes], token[positionBytes:]) == 1 {
			return int64(binary.BigEndian.Uint64(token)), true //nolint:gosec // as written
		}
	}
	return 0, false
}
