package civil_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/kit/civil"
)

func TestADayBeginsAtMidnightOrLaterWhereTheClocksSkipThat(t *testing.T) {
	for _, row := range []struct{ zone, day, begin string }{
		{"Asia/Tehran", "2026-11-23", "2026-11-22T20:30:00Z"},
		{"Asia/Tehran", "2022-03-22", "2022-03-21T20:30:00Z"}, // midnight of that day was skipped: it began at one
		{"Africa/Cairo", "2027-04-30", "2027-04-29T22:00:00Z"},
		{"Africa/Cairo", "2027-05-01", "2027-04-30T21:00:00Z"},
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"},
		{"Pacific/Kiritimati", "2026-11-23", "2026-11-22T10:00:00Z"},
		{"Etc/GMT+12", "2026-11-23", "2026-11-23T12:00:00Z"},
		{"UTC", "2026-11-23", "2026-11-23T00:00:00Z"},
	} {
		require.Equal(t, moment(t, row.begin), date(t, row.day).Begin(zone(t, row.zone)).UTC(), row)
	}
}

func TestTheFirstMomentOfADayIsTheFirst(t *testing.T) {
	zones := []string{"Asia/Tehran", "Africa/Cairo", "America/Santiago", "Asia/Beirut", "America/Havana", "Europe/Berlin", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		place := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		day := someDate(t, "day")
		begin := day.Begin(place)
		require.Equal(t, day, civil.DateOf(begin, place))
		require.Negative(t, civil.DateOf(begin.Add(-time.Second), place).Compare(day))
	})
}
