package tally_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/tally"
)

// mixed is a layout with every kind.
func mixed() tally.Layout {
	return tally.Layout{
		{Kind: tally.Ranking, Categories: 3},
		{Kind: tally.Choice, Categories: 3},
		{Kind: tally.Number},
		{Kind: tally.Choices, Categories: 3},
		{Kind: tally.Month},
		{Kind: tally.Text},
	}
}

func mixedAnswers() [][]tally.Reading {
	return [][]tally.Reading{
		{{Variable: 0, Categories: []int{2, 0}}, {Variable: 1, Categories: []int{1}}, {Variable: 2, Number: -12.5}},
		{{Variable: 2, Number: 3e9}, {Variable: 3, Categories: []int{0, 2}}, {Variable: 4, Number: 202611}},
		{{Variable: 1, Categories: []int{1}}, {Variable: 2, Number: 3e9}, {Variable: 5}},
	}
}

// sealed completes the data of a layout with its checksum.
func sealed(layout tally.Layout, body []byte) []byte {
	var described []byte
	for _, variable := range layout {
		slots := 1
		switch variable.Kind {
		case tally.Choice, tally.Choices, tally.Ranking:
			slots += variable.Categories
		case tally.Number, tally.Month, tally.Text:
		}
		described = binary.AppendUvarint(described, uint64(variable.Kind))
		described = binary.AppendUvarint(described, uint64(slots))
	}
	sum := crc32.Update(crc32.ChecksumIEEE(described), crc32.IEEETable, body)
	return binary.BigEndian.AppendUint32(bytes.Clone(body), sum)
}

func TestTheDataIsAsItIsDescribed(t *testing.T) {
	layout := tally.Layout{{Kind: tally.Number}, {Kind: tally.Choice, Categories: 2}}
	counted := count(t, layout, [][]tally.Reading{
		{{Variable: 0, Number: -2}, {Variable: 1, Categories: []int{1}}}, {{Variable: 0, Number: 300}},
	})
	key := func(power, digits int64) int64 { return (power+8)*10_000 + digits }
	uvarint := func(n uint64) []byte { return binary.AppendUvarint(nil, n) }
	body := bytes.Join([][]byte{
		{1, 2},             // version, answers
		{0, 0, 1, 1, 0, 0}, // of the categories, the unanswered, and the unanswered of the Number
		{0, 5},             // three pairs within the Choice, three with the Number
		{0, 0},
		uvarint(1<<64 - 2_000_000), uvarint(300_000_000), uvarint(298_000_000), // sums by category, and of all
		{0, 0},
		uvarint(1<<64 - 1),
		{0, 1},
		{0, 2}, // no step, two values
		binary.AppendVarint(nil, -key(0, 2000)),
		{1},
		binary.AppendVarint(nil, key(2, 3000)+key(0, 2000)),
		{1},
	}, nil)
	require.Equal(t, sealed(layout, body), counted.Encode())
}

func TestEveryChangeOfTheDataIsDamage(t *testing.T) {
	data := count(t, mixed(), mixedAnswers()).Encode()
	for i := range data {
		for bit := range 8 {
			changed := bytes.Clone(data)
			changed[i] ^= 1 << bit
			_, err := tally.Decode(mixed(), changed)
			require.ErrorIs(t, err, tally.ErrDamaged)
		}
		_, err := tally.Decode(mixed(), data[:i])
		require.ErrorIs(t, err, tally.ErrDamaged)
	}
	_, err := tally.Decode(mixed(), append(data, 0))
	require.ErrorIs(t, err, tally.ErrDamaged)
}

func TestTheDataOfAnotherLayoutIsDamage(t *testing.T) {
	layout := tally.Layout{{Kind: tally.Choice, Categories: 3}, {Kind: tally.Text}}
	data := count(t, layout, nil).Encode()
	for _, other := range []tally.Layout{
		nil, layout[:1],
		{{Kind: tally.Choices, Categories: 3}, {Kind: tally.Text}},
		{layout[1], layout[0]},
		{{Kind: tally.Choice, Categories: 4}, {Kind: tally.Text}},
		{layout[0], {Kind: tally.Number}},
	} {
		_, err := tally.Decode(other, data)
		require.ErrorIs(t, err, tally.ErrDamaged)
	}
}

