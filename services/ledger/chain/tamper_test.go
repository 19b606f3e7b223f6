package chain_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

// Whatever somebody does who may write every row and make every hash, but has no key, is found.
func TestNoTamperingWithoutAKeyHolds(t *testing.T) {
	s := signer(t, key("current"))
	names := slices.Sorted(maps.Keys(alterations()))
	rapid.Check(t, func(t *rapid.T) {
		honest := drawn(t, s, 3)
		l := honest.clone()
		steps := map[string]func(*rapid.T){
			"alter":  func(t *rapid.T) { alterations()[rapid.SampledFrom(names).Draw(t, "field")](l.at(l.place(t, "place"))) },
			"delete": func(t *rapid.T) { n := l.place(t, "place"); l.entries = slices.Delete(l.entries, int(n-1), int(n)) },
			"swap": func(t *rapid.T) {
				one, other := l.at(l.place(t, "one")), l.at(l.place(t, "other"))
				*one, *other = *other, *one
			},
			"insert": func(t *rapid.T) { l.entries = slices.Insert(l.entries, int(l.place(t, "place"))-1, act(0)) },
			"number": func(*rapid.T) {
				for i := range l.entries {
					l.entries[i].Sequence = int64(i + 1)
				}
			},
			"rehash": func(t *rapid.T) {
				n := l.place(t, "place")
				if digest, err := chain.Digest(*l.at(n)); err == nil {
					l.at(n).Hash = digest
				}
			},
			"relink": func(t *rapid.T) {
				before := chain.Genesis()
				if from := l.place(t, "place"); from > 1 {
					before = chain.Tip{Sequence: from - 1, Hash: l.at(from - 1).Hash}
				}
				if _, err := chain.Link(before, l.entries[before.Sequence:]); err != nil {
					require.ErrorIs(t, err, chain.ErrNotCanonical)
				}
			},
		}
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			if l.size() > 0 {
				steps[rapid.SampledFrom(slices.Sorted(maps.Keys(steps))).Draw(t, "step")](t)
			}
		}
		require.Equal(t, l.sameEntries(honest), l.verify(s).Holds())
	})
}
