package cases_test

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"amanat/services/kernel/kerneltest"
)

// These tests count working days for themselves, one day after the other, as somebody with a wall calendar would.

// holidays reads which days are none.
func (w *world) holidays(t kerneltest.Tester) []string {
	t.Helper()
	var dates []string
	require.NoError(t, w.db.Table("holidays").Pluck("date", &dates).Error)
	return dates
}

// due is the last second of the n-th working day after the day of this moment.
func (w *world) due(t kerneltest.Tester, from time.Time, n int) time.Time {
	t.Helper()
	return w.dueBeside(t, from, n, nil, time.Thursday, time.Friday)
}

// dueBeside leaves out, besides holidays and this weekend, the days that a pause took away.
func (w *world) dueBeside(t kerneltest.Tester, from time.Time, n int, paused []string, weekend ...time.Weekday) time.Time {
	t.Helper()
	off := append(w.holidays(t), paused...)
	noon := from.In(w.env.Zone)
	noon = time.Date(noon.Year(), noon.Month(), noon.Day(), 12, 0, 0, 0, w.env.Zone)
	for n > 0 {
		noon = noon.AddDate(0, 0, 1)
		if !slices.Contains(weekend, noon.Weekday()) && !slices.Contains(off, noon.Format(time.DateOnly)) {
			n--
		}
	}
	return time.Date(noon.Year(), noon.Month(), noon.Day(), 23, 59, 59, 0, w.env.Zone).UTC()
}

// daysAfter are the dates after the day of one moment, up to that of another: those that a pause takes away.
func (w *world) daysAfter(from, to time.Time) []string {
	var dates []string
	last := to.In(w.env.Zone).Format(time.DateOnly)
	for date := from.In(w.env.Zone); date.Format(time.DateOnly) < last; {
		date = date.AddDate(0, 0, 1)
		dates = append(dates, date.Format(time.DateOnly))
	}
	return dates
}
