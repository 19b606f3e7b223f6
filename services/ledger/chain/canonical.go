package chain

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// ErrNotCanonical is returned for what has no canonical form, or none of its own: a sequence outside 1 to 2⁵³−1, a
// moment between two microseconds or outside the years 0 to 9999, a hash that is not 32 bytes, text that is not UTF-8.
var ErrNotCanonical = errors.New("no canonical form")

const (
	// maxSequence is the largest integer that every JSON parser reads exactly (RFC 7493, section 2.2).
	maxSequence = 1<<53 - 1
	// momentLayout is RFC 3339 in UTC with microseconds.
	momentLayout = "2006-01-02T15:04:05.000000Z"
	// usualSize is what the canonical form of most entries fits in.
	usualSize = 512
)

// Canonical is what the hash of an entry is made over: all of it but Hash, as JSON in the one spelling of RFC 8785.
// Empty texts and an empty detail are present. The error is ErrNotCanonical; it never quotes the entry.
func Canonical(e Entry) ([]byte, error) {
	return appendCanonical(make([]byte, 0, usualSize), &e)
}

// appendCanonical writes the members in sorted order by hand: the ledger takes tens of thousands of entries a second.
func appendCanonical(b []byte, e *Entry) ([]byte, error) {
	if err := requireCanonical(e); err != nil {
		return nil, err
	}
	b = append(b, `{"action":`...)
	b = appendString(b, e.Action)
	b = append(b, `,"actor":`...)
	b = appendString(b, e.Actor)
	b = append(b, `,"actor_role":`...)
	b = appendString(b, e.ActorRole)
	b = append(b, `,"at":"`...)
	b = e.At.UTC().AppendFormat(b, momentLayout)
	b = append(b, `","detail":`...)
	b = appendDetail(b, e.Detail)
	b = append(b, `,"previous_hash":"`...)
	b = hex.AppendEncode(b, e.PreviousHash)
	b = append(b, `","sequence":`...)
	b = strconv.AppendInt(b, e.Sequence, 10)
	b = append(b, `,"subject":`...)
	b = appendString(b, e.Subject)
	return append(b, '}'), nil
}

func requireCanonical(e *Entry) error {
	if e.Sequence < 1 || e.Sequence > maxSequence {
		return fmt.Errorf("sequence %d: %w", e.Sequence, ErrNotCanonical)
	}
	if len(e.PreviousHash) != sha256.Size {
		return fmt.Errorf("previous hash of %d bytes: %w", len(e.PreviousHash), ErrNotCanonical)
	}
	if err := requireMoment(e.At); err != nil {
		return err
	}
	for _, text := range [...]string{e.Action, e.Actor, e.ActorRole, e.Subject} {
		if !utf8.ValidString(text) {
			return fmt.Errorf("text that is not UTF-8: %w", ErrNotCanonical)
		}
	}
	for key, value := range e.Detail {
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			return fmt.Errorf("detail that is not UTF-8: %w", ErrNotCanonical)
		}
	}
	return nil
}

// requireMoment refuses what momentLayout would round or spell as another moment.
func requireMoment(at time.Time) error {
	if year := at.UTC().Year(); year < 0 || year > 9999 || at.Nanosecond()%1000 != 0 {
		return fmt.Errorf("moment outside RFC 3339 with microseconds: %w", ErrNotCanonical)
	}
	return nil
}

func appendDetail(b []byte, detail map[string]string) []byte {
	var few [8]string
	keys := few[:0]
	for key := range detail {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareUTF16)
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, key)
		b = append(b, ':')
		b = appendString(b, detail[key])
	}
	return append(b, '}')
}

// compareUTF16 orders UTF-8 as its UTF-16 code units (RFC 8785, section 3.2.3). The orders differ in one thing only:
// surrogates, which stand for what lies beyond U+FFFF, come before U+E000 to U+FFFF.
func compareUTF16(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return cmp.Compare(rankUTF16(a[i]), rankUTF16(b[i]))
		}
	}
	return cmp.Compare(len(a), len(b))
}

// rankUTF16 moves the first bytes of U+E000 to U+FFFF, 0xEE and 0xEF, behind 0xF4, the last first byte of all.
func rankUTF16(first byte) byte {
	if first == 0xEE || first == 0xEF {
		return first + 0x10
	}
	return first
}

// appendString quotes text and escapes no more than RFC 8785, section 3.2.2.2, does.
func appendString(b []byte, text string) []byte {
	b = append(b, '"')
	from := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			b = append(b, text[from:i]...)
			b = appendEscape(b, c)
			from = i + 1
		}
	}
	b = append(b, text[from:]...)
	return append(b, '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, `\b`...)
	case '\t':
		return append(b, `\t`...)
	case '\n':
		return append(b, `\n`...)
	case '\f':
		return append(b, `\f`...)
	case '\r':
		return append(b, `\r`...)
	default:
		return hex.AppendEncode(append(b, `\u00`...), []byte{c})
	}
}
