package expression

import (
	"math"
	"strconv"
	"strings"
)

// numberOf is ECMA-262's StringToNumber.
func numberOf(text string) float64 {
	text = trim(text)
	switch {
	case text == "":
		return 0
	case radix(text) != 0:
		n, digits := parseDigits(text[2:], radix(text))
		if digits != len(text)-2 {
			return math.NaN()
		}
		return n
	case decimalPrefix(text) == len(text):
		return parseFloat(text)
	default:
		return math.NaN()
	}
}

// amountOf is the original's own reading of a number in a text.
func amountOf(text string) float64 {
	text = trim(text)
	if text == "" || !strings.ContainsRune("0123456789+-.,", rune(text[0])) {
		return math.NaN()
	}
	if strings.HasPrefix(text, "0x") {
		n, digits := parseDigits(text[2:], 16)
		if digits == 0 || utf16Length(text) > 32 {
			return math.NaN()
		}
		return n
	}
	if _, digits := parseDigits(text, 10); digits == len(text) && digits > 15 {
		return math.NaN()
	}
	if strings.Count(text, ",") == 1 {
		text = strings.Replace(text, ",", ".", 1)
	}
	if n := numberOf(text); math.IsNaN(n) || math.IsInf(n, 0) {
		return math.NaN()
	}
	return parseFloat(text)
}

// parseFloat is JavaScript's: it reads what a text begins with.
func parseFloat(text string) float64 {
	text = strings.TrimLeftFunc(text, isSpace)
	end := decimalPrefix(text)
	if end == 0 {
		return math.NaN()
	}
	// Beyond the range, the value is the right infinity.
	n, _ := strconv.ParseFloat(text[:end], 64)
	return n
}

// decimalPrefix is the length of the StrDecimalLiteral that a text begins with, 0 if it begins with none.
func decimalPrefix(text string) int {
	at := 0
	if text != "" && (text[0] == '+' || text[0] == '-') {
		at = 1
	}
	if strings.HasPrefix(text[at:], "Infinity") {
		return at + len("Infinity")
	}
	whole := countDigits(text[at:])
	at += whole
	fraction := 0
	if at < len(text) && text[at] == '.' {
		fraction = countDigits(text[at+1:])
		if whole+fraction > 0 {
			at += 1 + fraction
		}
	}
	if whole+fraction == 0 {
		return 0
	}
	return at + exponentPrefix(text[at:])
}

func exponentPrefix(text string) int {
	if text == "" || lowerASCII(text[0]) != 'e' {
		return 0
	}
	at := 1
	if at < len(text) && (text[at] == '+' || text[at] == '-') {
		at++
	}
	if digits := countDigits(text[at:]); digits > 0 {
		return at + digits
	}
	return 0
}

func countDigits(text string) int {
	count := 0
	for count < len(text) && isDigit(text[count]) {
		count++
	}
	return count
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// radix is that of a NonDecimalIntegerLiteral, 0 for other texts.
func radix(text string) int {
	if len(text) < 3 || text[0] != '0' {
		return 0
	}
	switch lowerASCII(text[1]) {
	case 'x':
		return 16
	case 'o':
		return 8
	case 'b':
		return 2
	default:
		return 0
	}
}

// parseDigits reads the digits that a text begins with and says how many there are.
func parseDigits(text string, radix int) (n float64, digits int) {
	for digits < len(text) {
		digit := strings.IndexByte("0123456789abcdef"[:radix], lowerASCII(text[digits]))
		if digit < 0 {
			break
		}
		n = n*float64(radix) + float64(digit)
		digits++
	}
	return n, digits
}

// formatNumber is ECMA-262's Number::toString.
func formatNumber(n float64) string {
	size := math.Abs(n)
	switch {
	case n == 0:
		return "0"
	case math.IsInf(n, 0):
		return strings.TrimPrefix(strconv.FormatFloat(n, 'f', -1, 64)+"inity", "+")
	case math.IsNaN(n), size >= 1e-6 && size < 1e21:
		return strconv.FormatFloat(n, 'f', -1, 64)
	default:
		return strings.Replace(strconv.FormatFloat(n, 'e', -1, 64), "e-0", "e-", 1)
	}
}

// rounded is what Number.prototype.toFixed makes of a number, read again: a tie goes away from zero.
func rounded(n float64, decimals int) float64 {
	size := math.Abs(n)
	if math.IsNaN(n) || size >= 1e21 {
		return n
	}
	// A binary fraction lies halfway between two decimal ones exactly if its last bit is the one after as many bits.
	if math.Mod(math.Ldexp(size, decimals+1), 2) == 1 {
		size = math.Nextafter(size, math.Inf(1))
	}
	return math.Copysign(parseFloat(strconv.FormatFloat(size, 'f', decimals, 64)), n)
}
