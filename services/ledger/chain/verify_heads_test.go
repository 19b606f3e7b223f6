package chain_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

// headed is an honest ledger with at least so many heads.
func headed(t *rapid.T, s *chain.Signer, least int) ledger {
	size := rapid.IntRange(1, 40).Draw(t, "size")
	return keep(t, s, size, rapid.SliceOfN(rapid.IntRange(0, size), least, 8).Draw(t, "heads at"))
}

func TestDeletedHeadsAreFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := headed(t, s, 1)
		first := rapid.IntRange(1, len(l.heads)).Draw(t, "first")
		last := rapid.IntRange(first, len(l.heads)).Draw(t, "last")
		l.kept = slices.Clone(l.heads[:first-1])
		l.heads = slices.Delete(l.heads, first-1, last)
		l.requireFindings(t, s, chain.Finding{
			Kind: chain.HeadMissing, Head: int64(first), Until: until(int64(first), int64(last)),
		})
	})
}

func TestAnAlteredHeadIsFound(t *testing.T) {
	s := signer(t, key("current"))
	another := signer(t, key("another"))
	for name, alter := range map[string]func(t require.TestingT, h *chain.Head){
		"sequence":         func(_ require.TestingT, h *chain.Head) { h.Sequence++ },
		"hash":             func(_ require.TestingT, h *chain.Head) { h.Hash = flipped(h.Hash, 0) },
		"no hash":          func(_ require.TestingT, h *chain.Head) { h.Hash = nil },
		"previous head":    func(_ require.TestingT, h *chain.Head) { h.PreviousHead = flipped(h.PreviousHead, 0) },
		"moment":           func(_ require.TestingT, h *chain.Head) { h.At = h.At.Add(time.Microsecond) },
		"nanosecond":       func(_ require.TestingT, h *chain.Head) { h.At = h.At.Add(1) },
		"proof":            func(_ require.TestingT, h *chain.Head) { h.Proof += "\n" },
		"no proof":         func(_ require.TestingT, h *chain.Head) { h.Proof = "" },
		"another's key":    func(t require.TestingT, h *chain.Head) { *h = signed(t, another, *h) },
		"another sequence": func(t require.TestingT, h *chain.Head) { h.Sequence++; *h = signed(t, another, *h) },
	} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			l := headed(t, s, 1)
			n := rapid.IntRange(1, len(l.heads)).Draw(t, "altered")
			head := &l.heads[n-1]
			alter(t, head)
			l.requireFindings(t, s, chain.Finding{Kind: chain.HeadForged, Sequence: head.Sequence, Head: int64(n)})
		}))
	}
}

func TestAHeadOfAnotherNumberIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := headed(t, s, 1)
		n := rapid.Int64Range(1, int64(len(l.heads))).Draw(t, "renumbered")
		number := rapid.Int64Range(-2, 20).Filter(func(number int64) bool { return number != n }).Draw(t, "number")
		l.heads[n-1].Number = number
		report := l.verify(s)
		require.False(t, report.Holds())
		forged := chain.Finding{Kind: chain.HeadForged, Sequence: l.heads[n-1].Sequence, Head: number}
		require.Contains(t, report.Findings, forged)
		missing := slices.ContainsFunc(report.Findings, func(f chain.Finding) bool {
			return f.Kind == chain.HeadMissing && f.Head <= n && n <= max(f.Head, f.Until)
		})
		require.True(t, missing, "%v", report.Findings)
	})
}

func TestSwappedHeadsAreFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := headed(t, s, 2)
		one := rapid.IntRange(1, len(l.heads)-1).Draw(t, "one")
		other := rapid.IntRange(one+1, len(l.heads)).Draw(t, "other")
		l.heads[one-1].Number, l.heads[other-1].Number = int64(other), int64(one)
		l.requireFindings(t, s,
			chain.Finding{Kind: chain.HeadForged, Sequence: l.heads[other-1].Sequence, Head: int64(one)},
			chain.Finding{Kind: chain.HeadForged, Sequence: l.heads[one-1].Sequence, Head: int64(other)})
	})
}

// Signed with the right key again, a head no longer is the one that the next head, or the state, remembers.
func TestAHeadSignedAgainIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := headed(t, s, 1)
		n := rapid.IntRange(1, len(l.heads)).Draw(t, "again")
		old := l.heads[n-1]
		again := old
		again.At = again.At.Add(-time.Hour)
		l.heads[n-1] = signed(t, s, again)
		unlinked := l.heads[min(n, len(l.heads)-1)]
		forged := chain.Finding{Kind: chain.HeadForged, Sequence: unlinked.Sequence, Head: unlinked.Number}
		l.requireFindings(t, s, forged)

		l.kept = []chain.Head{old}
		require.Contains(t, l.verify(s).Findings, chain.Finding{Kind: chain.HeadMissing, Head: int64(n)})
	})
}

// A genuine head over another hash, as a thief of the key would make it, with everything else as it was.
func TestAHeadThatTheChainContradictsIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := headed(t, s, 0)
		over := rapid.Int64Range(0, l.size()).Draw(t, "over")
		tip := l.state.Tip
		l.state.Tip = chain.Tip{Sequence: over, Hash: hash(7)}
		l.sign(t, s)
		l.state.Tip = tip
		l.requireFindings(t, s, chain.Finding{Kind: chain.HeadMismatch, Sequence: over, Head: l.state.Heads})
	})
}

func TestHeadsBehindTheEndAreFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := headed(t, s, 0)
		state := l.state
		for range rapid.IntRange(1, 3).Draw(t, "added") {
			l.sign(t, s)
		}
		l.state = state
		l.requireFindings(t, s, chain.Finding{Kind: chain.Added, Head: state.Heads + 1})
	})
}

func TestAForgedKeptHeadIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := headed(t, s, 1)
		head := signed(t, signer(t, key("another")), rapid.SampledFrom(l.heads).Draw(t, "forged"))
		l.kept = append(rapid.Permutation(l.heads).Draw(t, "kept"), head, head)
		l.requireFindings(t, s, chain.Finding{Kind: chain.HeadForged, Sequence: head.Sequence, Head: head.Number})
	})
}

// What stands beside the proof in a kept file is anybody's.
func TestOfAKeptHeadOnlyTheProofCounts(t *testing.T) {
	s := signer(t, key("current"))
	l := keep(t, s, 10, []int{4, 8})
	l.kept = []chain.Head{{Proof: l.heads[1].Proof}, {Proof: l.heads[0].Proof, Number: 9, Sequence: 99, Hash: hash(9)}}
	l.requireFindings(t, s)
	l.kept = []chain.Head{{Proof: "پیدا نشد", Number: 9}}
	l.requireFindings(t, s, chain.Finding{Kind: chain.HeadForged, Head: 9})
}

func TestAKeptHeadShowsThatTheStoredOneIsGone(t *testing.T) {
	s := signer(t, key("current"))
	l := keep(t, s, 10, []int{4, 8})
	l.kept = l.heads
	l.heads, l.state.Heads, l.state.LastHead = l.heads[:1], 1, l.heads[0].Digest()
	l.requireFindings(t, s, chain.Finding{Kind: chain.HeadMissing, Head: 2})
}
