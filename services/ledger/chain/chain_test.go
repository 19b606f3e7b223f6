package chain_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

func TestTheChainBeginsWithZeros(t *testing.T) {
	require.Equal(t, chain.Tip{Sequence: 0, Hash: make([]byte, sha256.Size)}, chain.Genesis())
}

func TestEveryEntryHoldsTheHashOfTheOneBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		linked := rapid.SliceOfN(entries(), 1, 20).Draw(t, "entries")
		tip, err := chain.Link(chain.Genesis(), linked)
		require.NoError(t, err)
		before := chain.Genesis()
		for _, e := range linked {
			require.Equal(t, before.Sequence+1, e.Sequence)
			require.Equal(t, before.Hash, e.PreviousHash)
			digest, err := chain.Digest(e)
			require.NoError(t, err)
			require.Equal(t, digest, e.Hash)
			before = chain.Tip{Sequence: e.Sequence, Hash: e.Hash}
		}
		require.Equal(t, before, tip)
	})
}

func TestHowEntriesAreBatchedDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.SliceOfN(entries(), 1, 20).Draw(t, "entries")
		parts := slices.Clone(whole)
		cut := rapid.IntRange(0, len(whole)).Draw(t, "cut")
		want, err := chain.Link(chain.Genesis(), whole)
		require.NoError(t, err)
		tip, err := chain.Link(chain.Genesis(), parts[:cut])
		require.NoError(t, err)
		tip, err = chain.Link(tip, parts[cut:])
		require.NoError(t, err)
		require.Equal(t, want, tip)
		require.Equal(t, whole, parts)
	})
}

// The hash was made by another program, over the text of TestAnEntrySpelledOut.
func TestTheHashIsTheSHA256OfTheCanonicalForm(t *testing.T) {
	digest, err := chain.Digest(someEntry())
	require.NoError(t, err)
	require.Equal(t, "31932a240ec756f7cb594137f5c45e06b59996d75e6361fc54580c1096a33bd4", hex.EncodeToString(digest))
}

func TestNoEntryLeavesTheTipWhereItIs(t *testing.T) {
	tip := chain.Tip{Sequence: 7, Hash: hash(7)}
	end, err := chain.Link(tip, nil)
	require.NoError(t, err)
	require.Equal(t, tip, end)
}

func TestAnEntryThatCannotBeSaidStopsTheBatch(t *testing.T) {
	tip := chain.Tip{Sequence: 7, Hash: hash(7)}
	batch := []chain.Entry{someEntry(), someEntry(), someEntry()}
	batch[1].Subject = "\xff"
	end, err := chain.Link(tip, batch)
	require.ErrorIs(t, err, chain.ErrNotCanonical)
	require.ErrorContains(t, err, "link entry 2 of 3: ")
	require.Equal(t, tip, end)
}

func TestTheChainEndsWhereNumbersEnd(t *testing.T) {
	for _, last := range []int64{1<<53 - 1, 1<<63 - 1} {
		_, err := chain.Link(chain.Tip{Sequence: last, Hash: hash(7)}, []chain.Entry{someEntry()})
		require.ErrorIs(t, err, chain.ErrNotCanonical)
	}
}

func TestATipWithoutAHashLinksNothing(t *testing.T) {
	_, err := chain.Link(chain.Tip{}, []chain.Entry{someEntry()})
	require.ErrorIs(t, err, chain.ErrNotCanonical)
}

func TestHashesShareNoMemory(t *testing.T) {
	batch := []chain.Entry{someEntry(), someEntry()}
	tip, err := chain.Link(chain.Genesis(), batch)
	require.NoError(t, err)
	want := slices.Clone(tip.Hash)
	batch[0].Hash[0]++
	batch[1].Hash[0]++
	require.NotEqual(t, batch[0].Hash, batch[1].PreviousHash)
	require.Equal(t, want, tip.Hash)
}

func TestNoTwoStatesHaveTheSameBytes(t *testing.T) {
	states := rapid.Custom(func(t *rapid.T) chain.State {
		few := rapid.Int64Range(-1, 2)
		short := rapid.SliceOfN(rapid.ByteRange(0, 1), 0, 17)
		return chain.State{
			Tip:   chain.Tip{Sequence: few.Draw(t, "sequence"), Hash: short.Draw(t, "hash")},
			Heads: few.Draw(t, "heads"), LastHead: short.Draw(t, "last head"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		one, other := states.Draw(t, "one"), states.Draw(t, "other")
		same := one.Tip.Sequence == other.Tip.Sequence && slices.Equal(one.Tip.Hash, other.Tip.Hash) &&
			one.Heads == other.Heads && slices.Equal(one.LastHead, other.LastHead)
		require.Equal(t, same, bytes.Equal(one.Bytes(), other.Bytes()))
	})
}

func TestAStateSaysWhereItsHashesEnd(t *testing.T) {
	zeros := make([]byte, 8)
	require.NotEqual(t, chain.State{LastHead: zeros}.Bytes(), chain.State{Tip: chain.Tip{Hash: zeros}}.Bytes())
}
