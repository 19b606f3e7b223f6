// Package chain is the hash chain of a ledger that nobody can quietly change: every entry holds the hash of the one
// before it, signed heads say where the chain was at a moment, and a verifier names what was tampered with.
package chain

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"
)

// Entry is one act. All but Sequence, PreviousHash and Hash is what happened; those three are its place in the chain.
type Entry struct {
	Sequence     int64             // 1, 2, 3…
	At           time.Time         // UTC, microseconds
	ActorRole    string            // "person", "officer", "system"…
	Actor        string            // the account's id, or ""
	Action       string            // "case.transition"
	Subject      string            // a reference, an account's id…
	Detail       map[string]string // few short keys, never personal data; nil and empty are the same
	PreviousHash []byte            // the Hash of the entry before, 32 zero bytes in the first
	Hash         []byte            // Digest of the entry
}

// Tip is the end of a chain: the last sequence and its hash.
type Tip struct {
	Sequence int64
	Hash     []byte
}

// Genesis is the end of a chain without entries: sequence 0 and 32 zero bytes.
func Genesis() Tip { return Tip{Hash: make([]byte, sha256.Size)} }

// Link puts the entries behind tip in their order: it sets Sequence, PreviousHash and Hash of each in place, and
// returns the new end. An entry without a canonical form (ErrNotCanonical) stops it: then the old tip is returned, and
// nothing may be stored.
func Link(tip Tip, entries []Entry) (Tip, error) {
	end := tip
	var canonical []byte
	for i := range entries {
		entry := &entries[i]
		entry.Sequence, entry.PreviousHash = end.Sequence+1, bytes.Clone(end.Hash)
		var err error
		if canonical, err = appendCanonical(canonical[:0], entry); err != nil {
			return tip, fmt.Errorf("link entry %d of %d: %w", i+1, len(entries), err)
		}
		hash := sha256.Sum256(canonical)
		entry.Hash = hash[:]
		end = Tip{Sequence: entry.Sequence, Hash: entry.Hash}
	}
	end.Hash = bytes.Clone(end.Hash)
	return end, nil
}

// Digest is the SHA-256 of Canonical, with its errors.
func Digest(e Entry) ([]byte, error) {
	canonical, err := Canonical(e)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(canonical)
	return hash[:], nil
}
