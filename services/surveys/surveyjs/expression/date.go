package expression

import (
	"math"
	"strings"
	"time"
)

// mostMilliseconds is the range of a date (ECMA-262, Time Values and Time Range).
const mostMilliseconds = 8.64e15

func ofDate(at time.Time) value {
	milliseconds := float64(at.UnixMilli())
	if math.Abs(milliseconds) > mostMilliseconds {
		milliseconds = math.NaN()
	}
	return value{kind: kindDate, number: milliseconds}
}

// day is today, or so many days after it. The days are added as JavaScript adds: a text is appended.
func day(now time.Time, offset []value) value {
	year, month, date := now.Date()
	if len(offset) == 0 {
		return ofDate(time.Date(year, month, date, 0, 0, 0, 0, now.Location()))
	}
	days := math.Trunc(added(ofNumber(float64(date)), offset[0]).asNumber())
	const more = 3e8 // days than a date's range has
	if math.IsNaN(days) || math.Abs(days) > more {
		return value{kind: kindDate, number: math.NaN()}
	}
	return ofDate(time.Date(year, month, int(days), 0, 0, 0, 0, now.Location()))
}

// besideDate reads a text that is compared with a date as a date, of which the day counts (and, as in the original, the
// milliseconds).
func besideDate(v, other value, env Environment) value {
	if v.kind != kindText || other.kind != kindDate {
		return v
	}
	now := env.Today()
	if v.text == "" {
		return day(now, nil)
	}
	at, ok := readDate(v.text, now.Location())
	if !ok {
		return value{kind: kindDate, number: math.NaN()}
	}
	year, month, date := at.In(now.Location()).Date()
	milliseconds := at.Nanosecond() / int(time.Millisecond) * int(time.Millisecond)
	return ofDate(time.Date(year, month, date, 0, 0, 0, milliseconds, now.Location()))
}

// readDate reads ECMA-262's date time string format with a year of four digits. A day without a time is one of the
// zone, as the original has it; a mere year or month begins in UTC. A 30 February is a day in March.
func readDate(text string, zone *time.Location) (at time.Time, ok bool) {
	date, hours, timed := strings.Cut(text, "T")
	year, month, day, ok := readDay(date)
	if !ok {
		return at, false
	}
	begin := clock{zone: zone}
	switch {
	case timed:
		if begin, ok = readClock(hours, zone); !ok {
			return at, false
		}
	case len(date) < len("YYYY-MM-DD"):
		begin.zone = time.UTC
	}
	return begin.on(year, month, day), true
}

// readDay reads YYYY, YYYY-MM or YYYY-MM-DD.
func readDay(text string) (year, month, day int, ok bool) {
	month, day = 1, 1
	switch len(text) {
	case len("YYYY-MM-DD"):
		day, ok = readNumber(text[len("YYYY-MM"):], "-", 1, 31)
		if !ok {
			return 0, 0, 0, false
		}
		fallthrough
	case len("YYYY-MM"):
		month, ok = readNumber(text[len("YYYY"):len("YYYY-MM")], "-", 1, 12)
		if !ok {
			return 0, 0, 0, false
		}
		fallthrough
	case len("YYYY"):
		year, ok = readNumber(text[:len("YYYY")], "", 0, 9999)
	}
	return year, month, day, ok
}

// readNumber reads what follows a separator, all of it digits.
func readNumber(text, separator string, least, most int) (n int, ok bool) {
	digits, ok := strings.CutPrefix(text, separator)
	if !ok || digits == "" || countDigits(digits) != len(digits) {
		return 0, false
	}
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n, n >= least && n <= most
}
