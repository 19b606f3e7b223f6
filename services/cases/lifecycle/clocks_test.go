package lifecycle_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/cases/workdays"
	"amanat/services/kit/civil"
)

// requireNotEarlier fails when the second deadline is earlier; one that is unknown is later than any.
func requireNotEarlier(t require.TestingT, before, after *time.Time) {
	if after != nil {
		require.NotNil(t, before)
		require.False(t, after.Before(*before), "%s, before %s", after, before)
	}
}

// running draws a case to which an answer is owed.
func running(t *rapid.T) *life {
	l := lived(t, models.KindComplaint)
	if !lifecycle.Running(l.kase) {
		t.Skip("no clock is running")
	}
	return l
}

func TestThereIsADeadlineOnlyWhileAClockIsRunning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t, models.KindComplaint)
		l.anything(t, func(t *rapid.T) {
			if !lifecycle.Running(l.kase) {
				require.Nil(t, l.kase.DeadlineAt)
				require.Nil(t, l.kase.OverdueAt)
				require.False(t, lifecycle.Overdue(l.kase, l.now))
				return
			}
			switch l.kase.State { //nolint:exhaustive // the others have one deadline, that of the answer
			case models.StateReceived:
				require.Equal(t, l.kase.AcknowledgeDueAt, l.kase.DeadlineAt)
			default:
				require.Equal(t, l.kase.DueAt, l.kase.DeadlineAt)
			}
		})
	})
}

func TestAClockStandsStillWhileTheComplainantIsAwaited(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t, models.KindComplaint)
		l.through(t, models.StateAcknowledged, models.StateInProgress)
		for range rapid.IntRange(1, 3).Draw(t, "pauses") {
			due := *l.kase.DueAt
			left := l.clocks.Calendar.Between(l.yesterday(), due)
			l.move(models.StateAwaitingComplainant)
			l.wait(t)
			if left == 0 {
				require.Equal(t, due, *l.kase.DueAt, "there was nothing left to wait with")
				require.Equal(t, lifecycle.Overdue(l.kase, l.now), due.Before(l.now))
				return
			}
			require.Nil(t, l.kase.DueAt, "nobody knows how long it will take")
			require.False(t, lifecycle.Overdue(l.kase, l.now))
			l.move(models.StateInProgress)
			require.Equal(t, l.clocks.Calendar.Due(l.yesterday(), left), *l.kase.DueAt, "the days that were left, from today on")
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 5*24).Draw(t, "hours")) * time.Hour)
		}
	})
}

// yesterday is the last day that may have been used up; none before the case was received was.
func (l *life) yesterday() time.Time {
	if before := l.now.AddDate(0, 0, -1); before.After(l.kase.ReceivedAt) {
		return before
	}
	return l.kase.ReceivedAt
}

func TestAHolidayNeverMakesADeadlineEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := running(t)
		before := l.kase.DeadlineAt
		first := civil.Date{Year: 2026, Month: time.November, Day: 1}
		l.clocks.Calendar.Holidays = maps.Clone(l.clocks.Calendar.Holidays)
		l.clocks.Calendar.Holidays[first.AddDays(rapid.IntRange(0, 400).Draw(t, "holiday"))] = true
		l.reckon()
		requireNotEarlier(t, before, l.kase.DeadlineAt)
	})
}

func TestAPauseNeverMakesADeadlineEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := running(t)
		before := l.kase.DeadlineAt
		from := l.kase.ReceivedAt.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "hours")) * time.Hour)
		pause := workdays.Pause{From: from}
		if rapid.Bool().Draw(t, "over") {
			pause.To = from.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "for")) * time.Hour)
		}
		l.pauses = append(slices.Clone(l.pauses), pause)
		l.reckon()
		requireNotEarlier(t, before, l.kase.DeadlineAt)
	})
}

func TestAnExtensionNeverMakesADeadlineEarlierAndTheAnswersLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := running(t)
		deadline, due := l.kase.DeadlineAt, l.kase.DueAt
		days := rapid.IntRange(1, 10).Draw(t, "extension")
		l.clocks.Extend(&l.kase, days)
		l.reckon()
		require.Equal(t, days, l.kase.ExtensionDays)
		requireNotEarlier(t, deadline, l.kase.DeadlineAt)
		if due != nil && l.kase.DueAt != nil {
			require.True(t, l.kase.DueAt.After(*due))
		}
	})
}

func TestTakingUpAgainStartsANewClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := ended(t)
		require.True(t, lifecycle.Reopens(l.kase, models.StateInProgress))
		l.through(t, models.StateInProgress)
		require.Equal(t, l.now, *l.kase.ClockStartedAt)
		require.Equal(t, l.clocks.Calendar.Due(l.now, l.category.AnswerDays), *l.kase.DueAt)
		require.Equal(t, l.kase.DueAt, l.kase.DeadlineAt)
		require.Nil(t, l.kase.OverdueAt)
		require.Nil(t, l.kase.AnsweredAt)
		require.Nil(t, l.kase.DuplicateOfID)
	})
}

func TestAReviewHasTwentyWorkingDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := reviewable(t)
		l.now = l.now.Add(time.Duration(rapid.IntRange(0, 90*24).Draw(t, "hours")) * time.Hour)
		l.move(models.StateInReview)
		require.Equal(t, l.clocks.Calendar.Due(l.now, 20), *l.kase.DueAt)
		require.Equal(t, l.kase.DueAt, l.kase.DeadlineAt)
	})
}

func TestADeadlineInTheFutureIsNoLongerOverdue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := running(t)
		marked := l.now
		l.kase.OverdueAt = &marked
		l.reckon()
		require.Equal(t, lifecycle.Overdue(l.kase, l.now), l.kase.OverdueAt != nil)
	})
}

func TestACaseIsOverdueFromTheSecondAfterItsDeadline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := running(t)
		if l.kase.DeadlineAt == nil {
			t.Skip("the clock stands still")
		}
		require.False(t, lifecycle.Overdue(l.kase, *l.kase.DeadlineAt))
		require.True(t, lifecycle.Overdue(l.kase, l.kase.DeadlineAt.Add(time.Microsecond)))
		local := l.kase.DeadlineAt.In(tehran(t))
		require.NotEqual(t, local.Day(), local.Add(time.Second).Day(), "it is the last second of its day")
	})
}
