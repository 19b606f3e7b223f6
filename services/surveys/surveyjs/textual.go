package surveyjs

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"amanat/services/kit/text"
)

// input is what is written into a field.
type input int

const (
	plain input = iota
	number
	date
)

// textual is one field: a text, a comment or an item of multiple texts.
type textual struct {
	input     input
	multiline bool
	maxLength int  // in UTF-16 code units, 0 for none
	numeric   bool // a validator asks for a number: digits of every script are as good
	least     *bound
	most      *bound
	step      *bound
}

// bound is a number, or a date as RFC 3339 writes it, that an answer is held against.
type bound struct {
	number  float64
	date    string
	shown   string
	message localised
}

// lastDate is what the original takes for the latest date where the definition names none.
const lastDate = "2999-12-31"

// normalise makes one spelling of what was written; nil is nothing.
func (t *textual) normalise(pointer string, given any, fault faults) any {
	switch t.input {
	case number:
		return t.takeNumber(pointer, given, fault)
	case date:
		return t.takeDate(pointer, given, fault)
	case plain:
	}
	written := freeText(pointer, given, t.multiline, fault)
	if digits, ok := written.(string); ok && t.numeric {
		return text.Digits(digits)
	}
	return written
}

// freeText normalises a text. It is nil where nothing was written, and where the text is refused.
func freeText(pointer string, given any, multiline bool, fault faults) any {
	if given == nil {
		return nil
	}
	written, ok := given.(string)
	if !ok {
		fault.add(pointer, "wrong_type", "")
		return nil
	}
	spell, shows := text.Line, text.IsLine
	if multiline {
		spell, shows = text.Paragraphs, text.IsParagraphs
	}
	spelt := spell(written)
	switch {
	case spelt == "":
		return nil
	case utf16Length(spelt) > mostAnswer:
		fault.add(pointer, "too_long", decimal(mostAnswer))
		return nil
	case !shows(spelt):
		fault.add(pointer, "control_character", "")
		return nil
	case spelt == written:
		return given
	default:
		return spelt
	}
}

func (t *textual) takeNumber(pointer string, given any, fault faults) any {
	switch given := given.(type) {
	case float64:
		return inReach(pointer, given, fault)
	case string:
		written := text.Line(given)
		if written == "" {
			return nil
		}
		value, ok := parseNumber(strings.ReplaceAll(text.Digits(written), "٫", "."))
		if !ok {
			fault.add(pointer, "not_a_number", "")
			return nil
		}
		return inReach(pointer, value, fault)
	default:
		fault.add(pointer, "wrong_type", "")
		return nil
	}
}

// inReach refuses numbers beyond which a double no longer tells neighbours apart.
func inReach(pointer string, value float64, fault faults) any {
	switch {
	case value > mostNumber:
		fault.add(pointer, "too_large", numeral(mostNumber))
	case value < -mostNumber:
		fault.add(pointer, "too_small", numeral(-mostNumber))
	case math.IsNaN(value):
		fault.add(pointer, "not_a_number", "")
	default:
		return value + 0 // of both zeros the one without a sign
	}
	return nil
}

func (t *textual) takeDate(pointer string, given any, fault faults) any {
	written, ok := given.(string)
	if !ok {
		fault.add(pointer, "wrong_type", "")
		return nil
	}
	spelt := text.Digits(text.Line(written))
	if spelt == "" {
		return nil
	}
	if !isDate(spelt) {
		fault.add(pointer, "not_a_date", "")
		return nil
	}
	return spelt
}

// isDate knows the days of the years 1 to 9999, as they are counted.
func isDate(s string) bool {
	day, err := time.Parse(time.DateOnly, s)
	return err == nil && day.Year() > 0
}

// parseNumber reads a decimal number.
func parseNumber(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "0123456789.+-eE") != "" {
		return 0, false
	}
	value, err := strconv.ParseFloat(s, 64)
	return value, err == nil && !math.IsInf(value, 0)
}

// check finds the bounds that an answer breaks, all of them, as the original does.
func (t *textual) check(c *checking, pointer string, answer any) (broken bool) {
	if t.isTooLong(answer) {
		c.violate(pointer, "too_long", decimal(t.maxLength), localised{})
	}
	for _, rule := range [...]struct {
		bound *bound
		code  string
		broke func(*bound, any) bool
	}{{t.least, "too_small", below}, {t.most, "too_large", above}, {t.step, "step_mismatch", offStep}} {
		if rule.bound != nil && answer != nil && rule.broke(rule.bound, answer) {
			c.violate(pointer, rule.code, rule.bound.shown, rule.bound.message)
			broken = true
		}
	}
	return broken
}

// isTooLong says that a text goes beyond what the field takes.
func (t *textual) isTooLong(answer any) bool {
	written, ok := answer.(string)
	return ok && t.maxLength > 0 && utf16Length(written) > t.maxLength
}

// longest is how many characters an answer has at most.
func (t *textual) longest() int {
	const numeral = 25 // "-1.2345678901234567e-300"
	switch {
	case t.input == date:
		return len(time.DateOnly)
	case t.input == number:
		return numeral
	case t.maxLength > 0:
		return t.maxLength
	default:
		return mostAnswer
	}
}

func below(b *bound, answer any) bool {
	if day, ok := answer.(string); ok {
		return day < b.date
	}
	value, _ := answer.(float64)
	return value < b.number
}

func above(b *bound, answer any) bool {
	if day, ok := answer.(string); ok {
		return day > b.date
	}
	value, _ := answer.(float64)
	return value > b.number
}

// offStep says that a number is no multiple of the step. Both are scaled until they are whole, as the original does,
// for remainders of decimal fractions are not exact.
func offStep(b *bound, answer any) bool {
	value, ok := answer.(float64)
	if !ok {
		return false
	}
	scale := 1.0
	for (halfUp(b.number*scale)/scale != b.number || halfUp(value*scale)/scale != value) && scale < 1e6 {
		scale *= 10
	}
	step := halfUp(b.number * scale)
	return step > 0 && math.Mod(halfUp(value*scale), step) != 0
}

// halfUp rounds as JavaScript does: halves go up.
func halfUp(f float64) float64 { return math.Floor(f + 0.5) }

// utf16Length is how long JavaScript takes a text to be.
func utf16Length(s string) int {
	length := 0
	for _, char := range s {
		if length++; char > 0xffff && char <= utf8.MaxRune {
			length++
		}
	}
	return length
}
