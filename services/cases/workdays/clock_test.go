package workdays_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/cases/workdays"
	"amanat/services/kit/civil"
)

// nowruz1405 are the holidays around the Iranian New Year of 2026: 29 Esfand, 1 to 4, 12 and 13 Farvardin.
func nowruz1405(t require.TestingT) map[civil.Date]bool {
	holidays := map[civil.Date]bool{}
	for _, text := range []string{
		"2026-03-20", "2026-03-21", "2026-03-22", "2026-03-23", "2026-03-24", "2026-04-01", "2026-04-02",
	} {
		holidays[date(t, text)] = true
	}
	return holidays
}

func tehran(t require.TestingT, holidays map[civil.Date]bool) workdays.Calendar {
	calendar := workdays.Iranian(zone(t, "Asia/Tehran"))
	calendar.Holidays = holidays
	return calendar
}

func TestWeekendsByName(t *testing.T) {
	weekend, ok := workdays.Weekends("thursday-friday")
	require.True(t, ok)
	require.Equal(t, workdays.Iranian(time.UTC).Weekend, weekend)

	weekend, ok = workdays.Weekends("friday")
	require.True(t, ok)
	require.Equal(t, []time.Weekday{time.Friday}, weekend)

	for _, name := range []string{"", "Friday", "friday-thursday", "saturday-sunday", "جمعه"} {
		_, ok = workdays.Weekends(name)
		require.False(t, ok, "%q", name)
	}
}

func TestAHolidayIsNotWorked(t *testing.T) {
	calendar := tehran(t, nowruz1405(t))
	require.True(t, calendar.Worked(2026, time.March, 18))
	require.False(t, calendar.Worked(2026, time.March, 21))
	require.False(t, calendar.Worked(2026, time.February, 28+21)) // overflowing its month
	require.True(t, calendar.Worked(2026, time.March, 25))

	calendar.Holidays[date(t, "2026-03-21")] = false
	require.True(t, calendar.Worked(2026, time.March, 21))
}

func TestClocksStandStillOverNowruz(t *testing.T) {
	calendar := tehran(t, nowruz1405(t))
	for name, c := range map[string]struct {
		start string
		days  int
		due   string
	}{
		"the last working day of the year": {"2026-03-17T10:00:00+03:30", 1, "2026-03-18T23:59:59+03:30"},
		"over the New Year":                {"2026-03-18T10:00:00+03:30", 1, "2026-03-25T23:59:59+03:30"},
		"received on New Year's Day":       {"2026-03-21T10:00:00+03:30", 1, "2026-03-25T23:59:59+03:30"},
		"over Nature Day too":              {"2026-03-18T10:00:00+03:30", 6, "2026-04-04T23:59:59+03:30"},
	} {
		t.Run(name, func(t *testing.T) {
			due, ok := calendar.DueOf(workdays.Clock{Start: moment(t, c.start), Days: c.days})
			require.True(t, ok)
			require.Equal(t, moment(t, c.due).UTC(), due)
			require.Equal(t, due, calendar.Due(moment(t, c.start), c.days))
		})
	}
}

