package expression

import (
	"math"
	"strings"
)

// asNumber is ECMA-262's ToNumber.
func (v value) asNumber() float64 {
	switch v.kind {
	case kindBoolean, kindNumber, kindDate:
		return v.number
	case kindText:
		return numberOf(v.text)
	case kindList:
		return numberOf(v.asText())
	case kindNull:
		return 0
	case kindUndefined, kindObject, kindBroken:
	}
	return math.NaN()
}

// asText is ECMA-262's ToString. No date comes here: Parse refuses it.
func (v value) asText() string {
	switch v.kind {
	case kindText:
		return v.text
	case kindNumber:
		return formatNumber(v.number)
	case kindBoolean:
		if v.isTrue() {
			return "true"
		}
		return "false"
	case kindList:
		return joined(v.list, ",")
	case kindNull:
		return "null"
	case kindObject:
		return "[object Object]"
	case kindUndefined, kindDate, kindBroken:
	}
	return "undefined"
}

// joined is Array.prototype.join.
func joined(list []any, separator string) string {
	var text strings.Builder
	for i, part := range list {
		if i > 0 {
			text.WriteString(separator)
		}
		if part := of(part); !part.isAbsent() {
			text.WriteString(part.asText())
		}
	}
	return text.String()
}

// primitive is ECMA-262's ToPrimitive.
func (v value) primitive() value {
	if v.isObject() {
		return ofText(v.asText())
	}
	return v
}

// asAmount is the number that arithmetic and sum see in a value, NaN if they see none: "1,5" is one, true is not.
func (v value) asAmount() float64 {
	switch v.kind {
	case kindNumber:
		if math.IsInf(v.number, 0) {
			return math.NaN()
		}
		return v.number
	case kindText:
		return amountOf(v.text)
	case kindList:
		text := v.asText()
		if n := numberOf(text); math.IsNaN(n) || math.IsInf(n, 0) {
			return math.NaN()
		}
		return parseFloat(text)
	case kindUndefined, kindNull, kindBoolean, kindObject, kindDate, kindBroken:
	}
	return math.NaN()
}

func (v value) isAmount() bool { return !math.IsNaN(v.asAmount()) }

// answered reads what a reference names: a text that looks like something else is that.
func answered(text string) value {
	switch {
	case isWord(text, "true"):
		return ofBoolean(true)
	case isWord(text, "false"):
		return ofBoolean(false)
	case len(text) > 1 && isQuote(text[0]) && isQuote(text[len(text)-1]):
		return ofText(text[1 : len(text)-1])
	case len(text) > 1 && text[0] == '0' && !strings.HasPrefix(text, "0x") && text[1] != '.' && text[1] != ',':
		return ofText(text)
	}
	if n := amountOf(text); !math.IsNaN(n) {
		return ofNumber(n)
	}
	return ofText(text)
}

func isQuote(c byte) bool { return c == '\'' || c == '"' }

// isWord compares with a lower-case word, regardless of the case of ASCII letters and of no others.
func isWord(text, word string) bool {
	if len(text) != len(word) {
		return false
	}
	for i := range len(word) {
		if lowerASCII(text[i]) != word[i] {
			return false
		}
	}
	return true
}

func lowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}
