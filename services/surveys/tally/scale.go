package tally

import (
	"math"
	"strconv"
)

// scale says what the keys of bins mean, and how they become coarser, in how many steps at the most.
type scale struct {
	steps  int
	coarse func(key int32, step int) int32
	isKey  func(key int32) bool
	value  func(key int32) float64
}

func scaleOf(kind Kind) scale {
	switch kind {
	case Number:
		return scale{steps: 2, coarse: fewerDigits, isKey: isNumberKey, value: numberOf}
	case Month:
		return scale{steps: 1, coarse: onlyYear, isKey: isMonthKey, value: monthOf}
	case Choice, Choices, Ranking, Text:
	}
	return scale{}
}

const (
	leastMonth = 1_01
	mostMonth  = 9999_12
)

func monthOf(key int32) float64 { return float64(key) }

// onlyYear leaves 0 for the month.
func onlyYear(key int32, _ int) int32 { return key / 100 * 100 }

func isMonthKey(key int32) bool { return key >= 100 && key <= mostMonth && key%100 <= 12 }

// The key of a number has its order: four significant digits, 1000 to 9999, and before them the power of ten, counted
// from 10⁻⁷ as 1. Zero is 0, and a negative number has the negative key.
const (
	leastPower  = -7
	mostPower   = 18
	powerUnit   = 10_000
	leastDigits = 1000
)

// numberKey is the key of a number rounded to four significant digits. What is nearer to zero than to a millionth is
// zero, and what is beyond ±10¹⁸ is that.
func numberKey(number float64) int32 {
	size := min(math.Abs(number), mostNumber)
	if size < 0.5/millionths {
		return 0
	}
	var buffer [16]byte
	text := strconv.AppendFloat(buffer[:0], size, 'e', 3, 64) // as 1.234e-05
	digit := func(place int) int32 { return int32(text[place] - '0') }
	power := 10*digit(7) + digit(8)
	if text[6] == '-' {
		power = -power
	}
	return keyOf(power, 1000*digit(0)+100*digit(2)+10*digit(3)+digit(4), number < 0)
}

func keyOf(power, digits int32, isNegative bool) int32 {
	key := (power-leastPower+1)*powerUnit + digits
	if isNegative {
		return -key
	}
	return key
}

func parts(key int32) (power, digits int32) {
	size := max(key, -key)
	return size/powerUnit - 1 + leastPower, size % powerUnit
}

func isNumberKey(key int32) bool {
	power, digits := parts(key)
	return key == 0 || power >= leastPower && power <= mostPower && digits >= leastDigits
}

func numberOf(key int32) float64 {
	power, digits := parts(key)
	size := float64(digits)
	switch {
	case key == 0:
		return 0
	case power >= 3:
		size *= math.Pow10(int(power) - 3)
	default:
		size /= math.Pow10(3 - int(power))
	}
	return math.Copysign(size, float64(key))
}

// fewerDigits rounds a key to three significant digits in the first step, and to two in the second.
func fewerDigits(key int32, step int) int32 {
	if key == 0 {
		return 0
	}
	unit := int32(math.Pow10(step))
	power, digits := parts(key)
	digits = (digits + unit/2) / unit * unit
	if digits == powerUnit {
		power, digits = power+1, leastDigits
	}
	return keyOf(power, digits, key < 0)
}
