package tally_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/surveys/tally"
)

// countValues counts each value once.
func countValues(t require.TestingT, kind tally.Kind, values []float64) *tally.Tally {
	counted, err := tally.New(tally.Layout{{Kind: kind}})
	require.NoError(t, err)
	for _, value := range values {
		require.NoError(t, counted.Add([]tally.Reading{{Number: value}}))
	}
	return counted
}

// steps are so many values from a first one on.
func steps(first, step float64, number int) []float64 {
	values := make([]float64, number)
	for i := range values {
		values[i] = first + float64(i)*step
	}
	return values
}

func TestAValueIsRoundedToFourSignificantDigits(t *testing.T) {
	for _, row := range []struct{ value, bin, sum float64 }{
		{0, 0, 0},
		{math.Copysign(0, -1), 0, 0},
		{1, 1, 1},
		{-9999, -9999, -9999},
		{12345, 12340, 12345}, // to even
		{12346, 12350, 12346},
		{-12346, -12350, -12346},
		{99995.1, 100000, 99995.1},
		{3.14159265, 3.142, 3.141593},
		{0.0001, 0.0001, 0.0001},
		{0.000001, 0.000001, 0.000001},
		{5e-7, 5e-7, 1e-6},
		{4.9e-7, 0, 0},
		{-1e-300, 0, 0},
		{1e18, 1e18, 1e18},
		{1.2e18, 1e18, 1e18},
		{-math.MaxFloat64, -1e18, -1e18},
		{9.999e17, 9.999e17, 9.999e17},
		{0.1, 0.1, 0.1},
		{1234.5678, 1235, 1234.5678},
	} {
		counted := countValues(t, tally.Number, []float64{row.value})
		require.Equal(t, []tally.Bin{{Value: row.bin, Count: 1}}, counted.Values(0), row)
		require.InDelta(t, row.sum, counted.Sum(0), 0, row)
	}
}

func TestASumIsExact(t *testing.T) {
	for _, row := range []struct {
		values []float64
		sum    float64
	}{
		{[]float64{1e18, 0.000001, -1e18}, 0.000001},
		{slices.Repeat([]float64{0.1}, 10), 1},
		{[]float64{9_007_199_254_740_992, 1, 1}, 9_007_199_254_740_994},
		{slices.Repeat([]float64{1e18, 0.5}, 1000), 1e21 + 500},
		{[]float64{-0.000001, -0.000001}, -0.000002},
		{[]float64{-5, 5}, 0},
	} {
		require.InDelta(t, row.sum, countValues(t, tally.Number, row.values).Sum(0), 0)
	}
}

func TestWholeNumbersBelow10000AreExact(t *testing.T) {
	values := countValues(t, tally.Number, steps(0, 1, 10_000)).Values(0)
	require.Len(t, values, 10_000)
	for i, bin := range values {
		require.Equal(t, tally.Bin{Value: float64(i), Count: 1}, bin)
	}
}

func TestTooManyValuesLoseDigits(t *testing.T) {
	values := countValues(t, tally.Number, steps(0, 1, 10_001)).Values(0)
	require.Len(t, values, 1901)
	require.Equal(t, tally.Bin{Value: 999, Count: 1}, values[999])
	require.Equal(t, tally.Bin{Value: 1000, Count: 5}, values[1000]) // to 1004
	require.Equal(t, tally.Bin{Value: 1010, Count: 10}, values[1001])
	require.Equal(t, tally.Bin{Value: 10_000, Count: 6}, values[1900])
}

func TestTooManyValuesOfThreeDigitsLoseOneMore(t *testing.T) {
	var values []float64
	for power := range 12 {
		values = append(values, steps(math.Pow10(power), math.Pow10(power-2), 900)...)
	}
	values = values[:10_000]
	require.Len(t, countValues(t, tally.Number, values).Values(0), 10_000)
	bins := countValues(t, tally.Number, append(values, 0)).Values(0)
	require.Less(t, len(bins), 1100)
	require.Equal(t, []tally.Bin{{0, 1}, {1, 5}, {1.1, 10}}, bins[:3])

	first := countValues(t, tally.Number, append([]float64{0, 1.449}, values...))
	last := countValues(t, tally.Number, append(slices.Clone(values), 0, 1.449))
	require.Equal(t, first.Encode(), last.Encode())
}

func TestTooManyMonthsBecomeYears(t *testing.T) {
	var months []float64
	for year := 1; year <= 834; year++ {
		months = append(months, steps(float64(year*100+1), 1, 12)...)
	}
	values := countValues(t, tally.Month, months[:10_000]).Values(0)
	require.Len(t, values, 10_000)
	require.Equal(t, tally.Bin{Value: 101, Count: 1}, values[0])

	values = countValues(t, tally.Month, months).Values(0)
	require.Len(t, values, 834)
	require.Equal(t, tally.Bin{Value: 100, Count: 12}, values[0])
	require.Equal(t, tally.Bin{Value: 83_400, Count: 12}, values[833])
}

// TestHowCoarseValuesAreDoesNotTellTheirOrder has about as many values as are kept, in each scale.
func TestHowCoarseValuesAreDoesNotTellTheirOrder(t *testing.T) {
	wholes, thirds := steps(1, 1, 9_999), steps(0.01, 0.00001, 900)
	for name, values := range map[string][]float64{
		"all kept":     wholes,
		"just as many": append(slices.Clone(wholes), 0),
		"one too many": append(slices.Clone(wholes), 0, 0.5),
		"many more":    append(slices.Clone(wholes), thirds...),
		"ever more":    slices.Concat(wholes, thirds, steps(-1e4, -10, 900), steps(-1e9, -1e6, 8_000)),
	} {
		data := countValues(t, tally.Number, values).Encode()
		cut := len(values) / 3
		other := slices.Concat(values[cut:], values[:cut])
		slices.Reverse(other[:cut])
		require.Equal(t, data, countValues(t, tally.Number, other).Encode(), name)

		one, two := countValues(t, tally.Number, other[:cut]), countValues(t, tally.Number, other[cut:])
		require.NoError(t, one.Merge(two))
		require.Equal(t, data, one.Encode(), name)
		require.NoError(t, two.Merge(countValues(t, tally.Number, other[:cut])))
		require.Equal(t, data, two.Encode(), name)

		back, err := tally.Decode(tally.Layout{{Kind: tally.Number}}, data)
		require.NoError(t, err)
		require.Equal(t, data, back.Encode(), name)
	}
}
