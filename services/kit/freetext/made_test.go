package freetext_test

import (
	"strconv"
	"strings"

	"amanat/services/kit/freetext"
)

// Every number in these tests is made up here from a beginning and its check
// digits; none is a person's.

// nationalID appends the check digit to nine digits.
func nationalID(nine string) string {
	sum := 0
	for i, d := range nine {
		sum += int(d-'0') * (10 - i)
	}
	check := sum % 11
	if check > 1 {
		check = 11 - check
	}
	return nine + strconv.Itoa(check)
}

// card appends the Luhn digit.
func card(beginning string) string {
	for check := range 10 {
		if number := beginning + strconv.Itoa(check); luhn(number) == 0 {
			return number
		}
	}
	return ""
}

func luhn(number string) int {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return sum % 10
}

// iban puts the check digits between a country and its BBAN, in capitals.
func iban(country, bban string) string {
	remainder := 0
	for _, c := range bban + country + "00" {
		value, base := int(c-'0'), 10
		if c >= 'A' {
			value, base = int(c-'A')+10, 100
		}
		remainder = (remainder*base + value) % 97
	}
	check := strconv.Itoa(98 - remainder)
	if len(check) == 1 {
		check = "0" + check
	}
	return country + check + bban
}

// grouped puts separators behind as many characters as the sizes say; the last
// size is repeated.
func grouped(number, separator string, sizes ...int) string {
	var groups []string
	for len(number) > 0 {
		size := min(sizes[0], len(number))
		groups, number = append(groups, number[:size]), number[size:]
		if len(sizes) > 1 {
			sizes = sizes[1:]
		}
	}
	return strings.Join(groups, separator)
}

func persian(s string) string { return inScript(s, '۰') }

func arabic(s string) string { return inScript(s, '٠') }

// fullWidth writes digits and Latin letters as East Asian keyboards do.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + '\uff01' - '!'
		}
		return r
	}, s)
}

// mixed writes every other digit in Persian.
func mixed(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i%2 == 0 {
			b.WriteString(persian(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func inScript(s string, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, s)
}

// found marks where a finding is expected: «⟦» and «⟧» around a number.
func found(number string) string { return "⟦" + number + "⟧" }

// unmarked returns the text without its marks and what they enclose.
func unmarked(marked string, kinds ...freetext.Kind) (text string, want []freetext.Finding) {
	for _, kind := range kinds {
		before, rest, _ := strings.Cut(marked, "⟦")
		number, after, _ := strings.Cut(rest, "⟧")
		start := len(text) + len(before)
		text += before + number
		want = append(want, freetext.Finding{Kind: kind, Start: start, End: start + len(number)})
		marked = after
	}
	return text + marked, want
}
