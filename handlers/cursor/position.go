package cursor

import (
	"encoding/binary"
	"time"

	"github.com/google/uuid"
)

const (
	numberBytes = 8
	momentBytes = numberBytes + 16
)

// Number is the position in a list that is ordered by a number: 8 bytes, big-endian.
func Number(n int64) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n)) //nolint:gosec // any bit pattern comes back as it was
}

// ReadNumber reads what Number wrote; ok is false for any other position, nil among them.
func ReadNumber(position []byte) (n int64, ok bool) {
	if len(position) != numberBytes {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(position)), true //nolint:gosec // as written
}

// Moment is the position in a list that is ordered by time, and by id among items of the same time: the microseconds
// since 1970 in 8 bytes, big-endian, and the id in 16. What is finer than a microsecond is cut off.
func Moment(t time.Time, id uuid.UUID) []byte {
	return append(Number(t.UnixMicro()), id[:]...)
}

// ReadMoment reads what Moment wrote, the time in UTC; ok is false for any other position, nil among them.
func ReadMoment(position []byte) (t time.Time, id uuid.UUID, ok bool) {
	if len(position) != momentBytes {
		return time.Time{}, uuid.Nil, false
	}
	micro, _ := ReadNumber(position[:numberBytes])
	return time.UnixMicro(micro).UTC(), uuid.UUID(position[numberBytes:]), true
}
