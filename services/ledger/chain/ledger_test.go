package chain_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

// ledger is all that is stored, and the heads that somebody kept elsewhere.
type ledger struct {
	entries     []chain.Entry
	heads, kept []chain.Head
	state       chain.State
	forgedState bool
}

func act(number int) chain.Entry {
	return chain.Entry{
		At: time.UnixMicro(1_795_000_000_000_000 + int64(number)).UTC(), ActorRole: "officer", Actor: fmt.Sprint("a-", number%7),
		Action: "case.transition", Subject: fmt.Sprint("C-", number), Detail: map[string]string{"to": "answered", "یادداشت": "۱۲"},
	}
}

// keep makes the ledger of size entries as it is made in honest life, with a head after each of the given sequences.
func keep(t require.TestingT, s *chain.Signer, size int, headsAt []int) ledger {
	slices.Sort(headsAt)
	l := ledger{state: chain.NewState()}
	for next := 0; next <= size; next++ {
		if next > 0 {
			l.append(t, act(next))
		}
		for len(headsAt) > 0 && headsAt[0] == next {
			l.sign(t, s)
			headsAt = headsAt[1:]
		}
	}
	return l
}

// append links an entry behind the end that the state says.
func (l *ledger) append(t require.TestingT, e chain.Entry) {
	one := []chain.Entry{e}
	tip, err := chain.Link(l.state.Tip, one)
	require.NoError(t, err)
	l.entries, l.state.Tip = append(l.entries, one...), tip
}

// sign adds a head over the end that the state says.
func (l *ledger) sign(t require.TestingT, s *chain.Signer) {
	head := signed(t, s, chain.Head{
		Number: l.state.Heads + 1, Sequence: l.state.Tip.Sequence, Hash: l.state.Tip.Hash, PreviousHead: l.state.LastHead,
		At: time.UnixMicro(1_796_000_000_000_000 + l.state.Heads).UTC(),
	})
	l.heads, l.state.Heads, l.state.LastHead = append(l.heads, head), head.Number, head.Digest()
}

// drawn is an honest ledger of any size with heads anywhere, several at one place too.
func drawn(t *rapid.T, s *chain.Signer, least int) ledger {
	size := rapid.IntRange(least, 150).Draw(t, "size")
	return keep(t, s, size, rapid.SliceOfN(rapid.IntRange(0, size), 0, 6).Draw(t, "heads at"))
}

func (l *ledger) size() int64 { return int64(len(l.entries)) }

// place draws the sequence of an entry.
func (l *ledger) place(t *rapid.T, label string) int64 {
	return rapid.Int64Range(1, l.size()).Draw(t, label)
}

func (l *ledger) at(sequence int64) *chain.Entry { return &l.entries[sequence-1] }

// rehash gives an entry the hash of its content.
func (l *ledger) rehash(t require.TestingT, sequence int64) {
	digest, err := chain.Digest(*l.at(sequence))
	require.NoError(t, err)
	l.at(sequence).Hash = digest
}

// relink makes the chain right again from an entry on.
func (l *ledger) relink(t require.TestingT, from int64) chain.Tip {
	before := chain.Genesis()
	if from > 1 {
		before = chain.Tip{Sequence: from - 1, Hash: l.at(from - 1).Hash}
	}
	tip, err := chain.Link(before, l.entries[from-1:])
	require.NoError(t, err)
	return tip
}

// remake replaces the heads over an entry and all after it by heads over what stands there now.
func (l *ledger) remake(t require.TestingT, s *chain.Signer, from int64) {
	first := slices.IndexFunc(l.heads, func(h chain.Head) bool { return h.Sequence >= from })
	if first < 0 {
		return
	}
	old, tip := l.heads[first:], l.state.Tip
	l.heads = slices.Clone(l.heads[:first])
	l.state.Heads, l.state.LastHead = int64(first), chain.NewState().LastHead
	if first > 0 {
		l.state.LastHead = l.heads[first-1].Digest()
	}
	for _, head := range old {
		l.state.Tip = chain.Tip{Sequence: head.Sequence, Hash: l.at(head.Sequence).Hash}
		l.sign(t, s)
	}
	l.state.Tip = tip
}

// clone shares no slice of rows with the ledger; what rows point to is replaced and never written to.
func (l *ledger) clone() ledger {
	other := *l
	other.entries, other.heads, other.kept = slices.Clone(l.entries), slices.Clone(l.heads), slices.Clone(l.kept)
	return other
}

// rows are the entries as they come from the database: in the order that they say themselves.
func (l *ledger) rows() []chain.Entry {
	entries := slices.Clone(l.entries)
	slices.SortStableFunc(entries, func(a, b chain.Entry) int { return cmp.Compare(a.Sequence, b.Sequence) })
	return entries
}

func (l *ledger) sameEntries(other ledger) bool {
	return slices.EqualFunc(l.rows(), other.rows(), func(a, b chain.Entry) bool {
		return a.Sequence == b.Sequence && a.At.Equal(b.At) && a.ActorRole == b.ActorRole && a.Actor == b.Actor &&
			a.Action == b.Action && a.Subject == b.Subject && maps.Equal(a.Detail, b.Detail) &&
			bytes.Equal(a.PreviousHash, b.PreviousHash) && bytes.Equal(a.Hash, b.Hash)
	})
}

// verify reads each row into the same memory, as whoever streams them may do.
func (l *ledger) verify(s *chain.Signer) chain.Report {
	heads := slices.Clone(l.heads)
	slices.SortStableFunc(heads, func(a, b chain.Head) int { return cmp.Compare(a.Number, b.Number) })
	v := chain.NewVerifier(s, heads, l.kept)
	var previous, own [64]byte
	for _, e := range l.rows() {
		e.PreviousHash = previous[:copy(previous[:], e.PreviousHash)]
		e.Hash = own[:copy(own[:], e.Hash)]
		v.Add(e)
	}
	return v.Finish(l.state, !l.forgedState)
}

func (l *ledger) requireFindings(t require.TestingT, s *chain.Signer, want ...chain.Finding) {
	report := l.verify(s)
	require.Equal(t, want, report.Findings)
	require.False(t, report.More)
	require.Equal(t, len(want) == 0, report.Holds())
}

// until is what Finding.Until says of a range.
func until(first, last int64) int64 {
	if first == last {
		return 0
	}
	return last
}

func flipped(hash []byte, bit int) []byte {
	other := slices.Clone(hash)
	other[bit/8%sha256.Size] ^= 1 << (bit % 8)
	return other
}
