package blind_test

import (
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/blind"
)

func BenchmarkNewKey(b *testing.B) {
	for b.Loop() {
		_, err := blind.NewKey(rand.Reader)
		require.NoError(b, err)
	}
}

func BenchmarkSign(b *testing.B) {
	key := keyOf(b, "key")
	_, blinded, _ := blindedMessage(b, key.Public())
	b.ReportAllocs()
	for b.Loop() {
		_, err := key.Sign(blinded)
		require.NoError(b, err)
	}
}

func BenchmarkVerify(b *testing.B) {
	key := keyOf(b, "key")
	message, signature := credential(b, key)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, key.Public().Verify(message, signature))
	}
}
