// Package freetext finds personal data which people write into free text though
// nobody needs it: Iranian national ids, payment cards and IBANs, in Persian,
// Arabic-Indic, Latin and full-width digits, with or without separators.
//
// Digits alone cannot tell every kind of number apart, so a verdict rests on
// three things.
//
//   - The check digits. A national id passes its checksum, a card passes Luhn and
//     begins as an issuer's cards do, an IBAN passes mod 97 and has its country's
//     structure. A run of digits counts as a whole: nothing is found inside a
//     longer run or glued to a letter.
//   - The grouping. A number may be written in groups, but groups that are how
//     people write telephone numbers, dates, amounts, postal codes or book
//     numbers do not make a national id by themselves.
//   - The words directly before (see label). A ten-digit number that passes the
//     checksum is a national id by default, because overlooking one is worse than
//     masking a stranger; after «کد پستی», «شماره پیگیری», "order no." and the
//     like it is not. The reverse holds for numbers that look like something else
//     (a mobile number without its 0, an unusual grouping): they are national ids
//     only after «کد ملی», "national id" and the like. National ids beginning
//     with 9 are rare, mobile numbers without their 0 are not.
//
// An Iranian IBAN written without its IR is one only after «شبا» and the like.
// A number goes on behind a line end or a tab only where its groups are as they
// are printed on cards and in IBANs, for two lines are mostly two numbers. An
// IBAN with fewer than ten digits is not looked for.
package freetext

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Kind tells what a finding is.
type Kind string

// The kinds of needless personal data that Scan finds.
const (
	NationalID  Kind = "national_id"
	PaymentCard Kind = "payment_card"
	IBAN        Kind = "iban"
)

// Finding is one number found in a text. Start and End are byte offsets in the
// text as given and lie on rune boundaries; End is exclusive.
type Finding struct {
	Kind       Kind
	Start, End int
}

// Scan returns the findings in s, in order and without overlap, or nil when
// there are none. It takes time linear in the length of s. What Mask has masked
// is to Scan a number it cannot read, so it finds nothing in its own leavings.
func Scan(s string) []Finding {
	if !hasTenDigits(s) {
		return nil
	}
	findings := (&scanner{text: s}).addTo(findIBANs(s))
	if strings.ContainsAny(s, "\n\t") {
		findings = (&scanner{text: s, wrapped: true}).addTo(findings)
	}
	return findings
}

// addTo walks through the text past what is found already and returns it with
// the findings of this walk, in order.
func (sc *scanner) addTo(findings []Finding) []Finding {
	sc.found = findings
	for at := 0; at < len(sc.text); {
		if _, width := sc.digit(at); width == 0 {
			at++
			continue
		}
		at = sc.readRun(at)
		findings = sc.judgeRun(findings)
	}
	slices.SortFunc(findings, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	return findings
}

// Mask returns s with every letter and digit of the findings replaced by a
// bullet (U+2022); separators stay, so the number of runes does too. Findings
// that are out of order or outside s are passed over.
func Mask(s string, findings []Finding) string {
	var b strings.Builder
	b.Grow(len(s) + 2*len(findings)*maxCardDigits)
	copied := 0
	for _, f := range findings {
		if f.Start < copied || f.End < f.Start || f.End > len(s) {
			continue
		}
		b.WriteString(s[copied:f.Start])
		for _, r := range s[f.Start:f.End] {
			if isAlphanumeric(r) {
				r = bullet
			}
			b.WriteRune(r)
		}
		copied = f.End
	}
	b.WriteString(s[copied:])
	return b.String()
}

// isAlphanumeric leaves out the tatweel, a letter to Unicode, which Persian
// typists use as a dash.
func isAlphanumeric(r rune) bool {
	return r != tatweel && (unicode.IsLetter(r) || unicode.IsNumber(r))
}
