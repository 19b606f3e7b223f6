package expression

import (
	"strings"
	"time"
)

// clock is a time of day.
type clock struct {
	hour, minute, second, millisecond int
	zone                              *time.Location
}

func (c clock) on(year, month, day int) time.Time {
	nanosecond := c.millisecond * int(time.Millisecond)
	return time.Date(year, time.Month(month), day, c.hour, c.minute, c.second, nanosecond, c.zone)
}

// readClock reads HH:mm, HH:mm:ss or HH:mm:ss.s…, with Z, ±HH:mm or, in the zone given, nothing behind it.
func readClock(text string, zone *time.Location) (c clock, ok bool) {
	text, c.zone, ok = readZone(text, zone)
	if !ok {
		return c, false
	}
	text, fraction, fractional := strings.Cut(text, ".")
	if fractional {
		if fraction == "" || countDigits(fraction) != len(fraction) || len(text) != len("HH:mm:ss") {
			return c, false
		}
		c.millisecond, _ = readNumber((fraction + "00")[:3], "", 0, 999)
	}
	switch len(text) {
	case len("HH:mm:ss"):
		if c.second, ok = readNumber(text[len("HH:mm"):], ":", 0, 59); !ok {
			return c, false
		}
	case len("HH:mm"):
	default:
		return c, false
	}
	hour, hours := readNumber(text[:len("HH")], "", 0, 24)
	minute, minutes := readNumber(text[len("HH"):len("HH:mm")], ":", 0, 59)
	c.hour, c.minute = hour, minute
	isMidnight := minute == 0 && c.second == 0 && c.millisecond == 0
	return c, hours && minutes && (hour < 24 || isMidnight)
}

func readZone(text string, zone *time.Location) (rest string, found *time.Location, ok bool) {
	if rest, ok := strings.CutSuffix(text, "Z"); ok {
		return rest, time.UTC, true
	}
	at := len(text) - len("+HH:mm")
	if at < 0 || text[at] != '+' && text[at] != '-' {
		return text, zone, true
	}
	hour, hours := readNumber(text[at+1:at+3], "", 0, 23)
	minute, minutes := readNumber(text[at+3:], ":", 0, 59)
	seconds := (hour*60 + minute) * 60
	if text[at] == '-' {
		seconds = -seconds
	}
	return text[:at], time.FixedZone("", seconds), hours && minutes
}