// TestDataThatContradictsItselfIsDamage has the right checksum.
func TestDataThatContradictsItselfIsDamage(t *testing.T) {
	number, choice := tally.Layout{{Kind: tally.Number}}, tally.Layout{{Kind: tally.Choice, Categories: 2}}
	ranking := tally.Layout{{Kind: tally.Choice}, {Kind: tally.Ranking, Categories: 1}}
	varint := func(n int64) []byte { return binary.AppendVarint(nil, n) }
	two := bytes.Join([][]byte{{1, 2, 0, 0, 0, 0, 0, 0, 0, 2}, varint(81_000), {1}, varint(1), {1}}, nil)
	for name, row := range map[string]struct {
		layout tally.Layout
		body   []byte
		isFine bool
	}{
		"one choice":                       {choice, []byte{1, 1, 1, 0, 1, 0, 2}, true},
		"another version":                  {choice, []byte{2, 1, 1, 0, 1, 0, 2}, false},
		"a longer varint":                  {choice, []byte{1, 0x81, 0, 1, 0, 1, 0, 2}, false},
		"more than 2³²-1 answers":          {nil, []byte{1, 0x80, 0x80, 0x80, 0x80, 0x10}, false},
		"an endless varint":                {nil, append([]byte{1}, bytes.Repeat([]byte{0xff}, 11)...), false},
		"more chose than answered":         {choice, []byte{1, 1, 2, 0, 1, 0, 2}, false},
		"more chose both than either":      {choice, []byte{1, 1, 1, 0, 1, 1, 0, 1}, false},
		"two runs of zeros in a row":       {choice, []byte{1, 1, 1, 0, 0, 0, 0, 0, 2}, false},
		"a run beyond the end":             {choice, []byte{1, 1, 1, 0, 1, 0, 3}, false},
		"something behind the end":         {choice, []byte{1, 1, 1, 0, 1, 0, 2, 0}, false},
		"nothing":                          {choice, nil, false},
		"two values":                       {number, two, true},
		"values that descend":              {number, bytes.Replace(two, varint(1), varint(-1), 1), false},
		"a value twice":                    {number, bytes.Replace(two, varint(1), varint(0), 1), false},
		"a value without digits":           {number, bytes.Replace(two, varint(81_000), varint(80_999), 1), false},
		"a value beyond all":               {number, bytes.Replace(two, varint(81_000), varint(271_000), 1), false},
		"a value below a millionth":        {number, bytes.Replace(two, varint(81_000), varint(9_000), 1), false},
		"a key beyond all keys":            {number, bytes.Replace(two, varint(1), varint(math.MaxInt32), 1), false},
		"a value of nobody":                {number, append(bytes.Clone(two[:len(two)-1]), 0), false},
		"a value of nobody after one":      {number, append([]byte{1, 1}, append(bytes.Clone(two[2:len(two)-1]), 0)...), false},
		"fewer values than answers":        {number, append([]byte{1, 3}, two[2:]...), false},
		"values too fine for their step":   {number, append([]byte{1, 2, 0, 0, 0, 0, 0, 0, 1}, two[9:]...), false},
		"more steps than there are":        {number, append([]byte{1, 2, 0, 0, 0, 0, 0, 0, 3}, two[9:]...), false},
		"more values than are kept":        {number, []byte{1, 0, 0, 0, 0, 0, 0, 0, 0, 0x91, 0x4e}, false},
		"a ranking":                        {ranking, []byte{1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1}, true},
		"a position that nobody gave":      {ranking, []byte{1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1}, false},
		"a mean position beyond the last":  {ranking, []byte{1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 2}, false},
		"a mean position before the first": {ranking, []byte{1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0}, false},
	} {
		_, err := tally.Decode(row.layout, sealed(row.layout, row.body))
		if row.isFine {
			require.NoError(t, err, name)
		} else {
			require.ErrorIs(t, err, tally.ErrDamaged, name)
		}
	}
}

// FuzzDecode decodes a body under its right checksum too: what is accepted is what Encode would write.
func FuzzDecode(f *testing.F) {
	data := count(f, mixed(), mixedAnswers()).Encode()
	f.Add(data)
	f.Add(data[:len(data)-4])
	f.Add(count(f, mixed(), nil).Encode())
	f.Add([]byte{1, 0, 0, 10})
	f.Add([]byte(nil))
	f.Add(bytes.Repeat([]byte{0xff}, 64))
	f.Fuzz(func(t *testing.T, body []byte) {
		_, _ = tally.Decode(mixed(), body)
		data := sealed(mixed(), body)
		counted, err := tally.Decode(mixed(), data)
		if err != nil {
			require.ErrorIs(t, err, tally.ErrDamaged)
			return
		}
		require.Equal(t, data, counted.Encode())
		for variable := range mixed() {
			for _, count := range counted.Counts(variable) {
				require.GreaterOrEqual(t, count, 0)
			}
			for by := range mixed() {
				for _, row := range counted.Cross(variable, by) {
					require.GreaterOrEqual(t, row[0], 0)
				}
				counted.SumsBy(variable, by)
				counted.RanksBy(variable, by)
			}
		}
	})
}