func TestDueOfAPausedClock(t *testing.T) {
	const start = "2026-11-21T10:00:00+03:30" // a Saturday
	for name, c := range map[string]struct {
		pauses [][2]string
		due    string
	}{
		"without a pause":                 {nil, "2026-11-28T23:59:59+03:30"},
		"within one day":                  {[][2]string{{"2026-11-22T09:00:00+03:30", "2026-11-22T23:00:00+03:30"}}, "2026-11-28T23:59:59+03:30"},
		"the day it begins is gone":       {[][2]string{{"2026-11-22T00:00:00+03:30", "2026-11-23T00:00:00+03:30"}}, "2026-11-29T23:59:59+03:30"},
		"midnight is Tehran's":            {[][2]string{{"2026-11-22T20:29:59Z", "2026-11-22T20:30:00Z"}}, "2026-11-29T23:59:59+03:30"},
		"no midnight in Tehran":           {[][2]string{{"2026-11-22T20:30:00Z", "2026-11-23T20:29:59Z"}}, "2026-11-28T23:59:59+03:30"},
		"over the weekend alone":          {[][2]string{{"2026-11-26T12:00:00+03:30", "2026-11-28T12:00:00+03:30"}}, "2026-11-28T23:59:59+03:30"},
		"from the day of the start":       {[][2]string{{"2026-11-21T12:00:00+03:30", "2026-11-25T12:00:00+03:30"}}, "2026-12-01T23:59:59+03:30"},
		"from before the start":           {[][2]string{{"2026-11-01T12:00:00+03:30", "2026-11-22T12:00:00+03:30"}}, "2026-11-28T23:59:59+03:30"},
		"on the last day":                 {[][2]string{{"2026-11-28T23:00:00+03:30", "2026-12-28T12:00:00+03:30"}}, "2026-12-28T23:59:59+03:30"},
		"behind the last day":             {[][2]string{{"2026-11-29T00:00:00+03:30", "2026-12-28T12:00:00+03:30"}}, "2026-11-28T23:59:59+03:30"},
		"before the last day":             {[][2]string{{"2026-11-27T23:59:59+03:30", "2026-12-05T12:00:00+03:30"}}, "2026-12-05T23:59:59+03:30"},
		"twice, the second named first":   {[][2]string{{"2026-11-24T09:00:00+03:30", "2026-11-25T09:00:00+03:30"}, {"2026-11-22T09:00:00+03:30", "2026-11-23T09:00:00+03:30"}}, "2026-11-30T23:59:59+03:30"},
		"an overlap costs once":           {[][2]string{{"2026-11-22T09:00:00+03:30", "2026-11-24T09:00:00+03:30"}, {"2026-11-23T09:00:00+03:30", "2026-11-25T09:00:00+03:30"}}, "2026-12-01T23:59:59+03:30"},
		"an end before the beginning":     {[][2]string{{"2026-11-24T09:00:00+03:30", "2026-11-22T09:00:00+03:30"}}, "2026-11-28T23:59:59+03:30"},
		"open, from the last day on":      {[][2]string{{"2026-11-28T23:59:59+03:30", ""}}, ""},
		"open, behind the last day":       {[][2]string{{"2026-11-29T00:00:00+03:30", ""}}, "2026-11-28T23:59:59+03:30"},
		"open, since the day before that": {[][2]string{{"2026-11-27T23:59:59+03:30", ""}}, ""},
		"open, since before the start":    {[][2]string{{"2026-11-01T00:00:00+03:30", ""}}, ""},
		"open, when another has ended":    {[][2]string{{"2026-11-24T00:00:00+03:30", "2026-12-01T00:00:00+03:30"}, {"2026-11-25T00:00:00+03:30", ""}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			clock := workdays.Clock{Start: moment(t, start), Days: 5}
			for _, pause := range c.pauses {
				clock.Pauses = append(clock.Pauses, pauseOf(t, pause[0], pause[1]))
			}
			due, ok := tehran(t, nil).DueOf(clock)
			require.Equal(t, c.due != "", ok)
			if ok {
				require.Equal(t, moment(t, c.due).UTC(), due)
			} else {
				require.Zero(t, due)
			}
		})
	}
}

// pauseOf is a pause, open when to is empty.
func pauseOf(t require.TestingT, from, to string) workdays.Pause {
	pause := workdays.Pause{From: moment(t, from)}
	if to != "" {
		pause.To = moment(t, to)
	}
	return pause
}

func TestAClockWithoutDaysEndsOnItsOwnDay(t *testing.T) {
	start := moment(t, "2026-11-22T10:00:00Z")
	for _, days := range []int{0, -1} {
		clock := workdays.Clock{Start: start, Days: days, Pauses: []workdays.Pause{{From: start}}}
		due, ok := tehran(t, nil).DueOf(clock)
		require.True(t, ok)
		require.Equal(t, moment(t, "2026-11-22T20:29:59Z"), due)
	}
}

