package workdays_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/cases/workdays"
	"amanat/services/kit/civil"
)

func date(t require.TestingT, text string) civil.Date {
	day, ok := civil.ParseDate(text)
	require.True(t, ok, "%q", text)
	return day
}

func zone(t require.TestingT, name string) *time.Location {
	location, err := time.LoadLocation(name)
	require.NoError(t, err)
	return location
}

func moment(t require.TestingT, text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at
}

func TestTheIranianWeekIsSaturdayToWednesday(t *testing.T) {
	calendar := workdays.Iranian(zone(t, "Asia/Tehran"))
	worked := map[time.Weekday]bool{
		time.Saturday: true, time.Sunday: true, time.Monday: true, time.Tuesday: true, time.Wednesday: true,
	}
	for day := 1; day <= 31; day++ {
		weekday := time.Date(2026, time.October, day, 0, 0, 0, 0, time.UTC).Weekday()
		require.Equal(t, worked[weekday], calendar.Worked(2026, time.October, day), "%s", weekday)
	}
}

func TestADayMayOverflowItsMonth(t *testing.T) {
	calendar := workdays.Iranian(zone(t, "Asia/Tehran"))
	require.Equal(t, calendar.Worked(2027, time.January, 1), calendar.Worked(2026, time.December, 32))
	require.False(t, calendar.Worked(2026, time.December, 32)) // a Friday
	require.True(t, calendar.Worked(2026, time.December, 33))
}

func TestDue(t *testing.T) {
	calendar := workdays.Iranian(zone(t, "Asia/Tehran"))
	for name, c := range map[string]struct {
		received string
		days     int
		due      string
	}{
		"the next day":                       {"2026-11-22T10:00:00Z", 1, "2026-11-23T23:59:59+03:30"},
		"over a weekend":                     {"2026-11-22T10:00:00Z", 10, "2026-12-06T23:59:59+03:30"},
		"on Wednesday, the week's last day":  {"2026-11-25T10:00:00+03:30", 1, "2026-11-28T23:59:59+03:30"},
		"on Thursday, as if at its end":      {"2026-11-26T10:00:00+03:30", 1, "2026-11-28T23:59:59+03:30"},
		"on Friday, as if at its end":        {"2026-11-27T10:00:00+03:30", 1, "2026-11-28T23:59:59+03:30"},
		"on Saturday, the week's first day":  {"2026-11-28T00:00:00+03:30", 1, "2026-11-29T23:59:59+03:30"},
		"the last moment of a day in Tehran": {"2026-11-22T20:29:59.999999Z", 1, "2026-11-23T23:59:59+03:30"},
		"midnight in Tehran, not in UTC":     {"2026-11-22T20:30:00Z", 1, "2026-11-24T23:59:59+03:30"},
		"over the end of a month":            {"2026-11-30T08:00:00+03:30", 2, "2026-12-02T23:59:59+03:30"},
		"over the end of a year":             {"2026-12-30T08:00:00+03:30", 5, "2027-01-06T23:59:59+03:30"},
		"over a leap day":                    {"2028-02-28T08:00:00+03:30", 2, "2028-03-01T23:59:59+03:30"},
		"no days":                            {"2026-11-22T10:00:00Z", 0, "2026-11-22T23:59:59+03:30"},
	} {
		t.Run(name, func(t *testing.T) {
			due := calendar.Due(moment(t, c.received), c.days)
			require.Equal(t, moment(t, c.due).UTC(), due)
		})
	}
}

func zones() []string {
	return []string{
		"UTC", "Asia/Tehran", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe",
		// In these the clocks went forward or back at midnight.
		"Asia/Beirut", "America/Sao_Paulo", "Africa/Cairo",
	}
}

func TestDueIsTheEndOfTheNthWorkedDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		location := zone(t, rapid.SampledFrom(zones()).Draw(t, "zone"))
		calendar := workdays.Iranian(location)
		second := rapid.Int64Range(moment(t, "2000-01-01T00:00:00Z").Unix(), moment(t, "2040-01-01T00:00:00Z").Unix())
		received := time.Unix(second.Draw(t, "received"), 0).In(location)
		n := rapid.IntRange(1, 60).Draw(t, "days")

		due := calendar.Due(received, n).In(location)

		require.True(t, calendar.Worked(due.Date()), "%s is a day off", due.Weekday())
		require.NotEqual(t, due.Day(), due.Add(time.Second).Day(), "%s is not the last second", due)
		require.Equal(t, n, workedBetween(received, due))
	})
}

// workedBetween counts the worked days after the day of one moment, up to the day of another, in its own way: by noons.
func workedBetween(from, to time.Time) int {
	count := 0
	year, month, day := from.Date()
	for noon := time.Date(year, month, day+1, 12, 0, 0, 0, from.Location()); !noon.After(to); {
		if noon.Weekday() != time.Thursday && noon.Weekday() != time.Friday {
			count++
		}
		year, month, day = noon.Date()
		noon = time.Date(year, month, day+1, 12, 0, 0, 0, from.Location())
	}
	return count
}

// On 2021-09-21 Tehran's clocks went back from 24:00 to 23:00, on 2018-02-17 São Paulo's: that day's last hour came twice.
func TestTheLastSecondIsTheSecondOfTwoWhenTheClocksGoBack(t *testing.T) {
	due := workdays.Iranian(zone(t, "Asia/Tehran")).Due(moment(t, "2021-09-20T10:00:00+04:30"), 1)
	require.Equal(t, moment(t, "2021-09-21T23:59:59+03:30").UTC(), due)

	due = workdays.Iranian(zone(t, "America/Sao_Paulo")).Due(moment(t, "2018-02-16T10:00:00-02:00"), 1)
	require.Equal(t, moment(t, "2018-02-17T23:59:59-03:00").UTC(), due)
}

func TestADayKeepsItsEndWhenTheClocksGoForward(t *testing.T) {
	due := workdays.Iranian(zone(t, "Europe/Berlin")).Due(moment(t, "2026-03-28T10:00:00+01:00"), 1)
	require.Equal(t, moment(t, "2026-03-29T23:59:59+02:00").UTC(), due)

	// Tehran's clocks went from 00:00 to 01:00 on 2021-03-22, so the day before ended as ever.
	due = workdays.Iranian(zone(t, "Asia/Tehran")).Due(moment(t, "2021-03-20T10:00:00+03:30"), 1)
	require.Equal(t, moment(t, "2021-03-21T23:59:59+03:30").UTC(), due)
}

func TestAnotherWeekend(t *testing.T) {
	calendar := workdays.Calendar{Zone: time.UTC, Weekend: []time.Weekday{time.Saturday, time.Sunday}}
	require.Equal(t, moment(t, "2026-11-23T23:59:59Z"), calendar.Due(moment(t, "2026-11-20T10:00:00Z"), 1))
}
