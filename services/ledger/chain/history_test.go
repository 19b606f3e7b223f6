package chain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

// rewritten is a ledger in which somebody altered an entry and made all hashes after it anew; the heads and the state
// are as they were. It returns the honest heads and the entry's sequence too.
func rewritten(t *rapid.T, s *chain.Signer) (ledger, []chain.Head, int64) {
	l := drawn(t, s, 1)
	from := l.place(t, "rewritten from")
	l.at(from).Subject = "C-another"
	l.relink(t, from)
	return l, slices.Clone(l.heads), from
}

// contradicted is a finding for every sequence from the given one on over which there is a head.
func contradicted(heads []chain.Head, from int64) []chain.Finding {
	var findings []chain.Finding
	for _, head := range heads {
		known := slices.ContainsFunc(findings, func(f chain.Finding) bool { return f.Sequence == head.Sequence })
		if head.Sequence >= from && !known {
			findings = append(findings, chain.Finding{Kind: chain.HeadMismatch, Sequence: head.Sequence, Head: head.Number})
		}
	}
	return findings
}

func TestARewrittenHistoryContradictsItsHeads(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l, heads, from := rewritten(t, s)
		l.requireFindings(t, s, append(contradicted(heads, from), chain.Finding{Kind: chain.Altered, Sequence: l.size()})...)
	})
}

func TestHeadsOfAnotherKeyDoNotHelpWhoeverRewritesHistory(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l, heads, from := rewritten(t, s)
		state := l.state
		l.remake(t, signer(t, key("another")), from)
		l.state = state
		var want []chain.Finding
		for _, head := range l.heads {
			if head.Sequence >= from {
				want = append(want, chain.Finding{Kind: chain.HeadForged, Sequence: head.Sequence, Head: head.Number})
			}
		}
		altered := chain.Finding{Kind: chain.Altered, Sequence: l.size()}
		l.requireFindings(t, s, append(slices.Clone(want), altered)...)
		l.kept = heads
		want = append(want, contradicted(heads, from)...)
		l.requireFindings(t, s, append(want, altered)...)
	})
}

// Whoever has every key can write another history. Only a head that is out of reach tells.
func TestAHistoryRewrittenWithTheRightKeyContradictsKeptHeads(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l, heads, from := rewritten(t, s)
		l.state.Tip = l.relink(t, from)
		l.remake(t, s, from)
		l.requireFindings(t, s)
		for _, head := range heads {
			if rapid.Bool().Draw(t, "kept") {
				l.kept = append(l.kept, head)
			}
		}
		want := contradicted(l.kept, from)
		slices.Reverse(l.kept)
		report := l.verify(s)
		require.Len(t, report.Findings, len(want))
		for i, finding := range report.Findings {
			require.Equal(t, chain.HeadMismatch, finding.Kind)
			require.Equal(t, want[i].Sequence, finding.Sequence)
		}
	})
}

func TestACutTailAndItsHeadsAreFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 1)
		end, all := l.size(), l.heads
		cut := rapid.Int64Range(0, end-1).Draw(t, "cut")
		l.entries = l.entries[:cut]
		truncated := chain.Finding{Kind: chain.Truncated, Sequence: cut + 1, Until: until(cut+1, end)}
		l.requireFindings(t, s, truncated)

		left := slices.IndexFunc(l.heads, func(h chain.Head) bool { return h.Sequence > cut })
		if left < 0 {
			return
		}
		l.heads = l.heads[:left]
		missing := chain.Finding{Kind: chain.HeadMissing, Head: int64(left + 1), Until: until(int64(left+1), l.state.Heads)}
		l.requireFindings(t, s, missing, truncated)

		// An older state is genuine as well. Who kept no head cannot tell that it is older.
		l.state = chain.NewState()
		if cut > 0 {
			l.state.Tip = chain.Tip{Sequence: cut, Hash: l.at(cut).Hash}
		}
		if left > 0 {
			l.state.Heads, l.state.LastHead = int64(left), l.heads[left-1].Digest()
		}
		l.requireFindings(t, s)
		last := all[rapid.IntRange(left, len(all)-1).Draw(t, "kept")]
		l.kept = append([]chain.Head{last}, all[:left]...)
		l.requireFindings(t, s, chain.Finding{
			Kind: chain.Truncated, Sequence: cut + 1, Until: until(cut+1, last.Sequence), Head: last.Number,
		})
	})
}

func TestAnOlderStateIsFound(t *testing.T) {
	s := signer(t, key("current"))
	l := keep(t, s, 10, []int{5})
	older := l.state
	l.sign(t, s)
	l.sign(t, s)
	l.append(t, act(11))
	l.state = older
	l.requireFindings(t, s, chain.Finding{Kind: chain.Added, Sequence: 11}, chain.Finding{Kind: chain.Added, Head: 2})
}

func TestAReportNamesNoMoreThanAHundredFindings(t *testing.T) {
	s := signer(t, key("current"))
	for broken, more := range map[int64]bool{99: false, 100: false, 101: true, 300: true} {
		l := keep(t, s, 300, nil)
		for n := range broken {
			l.at(n + 1).Actor = "another"
		}
		report := l.verify(s)
		require.Len(t, report.Findings, int(min(broken, 100)))
		require.Equal(t, more, report.More)
		require.False(t, report.Holds())
		require.EqualValues(t, 300, report.Entries)
		require.EqualValues(t, 300, report.Tip.Sequence)
	}
}

func TestAChainRenumberedOverAGapIsFound(t *testing.T) {
	s := signer(t, key("current"))
	l := keep(t, s, 20, nil)
	l.entries = slices.Delete(l.entries, 14, 15)
	for n := int64(15); n <= l.size(); n++ {
		l.at(n).Sequence = n
	}
	l.requireFindings(t, s, chain.Finding{Kind: chain.Reordered, Sequence: 15}, chain.Finding{Kind: chain.Reordered, Sequence: 16},
		chain.Finding{Kind: chain.Reordered, Sequence: 17}, chain.Finding{Kind: chain.Reordered, Sequence: 18},
		chain.Finding{Kind: chain.Reordered, Sequence: 19}, chain.Finding{Kind: chain.Truncated, Sequence: 20})
}

func TestNoReportHoldsWithMoreFindings(t *testing.T) {
	require.False(t, chain.Report{More: true}.Holds())
	require.False(t, chain.Report{Findings: []chain.Finding{{Kind: chain.Missing}}}.Holds())
	require.True(t, chain.Report{}.Holds())
}

// Millions of entries are verified in the memory of one.
func TestAnEntryCostsTheVerifierNoMemory(t *testing.T) {
	s := signer(t, key("current"))
	l := keep(t, s, 2000, nil)
	v := chain.NewVerifier(s, nil, nil)
	v.Add(l.entries[0])
	next := 1
	require.Zero(t, testing.AllocsPerRun(1000, func() {
		v.Add(l.entries[next])
		next++
	}))
}
