package civil_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/civil"
)

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

func date(t require.TestingT, text string) civil.Date {
	day, ok := civil.ParseDate(text)
	require.True(t, ok, "%q", text)
	return day
}

func TestADateIsReadAsItIsWritten(t *testing.T) {
	day := date(t, "2026-11-22")
	require.Equal(t, civil.Date{Year: 2026, Month: time.November, Day: 22}, day)
	require.Equal(t, "2026-11-22", day.String())
	require.Equal(t, time.Sunday, day.Weekday())
	require.Equal(t, "2028-02-29", date(t, "2028-02-29").String())
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-11-00", "2026-11-31", "2026-1-2", "26-11-22", "2026/11/22",
		" 2026-11-22", "2026-11-22 ", "2026-11-22\n", "2026-11-22T00:00:00Z", "-2026-11-22", "12026-11-22",
		"۲۰۲۶-۱۱-۲۲", "٢٠٢٦-١١-٢٢", "۱۴۰۵/۰۹/۰۱", "2026\u200c-11-22", "2026-11-2۲",
	} {
		_, ok := civil.ParseDate(text)
		require.False(t, ok, "%q", text)
	}
}

func TestADateIsThatOfItsZone(t *testing.T) {
	at := moment(t, "2026-11-22T20:30:00Z")
	require.Equal(t, date(t, "2026-11-22"), civil.DateOf(at, time.UTC))
	require.Equal(t, date(t, "2026-11-23"), civil.DateOf(at, zone(t, "Asia/Tehran")))
	require.Equal(t, date(t, "2026-11-22"), civil.DateOf(at.Add(-time.Nanosecond), zone(t, "Asia/Tehran")))
}

func TestDatesFollowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := someDate(t, "day")
		days := rapid.IntRange(-4000, 4000).Draw(t, "days")
		other := day.AddDays(days)

		require.Equal(t, day, other.AddDays(-days))
		require.Equal(t, day.AddDays(days+1), other.AddDays(1))
		require.EqualValues(t, ((int(day.Weekday())+days)%7+7)%7, other.Weekday())
		require.Equal(t, days > 0, other.Compare(day) > 0)
		require.Equal(t, days < 0, other.Compare(day) < 0)
		require.Equal(t, days == 0, other.Compare(day) == 0)
		require.Equal(t, other, date(t, other.String()))
	})
}

func someDate(t *rapid.T, label string) civil.Date {
	return date(t, "2026-01-01").AddDays(rapid.IntRange(-9000, 9000).Draw(t, label))
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-22", "0000-01-01", "9999-12-31", "2028-02-29", "2026-02-29", "۲۰۲۶-۱۱-۲۲", "-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, ok := civil.ParseDate(text)
		if ok {
			require.Equal(t, text, day.String())
			require.Equal(t, day, day.AddDays(0))
		} else {
			require.Equal(t, civil.Date{}, day)
		}
	})
}
