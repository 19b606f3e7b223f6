package cases_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/cases/casestest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// running is a complaint that is worked on, and what has to be expected of its clock.
type running struct {
	*world
	officer   models.Actor
	receipt   models.Receipt
	days      int
	pausedAt  time.Time
	pausedFor []string
	weekend   []time.Weekday
}

// TestClocksAgreeWithAWallCalendar lets days pass, asks the person and hears from them, extends, and changes the
// calendar; after each the deadline is that which somebody would count on a wall calendar.
func TestClocksAgreeWithAWallCalendar(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		kerneltest.Check(t, 40, func(t *rapid.T) {
			require.NoError(t, db.Exec("DELETE FROM cases").Error)
			require.NoError(t, db.Exec("DELETE FROM holidays").Error)
			require.NoError(t, db.Exec("DELETE FROM calendars").Error)
			w := newWorld(t, db)
			r := &running{world: w, days: 10, weekend: []time.Weekday{time.Thursday, time.Friday}}
			r.officer, r.receipt = w.Staff(t, models.RoleOfficer), w.Complain(t)
			w.Take(t, r.officer, r.receipt.Reference, models.StateAcknowledged, models.StateInProgress)
			acts := []func(*rapid.T){r.wait, r.ask, r.hear, r.enlarge, r.alter, r.alter, r.reform}
			for range rapid.IntRange(1, 8).Draw(t, "acts") {
				rapid.SampledFrom(acts).Draw(t, "act")(t)
				r.agree(t)
			}
		})
	})
}

func (r *running) wait(t *rapid.T) {
	r.Pass(time.Duration(rapid.IntRange(1, 5*24).Draw(t, "hours")) * time.Hour)
}

func (r *running) ask(t *rapid.T) {
	err := r.Try(t, r.officer, r.receipt.Reference, casestest.To(models.StateAwaitingComplainant))
	if !r.pausedAt.IsZero() {
		kerneltest.RequireFault(t, err, fault.Conflict, "transition_not_allowed")
		return
	}
	require.NoError(t, err)
	r.pausedAt = r.Now
}

func (r *running) hear(t *rapid.T) {
	_, _, err := r.MyCase.Write(t.Context(), r.receipt.ReceiptCode, kerneltest.With(models.MessageForm{Body: "بله"}))
	require.NoError(t, err)
	if !r.pausedAt.IsZero() {
		r.pausedFor = append(r.pausedFor, r.daysAfter(r.pausedAt.Add(-kerneltest.Day), r.Now.Add(-kerneltest.Day))...)
		r.pausedAt = time.Time{}
	}
}

func (r *running) enlarge(t *rapid.T) {
	days := rapid.IntRange(1, 10).Draw(t, "extension")
	err := r.Extend(t, r.officer, r.receipt.Reference, days)
	if r.days > 10 {
		kerneltest.RequireFault(t, err, fault.Conflict, "already_extended")
		return
	}
	require.NoError(t, err)
	r.days += days
}

func (r *running) alter(t *rapid.T) {
	date := r.receipt.ReceivedAt.AddDate(0, 0, rapid.IntRange(0, 30).Draw(t, "holiday")).Format(time.DateOnly)
	if slices.Contains(r.holidays(t), date) {
		r.removeHoliday(t, date)
		return
	}
	r.setHoliday(t, date)
}

// reform changes the weekend, as a restart with other settings would.
func (r *running) reform(t *rapid.T) {
	if len(r.weekend) == 1 {
		r.env.Weekend, r.weekend = "thursday-friday", []time.Weekday{time.Thursday, time.Friday}
	} else {
		r.env.Weekend, r.weekend = "friday", []time.Weekday{time.Friday}
	}
	r.Services = r.replica(t)
	require.NoError(t, r.Holidays.AdoptWeekend(t.Context()))
	_, err := r.CaseClocks.Tick(t.Context())
	require.NoError(t, err)
}

// agree counts the days up to the pause that is still open; what is not used up by then has no end yet.
func (r *running) agree(t *rapid.T) {
	kase := r.Row(t, r.receipt.Reference)
	due := r.dueBeside(t, r.receipt.ReceivedAt, r.days, r.pausedFor, r.weekend...)
	if !r.pausedAt.IsZero() && !due.Before(r.dueBeside(t, r.pausedAt, 0, nil)) {
		require.Nil(t, kase.DueAt)
		require.Nil(t, kase.DeadlineAt)
		return
	}
	require.NotNil(t, kase.DueAt)
	require.Equal(t, due, kase.DueAt.UTC())
	require.Equal(t, kase.DueAt, kase.DeadlineAt)
}