func everyDay() []time.Weekday {
	return []time.Weekday{
		time.Saturday, time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday,
	}
}

func TestWithoutAWorkingDayThereIsNoDue(t *testing.T) {
	calendar := workdays.Calendar{Zone: time.UTC, Weekend: everyDay()}
	start := moment(t, "2026-11-22T10:00:00Z")

	_, ok := calendar.DueOf(workdays.Clock{Start: start, Days: 1})
	require.False(t, ok)
	require.Equal(t, 2036, calendar.Due(start, 1).Year()) // where it gave up

	calendar = workdays.Calendar{Zone: time.UTC, Holidays: map[civil.Date]bool{}}
	for day := range 5000 {
		calendar.Holidays[date(t, "2026-11-22").AddDays(day)] = true
	}
	_, ok = calendar.DueOf(workdays.Clock{Start: start, Days: 1})
	require.False(t, ok)
}

func TestManyDaysOffInAllAreWaitedFor(t *testing.T) {
	calendar := workdays.Calendar{Zone: time.UTC, Weekend: everyDay()[1:]}
	due, ok := calendar.DueOf(workdays.Clock{Start: moment(t, "2026-11-21T10:00:00Z"), Days: 1000})
	require.True(t, ok)
	require.Equal(t, moment(t, "2046-01-20T23:59:59Z"), due) // 7,000 days later
}

func TestALongPauseIsWaitedFor(t *testing.T) {
	clock := workdays.Clock{Start: moment(t, "2026-11-22T10:00:00Z"), Days: 2, Pauses: []workdays.Pause{
		pauseOf(t, "2026-11-22T12:00:00Z", "9998-12-31T12:00:00Z"),
	}}
	due, ok := workdays.Calendar{Zone: time.UTC}.DueOf(clock)
	require.True(t, ok)
	require.Equal(t, moment(t, "9999-01-01T23:59:59Z"), due)
}

func TestBetweenCountsTheDaysOfDelay(t *testing.T) {
	calendar := tehran(t, nowruz1405(t))
	for name, c := range map[string]struct {
		from, to string
		count    int
	}{
		"the same moment":                {"2026-11-22T10:00:00+03:30", "2026-11-22T10:00:00+03:30", 0},
		"later that day":                 {"2026-11-22T00:00:00+03:30", "2026-11-22T23:59:59+03:30", 0},
		"just after Tehran's midnight":   {"2026-11-22T20:29:59Z", "2026-11-22T20:30:00Z", 1},
		"on the weekend":                 {"2026-11-25T23:59:59+03:30", "2026-11-27T23:59:59+03:30", 0},
		"the first day after it":         {"2026-11-25T23:59:59+03:30", "2026-11-28T00:00:00+03:30", 1},
		"a week":                         {"2026-11-22T10:00:00+03:30", "2026-11-29T10:00:00+03:30", 5},
		"over Nowruz":                    {"2026-03-18T10:00:00+03:30", "2026-04-04T10:00:00+03:30", 6},
		"backwards":                      {"2026-11-29T10:00:00+03:30", "2026-11-22T10:00:00+03:30", 0},
		"up to a due, once it has begun": {"2026-11-21T10:00:00+03:30", "2026-11-28T23:59:59+03:30", 5},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.count, calendar.Between(moment(t, c.from), moment(t, c.to)))
		})
	}
}

func TestTheHandedPausesStayAsTheyWere(t *testing.T) {
	pauses := []workdays.Pause{
		pauseOf(t, "2026-11-25T00:00:00Z", ""), pauseOf(t, "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"),
	}
	before := slices.Clone(pauses)
	tehran(t, nil).DueOf(workdays.Clock{Start: moment(t, "2026-11-22T10:00:00Z"), Days: 9, Pauses: pauses})
	require.Equal(t, before, pauses)
}
