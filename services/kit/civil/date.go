// Package civil has days of the Gregorian calendar that are in no time zone.
package civil

import (
	"cmp"
	"sort"
	"time"
)

// Date is a day of the Gregorian calendar, in no time zone. Dates made here never overflow their month, so that equal
// days are equal values.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day that a moment belongs to in a time zone.
func DateOf(t time.Time, zone *time.Location) Date {
	year, month, day := t.In(zone).Date()
	return Date{Year: year, Month: month, Day: day}
}

// ParseDate reads a date as RFC 3339 writes it, "2026-11-22". ok is false for anything else.
func ParseDate(text string) (date Date, ok bool) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, false
	}
	return DateOf(t, time.UTC), true
}

// String writes the date as ParseDate reads it.
func (d Date) String() string { return d.noon().Format(time.DateOnly) }

// Weekday is the date's day of the week.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// AddDays is the date that many days later, or earlier when days is negative.
func (d Date) AddDays(days int) Date {
	d.Day += days
	return DateOf(d.noon(), time.UTC)
}

// Compare is negative when d is before the other date, 0 when they are the same, and positive when d is after it.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// Begin is the first moment of the date in a time zone: midnight, or later where the clocks skip that.
func (d Date) Begin(zone *time.Location) time.Time {
	// From fourteen hours ahead of UTC to twelve behind, a date begins between 26 hours before its noon in UTC and that
	// noon: half a day less than what is searched.
	before := d.noon().Add(-36 * time.Hour)
	seconds := sort.Search(48*60*60, func(seconds int) bool {
		return DateOf(before.Add(time.Duration(seconds)*time.Second), zone).Compare(d) >= 0
	})
	return before.Add(time.Duration(seconds) * time.Second)
}

// End is the last second of the date in a time zone.
func (d Date) End(zone *time.Location) time.Time { return d.AddDays(1).Begin(zone).Add(-time.Second) }
