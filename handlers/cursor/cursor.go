// Package cursor makes the opaque tokens that point behind the last item of a page. A token is authenticated: a client
// can neither forge a position nor carry a token from one list to another.
//
// What a list is ordered by decides its position: Number, Moment, or bytes such as those of an id. Write makes a token
// of the last item's position and the name of its list; Read, given the same name, answers the position again, for the
// query of the next page.
package cursor

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"slices"
)

// Hash is a keyed hash under the current key, of at least 16 bytes.
type Hash func(domain string, parts ...[]byte) ([]byte, error)

// Hashes is Hash under every key that is still honoured.
type Hashes func(domain string, parts ...[]byte) ([][]byte, error)

// Codec writes and reads cursors.
type Codec struct {
	hash   Hash
	hashes Hashes
}

// ErrPosition is returned for a position that no cursor can carry.
var ErrPosition = errors.New("a position has 1 to 64 bytes")

const (
	domain       = "cursor"
	mostPosition = 64
	tagBytes     = 16
)

// New makes a codec.
func New(hash Hash, hashes Hashes) *Codec { return &Codec{hash: hash, hashes: hashes} }

// Write makes the cursor of a position, 1 to 64 bytes, in a list. The position is authentic but no secret: whoever
// holds the cursor can read it.
func (c *Codec) Write(list string, position []byte) (string, error) {
	if len(position) < 1 || len(position) > mostPosition {
		return "", ErrPosition
	}
	tag, err := c.hash(domain, []byte(list), position)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(slices.Concat(position, tag[:tagBytes])), nil
}

// Read answers the position that a cursor of this list points to; ok is false for anything this service did not write.
func (c *Codec) Read(list, text string) (position []byte, ok bool) {
	position, tag, ok := split(text)
	if !ok {
		return nil, false
	}
	tags, err := c.hashes(domain, []byte(list), position)
	if err != nil {
		return nil, false
	}
	for _, expected := range tags {
		if subtle.ConstantTimeCompare(expected[:tagBytes], tag) == 1 {
			return position, true
		}
	}
	return nil, false
}

// split decodes a token. Its length is looked at twice: nothing long is decoded, and the decoder itself would pass over
// line ends.
func split(text string) (position, tag []byte, ok bool) {
	encoding := base64.RawURLEncoding.Strict()
	if len(text) > encoding.EncodedLen(mostPosition+tagBytes) {
		return nil, nil, false
	}
	token, err := encoding.DecodeString(text)
	if err != nil || len(token) <= tagBytes || len(text) != encoding.EncodedLen(len(token)) {
		return nil, nil, false
	}
	end := len(token) - tagBytes
	return token[:end], token[end:], true
}
