package cursor_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/handlers/cursor"
)

func TestANumberComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "number")
		back, ok := cursor.ReadNumber(cursor.Number(n))
		require.True(t, ok)
		require.Equal(t, n, back)
	})
}

func TestAMomentComesBackToTheMicrosecondInUTC(t *testing.T) {
	tehran := time.FixedZone("+03:30", 12600)
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Int64Range(-62135596800, 253402300799).Draw(t, "seconds of the years 1 to 9999")
		at := time.Unix(seconds, rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).In(tehran)
		id := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))

		back, backID, ok := cursor.ReadMoment(cursor.Moment(at, id))
		require.True(t, ok)
		require.Equal(t, at.UTC().Truncate(time.Microsecond), back)
		require.Equal(t, id, backID)
	})
}

func TestPositionsAreWrittenAsTheyAreDescribed(t *testing.T) {
	require.Equal(t, []byte{0, 0, 0, 0, 0, 0, 1, 2}, cursor.Number(258))
	require.Equal(t, bytes.Repeat([]byte{0xff}, 8), cursor.Number(-1))
	require.Equal(t, append([]byte{0x7f}, bytes.Repeat([]byte{0xff}, 7)...), cursor.Number(math.MaxInt64))

	id := uuid.MustParse("01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e")
	require.Equal(t, append(cursor.Number(1_500_000), id[:]...), cursor.Moment(time.Unix(1, 500_000_999), id))
}

func TestAPositionOfAnotherLengthIsNeitherNumberNorMoment(t *testing.T) {
	for length := range 65 {
		position := make([]byte, length)
		_, isNumber := cursor.ReadNumber(position)
		require.Equal(t, length == 8, isNumber, length)
		_, _, isMoment := cursor.ReadMoment(position)
		require.Equal(t, length == 24, isMoment, length)
	}
	_, ok := cursor.ReadNumber(nil)
	require.False(t, ok)
}

func FuzzPositions(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(cursor.Number(math.MinInt64))
	f.Add(cursor.Moment(time.Time{}, uuid.Max))
	f.Add(bytes.Repeat([]byte{0x80}, 24))
	f.Fuzz(func(t *testing.T, position []byte) {
		if n, ok := cursor.ReadNumber(position); ok {
			require.Equal(t, position, cursor.Number(n))
		}
		if at, id, ok := cursor.ReadMoment(position); ok {
			require.Equal(t, position, cursor.Moment(at, id))
		}
	})
}
