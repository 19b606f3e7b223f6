package chain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/ledger/chain"
)

func batch(size int) []chain.Entry {
	batch := make([]chain.Entry, size)
	for i := range batch {
		batch[i] = someEntry()
	}
	return batch
}

// BenchmarkLink is one entry's share of a sealer's batch of 1,000.
func BenchmarkLink(b *testing.B) {
	entries, tip := batch(1000), chain.Genesis()
	b.ReportAllocs()
	for done := 0; done < b.N; done += len(entries) {
		var err error
		tip, err = chain.Link(tip, entries)
		require.NoError(b, err)
	}
}

func BenchmarkDigest(b *testing.B) {
	entry := someEntry()
	b.ReportAllocs()
	for b.Loop() {
		_, err := chain.Digest(entry)
		require.NoError(b, err)
	}
}

// BenchmarkAdd is one entry's share of a verification.
func BenchmarkAdd(b *testing.B) {
	entries := batch(b.N)
	_, err := chain.Link(chain.Genesis(), entries)
	require.NoError(b, err)
	verifier := chain.NewVerifier(signer(b, key("current")), nil, nil)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range entries {
		verifier.Add(entries[i])
	}
}

// BenchmarkHead is one stored head's share of a verification.
func BenchmarkHead(b *testing.B) {
	s := signer(b, key("current"))
	proof := signed(b, s, someHead()).Proof
	for b.Loop() {
		_, ok := s.Read(proof)
		require.True(b, ok)
	}
}
