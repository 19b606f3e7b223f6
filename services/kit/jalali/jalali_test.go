package jalali_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/jalali"
)

func TestDatesReadAsPeopleWriteThem(t *testing.T) {
	tehran, err := time.LoadLocation("Asia/Tehran")
	require.NoError(t, err)
	for moment, date := range map[string]string{
		"2026-11-22T10:00:00Z": "۱ آذر ۱۴۰۵",
		"2026-11-21T20:29:59Z": "۳۰ آبان ۱۴۰۵", // a second before midnight in Tehran
		"2026-11-21T20:30:00Z": "۱ آذر ۱۴۰۵",
		"2026-03-21T00:00:00Z": "۱ فروردین ۱۴۰۵",
		"2025-03-20T12:00:00Z": "۳۰ اسفند ۱۴۰۳", // the last day of a leap year
		"2030-03-20T12:00:00Z": "۳۰ اسفند ۱۴۰۸",
	} {
		at, err := time.Parse(time.RFC3339, moment)
		require.NoError(t, err)
		require.Equal(t, date, jalali.Date(at.In(tehran)), moment)
	}
	require.Equal(t, "1405/09/01", jalali.Short(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)))
	require.Equal(t, "1404/12/29", jalali.Short(time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)))
}

func TestADayOutsideTheCalendarIsWrittenAsItIs(t *testing.T) {
	require.Equal(t, "۹۹۹۹-۰۱-۰۱", jalali.Date(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)))
}

func TestNextDayIsAnotherDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(1925, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 71000).Draw(t, "days"))
		require.NotEqual(t, jalali.Date(day), jalali.Date(day.AddDate(0, 0, 1)))
		require.NotRegexp(t, `[0-9]`, jalali.Date(day))
	})
}
