// Package workdays counts the clocks of a case in working days.
package workdays

import (
	"slices"
	"time"

	"amanat/services/kit/civil"
)

// Calendar says which days are worked, in one time zone.
type Calendar struct {
	Zone     *time.Location
	Weekend  []time.Weekday
	Holidays map[civil.Date]bool
}

// Iranian is the week of public organisations in Iran: Saturday to Wednesday. It knows no holidays.
func Iranian(zone *time.Location) Calendar {
	return Calendar{Zone: zone, Weekend: []time.Weekday{time.Thursday, time.Friday}}
}

// Weekends answers the weekend of a name in the settings: "thursday-friday" or "friday". ok is false for any other.
func Weekends(name string) (days []time.Weekday, ok bool) {
	switch name {
	case "thursday-friday":
		return []time.Weekday{time.Thursday, time.Friday}, true
	case "friday":
		return []time.Weekday{time.Friday}, true
	}
	return nil, false
}

// Worked reports whether the organisation works on this date. The day may overflow its month.
func (c Calendar) Worked(year int, month time.Month, day int) bool {
	return c.works(civil.Date{Year: year, Month: month, Day: day}.AddDays(0))
}

func (c Calendar) works(day civil.Date) bool {
	return !c.Holidays[day] && !slices.Contains(c.Weekend, day.Weekday())
}

// Between counts the working days after the day of one moment, up to and including the day of another: how many working
// days late something is. It is 0 when to is not on a later day.
func (c Calendar) Between(from, to time.Time) int {
	count := 0
	last := civil.DateOf(to, c.Zone)
	for day := civil.DateOf(from, c.Zone).AddDays(1); day.Compare(last) <= 0; day = day.AddDays(1) {
		if c.works(day) {
			count++
		}
	}
	return count
}
