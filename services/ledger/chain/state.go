package chain

import (
	"crypto/sha256"
	"encoding/binary"
)

// State is what the ledger remembers of its own end, so that a cut tail is noticed. Whoever stores it adds a MAC over
// Bytes.
type State struct {
	Tip      Tip
	Heads    int64  // the number of the last head, 0 when there is none
	LastHead []byte // Digest of the last head, 32 zero bytes when there is none: the PreviousHead of the next
}

// NewState is the state of a ledger without entries and heads.
func NewState() State {
	return State{Tip: Genesis(), LastHead: make([]byte, sha256.Size)}
}

// Bytes is the state for a MAC: numbers have 8 bytes, hashes stand behind their length, so that no two states give the
// same bytes.
func (s State) Bytes() []byte {
	b := appendNumber(nil, s.Tip.Sequence)
	b = appendHash(b, s.Tip.Hash)
	b = appendNumber(b, s.Heads)
	return appendHash(b, s.LastHead)
}

func appendNumber(b []byte, number int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(number)) //nolint:gosec // two's complement is as good a spelling
}

func appendHash(b, hash []byte) []byte {
	return append(appendNumber(b, int64(len(hash))), hash...)
}
