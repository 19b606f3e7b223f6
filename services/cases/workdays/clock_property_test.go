package workdays_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/cases/workdays"
	"amanat/services/kit/civil"
)

// someCalendar has any zone, any weekend but a whole week, and holidays in the two years from 2026.
func someCalendar(t *rapid.T) workdays.Calendar {
	weekend := rapid.SliceOfNDistinct(rapid.SampledFrom(everyDay()), 0, 6, rapid.ID).Draw(t, "weekend")
	holidays := map[civil.Date]bool{}
	for _, day := range rapid.SliceOfN(rapid.IntRange(0, 730), 0, 60).Draw(t, "holidays") {
		holidays[date(t, "2026-01-01").AddDays(day)] = true
	}
	location := zone(t, rapid.SampledFrom(zones()).Draw(t, "zone"))
	return workdays.Calendar{Zone: location, Weekend: weekend, Holidays: holidays}
}

// someMoments are moments of 2026, in their order.
func someMoments(t *rapid.T, n int) []time.Time {
	first := moment(t, "2026-01-01T00:00:00Z")
	var all []time.Time
	// Hours apart, so that several often share a day.
	for _, hour := range rapid.SliceOfN(rapid.IntRange(0, 24*365), n, n).Draw(t, "hours") {
		all = append(all, first.Add(time.Duration(hour)*time.Hour))
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// someClock has up to four pauses, one after the other, of which the last may be open.
func someClock(t *rapid.T) workdays.Clock {
	count := rapid.IntRange(0, 4).Draw(t, "pauses")
	moments := someMoments(t, 1+2*count)
	clock := workdays.Clock{Start: moments[0], Days: rapid.IntRange(0, 60).Draw(t, "days")}
	for i := range count {
		clock.Pauses = append(clock.Pauses, workdays.Pause{From: moments[1+2*i], To: moments[2+2*i]})
	}
	if count > 0 && rapid.Bool().Draw(t, "open") {
		clock.Pauses[count-1].To = time.Time{}
	}
	return clock
}

// countedOn tells the rule in other words: the days used before each pause are taken off, and what is left is counted on
// from the day on which the pause ended.
func countedOn(calendar workdays.Calendar, clock workdays.Clock) (due time.Time, ok bool) {
	from, left := clock.Start, clock.Days
	for _, pause := range clock.Pauses {
		due := calendar.Due(from, left)
		lastDay, pausedOn := civil.DateOf(due, calendar.Zone), civil.DateOf(pause.From, calendar.Zone)
		if left == 0 || lastDay.Compare(pausedOn) < 0 {
			return due, true
		}
		if pause.To.IsZero() {
			return time.Time{}, false
		}
		left -= calendar.Between(from, dayBefore(calendar, pause.From))
		if before := dayBefore(calendar, pause.To); before.After(from) {
			from = before
		}
	}
	return calendar.Due(from, left), true
}

// dayBefore is noon of the day before.
func dayBefore(calendar workdays.Calendar, at time.Time) time.Time {
	year, month, day := at.In(calendar.Zone).Date()
	return time.Date(year, month, day-1, 12, 0, 0, 0, calendar.Zone)
}

func TestWhatIsLeftAtAPauseIsCountedOnAfterIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, clock := someCalendar(t), someClock(t)
		due, ok := calendar.DueOf(clock)
		otherDue, otherOK := countedOn(calendar, clock)
		require.Equal(t, otherOK, ok)
		require.Equal(t, otherDue, due)
	})
}

func TestTheOrderOfPausesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, clock := someCalendar(t), someClock(t)
		due, ok := calendar.DueOf(clock)
		clock.Pauses = rapid.Permutation(clock.Pauses).Draw(t, "pauses in another order")
		again, okAgain := calendar.DueOf(clock)
		require.Equal(t, ok, okAgain)
		require.Equal(t, due, again)
	})
}

func TestDueIsTheEndOfAWorkedDayOutsideEveryPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, clock := someCalendar(t), someClock(t)
		clock.Days = max(clock.Days, 1)
		due, ok := calendar.DueOf(clock)
		if !ok {
			return
		}
		last := due.In(calendar.Zone)
		require.True(t, calendar.Worked(last.Date()), "%s", last)
		require.NotEqual(t, last.Day(), last.Add(time.Second).Day(), "%s is not the last second", last)
		for _, pause := range clock.Pauses {
			day := civil.DateOf(due, calendar.Zone)
			after := day.Compare(civil.DateOf(pause.From, calendar.Zone)) >= 0
			gone := !pause.To.IsZero() && day.Compare(civil.DateOf(pause.To, calendar.Zone)) >= 0
			require.True(t, !after || gone, "%s is in %v", day, pause)
		}
	})
}

// requireNotEarlier fails when the second due is earlier; one that is unknown is later than any.
func requireNotEarlier(t require.TestingT, calendar, otherCalendar workdays.Calendar, clock, otherClock workdays.Clock) {
	due, ok := calendar.DueOf(clock)
	otherDue, otherOK := otherCalendar.DueOf(otherClock)
	if otherOK {
		require.True(t, ok)
		require.False(t, otherDue.Before(due), "%s is before %s", otherDue, due)
	}
}

func TestOneMoreHolidayIsNeverEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, clock := someCalendar(t), someClock(t)
		other := calendar
		other.Holidays = maps.Clone(calendar.Holidays)
		other.Holidays[date(t, "2026-01-01").AddDays(rapid.IntRange(0, 730).Draw(t, "one more"))] = true
		requireNotEarlier(t, calendar, other, clock, clock)
	})
}

func TestOneMorePauseIsNeverEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, clock := someCalendar(t), someClock(t)
		moments := someMoments(t, 2)
		pause := workdays.Pause{From: moments[0], To: moments[1]}
		if rapid.Bool().Draw(t, "still paused") {
			pause.To = time.Time{}
		}
		other := clock
		other.Pauses = append(slices.Clone(clock.Pauses), pause) // it may overlap the others
		requireNotEarlier(t, calendar, calendar, clock, other)
	})
}

func TestOneMoreDayIsLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, clock := someCalendar(t), someClock(t)
		other := clock
		other.Days++
		requireNotEarlier(t, calendar, calendar, clock, other)
		due, ok := calendar.DueOf(clock)
		otherDue, otherOK := calendar.DueOf(other)
		if ok && otherOK {
			require.True(t, otherDue.After(due))
		}
	})
}

func TestBetweenIsTheInverseOfDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, clock := someCalendar(t), someClock(t)
		require.Equal(t, clock.Days, calendar.Between(clock.Start, calendar.Due(clock.Start, clock.Days)))
	})
}

func TestBetweenAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, moments := someCalendar(t), someMoments(t, 3)
		whole := calendar.Between(moments[0], moments[2])
		require.Equal(t, whole, calendar.Between(moments[0], moments[1])+calendar.Between(moments[1], moments[2]))
	})
}
