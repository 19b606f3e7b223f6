// Package workdays counts the clocks of a case in working days.
package workdays

import (
	"slices"
	"time"
)

// Calendar says which days are worked, in one time zone.
type Calendar struct {
	Zone    *time.Location
	Weekend []time.Weekday
}

// Iranian is the week of public organisations in Iran: Saturday to Wednesday.
func Iranian(zone *time.Location) Calendar {
	return Calendar{Zone: zone, Weekend: []time.Weekday{time.Thursday, time.Friday}}
}

// Due is the last second of the n-th working day after the day of t. What arrives on a day off is treated as if it had
// arrived at the end of that day.
func (c Calendar) Due(t time.Time, n int) time.Time {
	year, month, day := t.In(c.Zone).Date()
	for n > 0 {
		day++
		if c.Worked(year, month, day) {
			n--
		}
	}
	end := time.Date(year, month, day, 23, 59, 59, 0, c.Zone)
	if again := end.Add(time.Hour); again.Day() == end.Day() {
		end = again // where the clocks go back at midnight, the last hour comes twice
	}
	return end.UTC()
}

// Worked reports whether the organisation works on this date. The day may overflow its month.
func (c Calendar) Worked(year int, month time.Month, day int) bool {
	weekday := time.Date(year, month, day, 12, 0, 0, 0, c.Zone).Weekday()
	return !slices.Contains(c.Weekend, weekday)
}
