package chain_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

func TestAnHonestChainHolds(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 0)
		if len(l.heads) > 0 {
			l.kept = rapid.SliceOf(rapid.SampledFrom(l.heads)).Draw(t, "kept")
		}
		report := l.verify(s)
		require.Empty(t, report.Findings)
		require.True(t, report.Holds())
		require.Equal(t, chain.Report{Entries: l.size(), Heads: int64(len(l.heads)), Tip: l.state.Tip}, report)
	})
}

func TestAChainHoldsWhenItsKeyWasRotated(t *testing.T) {
	l := keep(t, signer(t, key("older")), 10, []int{3, 5})
	s := signer(t, key("current"), key("older"))
	l.sign(t, s)
	l.append(t, act(11))
	l.kept = l.heads
	l.requireFindings(t, s)
}

func TestALedgerWithoutARowHolds(t *testing.T) {
	l := ledger{state: chain.NewState()}
	l.requireFindings(t, signer(t, key("current")))
}

// alterations change one field each and leave the others, the hash too.
func alterations() map[string]func(e *chain.Entry) {
	return map[string]func(e *chain.Entry){
		"moment":           func(e *chain.Entry) { e.At = e.At.Add(time.Microsecond) },
		"nanosecond":       func(e *chain.Entry) { e.At = e.At.Add(1) },
		"role":             func(e *chain.Entry) { e.ActorRole = "system" },
		"actor":            func(e *chain.Entry) { e.Actor = "" },
		"action":           func(e *chain.Entry) { e.Action += "\u200c" },
		"broken action":    func(e *chain.Entry) { e.Action += "\xff" },
		"subject":          func(e *chain.Entry) { e.Subject = "C-۱" },
		"no detail":        func(e *chain.Entry) { e.Detail = nil },
		"detail":           func(e *chain.Entry) { e.Detail = map[string]string{"to": "closed", "یادداشت": "۱۲"} },
		"detail's letters": func(e *chain.Entry) { e.Detail = map[string]string{"to": "answered", "یادداشت": "١٢"} },
		"detail's key":     func(e *chain.Entry) { e.Detail = map[string]string{"to": "answered", "يادداشت": "۱۲"} },
		"actor into role":  func(e *chain.Entry) { e.Actor, e.ActorRole = "", e.ActorRole+e.Actor },
		"previous hash":    func(e *chain.Entry) { e.PreviousHash = hash(0x77) },
		"no previous hash": func(e *chain.Entry) { e.PreviousHash = nil },
	}
}

func TestEveryAlteredFieldIsFound(t *testing.T) {
	s := signer(t, key("current"))
	for name, alter := range alterations() {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			l := drawn(t, s, 1)
			n := l.place(t, "altered")
			alter(l.at(n))
			l.requireFindings(t, s, chain.Finding{Kind: chain.Altered, Sequence: n})
		}))
	}
}

func TestAnAlteredHashIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 1)
		n := l.place(t, "altered")
		l.at(n).Hash = rapid.SampledFrom([][]byte{
			nil, l.at(n).Hash[:31], append(slices.Clone(l.at(n).Hash), 0), flipped(l.at(n).Hash, rapid.IntRange(0, 255).Draw(t, "bit")),
		}).Draw(t, "hash")
		want := []chain.Finding{{Kind: chain.Altered, Sequence: n}}
		if n < l.size() {
			want = append(want, chain.Finding{Kind: chain.Unlinked, Sequence: n + 1})
		}
		l.requireFindings(t, s, want...)
	})
}

func TestAnEntryAlteredTogetherWithItsHashIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 1)
		n := l.place(t, "altered")
		l.at(n).Subject = "C-another"
		l.rehash(t, n)
		var want []chain.Finding
		if signedAt := slices.IndexFunc(l.heads, func(h chain.Head) bool { return h.Sequence == n }); signedAt >= 0 {
			want = append(want, chain.Finding{Kind: chain.HeadMismatch, Sequence: n, Head: int64(signedAt + 1)})
		}
		if n < l.size() {
			want = append(want, chain.Finding{Kind: chain.Unlinked, Sequence: n + 1})
		} else {
			want = append(want, chain.Finding{Kind: chain.Altered, Sequence: n})
		}
		l.requireFindings(t, s, want...)
	})
}

func TestDeletedEntriesAreFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 1)
		first := l.place(t, "first")
		last := rapid.Int64Range(first, l.size()).Draw(t, "last")
		kind := chain.Missing
		if last == l.size() {
			kind = chain.Truncated
		}
		l.entries = slices.Delete(l.entries, int(first-1), int(last))
		l.requireFindings(t, s, chain.Finding{Kind: kind, Sequence: first, Until: until(first, last)})
	})
}

func TestSwappedEntriesAreFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 2)
		one := rapid.Int64Range(1, l.size()-1).Draw(t, "one")
		other := rapid.Int64Range(one+1, l.size()).Draw(t, "other")
		l.at(one).Sequence, l.at(other).Sequence = other, one
		if other-one <= 64 {
			l.requireFindings(t, s, chain.Finding{Kind: chain.Reordered, Sequence: one},
				chain.Finding{Kind: chain.Reordered, Sequence: other})
			return
		}
		want := []chain.Finding{
			{Kind: chain.Altered, Sequence: one},
			{Kind: chain.Unlinked, Sequence: one + 1},
			{Kind: chain.Altered, Sequence: other},
		}
		if other < l.size() {
			want = append(want, chain.Finding{Kind: chain.Unlinked, Sequence: other + 1})
		}
		l.requireFindings(t, s, want...)
	})
}

func TestAnEntryMovedOutOfTheChainIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 1)
		n := l.place(t, "moved")
		end := l.size()
		beyond := rapid.OneOf(rapid.Int64Range(end+1, end+200), rapid.Int64Min(end+1)).Draw(t, "beyond")
		before := rapid.OneOf(rapid.Int64Range(-200, 0), rapid.Int64Max(0)).Draw(t, "before")

		l.at(n).Sequence = beyond
		l.requireFindings(t, s, chain.Finding{Kind: chain.Missing, Sequence: n},
			chain.Finding{Kind: chain.Added, Sequence: end + 1, Until: until(end+1, beyond)})

		kind := chain.Missing
		if n == end {
			kind = chain.Truncated
		}
		l.at(n).Sequence = before
		l.requireFindings(t, s, chain.Finding{Kind: chain.Reordered, Sequence: before}, chain.Finding{Kind: kind, Sequence: n})
	})
}

func TestAnEntryThatStandsTwiceIsFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 1)
		n := l.place(t, "twice")
		l.entries = append(l.entries, *l.at(n))
		l.requireFindings(t, s, chain.Finding{Kind: chain.Reordered, Sequence: n})
	})
}

func TestEntriesBehindTheEndAreFound(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 0)
		end, state := l.size(), l.state
		for number := range rapid.IntRange(1, 5).Draw(t, "added") {
			l.append(t, act(number))
		}
		l.state = state
		if rapid.Bool().Draw(t, "spoilt") {
			l.at(end + 1).Hash = nil
		}
		l.requireFindings(t, s, chain.Finding{Kind: chain.Added, Sequence: end + 1, Until: until(end+1, l.size())})
	})
}

func TestAForgedStateIsNotBelieved(t *testing.T) {
	s := signer(t, key("current"))
	rapid.Check(t, func(t *rapid.T) {
		l := drawn(t, s, 1)
		l.forgedState = true
		l.state = chain.State{Tip: chain.Tip{Sequence: rapid.Int64().Draw(t, "sequence")}, Heads: rapid.Int64().Draw(t, "heads")}
		l.requireFindings(t, s, chain.Finding{Kind: chain.StateForged})

		cut := rapid.Int64Range(0, l.size()-1).Draw(t, "cut")
		l.entries = l.entries[:cut]
		want := []chain.Finding{{Kind: chain.StateForged}}
		if last := len(l.heads) - 1; last >= 0 && l.heads[last].Sequence > cut {
			end := l.heads[last].Sequence
			first := slices.IndexFunc(l.heads, func(h chain.Head) bool { return h.Sequence == end })
			finding := l.verify(s).Findings[1]
			require.GreaterOrEqual(t, finding.Head, int64(first+1))
			want = append(want, chain.Finding{Kind: chain.Truncated, Sequence: cut + 1, Until: until(cut+1, end), Head: finding.Head})
		}
		l.requireFindings(t, s, want...)
	})
}
