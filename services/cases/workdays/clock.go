package workdays

import (
	"time"

	"amanat/services/kit/civil"
)

// Pause is a time during which a clock stands still. A zero To means that it still does.
type Pause struct{ From, To time.Time }

// Clock is a span of working days that began at Start. Its pauses may come in any order, and may overlap.
type Clock struct {
	Start  time.Time
	Days   int
	Pauses []Pause
}

// patience is for how many days, ten years, a clock looks for the next working day. A calendar without any is a mistake
// in its settings, and must not keep a request for ever.
const patience = 3653

// Due is the last second of the n-th working day after the day of t. What arrives on a day off is treated as if it had
// arrived at the end of that day. Where ten years pass without a working day, it is the end of those.
func (c Calendar) Due(t time.Time, n int) time.Time {
	day, _ := c.lastDay(Clock{Start: t, Days: n})
	return day.End(c.Zone)
}

// DueOf is the last second of the clock's last day: the Days-th working day after the day of Start, not counting those
// that a pause took away. The day on which a pause begins does not count, and the day on which it ends does; a pause
// within one day costs nothing. So the working days that were left when a pause began, that day among them, are counted
// on from the day of its end: who asks on the last day has the day of the answer to go on.
//
// ok is false, and due is zero, while an open pause keeps the end unknown, and where ten years pass without a working
// day.
func (c Calendar) DueOf(clock Clock) (due time.Time, ok bool) {
	day, ok := c.lastDay(clock)
	if !ok {
		return time.Time{}, false
	}
	return day.End(c.Zone), true
}

// lastDay is the day on which the clock ends or, when ok is false, the last one that was tried.
func (c Calendar) lastDay(clock Clock) (day civil.Date, ok bool) {
	standstills := c.standstills(clock.Pauses)
	day = civil.DateOf(clock.Start, c.Zone)
	for left, idle := clock.Days, 0; left > 0; {
		day = day.AddDays(1)
		pause, paused := standstills.over(day)
		switch {
		case paused && pause.open:
			return day, false
		case paused:
			day = pause.ended.AddDays(-1)
		case c.works(day):
			left, idle = left-1, 0
		case idle == patience:
			return day, false
		default:
			idle++
		}
	}
	return day, true
}

// standstill is a pause in whole days: from the day on which it began up to the one before it ended, if it has.
type standstill struct {
	began, ended civil.Date
	open         bool
}

type standstills []standstill

func (c Calendar) standstills(pauses []Pause) standstills {
	var all standstills
	for _, pause := range pauses {
		all = append(all, standstill{
			began: civil.DateOf(pause.From, c.Zone), ended: civil.DateOf(pause.To, c.Zone), open: pause.To.IsZero(),
		})
	}
	return all
}

// over finds a pause that takes this day away.
func (s standstills) over(day civil.Date) (pause standstill, ok bool) {
	for _, pause := range s {
		if day.Compare(pause.began) >= 0 && (pause.open || day.Compare(pause.ended) < 0) {
			return pause, true
		}
	}
	return standstill{}, false
}
