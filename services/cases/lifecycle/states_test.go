package lifecycle_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/cases/lifecycle"
)

func TestEveryStateThatCanBeReachedIsOneOfTheContract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t, someKind(t))
		l.anything(t, func(t *rapid.T) {
			require.Contains(t, models.CaseStates(), l.kase.State)
			for _, role := range []models.Role{models.RoleOfficer, models.RoleLead} {
				next := lifecycle.Next(l.kase, role, l.now)
				require.Subset(t, models.CaseStates(), next)
				require.NotContains(t, next, l.kase.State)
				require.Len(t, slices.Compact(slices.Sorted(slices.Values(next))), len(next), "%v", next)
				for _, state := range models.CaseStates() {
					possible := lifecycle.Possible(l.kase, state, role, l.now)
					require.Equal(t, slices.Contains(next, state), possible)
				}
			}
		})
	})
}

func TestWhatWasWithdrawnStaysWithdrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := lived(t, models.KindComplaint)
		l.kase.State, l.kase.EndedAt = models.StateWithdrawn, &l.now
		require.Empty(t, lifecycle.Next(l.kase, someRole(t), l.now))
		require.NotContains(t, l.kase.Allowed(l.now), models.ActReview)
	})
}

func TestOnlyALeadTakesUpWhatHasEndedAndNotForEver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := ended(t)
		if rapid.Bool().Draw(t, "feedback") {
			l = begun(t, models.KindFeedback)
			l.through(t, models.StateTriaged, models.StateDeclined, models.StateDone)
		}
		if l.kase.State == models.StateAnswered {
			l.through(t, models.StateClosed)
		}
		require.Empty(t, lifecycle.Next(l.kase, models.RoleOfficer, l.now))
		ended, never := *l.kase.EndedAt, l.kase.State == models.StateWithdrawn || l.kase.State == models.StateDone
		last := ended.Add(models.ReopenableFor)
		for _, now := range []time.Time{ended, last, last.Add(time.Microsecond), last.Add(models.ReopenableFor)} {
			var want []models.CaseState
			if !never && !now.After(last) {
				want = []models.CaseState{models.StateInProgress}
			}
			require.Equal(t, want, lifecycle.Next(l.kase, models.RoleLead, now))
		}
	})
}

func TestTheEndOfACaseIsNotedAsLongAsItLasts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t, someKind(t))
		l.anything(t, func(t *rapid.T) {
			require.Equal(t, models.Ends(l.kase.Kind, l.kase.State), l.kase.EndedAt != nil)
			require.Equal(t, l.kase.Ended(), l.kase.EndedAt != nil)
			if l.kase.EndedAt != nil {
				require.False(t, l.kase.EndedAt.After(l.now))
			}
		})
	})
}

func TestTheTimeOfTheAnswerIsKeptWhileTheAnswerStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t, models.KindComplaint)
		referred := false
		l.anything(t, func(t *rapid.T) {
			referred = l.kase.State == models.StateReferred || referred && l.kase.State == models.StateClosed
			stands := l.kase.State == models.StateAnswered || l.kase.State == models.StateClosed && !referred
			require.Equal(t, stands, l.kase.AnsweredAt != nil, l.kase.State)
		})
	})
}

func TestAReviewIsOnceAndForSomebodyElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := reviewable(t)
		require.True(t, l.kase.Allows(models.ActReview, l.now))
		require.False(t, l.kase.Reviewed)
		l.move(models.StateInReview)
		require.True(t, l.kase.Reviewed)
		require.Nil(t, l.kase.AssigneeID)
		l.anything(t, func(t *rapid.T) {
			require.False(t, l.kase.Allows(models.ActReview, l.now))
		})
	})
}

func TestFeedbackHasNoClocksAndIsNotWithdrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := begun(t, models.KindFeedback)
		l.anything(t, func(t *rapid.T) {
			require.False(t, lifecycle.Running(l.kase))
			require.Nil(t, l.kase.DeadlineAt)
			require.Nil(t, l.kase.DueAt)
			for _, act := range []models.CaseAct{models.ActWithdraw, models.ActReview, models.ActRate} {
				require.False(t, l.kase.Allows(act, l.now))
			}
		})
	})
}
