package chain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/ledger/chain"
)

func TestAnEntryIsLookedForInSixtyFourPlaces(t *testing.T) {
	s := signer(t, key("current"))
	for distance, kind := range map[int64]chain.Kind{1: chain.Reordered, 64: chain.Reordered, 65: chain.Altered} {
		l := keep(t, s, 100, nil)
		l.at(10).Sequence, l.at(10+distance).Sequence = 10+distance, 10
		report := l.verify(s)
		require.Contains(t, report.Findings, chain.Finding{Kind: kind, Sequence: 10})
		require.Contains(t, report.Findings, chain.Finding{Kind: kind, Sequence: 10 + distance})
	}
}

func TestAnEntryThatFollowsAnotherPastContradictsItsHead(t *testing.T) {
	s := signer(t, key("current"))
	l := keep(t, s, 10, []int{5, 5})
	l.at(5).PreviousHash = hash(7)
	l.rehash(t, 5)
	l.requireFindings(t, s, chain.Finding{Kind: chain.Unlinked, Sequence: 5},
		chain.Finding{Kind: chain.HeadMismatch, Sequence: 5, Head: 1}, chain.Finding{Kind: chain.Unlinked, Sequence: 6})
}

func TestEntriesBehindTheEndDoNotHideTheHeads(t *testing.T) {
	s := signer(t, key("current"))
	l := keep(t, s, 2, []int{0, 1, 1, 1, 2, 2})
	state := l.state
	l.append(t, act(3))
	l.state = state
	l.heads = append(l.heads[:1:1], l.heads[4:]...)
	l.heads[2].Sequence = 3
	l.requireFindings(t, s, chain.Finding{Kind: chain.HeadMissing, Head: 2, Until: 4},
		chain.Finding{Kind: chain.HeadForged, Sequence: 3, Head: 6}, chain.Finding{Kind: chain.Added, Sequence: 3})
}

func TestAHeadIsOfOneMomentInEveryZone(t *testing.T) {
	s := signer(t, key("current"))
	here, there := someHead(), someHead()
	there.At = there.At.In(time.FixedZone("Tehran", 12600))
	require.Equal(t, signed(t, s, here).Proof, signed(t, s, there).Proof)
}
