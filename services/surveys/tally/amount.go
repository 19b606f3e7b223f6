package tally

import (
	"math"
	"math/big"
	"math/bits"
)

const (
	millionths = 1_000_000
	mostNumber = 1e18
)

// amount is a sum of numbers in millionths, as two halves of one two's complement: adding is exact, in whatever order.
// There is room for 2³² times the largest number.
type amount struct{ high, low uint64 }

// amountOf is a number rounded to the nearest millionth; beyond ±10¹⁸ it is that.
func amountOf(number float64) amount {
	whole, fraction := math.Modf(min(math.Abs(number), mostNumber))
	high, low := bits.Mul64(uint64(whole), millionths)
	size := amount{high: high, low: low}.plus(amount{low: uint64(math.Round(fraction * millionths))})
	if number < 0 {
		return size.negative()
	}
	return size
}

func (a amount) plus(b amount) amount {
	low, carry := bits.Add64(a.low, b.low, 0)
	high, _ := bits.Add64(a.high, b.high, carry)
	return amount{high: high, low: low}
}

func (a amount) negative() amount {
	low, borrow := bits.Sub64(0, a.low, 0)
	high, _ := bits.Sub64(0, a.high, borrow)
	return amount{high: high, low: low}
}

func (a amount) isNegative() bool { return a.high>>63 == 1 }

// float is the nearest float64.
func (a amount) float() float64 {
	size, sign := a, 1.0
	if a.isNegative() {
		size, sign = a.negative(), -1
	}
	sum := new(big.Int).SetUint64(size.high)
	sum.Add(sum.Lsh(sum, 64), new(big.Int).SetUint64(size.low))
	nearest, _ := new(big.Rat).SetFrac(sum, big.NewInt(millionths)).Float64()
	return sign * nearest
}
