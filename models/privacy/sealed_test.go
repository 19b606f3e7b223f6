package privacy_test

import (
	"database/sql"
	"database/sql/driver"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models/privacy"
)

type column = privacy.SealedJSON[struct{}]

var (
	_ sql.Scanner   = (*column)(nil)
	_ driver.Valuer = column(nil)
)

func TestASealedColumnComesBackAsItWasStored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ciphertext := rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "ciphertext")
		stored, err := column(ciphertext).Value()
		require.NoError(t, err)
		require.Equal(t, ciphertext, stored)

		var back column
		require.NoError(t, back.Scan(stored))
		require.Equal(t, column(ciphertext), back)
	})
}

func TestAnEmptyColumnIsNULL(t *testing.T) {
	stored, err := column(nil).Value()
	require.NoError(t, err)
	require.Nil(t, stored)

	back := column("old")
	require.NoError(t, back.Scan(nil))
	require.Nil(t, back)
}

// Drivers use their buffer again for the next row.
func TestScanKeepsACopy(t *testing.T) {
	buffer := []byte("first")
	var back column
	require.NoError(t, back.Scan(buffer))
	copy(buffer, "other")
	require.Equal(t, column("first"), back)
}

func TestAColumnOfTextHoldsNoCiphertext(t *testing.T) {
	for _, value := range []any{"سلام", int64(1), 1.5, true} {
		var back column
		err := back.Scan(value)
		require.ErrorContains(t, err, "a sealed column holds bytes, not ")
		require.NotContains(t, err.Error(), "سلام")
		require.Nil(t, back)
	}
}
